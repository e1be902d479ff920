"""Ending what was begun when the process is told to stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 10.0


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
