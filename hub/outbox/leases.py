"""Leases: what a worker has claimed is its own as long as it says so, and another one's when it dies."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def renewed(renew: Callable[[], Awaitable[object]], every: float) -> AsyncIterator[None]:
    """Call `renew` each `every` seconds as long as the block runs."""

    async def go_on() -> None:
        while True:
            await asyncio.sleep(every)
            await renew()

    renewal = asyncio.create_task(go_on())
    try:
        yield
    finally:
        renewal.cancel()
        # Swallows what ended the renewal, but not a cancellation of the worker itself.
        await asyncio.gather(renewal, return_exceptions=True)
