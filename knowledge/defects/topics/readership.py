"""Who reads a topic, and what people say of it: the team always, an audience besides."""

from typing import Literal

from hub.accounts.models import User
from hub.audiences.models import Group, Membership
from hub.audiences.operations import members_of
from knowledge.articles import readership
from knowledge.articles.readership import MOST_NAMES, Readers
from knowledge.defects.routing import people_of
from knowledge.models import Topic

# What somebody gains: the text of a topic, or what others say of it.
Gain = Literal["topic", "opinions"]


async def team_members(team_id: int) -> set[int]:
    """The ids of the members of a team."""
    ids = await Membership.filter(group_id=team_id).values_list("user_id", flat=True)
    return {int(str(id_)) for id_ in ids}


async def team_named(team: Group) -> Readers:
    """A team in words, with the first of its members' names."""
    names = [member.name for member in await people_of(team.id)]
    return Readers(team.id, team.name, len(names), names[:MOST_NAMES])


async def gaining(topic: Topic, audience_id: int, to: Gain) -> tuple[list[User], str]:
    """The people of an audience who would come to read the text of a topic, or what is said of it.

    With them comes the agreement to these very people, by which a page says that somebody confirmed them.
    """
    known = await team_members(topic.team_id)
    if to == "topic":
        known |= await members_of(topic.audience_id)
    ids = await members_of(audience_id) - known
    gained = await User.filter(id__in=list(ids)).order_by("name", "id")
    return gained, readership.agreement_to(gained, to, topic.id, audience_id)


async def require_agreement(topic: Topic, audience_id: int, to: Gain, confirmed: bool | str) -> None:
    """WideningNotConfirmed names who gains unless somebody has `confirmed` it, or agreed to these very people."""
    readership.require_agreement(*await gaining(topic, audience_id, to), confirmed)
