"""Work that runs for ever ends when it is told to."""

import asyncio

import pytest

from hub.outbox.finishing import heed_cancellation

pytestmark = pytest.mark.pure


async def test_a_cancellation_that_a_library_forgets_ends_a_loop_before_it_rests() -> None:
    begun = asyncio.Event()

    async def forgetful() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return

    async def loop() -> None:
        await forgetful()
        heed_cancellation()
        await asyncio.Event().wait()

    task = asyncio.create_task(loop())
    await begun.wait()
    task.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait([task])
    assert task.cancelled()


async def test_what_ran_into_its_own_time_limit_was_not_cancelled() -> None:
    try:
        async with asyncio.timeout(0):
            await asyncio.Event().wait()
    except TimeoutError:
        heed_cancellation()
        return
    pytest.fail("The time limit was passed over.")
