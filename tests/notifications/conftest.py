"""Gateways for the tests of live connections, and a server for those of mail."""

from collections.abc import AsyncIterator, Iterator

import pytest

from hub.settings import Settings
from tests.notifications.live import GatewayServer
from tests.notifications.mailing import MailServer, mail_server


@pytest.fixture
async def gateway(settings: Settings, _emptied: None) -> AsyncIterator[GatewayServer]:
    async with GatewayServer(settings).running() as server:
        yield server


@pytest.fixture
async def other_gateway(settings: Settings, _emptied: None) -> AsyncIterator[GatewayServer]:
    """A second process, as far as the first can tell: both know of each other only through the database."""
    async with GatewayServer(settings).running() as server:
        yield server


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def over_smtp(settings: Settings, smtp: MailServer) -> Settings:
    """The settings of a hub whose mail goes to that server."""
    return settings.model_copy(update={"smtp_url": smtp.url})
