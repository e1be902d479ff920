"""What happened to reports of defects, and to the topics of product teams. Ids only: no word of a report."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class DefectEvent(Event):
    """The base of all events of a report; `actor_id` did it."""

    defect_id: int
    actor_id: int


@dataclass(frozen=True)
class DefectReported(DefectEvent):
    """A new report. Imported ones are indexed, and nobody is told."""

    imported: bool = False


@dataclass(frozen=True)
class DefectChanged(DefectEvent):
    """Its words, product, version or severity changed, or what it is linked to."""


@dataclass(frozen=True)
class DefectDecided(DefectEvent):
    """It was accepted, declined, merged, fixed or opened again: its reporter and its thread are told of `state`."""

    state: str


@dataclass(frozen=True)
class DefectAssigned(DefectEvent):
    """Somebody of the team looks after it now, or nobody."""

    assignee_id: int | None


@dataclass(frozen=True)
class DefectSnoozed(DefectEvent):
    """It waits until a day, or does not wait any longer."""


@dataclass(frozen=True)
class DefectEntryWritten(DefectEvent):
    """A note for the team, or a reply between the team and the reporter."""

    entry_id: int
    kind: str


@dataclass(frozen=True)
class DefectAudienceChanged(DefectEvent):
    """Others may read it now, or another team answers for it."""


@dataclass(frozen=True)
class DemandGiven(DefectEvent):
    """A customer on whose behalf it matters was added or taken away."""

    demand_id: int


@dataclass(frozen=True)
class TopicEvent(Event):
    """The base of all events of a topic."""

    topic_id: int
    actor_id: int


@dataclass(frozen=True)
class TopicPublished(TopicEvent):
    """A team asks for opinions."""


@dataclass(frozen=True)
class TopicChanged(TopicEvent):
    """Its text or audience changed, its opinions were opened, or it was closed."""


@dataclass(frozen=True)
class OpinionGiven(TopicEvent):
    """Somebody said what they think."""

    opinion_id: int
