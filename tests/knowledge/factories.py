"""Articles for tests, through the package's own operations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from discussions.models import Post, Thread
from hub.audiences import operations as audiences
from hub.audiences.models import Audience
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge import reviews
from knowledge.articles import compose, publish
from knowledge.models import Article, Confidence, MainReason, Outcome, ReasonSource, Review
from knowledge.reviews import Deal
from tests.factories import Make

CONTENT = {"problem": "Labels jam.", "context": "In cold halls.", "solution": "Warm the roll first."}


async def an_article(
    author: Reader,
    *,
    audience: Audience | None = None,
    title: str = "Jams in the cold",
    terms: Sequence[Term] = (),
) -> Article:
    return await publish(
        author,
        await compose("solution", title, CONTENT),
        terms=terms,
        audience=audience or await audiences.everyone(),
    )


async def a_solved_thread(
    make: Make, asker: Reader, helper: Reader, *, audience: Audience | None = None, terms: Sequence[Term] = ()
) -> tuple[Thread, Post]:
    thread = await make.thread(
        asker, "Labels jam at -5 °C", "They *jam* every morning.", audience=audience, terms=terms
    )
    answer = await make.reply(helper, thread, "Warm the roll for an hour.")
    await make.answer(asker, thread, answer)
    return thread, answer


def a_deal(
    outcome: Outcome = Outcome.LOST,
    *,
    terms: Sequence[Term] = (),
    reason: MainReason = MainReason.PRICE,
    source: ReasonSource = ReasonSource.BUYER,
    lesson: str = "Ask for the budget before the demo.",
    decided_on: date | None = None,
) -> Deal:
    return Deal(
        outcome=outcome,
        terms={term.facet: term for term in terms},
        reason=reason,
        reason_source=source,
        lesson=lesson,
        decided_on=decided_on or now().date(),
    )


async def a_review(
    author: Reader, outcome: Outcome = Outcome.LOST, *, audience: Audience | None = None, **deal: Any
) -> Review:
    return await reviews.file(
        author, a_deal(outcome, **deal), audience=audience or await audiences.everyone()
    )


async def a_case(
    author: Reader,
    *,
    won: bool = True,
    title: str = "They wanted to be asked",
    lesson: str = "Ask before you show.",
    terms: Sequence[Term] = (),
    audience: Audience | None = None,
    confidence: Confidence = Confidence.NOT_VALIDATED,
) -> Article:
    content = {"situation": "A plant of forty people.", "result": "They signed.", "lesson": lesson}
    return await publish(
        author,
        await compose("success" if won else "failure", title, content),
        terms=terms,
        audience=audience or await audiences.everyone(),
        confidence=confidence,
        imported=True,
    )
