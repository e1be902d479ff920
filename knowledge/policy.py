"""Who may see and do what in the knowledge base."""

from tortoise.queryset import QuerySet

from discussions.models import Thread
from hub.identity import Reader
from knowledge.models import Article, Confidence


def visible_to(reader: Reader) -> QuerySet[Article]:
    """The articles that `reader` may read."""
    return Article.filter(audience_id__in=list(reader.audience_ids))


def may_read(reader: Reader, article: Article) -> bool:
    """What `visible_to` says of one article, without a query."""
    return article.audience_id in reader.audience_ids


def may_edit(reader: Reader, article: Article) -> bool:
    """Everybody who may read an article may better it, until it is archived."""
    return article.confidence is not Confidence.ARCHIVED or may_steward(reader, article)


def may_steward(reader: Reader, article: Article) -> bool:
    """Validate or archive an article, choose its readers, hand it over: its owner and leads."""
    return reader.is_lead or article.owner_id == reader.id


def may_promote(reader: Reader, thread: Thread) -> bool:
    """Everybody who may read a thread may make an article of it; what was hidden stays hidden."""
    return thread.hidden_at is None and thread.audience_id in reader.audience_ids
