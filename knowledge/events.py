"""What happened in the knowledge base."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class ArticleEvent(Event):
    """The base of all events of an article; `actor_id` did it, None when a date came."""

    article_id: int
    actor_id: int | None


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
class ArticlePlanChanged(ArticleEvent):
    """Somebody else verifies the article, or its verification holds for another time."""

    verifier_id: int | None
    imported: bool = False


@dataclass(frozen=True)
class ArticleDueSoon(ArticleEvent):
    """The article has to be verified again before long."""


@dataclass(frozen=True)
class ArticleExpired(ArticleEvent):
    """What the article says is not validated any more: the date of its verification has passed."""


@dataclass(frozen=True)
class ArticleLapsed(ArticleEvent):
    """The last day on which the article was valid, such as a price list, is over."""


@dataclass(frozen=True)
class FlagEvent(ArticleEvent):
    """The base of what happens to a reader's flag. Of imported ones nobody is told."""

    flag_id: int
    imported: bool = False


@dataclass(frozen=True)
class ArticleFlagged(FlagEvent):
    """A reader said that something is the matter with the article."""


@dataclass(frozen=True)
class FlagAnswered(FlagEvent):
    """A flag was resolved, and its author answered."""


@dataclass(frozen=True)
class ArticlesHandedOver(ArticleEvent):
    """`owner_id` answers for several articles from now on; `article_id` is one of them."""

    owner_id: int


@dataclass(frozen=True)
class ArticleAudienceChanged(ArticleEvent):
    """Other people may read the article now."""


@dataclass(frozen=True)
class ArticleOwnerChanged(ArticleEvent):
    """Somebody else answers for the article."""


@dataclass(frozen=True)
class AmountsChanged(ArticleEvent):
    """A quotation has other amounts. Only their readers may be told, and nobody is told what they are."""


@dataclass(frozen=True)
class ArticleMoved(ArticleEvent):
    """An article stands below another one now, or at the top."""


@dataclass(frozen=True)
class ResultOverdue(ArticleEvent):
    """A market activity is over, and nobody has said what came of it; `asked_id` is who should."""

    asked_id: int


@dataclass(frozen=True)
class ThreadPromoted(ArticleEvent):
    """`thread_id` was the source of a new article. Of imported ones nobody is told."""

    thread_id: int
    imported: bool = False


@dataclass(frozen=True)
class ArticleUsed(ArticleEvent):
    """An article helped in `thread_id`."""

    thread_id: int
    imported: bool = False


@dataclass(frozen=True)
class ArticleUseWithdrawn(ArticleEvent):
    """It was said by mistake that an article helped in `thread_id`."""

    thread_id: int


@dataclass(frozen=True)
class AnnotationEvent(ArticleEvent):
    """The base of all events of talks about passages of an article."""

    annotation_id: int


@dataclass(frozen=True)
class ArticleCommented(AnnotationEvent):
    """Somebody commented on a passage, or answered there. Of imported ones nobody is told."""

    comment_id: int
    imported: bool = False


@dataclass(frozen=True)
class CommentsResolved(AnnotationEvent):
    """Nothing is left to talk about at this passage."""

    imported: bool = False


@dataclass(frozen=True)
class CommentsReopened(AnnotationEvent):
    """Something is left to talk about at this passage after all."""


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

    imported: bool = False


@dataclass(frozen=True)
class SuggestionDeclined(SuggestionEvent):
    """A reviewer said no, and why."""

    imported: bool = False


@dataclass(frozen=True)
class SuggestionWithdrawn(SuggestionEvent):
    """Its author took it back."""


@dataclass(frozen=True)
class RivalLineEvent(ArticleEvent):
    """The base of all events of a rival's line; the rival is the article. Of imported ones nobody is told."""

    line_id: int


@dataclass(frozen=True)
class RivalLineProposed(RivalLineEvent):
    """Somebody who does not curate the rival proposed a line."""

    imported: bool = False


@dataclass(frozen=True)
class RivalProposalDecided(RivalLineEvent):
    """A proposed line went onto the card, or was declined."""


@dataclass(frozen=True)
class RivalLineChanged(RivalLineEvent):
    """A curator added, edited, moved, withdrew or brought back a line."""

    imported: bool = False


@dataclass(frozen=True)
class RivalLineDisputed(RivalLineEvent):
    """Somebody said that a line is wrong."""

    dispute_id: int
    imported: bool = False


@dataclass(frozen=True)
class RivalDisputeDecided(RivalLineEvent):
    """The curator said what becomes of a disputed line."""

    dispute_id: int


@dataclass(frozen=True)
class PromotionAssigned(Event):
    """`assignee_id` is asked to make an article of a solved case. Of imported ones nobody is told."""

    thread_id: int
    actor_id: int
    assignee_id: int
    imported: bool = False
