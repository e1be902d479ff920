"""What happened to groups."""

from dataclasses import dataclass

from hub.outbox import Event


@dataclass(frozen=True)
class MembersLeft(Event):
    """People belong to a group no more; nobody is the actor when the command line did it."""

    group_id: int
    user_ids: list[int]
    actor_id: int | None
