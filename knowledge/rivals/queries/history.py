"""One line with everything that was ever done to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from hub.accounts.models import User
from hub.errors import NotFound
from hub.i18n import N_, _
from hub.pages.rendering import show_date
from hub.text.differences import Line as DiffLine
from hub.text.differences import differences
from knowledge.articles.queries import LARGEST_ID
from knowledge.models import Article, Certainty, LineAct, RivalDispute, RivalLine, RivalLineStep
from knowledge.rivals.queries.lines import LineView, line_view, open_disputes

_LABELS = {
    "source": N_("Source"),
    "observed_on": N_("Seen on"),
    "certainty": N_("How sure?"),
    "sendable": N_("May customers be sent it?"),
}
_CERTAINTIES = {
    Certainty.CONFIRMED: N_("Confirmed"),
    Certainty.LIKELY: N_("Likely"),
    Certainty.HEARSAY: N_("Hearsay"),
}


@dataclass(frozen=True)
class Step:
    """Somebody did something to a line. `words` are theirs; `proof_html` is there of a dispute instead.

    `changes` compare the text with the one before; `fields` are label, old and new value of what else changed.
    """

    number: int
    act: LineAct
    actor: User
    at: datetime
    words: str
    proof_html: Markup | None
    changes: list[DiffLine]
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True)
class LineHistory:
    """A line and its steps, newest first."""

    line: LineView
    steps: list[Step]


async def find_line(rival: Article, line_id: int) -> RivalLine:
    """A line, in whatever state, of a rival that the reader has been shown; NotFound otherwise."""
    line = await _one(rival, line_id)
    if line is None:
        raise NotFound
    return line


async def _one(rival: Article, line_id: int) -> RivalLine | None:
    if line_id > LARGEST_ID:
        return None
    return await RivalLine.filter(article_id=rival.id).select_related("author").get_or_none(id=line_id)


async def find_dispute(rival: Article, dispute_id: int) -> RivalDispute:
    """A dispute, open or not, of a line of a rival that the reader has been shown; NotFound otherwise."""
    found = RivalDispute.filter(line__article_id=rival.id).select_related("line__author", "author")
    dispute = await found.get_or_none(id=min(dispute_id, LARGEST_ID))
    if dispute is None:
        raise NotFound
    return dispute


async def history_of(line: RivalLine) -> LineHistory:
    """What was done to a line that was loaded with its author."""
    disputes = await open_disputes([line.id])
    rows = await RivalLineStep.filter(line=line).order_by("number").select_related("actor", "dispute")
    steps = [_step(row, earlier) for row, earlier in zip(rows, [None, *rows], strict=False)]
    return LineHistory(line_view(line, line.author, disputes.get(line.id, ())), steps[::-1])


def _step(row: RivalLineStep, earlier: RivalLineStep | None) -> Step:
    old = earlier.content if earlier else row.content
    changed = {name for name, value in row.content.items() if value != old.get(name)}
    proof = row.dispute.reason_html if row.act is LineAct.DISPUTED and row.dispute else None
    return Step(
        number=row.number,
        act=row.act,
        actor=row.actor,
        at=row.at,
        words="" if proof else row.words,
        proof_html=Markup(proof) if proof else None,  # noqa: S704  # sanitised when it was written
        changes=differences(str(old["text"]), str(row.content["text"])) if "text" in changed else [],
        fields=[
            (_(label), _shown(name, old[name]), _shown(name, row.content[name]))
            for name, label in _LABELS.items()
            if name in changed
        ],
    )


def _shown(name: str, value: Any) -> str:
    if name == "sendable":
        return _("Sendable") if value else _("Internal")
    if name == "observed_on":
        return show_date(date.fromisoformat(value))
    return _(_CERTAINTIES[value]) if name == "certainty" else str(value)
