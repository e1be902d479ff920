"""Events as frames: rendered and encoded once for each language."""

from dataclasses import asdict

from discussions.live import Frame, render_event, render_row
from hub.outbox import Happened
from knowledge.live import render_event as render_promotion
from notifications.live.messages import encode


async def thread_frame(happened: Happened, locale: str) -> bytes | None:
    """The frame for those who have the thread open, or None when it shows nothing there."""
    return _encoded(await render_event(happened, locale) or await render_promotion(happened, locale))


async def row_frame(happened: Happened, locale: str) -> bytes | None:
    """The frame for those who look at the list of threads, or None when no row changes."""
    return _encoded(await render_row(happened, locale))


def _encoded(shown: Frame | None) -> bytes | None:
    if shown is None:
        return None
    return encode({name: value for name, value in asdict(shown).items() if value is not None})
