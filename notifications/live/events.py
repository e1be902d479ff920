"""Events as frames: rendered and encoded once for each language."""

from collections.abc import Iterable
from dataclasses import asdict

from discussions.live import Frame, render_event, render_row
from hub.outbox import Happened
from knowledge.live import render_event as render_promotion
from notifications.live.messages import encode


async def thread_frames(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
    """The frames for those who have the thread open, by language; empty when it shows nothing there."""
    return _encoded(await render_event(happened, locales) or await render_promotion(happened, locales))


async def row_frames(happened: Happened, locales: Iterable[str]) -> dict[str, bytes]:
    """The frames for those who look at the list of threads, by language; empty when no row changes."""
    return _encoded(await render_row(happened, locales))


def _encoded(frames: dict[str, Frame]) -> dict[str, bytes]:
    return {
        locale: encode({name: value for name, value in asdict(shown).items() if value is not None})
        for locale, shown in frames.items()
    }
