"""A deal that only the insider may know of: its review, the case that was written of it, and who looks after it."""

from dataclasses import dataclass

from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.models import Facet
from knowledge import gaps, reviews
from knowledge.articles import compose, publish
from knowledge.gaps.subjects import Subject
from knowledge.models import Article, Gap, GapKind, MainReason, Outcome, ReasonSource, Review
from tests.factories import Make


@dataclass(frozen=True)
class SecretDeal:
    """All of it is secret."""

    review: Review
    case: Article
    gap: Gap


async def secret_deal(insider: Reader, audience: Audience, make: Make, *, canary: str) -> SecretDeal:
    """A won deal, in a cell of the grid of its own."""
    terms = [await make.term(facet) for facet in (Facet.PERSONALITY, Facet.STAGE, Facet.COMPETITOR)]
    deal = reviews.Deal(
        outcome=Outcome.WON,
        terms={term.facet: term for term in terms},
        reason=MainReason.PRICE,
        reason_source=ReasonSource.BUYER,
        reason_words=f"Words of {canary}",
        lesson=f"A lesson of {canary}",
        decided_on=now().date(),
    )
    review = await reviews.file(insider, deal, audience=audience)
    review = await reviews.correct(insider, review, deal, base_version=1)
    content = {"situation": f"At {canary}.", "result": "Won.", "lesson": f"Ask {canary} first."}
    manuscript = await compose("success", f"A case of {canary}", content)
    case = await publish(insider, manuscript, terms=terms, audience=audience)
    gap = await gaps.assign(insider, Subject(GapKind.STALE, article_id=case.id), insider)
    return SecretDeal(review, case, gap)


async def more_deals(reader: Reader, make: Make) -> None:
    """Another deal that all may know of, and a cell that somebody fills."""
    terms = [await make.term(facet) for facet in (Facet.PERSONALITY, Facet.STAGE, Facet.COMPETITOR)]
    deal = reviews.Deal(
        outcome=Outcome.LOST,
        terms={term.facet: term for term in terms},
        reason=MainReason.TIMING,
        reason_source=ReasonSource.REP,
        lesson="Call earlier.",
        decided_on=now().date(),
    )
    review = await reviews.file(reader, deal, audience=await everyone())
    await reviews.correct(reader, review, deal, base_version=1)
    content = {"situation": "At a plant.", "result": "Lost.", "lesson": "Call earlier."}
    manuscript = await compose("failure", "A case that was lost", content)
    await publish(reader, manuscript, terms=terms, audience=await everyone())
    other = await make.term(Facet.STAGE)
    subject = Subject(GapKind.CELL, row_id=terms[0].id, column_id=other.id)
    await gaps.assign(reader, subject, reader)
