"""Commenting on a passage, answering, and saying that it is settled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated
from uuid import UUID

from hub import audit, markdown
from hub.computing import compute
from hub.database import in_transaction, new_uid, now
from hub.errors import InvalidInput, NotFound
from hub.files.attaching import attach
from hub.i18n import _
from hub.identity import Reader
from hub.markdown import Rendered
from hub.markdown.paragraphs import words
from hub.outbox import record
from hub.repetition import digest_of, written_before
from hub.settings import get_settings
from hub.text import Line, Prose
from knowledge import policy
from knowledge.articles.writing import locked, require
from knowledge.comments.anchoring import blocks_of, split_anchor
from knowledge.errors import TooManyComments
from knowledge.events import ArticleCommented, CommentsReopened, CommentsResolved
from knowledge.models import Annotation, AnnotationComment, Article

LONGEST_COMMENT = 5_000
LONGEST_QUOTE = 500
# All of them stand below the article.
MOST_OPEN = 100
MOST_COMMENTS = 200

CommentBody = Annotated[str, Prose(LONGEST_COMMENT, min_length=1)]
Quote = Annotated[str, Line(LONGEST_QUOTE, min_length=0)]


async def annotate(
    actor: Reader,
    article: Article,
    anchor: str,
    body: str,
    *,
    quote: str = "",
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> AnnotationComment:
    """Comment on the block with the id `anchor`, or on the words in it that `quote` says.

    InvalidInput when the article has no such block. The same `uid` gives the first comment again.
    """
    rendered = await _rendered(body)
    digest = digest_of("annotation", article.id, anchor, quote, body)
    async with locked(actor, article) as current:
        require(policy.may_comment(actor, current))
        if first := await written_before(AnnotationComment, actor, uid, digest):
            return first
        blocks = await compute(blocks_of, current)
        block = next((block for block in blocks if block.anchor == anchor), None)
        if block is None:
            raise InvalidInput({"anchor": _("Please choose a paragraph of the article as it is now.")})
        open_ones = Annotation.filter(article=current, resolved_at__isnull=True)
        if await open_ones.count() >= MOST_OPEN:
            raise TooManyComments
        field, number = split_anchor(anchor)
        selected = words(quote)
        annotation = await Annotation.create(
            uid=new_uid(),
            article=current,
            author_id=actor.id,
            field=field,
            block=number,
            paragraph=block.text,
            # What somebody says to have selected is kept only when the article itself says it.
            quote=selected if selected in block.text else "",
            created_at=at or now(),
        )
        return await _say(actor, annotation, body, rendered, digest, uid, at or now(), imported=imported)


async def answer(
    actor: Reader,
    annotation: Annotation,
    body: str,
    *,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> AnnotationComment:
    """Say something more about the passage; what was settled is open again."""
    rendered = await _rendered(body)
    digest = digest_of("annotation comment", annotation.id, body)
    async with _held(actor, annotation) as (article, current):
        require(policy.may_comment(actor, article))
        if first := await written_before(AnnotationComment, actor, uid, digest):
            return first
        if await AnnotationComment.filter(annotation=current).count() >= MOST_COMMENTS:
            raise TooManyComments
        if current.resolved_at:
            await _set_resolved(current, None, None)
        return await _say(actor, current, body, rendered, digest, uid, at or now(), imported=imported)


async def resolve(actor: Reader, annotation: Annotation, *, imported: bool = False) -> None:
    """Say that nothing is left to talk about; twice is once."""
    async with _held(actor, annotation) as (article, current):
        require(policy.may_resolve(actor, article, current))
        if current.resolved_at is None:
            await _set_resolved(current, actor, now())
            await record(
                CommentsResolved(
                    article_id=article.id,
                    actor_id=actor.id,
                    annotation_id=current.id,
                    imported=imported,
                )
            )


async def reopen(actor: Reader, annotation: Annotation) -> None:
    """Say that something is left after all; twice is once."""
    async with _held(actor, annotation) as (article, current):
        require(policy.may_resolve(actor, article, current))
        if current.resolved_at is not None:
            await _set_resolved(current, None, None)
            await record(CommentsReopened(article_id=article.id, actor_id=actor.id, annotation_id=current.id))


async def delete_comment(actor: Reader, annotation: Annotation, comment_id: int) -> None:
    """Take a comment away: its author and leads may. Twice is once."""
    async with _held(actor, annotation) as (_article, current):
        comment = await AnnotationComment.get_or_none(id=comment_id, annotation=current)
        if comment is None:
            raise NotFound
        require(actor.is_lead or comment.author_id == actor.id)
        if comment.deleted_at is None:
            comment.deleted_at, comment.body, comment.html = now(), "", ""
            await comment.save(update_fields=["deleted_at", "body", "html"])
            await attach(actor, "annotation_comment", comment.id, [])
            await audit.log(
                actor, "article.comment_deleted", "article", current.article_id, comment=comment.id
            )


@asynccontextmanager
async def _held(actor: Reader, annotation: Annotation) -> AsyncIterator[tuple[Article, Annotation]]:
    """A transaction that holds the row of an annotation; NotFound when its article is not `actor`'s to read."""
    async with in_transaction():
        article = await policy.visible_to(actor).get_or_none(id=annotation.article_id)
        if article is None:
            raise NotFound
        yield article, await Annotation.filter(id=annotation.id).select_for_update().get()


async def _rendered(body: str) -> Rendered:
    return await compute(markdown.render, body, base_url=get_settings().address)


async def _say(
    actor: Reader,
    annotation: Annotation,
    body: str,
    rendered: Rendered,
    digest: str,
    uid: UUID | None,
    at: datetime,
    *,
    imported: bool,
) -> AnnotationComment:
    comment = await AnnotationComment.create(
        uid=uid or new_uid(),
        digest=digest,
        annotation=annotation,
        author_id=actor.id,
        body=body,
        html=rendered.html,
        created_at=at,
    )
    await attach(None if imported else actor, "annotation_comment", comment.id, rendered.files)
    await record(
        ArticleCommented(
            article_id=annotation.article_id,
            actor_id=actor.id,
            annotation_id=annotation.id,
            comment_id=comment.id,
            imported=imported,
        )
    )
    return comment


async def _set_resolved(annotation: Annotation, actor: Reader | None, at: datetime | None) -> None:
    annotation.resolved_at, annotation.resolved_by_id = at, actor.id if actor else None
    await annotation.save(update_fields=["resolved_at", "resolved_by_id"])
