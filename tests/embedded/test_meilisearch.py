"""The Meilisearch that a hub starts for itself."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.embedded import EmbeddedMeilisearch, MeilisearchMissing, ServerFailed, start_meilisearch, supervising
from hub.embedded import meilisearch as module
from hub.embedded.processes import command_line, is_alive, wait_until

HOLD = """
import sys, pathlib
from hub.embedded import start_meilisearch
engine = start_meilisearch(pathlib.Path(sys.argv[1]))
print(engine.pid, flush=True)
sys.stdin.readline()
engine.stop()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hub")


@pytest.fixture
def engine(folder: Path) -> Iterator[EmbeddedMeilisearch]:
    with start_meilisearch(folder) as started:
        yield started


def another_process(folder: Path) -> "tuple[subprocess.Popen[str], int]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def kill(engine: EmbeddedMeilisearch) -> int:
    killed = engine.pid
    os.kill(killed, signal.SIGKILL)
    assert wait_until(lambda: not is_alive(killed), 5)
    return killed


async def becomes_true(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not condition():
            await asyncio.sleep(0.05)


def test_it_answers_with_its_key_and_not_without(engine: EmbeddedMeilisearch) -> None:
    assert engine.is_healthy()
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(f"{engine.url}/version", timeout=5)
    refused.value.close()


def test_its_key_is_made_once_and_hidden(folder: Path, engine: EmbeddedMeilisearch) -> None:
    file = folder / "meilisearch/master-key"
    assert file.stat().st_mode & 0o077 == 0
    assert engine.key == file.read_text()
    assert engine.key not in command_line(engine.pid)
    with start_meilisearch(folder) as again:
        assert again.key == engine.key


def test_it_listens_on_this_machine_only_and_reports_to_nobody(engine: EmbeddedMeilisearch) -> None:
    arguments = command_line(engine.pid)
    assert f"127.0.0.1:{engine.port}" in arguments
    assert "--no-analytics" in arguments


def test_only_the_last_of_several_processes_ends_the_engine(folder: Path) -> None:
    mine = start_meilisearch(folder)
    other, pid = another_process(folder)
    assert pid == mine.pid
    mine.stop()
    mine.stop()
    assert is_alive(pid)
    other.communicate("\n", timeout=20)
    assert not is_alive(pid)


def test_an_engine_orphaned_by_kill_is_adopted_and_later_ended(folder: Path) -> None:
    killed, pid = another_process(folder)
    killed.kill()
    killed.communicate()
    with start_meilisearch(folder) as engine:
        assert engine.pid == pid
    assert not is_alive(pid)


def test_an_orphan_that_nobody_noted_is_replaced(folder: Path) -> None:
    killed, pid = another_process(folder)
    killed.kill()
    killed.communicate()
    (folder / "meilisearch/state.json").unlink()
    with start_meilisearch(folder) as engine:
        assert engine.is_healthy()
        assert not is_alive(pid)


def test_a_noted_process_that_is_not_ours_is_left_alone(folder: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    state = folder / "meilisearch/state.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | {"pid": stranger.pid}))
    with start_meilisearch(folder) as engine:
        assert engine.pid != stranger.pid
        assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_it_keeps_its_port_unless_somebody_took_it(folder: Path) -> None:
    with start_meilisearch(folder) as engine:
        port = engine.port
    with start_meilisearch(folder) as engine:
        assert engine.port == port
    with socket.create_server(("127.0.0.1", port)), start_meilisearch(folder) as engine:
        assert engine.port != port
        assert engine.is_healthy()


async def test_the_supervisor_starts_it_again(engine: EmbeddedMeilisearch) -> None:
    url = engine.url
    supervisor = asyncio.create_task(engine.supervise())
    killed = kill(engine)
    await becomes_true(engine.is_healthy)
    assert engine.pid != killed
    assert engine.url == url
    supervisor.cancel()


async def test_the_supervisor_tries_again_when_a_start_fails(
    engine: EmbeddedMeilisearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([ServerFailed("no memory"), ServerFailed("no memory")])
    launch = EmbeddedMeilisearch._launch

    def failing(self: EmbeddedMeilisearch) -> None:
        if failure := next(failures, None):
            raise failure
        launch(self)

    monkeypatch.setattr(EmbeddedMeilisearch, "_launch", failing)
    monkeypatch.setattr(supervising, "LOOK_EVERY", 0.05)
    supervisor = asyncio.create_task(engine.supervise())
    kill(engine)
    await becomes_true(engine.is_healthy)
    assert next(failures, None) is None
    supervisor.cancel()


def test_without_a_program_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(module, "_NPM_BINARY", Path("nowhere"))
    with pytest.raises(MeilisearchMissing, match="npm ci"):
        start_meilisearch(tmp_path)


def test_a_program_that_does_not_start_is_reported_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match=r"engine\.log"):
        EmbeddedMeilisearch(tmp_path, Path("/bin/false")).start()
