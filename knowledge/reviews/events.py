"""What happened to reviews."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class ReviewEvent(Event):
    """The base of all events of a review; `actor_id` did it."""

    review_id: int
    actor_id: int


@dataclass(frozen=True)
class ReviewFiled(ReviewEvent):
    """A deal was looked back on."""


@dataclass(frozen=True)
class ReviewCorrected(ReviewEvent):
    """What a review says, or who may read it, changed."""


@dataclass(frozen=True)
class ReviewWithdrawn(ReviewEvent):
    """A review counts no more."""


@dataclass(frozen=True)
class ReviewRestored(ReviewEvent):
    """A withdrawn review counts again."""
