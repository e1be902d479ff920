"""Bringing reports of defects in, as bug trackers export them."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel

from hub.cli.importing.articles import LONGEST_TITLE, UNNAMED
from hub.cli.importing.known import Known
from hub.cli.importing.running import Tally
from hub.cli.importing.shapes import ImportedDefect
from hub.database import now
from hub.text import excerpt, squeeze
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms
from knowledge.defects.bringing import Past, bring
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import Words
from knowledge.defects.routing import readership
from knowledge.models import Defect, DefectAct, DefectKind, Origin, Severity

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:hub:imported-defect")

_SEVERITIES = {
    Severity.CRITICAL: ("blocker", "critical", "s1", "p1"),
    Severity.HIGH: ("major", "high", "s2", "p2"),
    Severity.LOW: ("minor", "trivial", "low", "s4", "p4", "p5"),
}
# What became of it, by the tracker's resolution or, as long as there is none, its status. Anything else is new here.
_ACTS = {
    "fixed": DefectAct.FIXED,
    "duplicate": DefectAct.MERGED,
    "assigned": DefectAct.ACCEPTED,
    "accepted": DefectAct.ACCEPTED,
    "in_progress": DefectAct.ACCEPTED,
    "worksforme": DefectAct.DECLINED,
    "invalid": DefectAct.DECLINED,
    "incomplete": DefectAct.DECLINED,
    "wontfix": DefectAct.DECLINED,
    "moved": DefectAct.DECLINED,
}


def uid_of_defect(product: Term, source_id: str) -> UUID:
    """The uid of the report that the source's `source_id` becomes, about a product."""
    return uuid5(_NAMESPACE, f"{product.key}:{source_id}")


class Defects:
    """Writes one imported report after the other, all about one product and for the team that answers for it.

    A report's uid follows from the product and the source's id.
    """

    shape: type[BaseModel] = ImportedDefect

    def __init__(self, product: str, origin: Origin) -> None:
        self._product = product
        self._origin = origin

    async def check(self) -> None:
        """InvalidInput when the product is none, or nobody answers for it."""
        await readership(await self._term(), self._origin)

    async def bring(self, source: ImportedDefect, known: Known) -> Tally:
        """Write the report if it is not there yet; UidTaken when the id was used for another text."""
        product = await self._term()
        uid = uid_of_defect(product, source.id)
        is_new = not await Defect.exists(uid=uid)
        author = await known.author(source.author or UNNAMED)
        began = source.created or now()
        long = len(source.title) > LONGEST_TITLE
        await bring(
            author,
            Filing(product, self._origin, DefectKind.TECHNICAL, _severity(source.severity), source.version),
            Words(
                excerpt(source.title, LONGEST_TITLE) if long else source.title,
                f"{squeeze(source.title)}\n\n{source.body}" if long else source.body,
            ),
            uid=uid,
            at=began,
            past=await _past(source, began, known),
        )
        return Tally({"reports": 1}, {"reports": 1} if is_new else {})

    async def _term(self) -> Term:
        [product] = await find_terms(Facet.PRODUCT, [self._product])
        return product


async def _past(source: ImportedDefect, began: datetime, known: Known) -> list[Past]:
    act = _ACTS.get((source.resolution or source.status).lower())
    if act is None:
        return []
    # A reason that nobody gave: the tracker's own word for it.
    words = source.resolution if act is DefectAct.DECLINED else ""
    return [Past(await known.author(UNNAMED), act, max(source.resolved or began, began), words)]


def _severity(word: str) -> Severity:
    return next(
        (severity for severity, words in _SEVERITIES.items() if word.lower() in words), Severity.MEDIUM
    )
