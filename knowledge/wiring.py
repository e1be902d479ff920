"""What the knowledge base hands to the kernel."""

from collections.abc import Iterable
from uuid import UUID

from tortoise.expressions import Subquery

from hub import references
from hub.admin.uses import register_audience_use
from hub.files.attaching import register_parent, withhold
from hub.i18n import N_, _
from hub.identity import Reader
from hub.references import Target
from hub.tidying import register_tidying
from hub.vocabulary.filing import register_filing
from hub.vocabulary.models import SINGLE_FACETS
from knowledge import policy
from knowledge.defects import wiring as defects
from knowledge.defects.sealed.parts import ATTACHED as SEALED_PART
from knowledge.defects.topics import wiring as topics
from knowledge.gaps.filling import DONE_DAYS
from knowledge.gaps.missed_searches import KEPT_DAYS
from knowledge.models import AnnotationComment
from knowledge.rivals import wiring as rivals
from knowledge.verification.standing import LABELS, standing


def register() -> None:
    """Hand the package's parts to the kernel's registries."""
    references.register("article", resolve)
    register_parent("article", visible_ids)
    register_parent("suggestion", visible_suggestions)
    register_parent("annotation_comment", visible_comments)
    withhold(SEALED_PART)
    topics.register()
    register_filing("article_term", "term_id", "article_id")
    rivals.register()
    defects.register()
    register_audience_use(N_("Articles"), "article")
    register_audience_use(N_("Amounts of quotations"), "quotation_amount")
    for facet in SINGLE_FACETS:
        register_filing("deal_review", f"{facet}_id")
    register_audience_use(N_("Win/loss reviews"), "deal_review")
    register_filing("gap", "row_id")
    register_filing("gap", "column_id")
    register_tidying("gap", f"done_at < now() - interval '{DONE_DAYS} days'")
    register_tidying("missed_search", f"last_at < now() - interval '{KEPT_DAYS} days'")


async def resolve(reader: Reader, keys: Iterable[str]) -> dict[str, Target]:
    """Title and address of the articles that `keys`, uids or ids, name and `reader` may see."""
    asked = set(keys)
    by_id = {int(key): key for key in asked if key.isascii() and key.isdigit() and len(key) < 19}
    by_uid = {uid: key for key in asked if (uid := _uid(key))}
    visible = policy.visible_to(reader)
    found = await visible.filter(id__in=list(by_id)) + await visible.filter(uid__in=list(by_uid))
    return {
        key: Target(article.uid, article.title, f"/articles/{article.id}", stands.value, _(LABELS[stands]))
        for article in found
        for stands in [standing(article)]
        for key in (by_id.get(article.id), by_uid.get(article.uid))
        if key
    }


async def visible_ids(reader: Reader, ids: Iterable[int]) -> set[int]:
    """Which of the articles `reader` may see, and so download the files of."""
    return {article.id for article in await policy.visible_to(reader).filter(id__in=list(ids))}


async def visible_comments(reader: Reader, ids: Iterable[int]) -> set[int]:
    """Which of the comments on passages `reader` may see, and so download the files of."""
    annotations = Subquery(policy.annotations_visible_to(reader).values("id"))
    comments = AnnotationComment.filter(id__in=list(ids), annotation_id__in=annotations)
    return {comment.id for comment in await comments.only("id")}


async def visible_suggestions(reader: Reader, ids: Iterable[int]) -> set[int]:
    """Which of the suggestions `reader` may see, and so download the files of."""
    return {one.id for one in await policy.suggestions_visible_to(reader).filter(id__in=list(ids)).only("id")}


def _uid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
