"""How far behind the outbox is, and how well the bus hears."""

from prometheus_client import Counter, Gauge

from hub.monitoring import on_scrape
from hub.outbox.bus import Bus
from hub.outbox.consumers import consumers
from hub.outbox.parking import Backlog, backlogs

_OWED = Gauge("hub_outbox_owed", "Deliveries that a consumer has still to handle.", ["consumer"])
_LAG = Gauge("hub_outbox_lag_seconds", "How long a consumer's oldest delivery has been due.", ["consumer"])
_PARKED = Gauge("hub_outbox_parked", "Deliveries that failed too often and wait for a person.", ["consumer"])
_CONNECTED = Gauge("hub_bus_connected", "Whether this process hears the bus.")
_CONNECTS = Counter("hub_bus_connects", "Connects to the bus. Every one after the first ended a gap.")


def measure(bus: Bus) -> None:
    """Show the bus of this process, and the hub's whole outbox, among the metrics."""
    _CONNECTED.set_function(bus.connected.is_set)
    bus.on_gap(_CONNECTS.inc)
    on_scrape("the outbox", _read, _OWED, _LAG, _PARKED)


async def _read() -> None:
    known = {backlog.consumer: backlog for backlog in await backlogs()}
    for name in {consumer.name for consumer in consumers()} | known.keys():
        backlog = known.get(name, Backlog(name, 0, 0, 0.0))
        _OWED.labels(name).set(backlog.owed)
        _LAG.labels(name).set(max(0.0, backlog.lag_seconds))
        _PARKED.labels(name).set(backlog.parked)
