"""The demo company's reports of defects, in all states, with what was answered and noted."""

import tomllib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from discussions.models import Thread
from hub.demo.content import Act, Content, Handle, Key, Text
from hub.demo.founding import Stage, uid_of
from hub.vocabulary.models import Facet
from knowledge.defects.bringing import Past, Said, bring
from knowledge.defects.demanding import Wish
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import Words
from knowledge.models import Defect, DefectAct, DefectKind, EntryKind, Origin, Severity, Weight

FILE = Path(__file__).parent / "company" / "defects.toml"


class Asked(Content):
    """A customer on whose behalf it matters."""

    customer: Text
    value: Decimal | None = None
    currency: str = ""
    weight: Literal["nice", "useful", "important", "breaker"]
    words: str = ""


class Decision(Act):
    """What was decided. `words` are the reason or the version, `main` the key of the report that it repeats."""

    act: DefectAct
    words: str = ""
    main: Key | None = None


class Entry(Act):
    """A reply, or a `note` of the team."""

    body: Text
    note: bool = False


class Report(Act):
    """A report. `case` is the discussion in which it came up."""

    key: Key
    kind: DefectKind
    origin: Origin = Origin.OWN
    product: Key
    severity: Literal["low", "medium", "high", "critical"]
    version: str = ""
    title: Text
    body: Text
    said_by_customer: str = ""
    case: Key | None = None
    assignee: Handle | None = None
    wish: Asked | None = None
    past: tuple[Decision, ...] = ()
    said: tuple[Entry, ...] = ()


async def tell(stage: Stage, present: datetime) -> None:
    """Bring all reports in, dated back from `present`."""
    told = [Report.model_validate(one) for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["defects"]]
    made: dict[str, Defect] = {}
    for report in sorted(told, key=lambda one: one.at, reverse=True):
        made[report.key] = await _bring(stage, present, report, made)


async def _bring(stage: Stage, present: datetime, report: Report, made: dict[str, Defect]) -> Defect:
    people = stage.readers
    case = await Thread.get(uid=uid_of("case", report.case)) if report.case else None
    return await bring(
        people[report.by],
        Filing(
            stage.terms[Facet.PRODUCT][report.product],
            report.origin,
            report.kind,
            Severity[report.severity.upper()],
            report.version,
        ),
        Words(report.title, report.body, report.said_by_customer),
        uid=uid_of("defect", report.key),
        at=present - report.at,
        past=[
            Past(people[one.by], one.act, present - one.at, one.words, made[one.main] if one.main else None)
            for one in report.past
        ],
        said=[
            Said(
                people[one.by],
                EntryKind.NOTE if one.note else EntryKind.REPLY,
                one.body,
                present - one.at,
            )
            for one in report.said
        ],
        thread=case,
        wish=_wish(report.wish),
        assignee=people[report.assignee] if report.assignee else None,
    )


def _wish(asked: Asked | None) -> Wish | None:
    if asked is None:
        return None
    return Wish(asked.customer, Weight[asked.weight.upper()], asked.value, asked.currency, asked.words)
