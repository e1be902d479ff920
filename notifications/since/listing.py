"""The list of what matters since somebody left: who asks for it, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.accounts import absence
from hub.database import in_transaction
from hub.i18n import _, ngettext
from hub.identity import Reader
from knowledge.verification.standing import Standing
from notifications.models import Kind
from notifications.signals import inbox_changed
from notifications.since.ranking import Reason, Sign, rank
from notifications.since.signs import signs_of
from notifications.wording import sentence

ROWS = 10
MOST_ROWS = 100
# More would hide the strongest.
MOST_REASONS = 2

_KINDS = {
    Reason.OWN_ANSWER: Kind.ANSWER_ACCEPTED,
    Reason.ANSWER_IN_OWN_CASE: Kind.ANSWER_ACCEPTED,
    Reason.ANSWER: Kind.ANSWER_ACCEPTED,
    Reason.REPLY_IN_OWN_CASE: Kind.REPLY,
    Reason.KNOWLEDGE: Kind.NEW_ARTICLE,
}


_PAGES = {
    "thread": "/threads/{}#new-since",
    "article": "/articles/{}",
    "defect": "/defects/{}",
    "topic": "/topics/{}",
}


@dataclass(frozen=True)
class Row:
    """A case or another thing, and in words why it is there. `fresh` is how many lines of the inbox tell of it."""

    type: str
    id: int | str
    title: str
    url: str
    own: bool
    standing: Standing | None
    reasons: Sequence[str]
    fresh: int
    points: int
    at: datetime


@dataclass(frozen=True)
class Since:
    """What matters of an absence, most first; `more` is how many rows there are besides."""

    began: datetime
    ended: datetime
    rows: Sequence[Row]
    more: int


async def since_of(reader: Reader, limit: int = ROWS) -> Since | None:
    """The list of somebody's last longer absence; None without one, or when nothing of it is left."""
    if reader.away_from is None or reader.away_until is None:
        return None
    items = rank(await signs_of(reader, reader.away_from, reader.away_until))
    if not items:
        return None
    rows = [
        Row(
            type=item.thing.type,
            id=item.thing.id,
            title=item.title,
            url=_PAGES[item.thing.type].format(item.thing.id),
            own=item.own,
            standing=item.signs[0].standing,
            reasons=[text for sign in item.signs[:MOST_REASONS] for text in _words(sign)],
            fresh=sum(
                sign.count for sign in item.signs if sign.reason in (Reason.REPLY, Reason.REPLY_IN_OWN_CASE)
            ),
            points=item.points,
            at=item.at,
        )
        for item in items[:limit]
    ]
    return Since(reader.away_from, reader.away_until, rows, len(items) - len(rows))


async def catch_up(reader: Reader) -> None:
    """The reader wants to see no more of their absence, on any device."""
    async with in_transaction():
        await absence.caught_up(reader)
        await inbox_changed([reader.id])


def _words(sign: Sign) -> list[str]:
    if sign.reason is not Reason.POPULAR:
        kind = _KINDS.get(sign.reason) or Kind(sign.reason.value)
        return [sentence(kind, sign.names, reason=sign.told, mine=sign.reason is Reason.OWN_ANSWER)]
    words = [ngettext("%(num)s person wrote", "%(num)s people wrote", sign.people) % {"num": sign.people}]
    if sign.reactions:
        words.append(
            ngettext("%(num)s reaction", "%(num)s reactions", sign.reactions) % {"num": sign.reactions}
        )
    if sign.accepted:
        words.append(_("An answer was accepted"))
    return words
