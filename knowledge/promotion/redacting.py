"""Nothing sensitive leaves a case unseen: every hit in an article's text is masked, or kept on purpose."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub import audit
from hub.accounts.models import User
from hub.computing import compute
from hub.errors import InvalidInput
from hub.i18n import ngettext
from hub.identity import Reader
from hub.redaction import Directory, Hit, Source, find, masked
from knowledge.kinds import Kind
from knowledge.kinds.shapes import Words
from knowledge.kinds.tables import Rows
from knowledge.models import Article

Texts = dict[str, str]
Hits = dict[str, list[Hit]]


@dataclass(frozen=True)
class Decisions:
    """What somebody decided about hits, by their keys; with `rest` what they did not speak of is masked."""

    mask: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    rest: bool = False

    @property
    def sent(self) -> list[object]:
        """The same in an order, to tell one request from another."""
        return [sorted(self.mask), sorted(self.keep), self.rest]

    def of(self, hit: Hit) -> str:
        """``mask``, ``keep``, or nothing yet."""
        if hit.key in self.keep:
            return "keep"
        return "mask" if self.rest or hit.key in self.mask else ""


class SensitiveText(InvalidInput):
    """`hits` by field of `texts`, some of which are neither masked nor kept. Nothing was published."""

    code = "sensitive_text"

    def __init__(self, texts: Texts, hits: Hits, decisions: Decisions) -> None:
        self.texts, self.hits = texts, hits
        self.undecided = {hit.key for some in hits.values() for hit in some if not decisions.of(hit)}
        super().__init__({"redaction": self._sentence()})

    def _sentence(self) -> str:
        return ngettext(
            "One passage may tell of a person or a deal: mask it, or keep it on purpose.",
            "%(num)s passages may tell of people or deals: mask each, or keep it on purpose.",
            len(self.undecided),
        ) % {"num": len(self.undecided)}

    def message(self) -> str:
        return self._sentence()

    def details(self) -> dict[str, object]:
        return {"hits": described(self.texts, self.hits, self.undecided)}


@dataclass(frozen=True)
class Redacted:
    """The texts as they may be published, and how many hits of each kind were masked and kept, by field."""

    texts: Texts
    masked: dict[str, int]
    kept: dict[str, int]


async def directory() -> Directory:
    """The people of the hub: whom texts may credit, and whose names are looked for."""
    rows = await User.all().values_list("handle", "name")
    return Directory({str(handle): str(name) for handle, name in rows})


def written_in(kind: Kind) -> list[str]:
    """The fields of a kind in which somebody writes freely, the title first."""
    free = (field.name for field in kind.fields if field.prose or isinstance(field.shape, Words | Rows))
    return ["title", *free]


def texts_of(kind: Kind, title: str, content: Mapping[str, Any]) -> Texts:
    """Everything of an article that somebody wrote freely; tables as they are typed."""
    tables = {
        field.name: field.shape.typed(content.get(field.name))
        for field in kind.fields
        if isinstance(field.shape, Rows)
    }
    given = {**content, **tables, "title": title}
    return {name: given[name] for name in written_in(kind) if isinstance(given.get(name), str)}


async def scan(texts: Texts, confidential: Source | None = None) -> Hits:
    """The hits of each text that has any; what stands in a `confidential` source, too, is one."""
    people = await directory()
    return await compute(_scanned, texts, people, confidential)


def _scanned(texts: Texts, people: Directory, confidential: Source | None) -> Hits:
    found = {field: find(text, people, confidential) for field, text in texts.items()}
    return {field: hits for field, hits in found.items() if hits}


async def redact(texts: Texts, decisions: Decisions, confidential: Source | None = None) -> Redacted:
    """The texts with their masks; SensitiveText while a hit is undecided.

    What comes out is searched once more: a mask changes what stands beside it, and nothing shows that nobody has
    decided about.
    """
    hits = await scan(texts, confidential)
    if any(not decisions.of(hit) for hit in _all(hits)):
        raise SensitiveText(texts, hits, decisions)
    hidden = {field: [hit for hit in some if decisions.of(hit) == "mask"] for field, some in hits.items()}
    result = texts | {field: masked(texts[field], some) for field, some in hidden.items()}
    left = await scan(result, confidential)
    kept = {hit.value for hit in _all(hits) if decisions.of(hit) == "keep"}
    if any(hit.value not in kept for hit in _all(left)):
        raise SensitiveText(result, left, Decisions(keep=decisions.keep))
    return Redacted(
        result,
        masked=_counted(hidden),
        kept=_counted(
            {field: [hit for hit in some if hit not in hidden[field]] for field, some in hits.items()}
        ),
    )


async def log_decisions(actor: Reader, article: Article, redacted: Redacted) -> None:
    """Note who masked and kept how much of which kind and where, never what."""
    if redacted.masked or redacted.kept:
        await audit.log(
            actor,
            "article.redacted",
            "article",
            article.id,
            masked=redacted.masked,
            kept=redacted.kept,
        )


def described(texts: Texts, hits: Hits, undecided: set[str]) -> list[dict[str, object]]:
    """Hits as the API gives them. `text` is for whoever wrote it or may read the case that it comes from."""
    return [
        {
            "key": hit.key,
            "field": field,
            "start": hit.start,
            "end": hit.end,
            "kind": hit.kind.value,
            "text": texts[field][hit.start : hit.end],
            "decided": hit.key not in undecided,
        }
        for field, some in hits.items()
        for hit in some
    ]


def _all(hits: Mapping[str, Sequence[Hit]]) -> Iterator[Hit]:
    for some in hits.values():
        yield from some


def _counted(hits: Mapping[str, Sequence[Hit]]) -> dict[str, int]:
    """How many hits of each kind stand in each field, as ``solution.phone``."""
    return dict(Counter(f"{field}.{hit.kind.value}" for field, some in hits.items() for hit in some))
