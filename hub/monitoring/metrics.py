"""What Prometheus reads: counted where it happens, or asked for when somebody looks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import nan

from prometheus_client import REGISTRY, Gauge, disable_created_metrics, generate_latest

log = logging.getLogger(__name__)

# When each series began is of no use to anybody here, and would be another third of everything.
disable_created_metrics()  # type: ignore[no-untyped-call]

Read = Callable[[], Awaitable[None]]

_READ_SECONDS = 2.0
_reads: dict[str, tuple[Read, tuple[Gauge, ...]]] = {}


def on_scrape(name: str, read: Read, *gauges: Gauge) -> None:
    """Call `read`, which sets `gauges`, whenever the metrics are asked for.

    While it fails, or takes over two seconds, its gauges have no value: a stale one would look well.
    """
    _reads[name] = (read, gauges)


async def exposition() -> bytes:
    """All metrics of this process in Prometheus' text format."""
    await asyncio.gather(*(_refresh(name, read, gauges) for name, (read, gauges) in _reads.items()))
    return generate_latest(REGISTRY)


async def _refresh(name: str, read: Read, gauges: tuple[Gauge, ...]) -> None:
    try:
        await asyncio.wait_for(read(), _READ_SECONDS)
    except Exception as error:
        log.warning("The metrics of %s cannot be read: %s", name, type(error).__name__)
        for gauge in gauges:
            _blank(gauge)


def _blank(gauge: Gauge) -> None:
    try:
        gauge.set(nan)
    except ValueError:
        # It has labels, so its values are those of its series.
        gauge.clear()
