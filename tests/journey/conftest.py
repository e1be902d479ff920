"""One hub with the demo company and one browser for all journeys."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browsing import chromium
from tests.site import Site


@pytest.fixture(scope="package")
def demo(data_dir: Path) -> Iterator[Site]:
    with Site(data_dir / "journey", demo=True) as site:
        yield site


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running
