"""What came of the cases in which an article helped: docs/knowledge.md explains the arithmetic to people.

Only cases that the reader may see are counted: a number must not tell of the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discussions import policy as discussions
from discussions.models import Deal, Worked
from hub.database import connection
from hub.i18n import _
from hub.identity import Reader
from hub.statistics import Share
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import Facet, Term

# What evidence is told apart by.
FACETS = (Facet.PERSONALITY, Facet.STAGE)

# One row for each article, end, and what is told apart: however many cases there are, these stay few. A case counts
# once for an article that was made of it and helped in it, too.
_ENDS = """
WITH helped AS (
    SELECT article_id, thread_id FROM article_use WHERE article_id = ANY($1)
    UNION SELECT article_id, thread_id FROM article_source WHERE article_id = ANY($1)
)
SELECT helped.article_id, outcome.worked, outcome.deal, {apart} count(*) AS cases
FROM helped JOIN outcome USING (thread_id) JOIN thread AS solved ON solved.id = thread_id AND solved.answer_count > 0
WHERE thread_id IN ({visible}) GROUP BY {columns}
"""
_TERM = """(
    SELECT min(term_id) FROM thread_term JOIN term ON term.id = term_id AND term.facet = '{facet}'
    WHERE thread_term.thread_id = helped.thread_id
) AS {facet},"""


@dataclass
class Tally:
    """How some cases ended."""

    ends: dict[tuple[Worked, Deal | None], int] = field(default_factory=dict)

    def add(self, worked: Worked, deal: Deal | None, cases: int) -> None:
        self.ends[worked, deal] = self.ends.get((worked, deal), 0) + cases

    @property
    def n(self) -> int:
        """Cases whose end was told."""
        return sum(self.ends.values())

    def of(self, end: Worked | Deal) -> int:
        """Cases that ended so."""
        return sum(cases for ends, cases in self.ends.items() if end in ends)

    @property
    def worked(self) -> Share:
        """Where it worked, among all cases told of; what worked partly did not quite."""
        return Share(self.of(Worked.WORKED), self.n)

    @property
    def won(self) -> Share:
        """Deals won among those won and lost; a case without a deal says nothing about it."""
        won = self.of(Deal.WON)
        return Share(won, won + self.of(Deal.LOST))


@dataclass(frozen=True)
class Line:
    """What is known for one kind of customer."""

    term: Term
    tally: Tally


@dataclass(frozen=True)
class Evidence:
    """What is known of an article: in all, and for each facet by term, the best proven first."""

    total: Tally
    lines: Mapping[Facet, Sequence[Line]]


async def evidence_of(reader: Reader, article_id: int) -> Evidence:
    """What came of a visible article, by personality and by stage."""
    total = Tally()
    by_term: dict[int, Tally] = {}
    for row in await _ends(reader, [article_id], FACETS):
        total.add(*_end(row))
        for facet in FACETS:
            if row[facet.value]:
                by_term.setdefault(row[facet.value], Tally()).add(*_end(row))
    lines = [Line(term, by_term[term.id]) for term in await all_terms() if term.id in by_term]
    lines.sort(key=lambda line: line.tally.won.lower, reverse=True)
    grouped = {facet: [line for line in lines if line.term.facet is facet] for facet in FACETS}
    return Evidence(total, {facet: some for facet, some in grouped.items() if some})


async def tallies_of(reader: Reader, article_ids: Iterable[int]) -> dict[int, Tally]:
    """How the cases of several articles ended, for their cards; those without any are left out."""
    tallies: dict[int, Tally] = {}
    for row in await _ends(reader, article_ids, ()):
        tallies.setdefault(row["article_id"], Tally()).add(*_end(row))
    return tallies


def in_words(tally: Tally | None) -> list[str]:
    """One line for a card in the current language; none while nothing was told."""
    if tally is None:
        return []
    if tally.worked.few:
        return [_("too few cases told (n = %(n)s)") % {"n": tally.n}]
    worked = _("worked in %(k)s of %(n)s") % {"k": tally.worked.k, "n": tally.n}
    if tally.won.few:
        return [worked]
    return [worked, _("won %(k)s of %(n)s") % {"k": tally.won.k, "n": tally.won.n}]


async def _ends(reader: Reader, article_ids: Iterable[int], apart: Sequence[Facet]) -> list[dict[str, Any]]:
    ids = list(article_ids)
    if not ids:
        return []
    # Facets and the ids that decide what is visible; nothing that people wrote.
    statement = _ENDS.format(
        apart=" ".join(_TERM.format(facet=facet.value) for facet in apart),
        visible=discussions.visible_to(reader).values("id").sql(params_inline=True),
        columns=", ".join(str(column) for column in range(1, 4 + len(apart))),
    )
    return await connection().execute_query_dict(statement, [ids])


def _end(row: Mapping[str, Any]) -> tuple[Worked, Deal | None, int]:
    return Worked(row["worked"]), Deal(row["deal"]) if row["deal"] else None, row["cases"]
