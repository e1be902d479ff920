"""What the redaction step shows: each value that was found, where it stands, and what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.i18n import _
from hub.redaction import Sensitive
from hub.redaction.hits import LABELS
from knowledge.promotion.redacting import Decisions, Hits, Texts

# So much of the text around a hit tells what it is about.
CONTEXT = 32
# More rows than this are not read one by one: the rest is masked or kept in one go.
MOST_SHOWN = 200
ICONS = {
    Sensitive.IDENTITY: "lock",
    Sensitive.EMAIL: "mail",
    Sensitive.PHONE: "phone",
    Sensitive.AMOUNT: "coins",
    Sensitive.NAME: "user",
    Sensitive.COPIED: "copy",
}


@dataclass(frozen=True)
class Place:
    """Where a value stands: from `start` up to `end` in a field, with the words `before` and `after` it."""

    field: str
    label: str
    start: int
    end: int
    before: str
    text: str
    after: str


@dataclass(frozen=True)
class Finding:
    """One sensitive value in all its places; `decision` is ``mask``, ``keep`` or empty."""

    key: str
    kind: str
    label: str
    icon: str
    decision: str
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Findings:
    """All of them, those that wait for a decision first; `hidden` more are not shown one by one."""

    shown: list[Finding]
    undecided: int
    hidden: int
    rest: bool


def findings(texts: Texts, hits: Hits, decisions: Decisions, labels: Mapping[str, str]) -> Findings:
    """The hits of some texts by value."""
    found: dict[str, Finding] = {}
    for name, some in hits.items():
        text = texts[name]
        for hit in some:
            finding = found.setdefault(
                hit.key,
                Finding(hit.key, hit.kind.value, _(LABELS[hit.kind]), ICONS[hit.kind], decisions.of(hit)),
            )
            before = text[max(0, hit.start - CONTEXT) : hit.start].rpartition("\n")[2]
            after = text[hit.end : hit.end + CONTEXT].partition("\n")[0]
            label = labels.get(name, name)
            finding.places.append(
                Place(name, label, hit.start, hit.end, before, text[hit.start : hit.end], after)
            )
    every = list(found.values())
    return Findings(
        every[:MOST_SHOWN],
        undecided=sum(not one.decision for one in every),
        hidden=max(0, len(every) - MOST_SHOWN),
        rest=decisions.rest,
    )
