"""Gateways for the tests of live connections."""

from collections.abc import AsyncIterator

import pytest

from hub.settings import Settings
from tests.notifications.live import GatewayServer


@pytest.fixture
async def gateway(settings: Settings, _emptied: None) -> AsyncIterator[GatewayServer]:
    async with GatewayServer(settings).running() as server:
        yield server


@pytest.fixture
async def other_gateway(settings: Settings, _emptied: None) -> AsyncIterator[GatewayServer]:
    """A second process, as far as the first can tell: both know of each other only through the database."""
    async with GatewayServer(settings).running() as server:
        yield server
