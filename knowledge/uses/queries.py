"""The uses of an article and of a case, as far as their reader may see both ends."""

import re
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from discussions import policy as discussions
from discussions.models import Outcome, Post, Thread
from discussions.queries.outcomes import outcomes_by_thread
from hub.accounts.models import User
from hub.identity import Reader
from knowledge import policy
from knowledge.models import Article, ArticleUse, Confidence
from knowledge.verification.standing import Standing, standing

MOST_SHOWN = 10
MOST_OFFERED = 20

_LINK = re.compile(r'data-reference="article:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')


@dataclass(frozen=True)
class UsedArticle:
    """An article that helped in a case; `may_withdraw` says whether the reader may take that back."""

    article: Article
    user: User
    at: datetime
    may_withdraw: bool

    @property
    def standing(self) -> Standing:
        return standing(self.article)


@dataclass(frozen=True)
class UsedIn:
    """A case in which an article helped, with what came of it once that was told."""

    thread: Thread
    at: datetime
    outcome: Outcome | None


@dataclass(frozen=True)
class Uses:
    """The latest cases in which an article helped, and how many the reader may see altogether."""

    latest: list[UsedIn]
    total: int


async def used_in_thread(reader: Reader, thread: Thread) -> list[UsedArticle]:
    """The articles that helped in a visible case and that the reader may see, in the order in which that was said."""
    uses = ArticleUse.filter(thread_id=thread.id, article__audience_id__in=list(reader.audience_ids))
    return [
        UsedArticle(use.article, use.user, use.used_at, policy.may_withdraw_use(reader, thread, use))
        for use in await uses.select_related("article", "user").order_by("id")
    ]


async def uses_of(reader: Reader, article: Article) -> Uses:
    """Where a visible article helped, the latest first; cases that the reader may not see do not even count."""
    seen = Subquery(discussions.visible_to(reader).values("id"))
    uses = ArticleUse.filter(article_id=article.id, thread_id__in=seen)
    latest = await uses.select_related("thread").order_by("-used_at", "-id").limit(MOST_SHOWN)
    total = len(latest) if len(latest) < MOST_SHOWN else await uses.count()
    told = await outcomes_by_thread(use.thread_id for use in latest if use.thread.answer_count)
    return Uses([UsedIn(use.thread, use.used_at, told.get(use.thread_id)) for use in latest], total)


async def offered(reader: Reader, thread: Thread, words: str = "") -> list[Article]:
    """Articles that may have helped in a case: those whose title has all `words`, the last edited first.

    Without words those to which its posts link come first, then those filed under most of its terms. Archived ones
    are not offered, nor are those of which it was said already.
    """
    articles = policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED)
    present = {use.article_id for use in await ArticleUse.filter(thread_id=thread.id).only("article_id")}
    if words:
        for word in words.split():
            articles = articles.filter(title__icontains=word)
        found = await articles.order_by("-edited_at").limit(MOST_OFFERED + len(present))
    else:
        found = [*await _linked(articles, thread), *await _filed_alike(articles, thread, len(present))]
    unused = {article.id: article for article in found if article.id not in present}
    return list(unused.values())[:MOST_OFFERED]


async def _linked(articles: QuerySet[Article], thread: Thread) -> list[Article]:
    posts = Post.filter(thread_id=thread.id, html__contains='data-reference="article:')
    keys = [key for html in await posts.values_list("html", flat=True) for key in _LINK.findall(str(html))]
    return await articles.filter(uid__in=keys) if keys else []


async def _filed_alike(articles: QuerySet[Article], thread: Thread, more: int) -> list[Article]:
    terms = await thread.terms.all()
    alike = articles.filter(terms__id__in=[term.id for term in terms]).annotate(common=Count("terms"))
    return await alike.order_by("-common", "-edited_at").limit(MOST_OFFERED + more) if terms else []
