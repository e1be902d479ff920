"""Reading the vocabulary. It is small: words are looked for among all terms of a facet."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from hub.errors import InvalidInput
from hub.i18n import _
from hub.text import Line
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import CUSTOMER_FACETS, Facet, Term

# A term by key, name in either language, nickname or id.
Word = Annotated[str, Line(100, min_length=0)]


async def terms_by_facet(*, archived: bool = False) -> dict[Facet, list[Term]]:
    """All terms, each facet in its order."""
    grouped: dict[Facet, list[Term]] = {facet: [] for facet in Facet}
    for term in await all_terms():
        if archived or term.archived_at is None:
            grouped[term.facet].append(term)
    return grouped


async def find_terms(facet: Facet, words: Iterable[str]) -> list[Term]:
    """The terms that `words` name by key, name in either language, nickname or id; InvalidInput for any other.

    The error's field is that of a case's header, such as ``product`` or ``customer.size``.
    """
    wanted = [word.strip() for word in words if word.strip()]
    if not wanted:
        return []
    by_word: dict[str, Term] = {}
    for term in sorted((await terms_by_facet())[facet], key=lambda term: -term.id):
        names = [str(term.id), *term.nicknames, term.name_zh, term.name_en, term.key]
        by_word |= {name.casefold(): term for name in names}
    found: dict[int, Term] = {}
    for word in wanted:
        term_or_none = by_word.get(word.casefold())
        if term_or_none is None:
            field = f"customer.{facet.value}" if facet in CUSTOMER_FACETS else facet.value
            raise InvalidInput({field: _("“%(word)s” is not in the vocabulary.") % {"word": word[:60]}})
        found[term_or_none.id] = term_or_none
    return list(found.values())


def by_facet(terms: Iterable[Term]) -> dict[Facet, list[Term]]:
    """Terms grouped by facet, in the order of the facets."""
    known: Sequence[Term] = sorted(terms, key=lambda term: (term.position, term.name_en))
    return {facet: group for facet in Facet if (group := [term for term in known if term.facet is facet])}
