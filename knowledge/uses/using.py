"""Saying that an article helped in a case."""

from datetime import datetime

from discussions.models import Thread
from discussions.writing import locked
from hub import audit
from hub.database import now
from hub.errors import Forbidden, NotFound
from hub.identity import Reader
from hub.outbox import record
from knowledge import policy
from knowledge.events import ArticleUsed, ArticleUseWithdrawn
from knowledge.models import Article, ArticleUse


async def use(
    actor: Reader, thread: Thread, article: Article, *, at: datetime | None = None, imported: bool = False
) -> ArticleUse:
    """Note that an article helped in a case. Twice is once, whoever says it; NotFound when either cannot be seen."""
    async with locked(actor, thread, imported=imported) as current:
        if not await policy.visible_to(actor).filter(id=article.id).exists():
            raise NotFound
        if first := await ArticleUse.get_or_none(article_id=article.id, thread_id=current.id):
            return first
        made = await ArticleUse.create(
            article_id=article.id, thread_id=current.id, user_id=actor.id, used_at=at or now()
        )
        await audit.log(actor, "article.used", "article", article.id, thread_id=current.id)
        await record(
            ArticleUsed(article_id=article.id, actor_id=actor.id, thread_id=current.id, imported=imported)
        )
    return made


async def withdraw(actor: Reader, thread: Thread, article: Article) -> None:
    """Take back that an article helped: whoever said so, the asker and leads. Twice is once."""
    async with locked(actor, thread) as current:
        found = await ArticleUse.get_or_none(article_id=article.id, thread_id=current.id)
        if found is None:
            return
        if not policy.may_withdraw_use(actor, current, found):
            raise Forbidden
        await found.delete()
        await audit.log(actor, "article.use_withdrawn", "article", article.id, thread_id=current.id)
        await record(ArticleUseWithdrawn(article_id=article.id, actor_id=actor.id, thread_id=current.id))
