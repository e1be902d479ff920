"""What all tests share: a real database, a real engine, a real mail server, a real browser."""

import asyncio
import gc
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from discussions.queues import counting
from hub import composition, keeping
from hub.accounts import absence, passwords, sessions
from hub.accounts.models import User
from hub.app import create_app
from hub.database import connected, connection, migrate
from hub.embedded import EmbeddedMeilisearch, EmbeddedPostgres, start_meilisearch, start_postgres
from hub.identity import Reader, readers
from hub.outbox.consumers import consumers
from hub.outbox.delivering import deliver_once
from hub.settings import Settings, use_settings
from hub.vocabulary import kept
from notifications import unread
from tests.factories import Make
from tests.site import Site

ClientOf = Callable[[Reader | None], Awaitable[httpx.AsyncClient]]
Deliver = Callable[..., Awaitable[int]]

ADDRESS = "http://hub.test"

# Until all tests are collected nothing becomes garbage, and looking for it takes a quarter of the time.
gc.disable()

# Twenty times as fast as TRUNCATE, which writes new files for all tables and their indexes. As a replica would, the
# server leaves foreign keys alone meanwhile.
_EMPTY = """
DO $$ DECLARE found record; filled boolean; BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR found IN
        SELECT quote_ident(relname) AS name, pg_get_serial_sequence(quote_ident(relname), attname) AS numbers
        FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'id'
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'tortoise_%'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', found.name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %s', found.name);
            PERFORM setval(found.numbers, 1, false);
        END IF;
    END LOOP;
END $$
"""


def pytest_collection_finish() -> None:
    """Look for garbage from now on, and not among the tests and modules, which live until the end."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A folder for the servers of this test run. Its path is short: sockets have a length limit."""
    with tempfile.TemporaryDirectory(prefix="hub-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Hashing as the hub does takes a tenth of a second of every processor, and guessing tests do it by the dozen."""
    passwords._hasher = PasswordHasher(time_cost=2, memory_cost=2048, parallelism=1)


@pytest.fixture(scope="session")
def postgres(data_dir: Path) -> Iterator[EmbeddedPostgres]:
    server = start_postgres(data_dir, throwaway=True)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def engine_server(data_dir: Path) -> Iterator[EmbeddedMeilisearch]:
    server = start_meilisearch(data_dir)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def settings(data_dir: Path, postgres: EmbeddedPostgres) -> Settings:
    """The settings of this process."""
    made = Settings(
        data_dir=data_dir,
        database_url=postgres.url,
        base_url=ADDRESS,
        secret_key="a key for tests",
        smtp_url="",
    )
    use_settings(made)
    return made


@pytest.fixture(scope="session")
async def _connected(settings: Settings) -> AsyncIterator[None]:
    composition.wire()
    await migrate(settings)
    async with connected(settings):
        yield


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> None:
    """Empty tables for each test that touches the database; tests marked `pure` get none."""
    if not request.node.get_closest_marker("pure"):
        request.getfixturevalue("_emptied")


@pytest.fixture
async def _emptied(_connected: None) -> AsyncIterator[None]:
    yield
    await empty_tables()


async def empty_tables() -> None:
    """Leave nothing for the next test."""
    await connection().execute_script(_EMPTY)
    readers.forget()
    sessions.forget()
    keeping.forget()
    counting.forget()
    unread.forget()
    absence.forget()
    kept.forget()


@pytest.fixture
def make() -> Make:
    """Makes people, spaces, threads and the rest, through the packages' own operations."""
    return Make()


@pytest.fixture(scope="session")
def app(settings: Settings) -> Starlette:
    return create_app(settings)


@pytest.fixture
async def client_of(app: Starlette) -> AsyncIterator[ClientOf]:
    """Gives a browser without JavaScript, signed in as somebody or as nobody, talking to the app in this process."""
    clients: list[httpx.AsyncClient] = []

    async def open_client(reader: Reader | None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app)
        client = httpx.AsyncClient(
            transport=transport, base_url=ADDRESS, headers={"Sec-Fetch-Site": "same-origin"}
        )
        if reader:
            user = await User.get(id=reader.id)
            client.cookies.set(
                sessions.COOKIE, await sessions.start(user, user_agent="test", address="127.0.0.1")
            )
        clients.append(client)
        return client

    yield open_client
    await asyncio.gather(*(client.aclose() for client in clients))


@pytest.fixture
def deliver() -> Deliver:
    """Hands out every pending delivery, of all consumers or of the named ones. Returns how many there were."""

    async def run(*names: str) -> int:
        handled = 0
        for consumer in consumers():
            if not names or consumer.name in names:
                while count := await deliver_once(consumer):
                    handled += count
        return handled

    return run


@pytest.fixture(scope="session")
def site(data_dir: Path) -> Iterator[Site]:
    """A hub in a process of its own, as `hub run` starts it, with its own data folder."""
    with Site(data_dir / "site") as running:
        yield running
