"""Starting a child server again when it has died."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from hub.embedded.processes import ServerFailed

_log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds
LONGEST_PAUSE = 30.0  # seconds between two tries to start it again


async def keep_running(
    name: str, log: Path, is_running: Callable[[], bool], start: Callable[[], None]
) -> None:
    """Call `start` whenever the server has died, until cancelled; each failed try doubles the pause."""
    pause = LOOK_EVERY
    while True:
        await asyncio.sleep(pause)
        if is_running():
            pause = LOOK_EVERY
            continue
        _log.warning("%s has ended; starting it again. Its log: %s", name, log)
        try:
            await asyncio.to_thread(start)
        except ServerFailed:
            pause = min(pause * 2, LONGEST_PAUSE)
            _log.exception("%s does not start; next try in %.0f s.", name, pause)
