"""The article about a report, and the way back: each is shown to those who may read where it leads."""

from dataclasses import dataclass

from hub.identity import Reader
from knowledge.defects import policy
from knowledge.models import Article, Defect, DefectState
from knowledge.policy import visible_to as visible_articles


@dataclass(frozen=True)
class Fix:
    """What the page of a report says of its article. `may_write` one: the team, while there is none."""

    article: Article | None
    may_write: bool


async def fix_of(reader: Reader, defect: Defect) -> Fix:
    """The article about a visible report, or about the one that it was merged into, if `reader` may read it."""
    article_id = defect.article_id
    if article_id is None and defect.duplicate_of_id:
        # The reporter of a duplicate may not know of the main report; of an article they may read, they may.
        main = await Defect.filter(id=defect.duplicate_of_id).only("id", "article_id").get_or_none()
        article_id = main.article_id if main else None
    article = await visible_articles(reader).get_or_none(id=article_id) if article_id else None
    fixed = defect.state is DefectState.FIXED and defect.article_id is None
    return Fix(article, may_write=fixed and policy.may_review(reader, defect))


async def reports_of(reader: Reader, article: Article) -> list[Defect]:
    """The reports about which an article was written, as far as `reader` may read them."""
    return await policy.visible_to(reader).filter(article_id=article.id).order_by("id").limit(10)
