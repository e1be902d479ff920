"""A hub in which every operation of the API has something to work on."""

import httpx
import pytest

from tests.api.calls import World, build
from tests.beginnings import begin_with
from tests.conftest import ClientOf, Deliver
from tests.factories import Make


@pytest.fixture
async def world(make: Make, deliver: Deliver) -> World:
    return await begin_with("world_of_the_api", lambda: build(make, deliver))


@pytest.fixture
async def ann(world: World, client_of: ClientOf) -> httpx.AsyncClient:
    """A program of Ann's, who may do everything with everything here."""
    return await client_of(world.ann)
