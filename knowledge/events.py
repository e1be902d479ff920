"""What happened in the knowledge base."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class ArticleEvent(Event):
    """The base of all events of an article; `actor_id` did it."""

    article_id: int
    actor_id: int


@dataclass(frozen=True)
class ArticlePublished(ArticleEvent):
    """A new article. Imported ones are indexed, and nobody is told."""

    imported: bool = False


@dataclass(frozen=True)
class ArticleEdited(ArticleEvent):
    """Title, text or filing changed, a restored revision included."""


@dataclass(frozen=True)
class ArticleConfidenceChanged(ArticleEvent):
    """An article was validated, archived, or put back to work."""


@dataclass(frozen=True)
class ArticleAudienceChanged(ArticleEvent):
    """Other people may read the article now."""


@dataclass(frozen=True)
class ArticleOwnerChanged(ArticleEvent):
    """Somebody else answers for the article."""


@dataclass(frozen=True)
class ThreadPromoted(ArticleEvent):
    """`thread_id` was the source of a new article. Of imported ones nobody is told."""

    thread_id: int
    imported: bool = False


@dataclass(frozen=True)
class SuggestionEvent(ArticleEvent):
    """The base of all events of suggestions."""

    suggestion_id: int


@dataclass(frozen=True)
class ChangeSuggested(SuggestionEvent):
    """Somebody would like the article to say something else. Of imported ones nobody is told."""

    imported: bool = False


@dataclass(frozen=True)
class SuggestionApproved(SuggestionEvent):
    """The article says what was suggested, perhaps with the reviewer's changes; `ArticleEdited` comes with it."""


@dataclass(frozen=True)
class SuggestionDeclined(SuggestionEvent):
    """A reviewer said no, and why."""


@dataclass(frozen=True)
class SuggestionWithdrawn(SuggestionEvent):
    """Its author took it back."""
