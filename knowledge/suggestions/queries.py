"""Suggestions as somebody sees them: what waits, what became of one's own, and what one of them would change."""

from dataclasses import dataclass
from enum import StrEnum

from tortoise.queryset import QuerySet

from discussions import policy as discussions_policy
from discussions.models import Thread
from hub.api import Paging, RowId, latest_first
from hub.errors import NotFound
from hub.identity import Reader
from knowledge import policy
from knowledge.articles.history import Change, changes_of
from knowledge.articles.merging import Clash
from knowledge.articles.queries import LARGEST_ID, find_article
from knowledge.models import Article, ArticleRevision, Suggestion, SuggestionState
from knowledge.suggestions.reviewing import proposal


class Of(StrEnum):
    """Whose suggestions a list shows."""

    WAITING = "waiting"
    MINE = "mine"


class SuggestionFilter(Paging):
    """`of` chooses those that wait for the reader's decision or those that they made, `article` an article's."""

    of: Of = Of.WAITING
    article: RowId | None = None


@dataclass(frozen=True)
class SuggestionPage:
    """A suggestion as its page shows it to one reader.

    While it is open, `changes` are what approving it would change in the article as it is now; afterwards, what its
    author had changed. `moved_on` tells that the article was changed since it was started.
    """

    suggestion: Suggestion
    article: Article
    changes: list[Change]
    clashes: list[Clash]
    threads: list[Thread]
    may_review: bool
    is_mine: bool

    @property
    def is_open(self) -> bool:
        return self.suggestion.state is SuggestionState.OPEN

    @property
    def moved_on(self) -> bool:
        return self.is_open and self.article.revision_number != self.suggestion.base_revision


def waiting_for(reader: Reader) -> QuerySet[Suggestion]:
    """The open suggestions that `reader` may decide about; of their own there is nothing to wait for."""
    visible = policy.suggestions_visible_to(reader).filter(state=SuggestionState.OPEN)
    return visible.exclude(author_id=reader.id)


async def list_suggestions(reader: Reader, wanted: SuggestionFilter) -> tuple[list[Suggestion], str | None]:
    """The page of a list that is asked for, the latest first, with articles and authors; and the next one's cursor."""
    if wanted.of is Of.MINE:
        found = policy.suggestions_visible_to(reader).filter(author_id=reader.id)
    else:
        found = waiting_for(reader)
    if wanted.article is not None:
        found = found.filter(article_id=wanted.article)
    return await latest_first(found.select_related("article", "author", "decided_by"), "created_at", wanted)


async def open_of(reader: Reader, article: Article) -> list[Suggestion]:
    """The open suggestions to an article that the reader may see, the oldest first."""
    visible = policy.suggestions_visible_to(reader).filter(article_id=article.id, state=SuggestionState.OPEN)
    return await visible.order_by("id").select_related("author").limit(50)


async def find_suggestion(reader: Reader, suggestion_id: int) -> Suggestion:
    """A visible suggestion; NotFound otherwise."""
    if suggestion_id > LARGEST_ID:
        raise NotFound
    visible = policy.suggestions_visible_to(reader).select_related("author", "decided_by", "revision")
    suggestion = await visible.get_or_none(id=suggestion_id)
    if suggestion is None:
        raise NotFound
    return suggestion


async def suggestion_page(reader: Reader, suggestion_id: int) -> SuggestionPage:
    """The page of a visible suggestion; NotFound otherwise."""
    suggestion = await find_suggestion(reader, suggestion_id)
    article = await find_article(reader, suggestion.article_id)
    clashes: list[Clash] = []
    after = ArticleRevision(title=suggestion.title, content=suggestion.content, terms=suggestion.terms)
    if suggestion.state is SuggestionState.OPEN:
        merged = await proposal(reader, suggestion, article)
        clashes = merged.clashes
        state = merged.state
        after = ArticleRevision(
            title=state.title, content=state.content, terms=sorted(term.id for term in state.terms)
        )
        before = ArticleRevision(
            title=article.title, content=article.content, terms=sorted(term.id for term in article.terms)
        )
    else:
        before = await ArticleRevision.get(article=article, number=suggestion.base_revision)
    visible = discussions_policy.visible_to(reader)
    return SuggestionPage(
        suggestion=suggestion,
        article=article,
        changes=await changes_of(reader, article, before, after),
        clashes=clashes,
        threads=await visible.filter(suggestions__id=suggestion.id).order_by("id"),
        may_review=policy.may_review(reader, article),
        is_mine=suggestion.author_id == reader.id,
    )
