"""Rivals: one, all, and the one that a competitor of the vocabulary leads to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tortoise.expressions import Subquery

from hub.api import Paging, latest_first
from hub.database import connection
from hub.errors import NotFound
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.articles.queries import LARGEST_ID, find_article
from knowledge.models import Article, Confidence
from knowledge.reviews.queries import tallies
from knowledge.reviews.tallies import Tally
from knowledge.rivals import policy
from knowledge.rivals.ages import oldest_fresh
from knowledge.verification.standing import Standing, standing

_COUNTED = """
SELECT article_id,
    count(*) FILTER (WHERE state = 'standing') AS standing,
    count(*) FILTER (WHERE state = 'standing' AND observed_on < $2) AS old,
    count(*) FILTER (WHERE state = 'proposed') AS proposed,
    count(*) FILTER (WHERE state = 'standing' AND EXISTS (
        SELECT FROM rival_dispute WHERE rival_dispute.line_id = rival_line.id AND decision IS NULL
    )) AS disputed
FROM rival_line WHERE article_id = ANY($1) GROUP BY article_id
"""


@dataclass(frozen=True)
class Counts:
    """How many lines a rival's card has, and what is to be done about them."""

    standing: int = 0
    old: int = 0
    proposed: int = 0
    disputed: int = 0


@dataclass(frozen=True)
class RivalRow:
    """A rival in a list; `competitor` is the term it is filed under, unless the filing went astray."""

    article: Article
    competitor: Term | None
    counts: Counts
    tally: Tally

    @property
    def standing(self) -> Standing:
        return standing(self.article)


@dataclass(frozen=True)
class Listed:
    """A page of rivals; `cursor` leads to the next one."""

    rivals: list[RivalRow]
    cursor: str | None


async def find_rival(reader: Reader, rival_id: int) -> Article:
    """A visible rival with its owner and terms; NotFound for anything else."""
    rival = await find_article(reader, rival_id)
    if rival.kind != policy.KIND:
        raise NotFound
    return rival


async def list_rivals(reader: Reader, wanted: Paging) -> Listed:
    """The rivals that the reader may know of, those that were edited last first; archived ones are left out."""
    rivals = policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED)
    rivals = rivals.select_related("owner", "author", "audience").prefetch_related("terms")
    page, cursor = await latest_first(rivals, "edited_at", wanted)
    return Listed(await _rows(reader, page), cursor)


async def row_of(reader: Reader, rival: Article) -> RivalRow:
    """A rival that the reader has been shown, as lists show it."""
    [row] = await _rows(reader, [rival])
    return row


async def _rows(reader: Reader, rivals: Sequence[Article]) -> list[RivalRow]:
    counts = await counts_of(rival.id for rival in rivals)
    competitors = {rival.id: competitor_of(rival) for rival in rivals}
    deals = await tallies(reader, {term.id for term in competitors.values() if term})
    return [
        RivalRow(
            article=rival,
            competitor=(term := competitors[rival.id]),
            counts=counts.get(rival.id, Counts()),
            tally=deals[term.id] if term else Tally(),
        )
        for rival in rivals
    ]


async def counts_of(rival_ids: Iterable[int]) -> dict[int, Counts]:
    """What the cards of these rivals hold, in one statement."""
    rows = await connection().execute_query_dict(_COUNTED, [list(rival_ids), oldest_fresh()])
    return {row.pop("article_id"): Counts(**row) for row in rows}


def competitor_of(rival: Article) -> Term | None:
    """The competitor that a rival, loaded with its terms, is filed under."""
    return next((term for term in rival.terms if term.facet is Facet.COMPETITOR), None)


async def rival_of(reader: Reader, competitor_id: int) -> Article | None:
    """The card of a competitor, if there is one that the reader may know of."""
    if competitor_id > LARGEST_ID:
        return None
    filed = Article.filter(terms__id=competitor_id).values("id")
    rivals = policy.visible_to(reader).filter(id__in=Subquery(filed))
    return await rivals.exclude(confidence=Confidence.ARCHIVED).order_by("id").first()


async def carded(reader: Reader) -> set[int]:
    """The competitors of the vocabulary that have a card of which the reader may know."""
    rivals = policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED)
    ids = await rivals.filter(terms__facet=Facet.COMPETITOR).values_list("terms__id", flat=True)
    return {int(str(id_)) for id_ in ids}
