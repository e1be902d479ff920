"""The PostgreSQL that a hub starts for itself."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
from tortoise.backends.base.config_generator import expand_db_url

from hub.embedded import EmbeddedPostgres, ServerFailed, start_postgres

HOLD = """
import sys, pathlib
from hub.embedded import start_postgres
server = start_postgres(pathlib.Path(sys.argv[1]), throwaway=True)
print(server.pid(), flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with new_folder() as made:
        yield made


@pytest.fixture
def unused() -> Iterator[Path]:
    with new_folder() as made:
        yield made


@contextmanager
def new_folder() -> Iterator[Path]:
    """Not pytest's own: another run of pytest shuts that to the account that PostgreSQL gets under root."""
    with tempfile.TemporaryDirectory(prefix="hub-") as made:
        yield Path(made)


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    with start_postgres(folder, throwaway=True) as started:
        yield started


def another_process(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def end(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=20)


async def test_its_url_suits_asyncpg_and_tortoise(server: EmbeddedPostgres) -> None:
    by_tortoise = expand_db_url(server.url.replace("postgresql:", "asyncpg:"))["credentials"]
    for connecting in (asyncpg.connect(server.url), asyncpg.connect(**by_tortoise)):
        connection = await connecting
        assert await connection.fetchval("SELECT current_database()") == "hub"
        await connection.close()


async def test_text_is_utf8_and_case_is_folded_beyond_ascii(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.url)
    assert await connection.fetchval("SHOW server_encoding") == "UTF8"
    assert await connection.fetchval("SELECT 'Ärger im Büro 报价' ILIKE '%BÜRO 报价'")
    assert not await connection.fetchval("SELECT 'Ärger im Büro 报价' ILIKE '%BURO 报价'")
    await connection.close()


async def test_what_was_written_is_there_after_a_stop(folder: Path) -> None:
    with start_postgres(folder, throwaway=True) as server:
        connection = await asyncpg.connect(server.url)
        await connection.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept (word text)")
        await connection.execute("INSERT INTO kept VALUES ('still here')")
        await connection.close()
        first = server.pid()
    assert server.pid() is None
    with start_postgres(folder, throwaway=True) as server:
        assert server.pid() != first
        connection = await asyncpg.connect(server.url)
        assert await connection.fetchval("SELECT word FROM kept") == "still here"
        await connection.close()


def test_only_the_last_of_several_processes_ends_the_server(folder: Path) -> None:
    mine = start_postgres(folder, throwaway=True)
    other = another_process(folder)
    assert said(other) == mine.pid()
    mine.stop()
    mine.stop()
    assert mine.pid() is not None
    end(other)
    assert mine.pid() is None


def test_a_server_orphaned_by_kill_is_adopted_and_later_ended(folder: Path) -> None:
    killed = another_process(folder)
    pid = said(killed)
    killed.kill()
    killed.communicate()
    with start_postgres(folder, throwaway=True) as server:
        assert server.pid() == pid
    assert server.pid() is None


async def test_a_killed_server_recovers_at_the_next_start(folder: Path) -> None:
    with start_postgres(folder) as server:
        connection = await asyncpg.connect(server.url)
        await connection.execute("DROP TABLE IF EXISTS survives; CREATE TABLE survives AS SELECT 7 AS n")
        pid = server.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        with start_postgres(folder) as again:
            assert again.pid() not in (None, pid)
            fresh = await asyncpg.connect(again.url)
            assert await fresh.fetchval("SELECT n FROM survives") == 7
            await fresh.close()
        connection.terminate()


def test_a_pid_file_whose_number_another_program_got_does_not_stop_the_start(folder: Path) -> None:
    with start_postgres(folder, throwaway=True) as server:
        file = folder / "postgres/cluster/postmaster.pid"
        text = file.read_text()
    file.write_text("\n".join([str(os.getpid()), *text.split("\n")[1:]]))
    with start_postgres(folder, throwaway=True) as server:
        assert server.pid() != os.getpid()


async def test_a_folder_too_deep_for_a_socket_works(unused: Path) -> None:
    deep = unused / ("deep" * 30)
    with start_postgres(deep, throwaway=True) as server:
        connection = await asyncpg.connect(server.url)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()


def test_an_interrupted_first_start_is_begun_anew(folder: Path, unused: Path) -> None:
    (unused / "postgres/new-cut-off/cluster").mkdir(parents=True)
    (unused / "postgres/new-cut-off/cluster/PG_VERSION").write_text("18\n")
    with start_postgres(unused, throwaway=True) as server:
        assert server.pid()


def test_a_cluster_of_another_version_is_refused_in_words(unused: Path) -> None:
    cluster = unused / "postgres/cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(ServerFailed, match="made by PostgreSQL 16"):
        start_postgres(unused)


def test_nobody_else_may_enter_the_cluster_or_read_its_log(folder: Path, server: EmbeddedPostgres) -> None:
    assert (folder / "postgres/cluster").stat().st_mode & 0o077 == 0
    assert (folder / "postgres/postgres.log").stat().st_mode & 0o077 == 0


async def test_the_supervisor_starts_it_again(server: EmbeddedPostgres) -> None:
    supervisor = asyncio.create_task(server.supervise())
    killed = server.pid()
    assert killed
    os.kill(killed, signal.SIGKILL)
    async with asyncio.timeout(30):
        while not await answers(server):
            await asyncio.sleep(0.05)
    assert server.pid() not in (None, killed)
    supervisor.cancel()


async def answers(server: EmbeddedPostgres) -> bool:
    try:
        connection = await asyncpg.connect(server.url)
    except (OSError, asyncpg.PostgresError):
        return False
    answer = await connection.fetchval("SELECT 1")
    await connection.close()
    return bool(answer == 1)
