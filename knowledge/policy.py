"""Who may see and do what in the knowledge base."""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from discussions.models import Thread
from hub.identity import Reader
from knowledge.models import Annotation, Article, ArticleUse, Confidence, Flag, PromotionTask, Suggestion


def visible_to(reader: Reader) -> QuerySet[Article]:
    """The articles that `reader` may read."""
    return Article.filter(audience_id__in=list(reader.audience_ids))


def may_read(reader: Reader, article: Article) -> bool:
    """What `visible_to` says of one article, without a query."""
    return article.audience_id in reader.audience_ids


def may_edit(reader: Reader, article: Article) -> bool:
    """Change an article without asking: its owner, its verifier and leads. Everybody else suggests."""
    return may_verify(reader, article)


def may_suggest(reader: Reader, article: Article) -> bool:
    """Everybody who may read an article may say how it would be better, until it is archived."""
    return may_read(reader, article) and (
        article.confidence is not Confidence.ARCHIVED or may_edit(reader, article)
    )


def may_review(reader: Reader, article: Article) -> bool:
    """Decide about suggestions: whoever may change the article without asking."""
    return may_edit(reader, article)


def may_steward(reader: Reader, article: Article) -> bool:
    """Validate or archive an article, choose its readers, hand it over: its owner and leads."""
    return reader.is_lead or article.owner_id == reader.id


def may_verify(reader: Reader, article: Article) -> bool:
    """Say that an article is true: who stewards it, and the verifier whom they chose."""
    return may_steward(reader, article) or article.verifier_id == reader.id


def may_flag(reader: Reader, article: Article) -> bool:
    """Say that something is wrong: everybody who may read the article, unless nobody is to rely on it anyway."""
    return may_read(reader, article) and article.confidence is not Confidence.ARCHIVED


def promotion_tasks_visible_to(reader: Reader) -> QuerySet[PromotionTask]:
    """What was decided about the solved cases that `reader` may promote."""
    return PromotionTask.filter(
        thread__audience_id__in=list(reader.audience_ids), thread__hidden_at__isnull=True
    )


def may_promote(reader: Reader, thread: Thread) -> bool:
    """Everybody who may read a thread may make an article of it; what was hidden stays hidden."""
    return thread.hidden_at is None and thread.audience_id in reader.audience_ids


def may_withdraw_use(reader: Reader, thread: Thread, use: ArticleUse) -> bool:
    """Take back that an article helped in a case: who said so, the asker, leads."""
    return reader.is_lead or reader.id in (use.user_id, thread.author_id)


def may_comment(reader: Reader, article: Article) -> bool:
    """Everybody who may read an article may talk about its passages, until it is archived."""
    return may_suggest(reader, article)


def may_resolve(reader: Reader, article: Article, annotation: Annotation) -> bool:
    """Say that a talk about a passage is settled: who began it, and who may change the article."""
    return annotation.author_id == reader.id or may_edit(reader, article)


def annotations_visible_to(reader: Reader) -> QuerySet[Annotation]:
    """The commented passages of the articles that `reader` may read."""
    return Annotation.filter(article__audience_id__in=list(reader.audience_ids))


def suggestions_visible_to(reader: Reader) -> QuerySet[Suggestion]:
    """The suggestions to articles that `reader` may read which are their own or theirs to decide about."""
    readable = Suggestion.filter(article__audience_id__in=list(reader.audience_ids))
    if reader.is_lead:
        return readable
    return readable.filter(
        Q(author_id=reader.id) | Q(article__owner_id=reader.id) | Q(article__verifier_id=reader.id)
    )


def flags_visible_to(reader: Reader) -> QuerySet[Flag]:
    """The flags of articles that `reader` may read which are their own or theirs to answer."""
    readable = Flag.filter(article__audience_id__in=list(reader.audience_ids))
    if reader.is_lead:
        return readable
    return readable.filter(
        Q(author_id=reader.id) | Q(article__owner_id=reader.id) | Q(article__verifier_id=reader.id)
    )
