"""What happened to gaps."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class GapEvent(Event):
    """The base of all events of a gap; `actor_id` did it, and `article_id` is what it is about, if an article."""

    gap_id: int
    actor_id: int
    article_id: int | None


@dataclass(frozen=True)
class GapAssigned(GapEvent):
    """`assignee_id` fills the gap from now on."""

    assignee_id: int


@dataclass(frozen=True)
class GapGivenBack(GapEvent):
    """Nobody fills the gap any more."""


@dataclass(frozen=True)
class GapFilled(GapEvent):
    """Who filled the gap, or a lead, says that it is done."""


@dataclass(frozen=True)
class GapReopened(GapEvent):
    """It was not done after all."""
