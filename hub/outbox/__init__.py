"""What happened, told reliably: events are recorded with the rows they speak of and delivered at least once."""

from hub.outbox.consumers import Consumer, Happened, TryLater, consume, forget_consumers
from hub.outbox.events import Event
from hub.outbox.recording import OutsideTransaction, record

__all__ = [
    "Consumer",
    "Event",
    "Happened",
    "OutsideTransaction",
    "TryLater",
    "consume",
    "forget_consumers",
    "record",
]
