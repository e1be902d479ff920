"""Who reads a topic, and what people say of it: the team always, an audience besides."""

from hub.accounts.models import User
from hub.audiences.models import Membership
from hub.audiences.operations import members_of
from hub.repetition import digest_of
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Topic


async def team_members(team_id: int) -> set[int]:
    """The ids of the members of a team."""
    ids = await Membership.filter(group_id=team_id).values_list("user_id", flat=True)
    return {int(str(id_)) for id_ in ids}


async def require_agreement(topic: Topic, audience_id: int, *, to: str, confirmed: bool | str) -> None:
    """WideningNotConfirmed names who gains unless somebody has `confirmed` it, or agreed to these very people.

    `to` is what they gain: ``topic``, its text, when the audience changes, or ``opinions`` when these are opened.
    """
    if confirmed is True:
        return
    known = await team_members(topic.team_id)
    if to == "topic":
        known |= await members_of(topic.audience_id)
    gained = await members_of(audience_id) - known
    agreement = digest_of(to, topic.id, audience_id, sorted(gained))
    if gained and confirmed != agreement:
        people = await User.filter(id__in=list(gained)).order_by("name", "id")
        raise WideningNotConfirmed(people, agreement)
