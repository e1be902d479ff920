"""What the tests of discussions share."""

from hub.outbox.events import Event, restore
from hub.outbox.models import RecordedEvent


async def recorded() -> list[Event]:
    """Every event so far, oldest first."""
    return [restore(row.type, row.data) for row in await RecordedEvent.all().order_by("id")]


async def types_recorded() -> list[str]:
    return [event.type.removeprefix("discussions.") for event in await recorded()]
