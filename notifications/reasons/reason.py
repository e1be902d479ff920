"""What a reason is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from notifications.models import Kind, Notification

# Gives the ids of those of these notifications whose task is still to be done.
Waiting = Callable[[Sequence[Notification]], Awaitable[set[int]]]


@dataclass(frozen=True)
class Reason:
    """`text` is the marked sentence, with ``%(who)s`` where people did it.

    Of a task, `waiting` tells whether mail about it still makes sense; without it, it does. What is `for_team` is
    shown to members of the team of a report or topic as long as they are.
    """

    kind: Kind
    text: str
    waiting: Waiting | None = None
    path: str = ""
    for_team: bool = False
