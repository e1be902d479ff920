"""New versions that take the place of older ones, which stay as they were and end the day before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from hub.audiences.models import Audience
from hub.database import connection, now
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge import policy
from knowledge.articles.publishing import Manuscript, compose, publish
from knowledge.articles.revising import revise
from knowledge.articles.writing import locked, require
from knowledge.errors import AlreadySuperseded
from knowledge.models import Article

_VERSIONS = """
WITH RECURSIVE earlier AS (
    SELECT id, supersedes_id FROM article WHERE id = $1
    UNION SELECT article.id, article.supersedes_id FROM article JOIN earlier ON article.id = earlier.supersedes_id
), version AS (
    SELECT id FROM earlier WHERE supersedes_id IS NULL
    UNION SELECT article.id FROM article JOIN version ON article.supersedes_id = version.id
)
SELECT id FROM version
"""


async def supersede(
    actor: Reader,
    older: Article,
    manuscript: Manuscript,
    *,
    terms: list[Term],
    audience: Audience,
    uid: UUID | None = None,
    at: datetime | None = None,
    imported: bool = False,
) -> Article:
    """Publish `manuscript` as the version after `older`, which ends the day before the new one begins.

    InvalidInput unless it begins later than `older` did; AlreadySuperseded when there is a version after it. The
    same `uid` with the same content gives the first article again.
    """
    async with locked(actor, older) as current:
        require(policy.may_steward(actor, current))
        begins = manuscript.kind.columns(manuscript.content)["valid_from"]
        if current.kind != manuscript.kind.key or begins is None:
            raise InvalidInput({"supersedes": _("Only a price list can take the place of another.")})
        if current.valid_from and begins <= current.valid_from:
            raise InvalidInput(
                {"valid_from": _("This must be later than the beginning of the version before.")}
            )
        article = await publish(
            actor, manuscript, terms=terms, audience=audience, uid=uid, at=at, imported=imported
        )
        if article.supersedes_id == current.id:
            return article
        if await Article.exists(supersedes_id=current.id):
            raise AlreadySuperseded
        article.supersedes_id = current.id
        await article.save(update_fields=["supersedes_id"])
        await _end(actor, current, begins - timedelta(days=1), at or now())
    return article


async def _end(actor: Reader, article: Article, last: date, at: datetime) -> None:
    """Let an article hold no longer than to its last day."""
    if article.valid_to and article.valid_to <= last:
        return
    content: dict[str, Any] = article.content | {"valid_to": last.isoformat()}
    manuscript = await compose(article.kind, article.title, content)
    note = _("A new version takes its place.")
    await revise(actor, article, manuscript, await article.terms.all(), at, note=note)


@dataclass(frozen=True)
class Versions:
    """Those versions of one thing that a reader may see, the newest first, and whether there is a newer one."""

    articles: list[Article]
    newest: bool


async def versions_of(reader: Reader, article: Article) -> Versions:
    """The versions that come before and after an article, itself included."""
    rows = await connection().execute_query_dict(_VERSIONS, [article.id])
    found = (
        await policy.visible_to(reader)
        .filter(id__in=[row["id"] for row in rows])
        .order_by("-valid_from", "-id")
    )
    return Versions(found, newest=not any(one.supersedes_id == article.id for one in found))
