"""Answering whoever sent a sealed report. They have no key, so it is in the clear; the writer knows who reads it."""

from uuid import UUID

from hub.accounts.models import User
from hub.database import in_transaction
from hub.errors import NotFound
from hub.identity import Reader
from hub.repetition import digest_of
from knowledge.articles.writing import require
from knowledge.defects import entries, policy
from knowledge.defects.routing import people_of
from knowledge.defects.sealed.errors import ReadersChanged
from knowledge.models import Defect, DefectEntry, EntryKind


async def readers_of_reply(actor: Reader, defect: Defect) -> list[User]:
    """Who would read a clear reply of `actor` below a sealed report: its reporter first, then the team by name.

    Forbidden for those who may not write one.
    """
    require(policy.may_review(actor, defect))
    reporter = await User.get(id=defect.author_id)
    return [reporter, *(one for one in await people_of(defect.team_id) if one.id != reporter.id)]


def agreement(defect: Defect, readers: list[User]) -> str:
    """Stands for exactly these readers: whoever saw their names sends it along."""
    return digest_of("clear reply", defect.reference, sorted(user.id for user in readers))


async def answer(
    actor: Reader, defect: Defect, body: str, *, agreed: str, uid: UUID | None = None
) -> DefectEntry:
    """A reply of the team in the clear; ReadersChanged unless `agreed` is the agreement to those who read it now."""
    async with in_transaction():
        current = await policy.visible_to(actor).get_or_none(id=defect.id, sealed=True)
        if current is None:
            raise NotFound
        if agreed != agreement(current, await readers_of_reply(actor, current)):
            raise ReadersChanged
        return await entries.write(actor, current, EntryKind.REPLY, body, uid=uid, confirmed=True)
