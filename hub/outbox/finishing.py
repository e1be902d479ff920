"""Ending what was begun when the process is told to stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 10.0


def heed_cancellation() -> None:
    """Raise CancelledError when the running task was cancelled and something it called has forgotten that.

    Before Python 3.12 ``asyncio.wait_for``, through which libraries wait, forgets a cancellation that meets its end;
    a loop that goes on would then wait for ever. It asks here before it rests.
    """
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError


async def finished(work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns. A cancellation waits until it is done, or until `PATIENCE_SECONDS` have passed."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        _done, late = await asyncio.wait([task], timeout=PATIENCE_SECONDS)
        if late:
            task.cancel()
            await asyncio.wait([task])
        raise
