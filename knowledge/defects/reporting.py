"""Reporting what is wrong with a product."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from discussions.models import Thread
from hub import markdown
from hub.computing import compute
from hub.database import in_transaction, new_uid, now
from hub.errors import UidTaken
from hub.files.attaching import attach
from hub.identity import Reader
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.settings import get_settings
from knowledge.defects.demanding import Wish, keep
from knowledge.defects.errors import ReadersNotNamed
from knowledge.defects.events import DefectReported
from knowledge.defects.filing import Filing
from knowledge.defects.numbering import reference_of
from knowledge.defects.routing import audience_of, readership
from knowledge.defects.writing import log, note_step
from knowledge.models import Defect, DefectAct


@dataclass(frozen=True)
class Words:
    """What a report says: `body` is Markdown, `said` are the customer's own words."""

    title: str
    body: str
    said: str = ""


async def report(
    actor: Reader,
    filing: Filing,
    words: Words,
    *,
    thread: Thread | None = None,
    wish: Wish | None = None,
    readers: str | None = None,
    uid: UUID | None = None,
    at: datetime | None = None,
) -> Defect:
    """A new report for the team that answers for the product, of what came up in `thread`.

    `readers` is the agreement to the people who were named; ReadersNotNamed when others would read it. InvalidInput
    names ``product`` for one that nobody answers for. The same `uid` with the same content gives the first report
    again; UidTaken for anything else.
    """
    rendered = await compute(markdown.render, words.body, base_url=get_settings().address)
    digest = digest_of_report(filing, words, thread, wish)
    async with in_transaction():
        if first := await written_before(Defect, actor, uid, digest):
            return first
        defect = await create_defect(
            actor,
            filing,
            readers=readers,
            uid=uid,
            digest=digest,
            at=at,
            title=words.title,
            body=words.body,
            html=rendered.html,
            said=words.said,
            thread=thread,
        )
        await attach(actor, "defect", defect.id, rendered.files)
        if wish:
            await keep(actor, defect, wish, at=defect.created_at)
    return defect


async def create_defect(
    actor: Reader,
    filing: Filing,
    *,
    digest: str,
    readers: str | None = None,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
    **columns: Any,
) -> Defect:
    """The row of a new report, sealed or not, with its first step, inside the transaction that writes its words.

    Raises as `report` does. Of an imported one nobody is told.
    """
    answering = await readership(filing.product, filing.origin)
    if readers is not None and readers != answering.agreement:
        raise ReadersNotNamed(answering)
    uid, moment = uid or new_uid(), at or now()
    if await Defect.exists(reference=reference_of(uid)):
        raise UidTaken
    defect = await Defect.create(
        uid=uid,
        digest=digest,
        reference=reference_of(uid),
        kind=filing.kind,
        origin=filing.origin,
        severity=filing.severity,
        product=filing.product,
        product_version=filing.product_version,
        team=answering.team,
        audience=await audience_of(answering.team.id),
        author_id=actor.id,
        created_at=moment,
        active_at=moment,
        **columns,
    )
    await note_step(actor, defect, DefectAct.REPORTED, moment)
    if not imported:
        await log(actor, "reported", defect)
    await record(DefectReported(defect_id=defect.id, actor_id=actor.id, imported=imported))
    return defect


def digest_of_report(filing: Filing, words: Words, thread: Thread | None, wish: Wish | None) -> str:
    """What tells a report that is sent again from another one with the same uid."""
    under = (filing.product.id, filing.origin, filing.kind, filing.severity, filing.product_version)
    return digest_of("defect", under, words, thread.id if thread else None, wish)
