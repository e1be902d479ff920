"""What every operation on articles is made of: the lock, prepared texts, revisions."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hub import markdown
from hub.computing import compute
from hub.database import connection, in_transaction, new_uid
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.files.models import File
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge import policy
from knowledge.kinds import Kind, RenderedContent
from knowledge.models import Article, ArticleRevision, Confidence


@asynccontextmanager
async def locked(actor: Reader, article: Article) -> AsyncIterator[Article]:
    """A transaction that holds the article's row, freshly read; NotFound when `actor` cannot see it any more."""
    async with in_transaction():
        current = (
            await policy.visible_to(actor).filter(id=article.id).select_for_update(no_key=True).get_or_none()
        )
        if current is None:
            raise NotFound
        yield current


def require(allowed: bool) -> None:
    """Forbidden unless `allowed`."""
    if not allowed:
        raise Forbidden


async def prepare(kind: Kind, content: Mapping[str, Any]) -> RenderedContent:
    """Render a content away from the event loop: the worst text of the allowed length takes about a second."""
    rendered = await compute(kind.render, content)
    if not rendered.files:
        return rendered
    pictures = await File.filter(uid__in=list(rendered.files), width__isnull=False)
    sizes = {file.uid: (file.width, file.height) for file in pictures if file.width and file.height}
    return replace(
        rendered, parts=[{**part, "html": markdown.sized(part["html"], sizes)} for part in rendered.parts]
    )


async def require_alone(actor: Reader, kind: Kind, terms: Iterable[Term]) -> None:
    """InvalidInput when a term that takes one article of the kind has one that `actor` may read. One at a time."""
    for term in terms:
        if term.facet is kind.alone:
            await connection().execute_query(
                "SELECT pg_advisory_xact_lock(hashtext($1))", [f"{kind.key}.{term.id}"]
            )
            present = policy.visible_to(actor).filter(kind=kind.key, terms__id=term.id)
            if await present.exclude(confidence=Confidence.ARCHIVED).exists():
                text = _("“%(name)s” has an article of this kind already.") % {"name": term.name}
                raise InvalidInput({term.facet.value: text})


async def file_under(article: Article, terms: Iterable[Term]) -> None:
    """Make exactly these the terms of an article."""
    await article.terms.clear()
    chosen = {term.id: term for term in terms}
    if chosen:
        await article.terms.add(*chosen.values())


async def store_revision(
    actor: Reader,
    article: Article,
    terms: Sequence[Term],
    at: datetime,
    *,
    author_id: int | None = None,
    note: str = "",
    restored: int | None = None,
    uid: UUID | None = None,
    parent: ArticleRevision | None = None,
) -> ArticleRevision:
    """Keep what the article says now as its revision `article.revision_number`, by `author_id` or else `actor`."""
    return await ArticleRevision.create(
        uid=uid or new_uid(),
        article=article,
        parent=parent,
        number=article.revision_number,
        author_id=author_id or actor.id,
        title=article.title,
        content=article.content,
        terms=sorted({term.id for term in terms}),
        note=note,
        restored=restored,
        created_at=at,
    )
