"""Reports as a table for a spreadsheet: what a team filtered, never a sealed one, and every look is kept."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from hub.i18n import _
from hub.identity import Reader
from knowledge.defects import looks, policy, words
from knowledge.defects.ranking import ranked
from knowledge.defects.triage import TriageFilter, matching
from knowledge.kinds.money import show_amount
from knowledge.models import Defect, LookAct
from knowledge.reviews.queries import terms_by_id

# So many at a time: nobody else waits for long.
_CHUNK = 500
# A spreadsheet takes what begins so for a formula, which could send the rest of the table away.
_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANKS = ("\t", "\r")


async def table(reader: Reader, wanted: TriageFilter) -> str:
    """The reports that a filter asks for as CSV, with a byte order mark by which spreadsheets know UTF-8.

    InvalidInput for words that name no product.
    """
    ids = await matching(reader, wanted)
    written = io.StringIO()
    written.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = csv.writer(written)
    rows.writerow(_head())
    for start in range(0, len(ids), _CHUNK):
        for cells in await _rows(reader, ids[start : start + _CHUNK]):
            rows.writerow([safe(cell) for cell in cells])
    return written.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    risky = cell.startswith(_BLANKS) or cell.lstrip().startswith(_FORMULAS)
    return f"'{cell}" if risky else cell


def _head() -> list[str]:
    return [
        _("Reference"), _("Title"), _("Kind"), _("Severity"), _("State"), _("Product"), _("Version"),
        _("Reported by"), _("Assigned to"), _("Reported"), _("First answer"), _("Decided"), _("Fixed in"),
        _("Customers"), _("Points"), _("Deals"), _("What happens"), _("What the customer said"),
    ]  # fmt: skip


async def _rows(reader: Reader, ids: Sequence[int]) -> list[list[str]]:
    # The rule stands here once more: what has moved to another team meanwhile is not exported.
    visible = policy.reviewed_by(reader).filter(id__in=list(ids), sealed=False)
    found = {one.id: one for one in await visible.select_related("author", "assignee")}
    await looks.saw(reader, found.values(), LookAct.EXPORTED)
    demand, terms = await ranked(reader, list(found)), await terms_by_id()
    return [
        [
            one.reference,
            one.title,
            _(words.KINDS[one.kind]),
            _(words.SEVERITIES[one.severity].label),
            _(words.STATES[one.state].label),
            terms[one.product_id].name,
            one.product_version,
            one.author.name,
            one.assignee.name if one.assignee else "",
            _moment(one.created_at),
            _moment(one.answered_at),
            _moment(one.decided_at),
            one.fixed_in,
            str(demand[one.id].customers or ""),
            str(demand[one.id].points or ""),
            "; ".join(show_amount(value, currency) for currency, value in demand[one.id].values),
            one.body,
            one.said,
        ]
        for one in _in_order(found, ids)
    ]


def _in_order(found: dict[int, Defect], ids: Sequence[int]) -> list[Defect]:
    return [found[id_] for id_ in ids if id_ in found]


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at else ""
