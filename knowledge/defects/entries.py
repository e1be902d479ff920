"""Notes of the team, which nobody else reads, and replies between the team and whoever reported."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from hub import markdown
from hub.computing import compute
from hub.database import in_transaction, new_uid, now
from hub.drafts.operations import discard
from hub.errors import InvalidInput
from hub.files.attaching import attach
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.settings import get_settings
from hub.text import Prose
from knowledge.defects import policy
from knowledge.defects.events import DefectEntryWritten
from knowledge.defects.writing import hold
from knowledge.errors import TooManyComments
from knowledge.models import Defect, DefectEntry, EntryKind

LONGEST = 10_000
# All of them stand below the report.
MOST = 500

EntryBody = Annotated[str, Prose(LONGEST, min_length=1)]


async def write(
    actor: Reader,
    defect: Defect,
    kind: EntryKind,
    body: str,
    *,
    uid: UUID | None = None,
    confirmed: bool = False,
    at: datetime | None = None,
) -> DefectEntry:
    """A note of somebody of the team, or a reply of either side; the team's first reply is its first answer.

    The same `uid` with the same words gives the first one again; UidTaken for anything else. Below a sealed report
    InvalidInput for all but replies that somebody of the team has `confirmed` to write in the clear.
    """
    clear = confirmed and kind is EntryKind.REPLY and policy.may_review(actor, defect)
    if defect.sealed and not clear:
        raise InvalidInput({"body": _("This would not be sealed.")})
    rendered = await compute(markdown.render, body, base_url=get_settings().address)
    digest = digest_of("defect entry", defect.id, kind, body)
    async with in_transaction():
        may = policy.may_review if kind is EntryKind.NOTE else policy.may_reply
        current = await hold(actor, defect, may)
        if first := await written_before(DefectEntry, actor, uid, digest):
            return first
        if await DefectEntry.filter(defect=current).count() >= MOST:
            raise TooManyComments
        entry = await DefectEntry.create(
            uid=uid or new_uid(),
            digest=digest,
            defect=current,
            kind=kind,
            author_id=actor.id,
            body=body,
            html=rendered.html,
            created_at=at or now(),
        )
        await attach(actor, "defect_entry", entry.id, rendered.files)
        await discard(actor, draft_of(current, kind))
        await written(actor, current, entry)
    return entry


def draft_of(defect: Defect, kind: EntryKind) -> str:
    """The key under which an unsent note or reply is kept for whoever types it."""
    return f"defect:{defect.reference}:{kind.value}"


async def written(actor: Reader, current: Defect, entry: DefectEntry) -> None:
    """What follows from a new entry, sealed or not, of a report whose row is held."""
    current.active_at = max(current.active_at, entry.created_at)
    answers = entry.kind is EntryKind.REPLY and policy.may_review(actor, current)
    if answers and actor.id != current.author_id and current.answered_at is None:
        current.answered_at = entry.created_at
    await current.save(update_fields=["active_at", "answered_at"])
    await record(
        DefectEntryWritten(defect_id=current.id, actor_id=actor.id, entry_id=entry.id, kind=entry.kind.value)
    )
