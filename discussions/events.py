"""What happened in discussions. Consumers load what is current, so the order of delivery does not matter.

Every event carries `thread_id`, and `version`: the thread's version that the change made.
"""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class ThreadEvent(Event):
    """The base of all events of a thread; `actor_id` did it, None when a date has passed."""

    thread_id: int
    version: int
    actor_id: int | None


@dataclass(frozen=True)
class ThreadPosted(ThreadEvent):
    """A new case; `post_id` is its text. Imported ones are indexed, and nobody is told."""

    post_id: int
    imported: bool = False


@dataclass(frozen=True)
class ThreadEdited(ThreadEvent):
    """Title or header of a case changed."""


@dataclass(frozen=True)
class ThreadMoved(ThreadEvent):
    """A thread went to another space."""


@dataclass(frozen=True)
class ThreadAudienceChanged(ThreadEvent):
    """Other people may read the thread now."""


@dataclass(frozen=True)
class ThreadLocked(ThreadEvent):
    """No more replies."""


@dataclass(frozen=True)
class ThreadUnlocked(ThreadEvent):
    """Replies are welcome again."""


@dataclass(frozen=True)
class ThreadHidden(ThreadEvent):
    """Only leads and the author can see the thread now."""


@dataclass(frozen=True)
class ThreadUnhidden(ThreadEvent):
    """Its audience can see the thread again."""


@dataclass(frozen=True)
class ThreadAssigned(ThreadEvent):
    """`assignee_id` works on the case; None when nobody does any more."""

    assignee_id: int | None


@dataclass(frozen=True)
class ReplyPosted(ThreadEvent):
    """A new reply. Imported ones are indexed, and nobody is told."""

    post_id: int
    imported: bool = False


@dataclass(frozen=True)
class PostEdited(ThreadEvent):
    """The text of a case or a reply changed."""

    post_id: int


@dataclass(frozen=True)
class PostDeleted(ThreadEvent):
    """A reply became a stub."""

    post_id: int


@dataclass(frozen=True)
class ReactionChanged(ThreadEvent):
    """Somebody reacted, or took it back."""

    post_id: int


@dataclass(frozen=True)
class AnswerAccepted(ThreadEvent):
    """A reply solved the case. Of imported ones nobody is told."""

    post_id: int
    imported: bool = False


@dataclass(frozen=True)
class AnswerWithdrawn(ThreadEvent):
    """A reply is no longer an accepted answer; without any, the case is open again."""

    post_id: int


@dataclass(frozen=True)
class StrategyMarked(ThreadEvent):
    """A reply is a strategy now, or has another title."""

    post_id: int


@dataclass(frozen=True)
class StrategyUnmarked(ThreadEvent):
    """A strategy is a reply like others again."""

    post_id: int


@dataclass(frozen=True)
class StrategyVoted(ThreadEvent):
    """Somebody voted for a strategy, or took it back."""

    post_id: int


@dataclass(frozen=True)
class StrategyCommented(ThreadEvent):
    """Somebody commented on a strategy. Of imported ones nobody is told."""

    post_id: int
    comment_id: int
    imported: bool = False


@dataclass(frozen=True)
class StrategyCommentDeleted(ThreadEvent):
    """A comment on a strategy was taken away."""

    post_id: int
    comment_id: int


@dataclass(frozen=True)
class OutcomeAsked(ThreadEvent):
    """The asker of a solved case is asked how it ended; once more as a `reminder`."""

    reminder: bool = False


@dataclass(frozen=True)
class OutcomeTold(ThreadEvent):
    """How a solved case ended was told, or corrected."""


@dataclass(frozen=True)
class ThreadOverdue(ThreadEvent):
    """Nobody replied to a question in time, or the next step of a complaint was not taken; nobody did that."""


@dataclass(frozen=True)
class ComplaintMoved(ThreadEvent):
    """A step of a complaint was taken, or taken back, or its customer has said how satisfied they are."""


# After these, other people may read the thread.
MOVING_READERS = (ThreadAudienceChanged, ThreadHidden, ThreadMoved, ThreadUnhidden)
