"""What happened to the vocabulary."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class TermChanged(Event):
    """A term was added, renamed, archived, or got other nicknames."""

    term_id: int


@dataclass(frozen=True)
class TermsMerged(Event):
    """Everything filed under `from_id` is now filed under `into_id`."""

    from_id: int
    into_id: int
