"""The comments on an article as somebody reads them."""

from dataclasses import dataclass

from markupsafe import Markup
from tortoise.queryset import QuerySet

from hub.accounts.models import User
from hub.computing import compute
from hub.errors import NotFound
from hub.identity import Reader
from knowledge import policy
from knowledge.articles.queries import LARGEST_ID
from knowledge.comments.anchoring import Place, blocks_of, places
from knowledge.comments.commenting import MOST_OPEN
from knowledge.models import Annotation, AnnotationComment, Article


@dataclass(frozen=True)
class Said:
    """One comment; `html` is safe, and empty when it was deleted."""

    comment: AnnotationComment
    author: User
    html: Markup
    may_delete: bool


@dataclass(frozen=True)
class Talk:
    """A passage with what was said about it, in order. `quoted` is what it said when the talk began."""

    annotation: Annotation
    place: Place
    quoted: str
    said: list[Said]
    may_resolve: bool

    @property
    def count(self) -> int:
        return sum(not one.comment.deleted_at for one in self.said)


async def talks_of(reader: Reader, article: Article, *, resolved: bool = False) -> list[Talk]:
    """The open or the settled talks about a visible article, in the order of its text."""
    found = Annotation.filter(article_id=article.id, resolved_at__isnull=not resolved)
    return await _talks(reader, article, found)


async def talk_of(reader: Reader, article: Article, annotation: Annotation) -> Talk:
    """One talk about a visible article, open or settled, however many there are."""
    [talk] = await _talks(reader, article, Annotation.filter(id=annotation.id, article_id=article.id))
    return talk


async def _talks(reader: Reader, article: Article, found: QuerySet[Annotation]) -> list[Talk]:
    annotations = await found.order_by("-id").limit(MOST_OPEN).select_related("resolved_by")
    if not annotations:
        return []
    comments: dict[int, list[AnnotationComment]] = {one.id: [] for one in annotations}
    rows = AnnotationComment.filter(annotation_id__in=list(comments)).order_by("id").select_related("author")
    for row in await rows:
        comments[row.annotation_id].append(row)
    blocks = await compute(blocks_of, article)
    placed = await compute(places, annotations, blocks)
    order = {block.anchor: number for number, block in enumerate(blocks)}
    talks = [
        Talk(
            annotation=one,
            place=at,
            quoted=one.quote or one.paragraph,
            said=[_said(reader, comment) for comment in comments[one.id]],
            may_resolve=policy.may_resolve(reader, article, one),
        )
        for one, at in zip(annotations, placed, strict=True)
    ]
    return sorted(talks, key=lambda talk: (order.get(talk.place.anchor, len(order)), talk.annotation.id))


def _said(reader: Reader, comment: AnnotationComment) -> Said:
    return Said(
        comment=comment,
        author=comment.author,
        # Sanitised when it was written.
        html=Markup(comment.html),  # noqa: S704
        may_delete=comment.deleted_at is None and (reader.is_lead or comment.author_id == reader.id),
    )


async def find_annotation(reader: Reader, annotation_id: int) -> Annotation:
    """A passage of a visible article that was commented on; NotFound otherwise."""
    if annotation_id > LARGEST_ID:
        raise NotFound
    found = await policy.annotations_visible_to(reader).get_or_none(id=annotation_id)
    if found is None:
        raise NotFound
    return found
