"""Giving an article its place in the tree."""

from hub import audit
from hub.database import connection, in_transaction
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record
from knowledge import policy
from knowledge.articles.writing import locked, require
from knowledge.events import ArticleMoved
from knowledge.models import Article

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT id, parent_id FROM article WHERE id = $1
    UNION SELECT article.id, article.parent_id FROM article JOIN above ON article.id = above.parent_id
)
SELECT id FROM above
"""


async def move(actor: Reader, article: Article, parent: Article | None) -> Article:
    """Put an article below another one that the actor sees, or at the top; all that stands below it comes along.

    InvalidInput when `parent` is the article itself or stands somewhere below it.
    """
    async with in_transaction():
        # Two moves at once, each harmless, could make a ring.
        await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('article.tree'))")
        async with locked(actor, article) as current:
            require(policy.may_steward(actor, current))
            chosen = parent.id if parent else None
            if chosen == current.parent_id:
                return current
            if parent and current.id in await _ids_above(parent):
                text = _("“%(title)s” stands below this article already, or is it itself.")
                raise InvalidInput({"parent": text % {"title": parent.title}})
            before, current.parent_id = current.parent_id, chosen
            await current.save(update_fields=["parent_id"])
            await record(ArticleMoved(article_id=current.id, actor_id=actor.id))
            await audit.log(actor, "article.moved", "article", current.id, before=before, after=chosen)
    return current


async def _ids_above(article: Article) -> set[int]:
    """The article and everything above it, whoever may see that."""
    rows = await connection().execute_query_dict(_ABOVE, [article.id])
    return {row["id"] for row in rows}
