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
    """A team asks for opinions. Of imported topics nobody is told."""

    imported: bool = False


@dataclass(frozen=True)
class TopicChanged(TopicEvent):
    """Its text or audience changed, its opinions were opened, or it was closed."""


@dataclass(frozen=True)
class OpinionGiven(TopicEvent):
    """Somebody said what they think. Of imported opinions nobody is told."""

    opinion_id: int
    imported: bool = False


@dataclass(frozen=True)
class SealingEvent(Event):
    """The base of all events of the keys of a team, with which sealed reports are opened; `actor_id` did it."""

    team_id: int
    actor_id: int


@dataclass(frozen=True)
class TeamKeyMade(SealingEvent):
    """A team has a new key: its members see that its fingerprint changed. Of an imported one nobody is told."""

    key_id: int
    imported: bool = False


@dataclass(frozen=True)
class KeyGranted(SealingEvent):
    """`user_id` can open what is sealed for the team."""

    user_id: int


@dataclass(frozen=True)
class KeyTakenAway(SealingEvent):
    """`user_id` gets no key of the team any more: those who stay have to make a new one."""

    user_id: int


@dataclass(frozen=True)
class RecoveryAsked(SealingEvent):
    """A member without a key asks the admins who keep a share."""

    recovery_id: int


@dataclass(frozen=True)
class RecoveryGranted(SealingEvent):
    """An admin gave a share; `enough` tells whether the key can be recovered now. Whoever asked is told."""

    recovery_id: int
    enough: bool


@dataclass(frozen=True)
class KeyRecovered(SealingEvent):
    """A key was recovered: the team and the admins who keep a share are told."""

    recovery_id: int
