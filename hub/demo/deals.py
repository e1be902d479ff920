"""The demo company's deals: reviews of those that were won and lost, and the cases that were written of some."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hub.demo.content import Act, Age, Content, Customer, Handle, Key, Readers, Text
from hub.demo.content import Filing as Filed
from hub.demo.founding import Stage, uid_of
from hub.vocabulary.models import Facet
from knowledge import articles, reviews
from knowledge.gaps import missed_searches
from knowledge.library.grid import LOST, WON
from knowledge.models import Confidence, MainReason, Outcome, ReasonSource

FOLDER = Path(__file__).parent / "company"


class DealReview(Content):
    """A review. `words` are how the reason was put; `group` alone may read it, without one everybody."""

    by: Handle
    at: Age
    outcome: Outcome
    personality: Key
    stage: Key
    size: Key
    industry: Key
    product: Key
    competitor: Key | None = None
    reason: MainReason
    source: ReasonSource
    words: str = ""
    lesson: Text
    group: Handle | None = None


class LibraryCase(Content):
    """A case of the library. `case` is the discussion in which it was talked over."""

    key: Key
    won: bool
    owner: Handle
    at: Age
    verified: Act | None = None
    case: Key | None = None
    product: Key
    competitor: Key | None = None
    stage: Key
    customer: Customer
    title: Text
    situation: Text
    tried: Text
    turning_point: Text
    result: Text
    lesson: Text


class MissedWords(Content):
    """What was searched for in vain, once a day, the last time `at`."""

    words: Text
    times: int
    at: Age


async def tell(stage: Stage, present: datetime) -> None:
    """File all reviews, write all cases, and search in vain, dated back from `present`."""
    # The oldest first: lists show what was filed last.
    told = [DealReview.model_validate(one) for one in _read("reviews.toml")["reviews"]]
    for number, review in enumerate(sorted(told, key=lambda one: one.at, reverse=True)):
        await _review(stage, present, review, number)
    library = _read("library.toml")
    for case in library["cases"]:
        await _case(stage, present, LibraryCase.model_validate(case))
    for one in library["searches"]:
        search = MissedWords.model_validate(one)
        for time in reversed(range(search.times)):
            await missed_searches.remember(search.words, at=present - search.at - timedelta(days=time))


async def _review(stage: Stage, present: datetime, review: DealReview, number: int) -> None:
    under = {
        Facet.PERSONALITY: review.personality,
        Facet.STAGE: review.stage,
        Facet.SIZE: review.size,
        Facet.INDUSTRY: review.industry,
        Facet.PRODUCT: review.product,
        Facet.COMPETITOR: review.competitor,
    }
    deal = reviews.Deal(
        outcome=review.outcome,
        terms={facet: stage.terms[facet][key] for facet, key in under.items() if key},
        reason=review.reason,
        reason_words=review.words,
        reason_source=review.source,
        lesson=review.lesson,
        decided_on=(present - review.at).date(),
    )
    await reviews.file(
        stage.readers[review.by],
        deal,
        audience=stage.audiences[Readers(groups=(review.group,)) if review.group else None],
        uid=uid_of("review", str(number)),
        at=present - review.at,
        imported=True,
    )


async def _case(stage: Stage, present: datetime, case: LibraryCase) -> None:
    content: dict[str, Any] = case.model_dump(
        include={"situation", "tried", "turning_point", "result", "lesson"}
    )
    if case.case:
        content["threads"] = [str(uid_of("case", case.case))]
    written = await articles.publish(
        stage.readers[case.owner],
        await articles.compose(WON if case.won else LOST, case.title, content),
        terms=stage.filed(
            Filed(product=case.product, competitor=case.competitor, stage=case.stage, customer=case.customer)
        ),
        audience=stage.audiences[None],
        uid=uid_of("library", case.key),
        at=present - case.at,
        imported=True,
    )
    if case.verified:
        judge = stage.readers[case.verified.by]
        await articles.change_confidence(judge, written, Confidence.VALIDATED, at=present - case.verified.at)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
