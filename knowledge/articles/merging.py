"""Two states of an article that started from the same one, put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from hub.computing import compute
from hub.i18n import _
from hub.identity import Reader
from hub.text import merging
from hub.text.differences import marked
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from hub.vocabulary.queries import by_facet
from knowledge import kinds
from knowledge.kinds import Kind
from knowledge.models import Article, ArticleRevision

T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """What an article says, or would say."""

    title: str
    content: Mapping[str, Any]
    terms: Sequence[Term]


@dataclass(frozen=True)
class Clash:
    """A place that both changed: what it said at first, and what each side made of that.

    `field` names the title or a text of the content, and is empty for all else. The marked ones show the words that
    differ from `base`.
    """

    field: str
    label: str
    base: str
    theirs: str
    yours: str
    theirs_marked: Markup
    yours_marked: Markup


@dataclass(frozen=True)
class Merged:
    """What both changed, together; where they clash, what `yours` says."""

    state: State
    clashes: list[Clash]


async def state_of(article: Article) -> State:
    """What an article says now."""
    return State(article.title, article.content, await article.terms.all())


async def state_at(revision: ArticleRevision) -> State:
    """What an article said, filed under those terms that still exist."""
    return State(revision.title, revision.content, await Term.filter(id__in=revision.terms))


async def merge(reader: Reader, kind: Kind, base: State, theirs: State, yours: State) -> Merged:
    """`yours` with what `theirs` changed since `base`: each field by itself, texts paragraph by paragraph.

    Clashes tell `reader` no more than they may see.
    """
    targets = await kinds.targets_of(reader, kind, [state.content for state in (base, theirs, yours)])
    return await compute(_Merge(kind, targets).of, base, theirs, yours)


class _Merge:
    def __init__(self, kind: Kind, targets: kinds.Targets) -> None:
        self._kind = kind
        self._targets = targets
        self._clashes: list[Clash] = []

    def of(self, base: State, theirs: State, yours: State) -> Merged:
        sides = (base, theirs, yours)
        title = self._whole("title", _("Title"), *(side.title for side in sides), told=str)
        state = State(title, self._content(sides), self._terms(sides))
        return Merged(state, self._clashes)

    def _content(self, sides: Sequence[State]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for field in self._kind.fields:
            values = [side.content.get(field.name) for side in sides]
            if field.prose:
                merged = merging.merge(*(value or "" for value in values))
                content[field.name] = merged.text
                for one in merged.clashes:
                    self._clash(field.name, _(field.label), one.base, one.theirs, one.yours)
            else:
                content[field.name] = self._whole("", _(field.label), *values, told=self._teller(field.name))
        return content

    def _teller(self, name: str) -> Callable[[Any], str]:
        return lambda value: kinds.told(self._kind, {name: value}, self._targets)[name]

    def _terms(self, sides: Sequence[State]) -> list[Term]:
        """Tags come and go one by one; of the other facets an article is filed under what one side chose."""
        chosen: list[Term] = []
        for facet in Facet:
            old, their, your = (_by_id(by_facet(side.terms).get(facet, [])) for side in sides)
            known = old | their | your
            if facet is Facet.TAG:
                ids = {id_ for id_ in known if (id_ in their) + (id_ in your) > (id_ in old)}
            else:
                label = _(FACET_LABELS[facet])
                ids = self._whole("", label, set(old), set(their), set(your), told=_names(known))
            chosen += [term for id_, term in known.items() if id_ in ids]
        return chosen

    def _whole(self, name: str, label: str, base: T, theirs: T, yours: T, *, told: Callable[[T], str]) -> T:
        if yours == base:
            return theirs
        if theirs not in (base, yours):
            self._clash(name, label, *(told(side) for side in (base, theirs, yours)))
        return yours

    def _clash(self, name: str, label: str, base: str, theirs: str, yours: str) -> None:
        self._clashes.append(
            Clash(name, label, base, theirs, yours, marked(base, theirs)[1], marked(base, yours)[1])
        )


def _by_id(terms: Sequence[Term]) -> dict[int, Term]:
    return {term.id: term for term in terms}


def _names(known: Mapping[int, Term]) -> Callable[[set[int]], str]:
    return lambda ids: ", ".join(known[id_].name for id_ in sorted(ids))
