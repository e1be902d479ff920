"""Who may read an article: never more people than its sources without somebody's express wish."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from discussions.models import Thread
from hub.accounts.models import User
from hub.audiences import queries as audiences
from hub.audiences.models import Audience
from hub.audiences.operations import members_of
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.repetition import digest_of
from knowledge.errors import WideningNotConfirmed


async def gaining(
    audience_id: int, *, sources: Sequence[Thread], current_id: int | None = None
) -> list[User]:
    """The people of an audience who can read neither the article now nor every one of its sources.

    An article that is new and has no sources takes nothing from anybody: nobody gains.
    """
    known: set[int] | None = None
    for thread in sources:
        readers = await members_of(thread.audience_id)
        known = readers if known is None else known & readers
    if current_id is not None:
        known = (known or set()) | await members_of(current_id)
    if known is None:
        return []
    gained = await members_of(audience_id) - known
    return await User.filter(id__in=list(gained)).order_by("name", "id")


async def require_confirmation(
    audience_id: int, *, sources: Sequence[Thread], current_id: int | None = None, confirmed: bool | str
) -> None:
    """WideningNotConfirmed when somebody gains and nobody has `confirmed` it.

    What people agree to on a page is the `agreement` of that error: to those who were named, and nobody else.
    """
    if confirmed is not True:
        gained = await gaining(audience_id, sources=sources, current_id=current_id)
        require_agreement(gained, agreement_to(gained, "article", audience_id), confirmed)


def agreement_to(gained: Iterable[User], *what: object) -> str:
    """Stands for exactly these people gaining `what`: whoever joins a group meanwhile is asked about again."""
    return digest_of("gaining", *what, sorted(user.id for user in gained))


def require_agreement(
    gained: Sequence[User],
    agreement: str,
    confirmed: bool | str,
    refusal: type[WideningNotConfirmed] = WideningNotConfirmed,
) -> None:
    """The `refusal`, which names those who gain, unless nobody does or `confirmed` is the agreement to them."""
    if gained and confirmed not in (True, agreement):
        raise refusal(gained, agreement)


async def require_member(actor: Reader, audience: Audience) -> None:
    """InvalidInput unless `actor` belongs to the audience: nobody puts an article out of their own sight."""
    if actor.id not in await members_of(audience):
        raise InvalidInput({"audience": _("You must be one of the readers yourself.")})


async def require_reader(audience: Audience, owner: User | Reader) -> None:
    """InvalidInput unless the owner is among the readers: who answers for an article must see it."""
    if owner.id not in await members_of(audience):
        raise InvalidInput(
            {"audience": _("%(name)s, who owns this article, could not read it.") % {"name": owner.name}}
        )


# More names than this are not read by anybody; their number says enough.
MOST_NAMES = 12


@dataclass(frozen=True)
class Readers:
    """An audience in words: what it is called, how many people belong to it, and the first of their names."""

    id: int
    label: str
    count: int
    names: list[str]


async def describe(audience: Audience) -> Readers:
    """Who an audience is."""
    [described] = await _describe([audience])
    return described


async def choices(reader: Reader, present: Iterable[Audience]) -> list[Readers]:
    """The audiences that `reader` can choose for an article, those it has or may take over (`present`) first."""
    offered = {one.id: one for one in [*present, *await audiences.choosable(reader)]}
    return await _describe(offered.values())


async def _describe(chosen: Collection[Audience]) -> list[Readers]:
    members = await audiences.members([one.id for one in chosen], names=MOST_NAMES)
    labels = await audiences.labels(chosen)
    return [Readers(one.id, labels[one.id], members[one.id].count, members[one.id].names) for one in chosen]
