"""A report as one reader sees it."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from discussions.models import Thread
from discussions.policy import visible_to as visible_threads
from hub.errors import NotFound
from hub.files.models import Attachment, File
from hub.i18n import _
from hub.identity import Reader
from knowledge.articles.readership import Readers, describe
from knowledge.defects import policy
from knowledge.defects.standing import Standing, standings
from knowledge.kinds.money import show_amount
from knowledge.models import Defect, Demand

_REFERENCE = re.compile("D-[0-9A-HJKMNP-TV-Z]{8}")


@dataclass(frozen=True)
class DefectPage:
    """A report with what its page shows to one reader; of a sealed one nothing that it says.

    `readers` can read it besides its reporter.
    """

    defect: Defect
    mine: bool
    may_review: bool
    may_reply: bool
    standing: Standing
    body: Markup
    readers: Readers
    thread: Thread | None
    files: list[File]
    demands: list[Demand]


async def find_defect(reader: Reader, reference: str) -> Defect:
    """A visible report by its reference; the same NotFound, in the same time, for all others."""
    known = reference if _REFERENCE.fullmatch(reference) else ""
    related = ("author", "product", "team", "audience", "assignee")
    defect = await policy.visible_to(reader).select_related(*related).get_or_none(reference=known)
    if defect is None:
        raise NotFound
    return defect


async def defect_page(reader: Reader, defect: Defect) -> DefectPage:
    """The page of a visible report, loaded by `find_defect`."""
    thread = visible_threads(reader).get_or_none(id=defect.thread_id) if defect.thread_id else None
    return DefectPage(
        defect=defect,
        mine=defect.author_id == reader.id,
        may_review=policy.may_review(reader, defect),
        may_reply=policy.may_reply(reader, defect),
        standing=(await standings([defect]))[defect.id],
        # Sanitised when it was written.
        body=Markup(defect.html),  # noqa: S704
        readers=await describe(defect.audience),
        thread=await thread if thread is not None else None,
        files=[] if defect.sealed else await files_of(defect),
        demands=[] if defect.sealed else await demands_of(reader, defect),
    )


async def files_of(defect: Defect) -> list[File]:
    """The files of the report itself, in the order of their upload."""
    rows = Attachment.filter(parent_kind="defect", parent_id=defect.id).order_by("file_id")
    return [row.file for row in await rows.select_related("file")]


async def demands_of(reader: Reader, defect: Defect) -> list[Demand]:
    """The customers on whose behalf it matters, as far as `reader` may know of them; the latest first."""
    rows = policy.demands_visible_to(reader).filter(defect_id=defect.id)
    return await rows.order_by("-id").select_related("author")


async def find_demand(reader: Reader, reference: str, uid: object) -> Demand:
    """A demand on a visible report; NotFound when `reader` may not know of it."""
    defect = await find_defect(reader, reference)
    found = await policy.demands_visible_to(reader).get_or_none(uid=uid, defect_id=defect.id)
    if found is None:
        raise NotFound
    return found


def value_of(demand: Demand) -> str:
    """The deal that hangs on a demand, in words."""
    return (
        show_amount(demand.value, demand.currency) if demand.value is not None else _("Deal value not known")
    )
