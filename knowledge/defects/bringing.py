"""Reports that have a past already: of another tracker, or of the demo company. Nobody is told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from discussions.models import Thread
from hub import markdown
from hub.computing import compute
from hub.database import in_transaction, new_uid
from hub.identity import Reader
from hub.repetition import digest_of, written_before
from hub.settings import get_settings
from knowledge.defects import policy
from knowledge.defects.demanding import Wish, keep
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import Words, create_defect, digest_of_report
from knowledge.defects.writing import note_step
from knowledge.models import Defect, DefectAct, DefectEntry, DefectState, EntryKind

_STATES = {
    DefectAct.ACCEPTED: DefectState.ACCEPTED,
    DefectAct.MERGED: DefectState.DUPLICATE,
    DefectAct.DECLINED: DefectState.DECLINED,
    DefectAct.FIXED: DefectState.FIXED,
    DefectAct.REOPENED: DefectState.NEW,
}


@dataclass(frozen=True)
class Past:
    """Something that was decided. `words` are a reason or the version with the repair, `main` the other report."""

    actor: Reader
    act: DefectAct
    at: datetime
    words: str = ""
    main: Defect | None = None


@dataclass(frozen=True)
class Said:
    """A note or a reply."""

    author: Reader
    kind: EntryKind
    body: str
    at: datetime


async def bring(
    author: Reader,
    filing: Filing,
    words: Words,
    *,
    uid: UUID,
    at: datetime,
    past: Sequence[Past] = (),
    said: Sequence[Said] = (),
    thread: Thread | None = None,
    wish: Wish | None = None,
    assignee: Reader | None = None,
) -> Defect:
    """A report as it stands after all that was decided and said, in the order of time.

    InvalidInput names ``product`` for one that nobody answers for. The same `uid` with the same words gives the first
    one again, its past as it was; UidTaken for anything else.
    """
    rendered = await compute(markdown.render, words.body, base_url=get_settings().address)
    digest = digest_of_report(filing, words, thread, wish)
    async with in_transaction():
        if first := await written_before(Defect, author, uid, digest):
            return first
        defect = await create_defect(
            author,
            filing,
            uid=uid,
            digest=digest,
            at=at,
            imported=True,
            title=words.title,
            body=words.body,
            html=rendered.html,
            said=words.said,
            thread=thread,
            assignee_id=assignee.id if assignee else None,
        )
        for one in past:
            await _decide(defect, one)
        for entry in said:
            await _say(defect, entry)
        defect.active_at = max([at, *(one.at for one in past), *(one.at for one in said)])
        await defect.save()
        if wish:
            await keep(author, defect, wish, at=at)
    return defect


async def _decide(defect: Defect, past: Past) -> None:
    defect.state = _STATES[past.act]
    opened = defect.state is DefectState.NEW
    defect.decided_at = None if opened else past.at
    defect.answered_at = defect.answered_at or past.at
    defect.duplicate_of_id = past.main.id if past.main else None
    defect.fixed_in = past.words if past.act is DefectAct.FIXED else ""
    defect.version += 1
    main = past.main.reference if past.main else ""
    await note_step(past.actor, defect, past.act, past.at, words=past.words, details=main)


async def _say(defect: Defect, said: Said) -> None:
    rendered = await compute(markdown.render, said.body, base_url=get_settings().address)
    await DefectEntry.create(
        uid=new_uid(),
        digest=digest_of("defect entry", defect.id, said.kind, said.body),
        defect=defect,
        kind=said.kind,
        author_id=said.author.id,
        body=said.body,
        html=rendered.html,
        created_at=said.at,
    )
    answers = said.kind is EntryKind.REPLY and policy.may_review(said.author, defect)
    if answers and (defect.answered_at is None or said.at < defect.answered_at):
        defect.answered_at = said.at
