"""What is sent about topics, by pages and by programs."""

from typing import Annotated, Literal

from pydantic import Field

from hub.accounts.models import User
from hub.api import Body
from hub.audiences.models import Audience, Group
from hub.audiences.operations import chosen
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.text import Line, Prose
from hub.vocabulary.models import Facet
from hub.vocabulary.queries import Word, find_terms
from knowledge.defects.routing import teams_of
from knowledge.defects.topics.giving import LONGEST_OPINION
from knowledge.defects.topics.publishing import Words
from knowledge.pages.forms import NONE_IF_BLANK, Agreement, Id, OptionalId, OptionalUid, chosen_audience

LONGEST_TOPIC = 20_000


class ReadersForm(Body):
    """A named audience, or ``chosen`` with groups and people. `confirmed` is an agreement to who gains."""

    audience: Annotated[Literal["chosen"] | Id | None, NONE_IF_BLANK] = None
    groups: list[Id] = Field(default_factory=list, max_length=100)
    people: list[Id] = Field(default_factory=list, max_length=200)
    confirmed: Agreement = False

    async def readers(self, reader: Reader, present: Audience | None = None) -> Audience:
        """The audience that is meant; InvalidInput for one that `reader` may not choose, unless it is `present`."""
        if present and self.audience == present.id:
            return present
        if self.audience != "chosen":
            return await chosen_audience(reader, self.audience)
        groups = {group.id for group in await Group.filter(id__in=self.groups)}
        people = {user.id for user in await User.filter(id__in=self.people, active=True)}
        if not groups and not people:
            raise InvalidInput({"people": _("Please choose at least one group or person.")})
        return await chosen(group_ids=groups, user_ids=people | {reader.id})


class TopicForm(ReadersForm):
    """A topic. The product is given by key, name, nickname or id; `team` may be left out by members of one team."""

    title: Annotated[str, Line(200)]
    body: Annotated[str, Prose(LONGEST_TOPIC, min_length=1)]
    product: Word | None = None
    team: OptionalId = None
    uid: OptionalUid = None

    async def words(self) -> Words:
        """What the topic says. InvalidInput for a product that there is not."""
        found = await find_terms(Facet.PRODUCT, [self.product or ""])
        return Words(self.title, self.body, found[0] if found else None)

    async def asking(self, reader: Reader) -> Group:
        """The team that asks; InvalidInput unless it is one of the reader's, Forbidden for those who are in none."""
        teams = await teams_of(reader)
        if not teams:
            raise Forbidden
        asked = [team for team in teams if team.id == self.team] if self.team else teams
        if len(asked) != 1:
            raise InvalidInput({"team": _("Please choose the team that asks.")})
        return asked[0]


class TopicEditForm(TopicForm):
    """The same, made from `base_version` of the topic; its team stays."""

    base_version: int = Field(ge=1, lt=2**31)


class OpinionForm(Body):
    """What somebody thinks. `readers` is the audience that they were told reads it besides the team, if any."""

    body: Annotated[str, Prose(LONGEST_OPINION, min_length=1)]
    readers: OptionalId = None
    uid: OptionalUid = None


class SharingForm(Body):
    """An earlier opinion of one's own is given to `readers`, the audience of its topic."""

    readers: OptionalId = None


class OpeningForm(Body):
    """`confirmed` is an agreement to who will read what others say; programs send ``true``."""

    confirmed: Agreement = False
