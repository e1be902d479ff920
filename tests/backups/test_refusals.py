"""What backup and restore do not do: leave half a file, touch a hub for a bad file, overwrite people's work unasked."""

import asyncio
import re
import signal
import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from hub.cli.backups import programs, restoring
from hub.cli.context import Failure
from hub.embedded import start_postgres
from hub.settings import Settings
from tests.site import Site
from tests.trials.people import rows_of, until

pytestmark = pytest.mark.pure

OLD = b"the backup of yesterday"


@pytest.fixture(scope="module")
def site(data_dir: Path) -> Site:
    """A hub with a person, a case and a file; not running."""
    made = Site(data_dir / "refusing", HUB_SECRET_KEY="")
    result = made.command("user", "create", "--email", "ann@example.com", "--name", "Ann", "--role", "admin")
    assert result.returncode == 0, result.stderr
    return made


@pytest.fixture(scope="module")
def backup(site: Site, data_dir: Path) -> Path:
    file = data_dir / "hub.backup"
    result = site.command("backup", str(file))
    assert result.returncode == 0, result.stderr
    return file


@asynccontextmanager
async def held_up(site: Site) -> AsyncIterator[asyncpg.Connection]:
    """Nobody can read the table of files while the block runs: a backup that began waits."""
    async with rows_of(site) as rows, rows.transaction():
        await rows.execute("LOCK TABLE file IN ACCESS EXCLUSIVE MODE")
        yield rows


@pytest.mark.parametrize(("sent", "left"), [(signal.SIGKILL, True), (signal.SIGTERM, False)])
async def test_a_backup_that_is_ended_leaves_the_old_file_as_it_was(
    site: Site, tmp_path: Path, sent: signal.Signals, left: bool
) -> None:
    file = tmp_path / "hub.backup"
    partial = tmp_path / "hub.backup.partial"
    file.write_bytes(OLD)
    async with held_up(site) as rows:
        process = site.spawn("backup", str(file))

        async def waits() -> bool:
            return bool(await rows.fetchval("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)"))

        try:
            await until(waits, 30, "the backup is held up")
            assert partial.exists()
            process.send_signal(sent)
            assert await asyncio.to_thread(process.wait, 30) != 0
        finally:
            process.kill()
            process.wait()
    assert file.read_bytes() == OLD
    assert partial.exists() == left
    assert site.command("backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        assert tar.getnames()[0] == "about.json"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_whole_backup_is_refused_before_anything_is_touched(
    backup: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    wrong = {
        "empty": b"",
        "foreign": b"PGDMP and so on",
        "cut off": whole[:-20],
        "half": whole[:middle],
        "one bit": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "followed": whole + b"something else",
    }
    for name, content in wrong.items():
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(Failure, match=re.escape(str(file))):
            check(file, tmp_path)
    target = Site(tmp_path / "target", HUB_SECRET_KEY="")
    result = target.command("restore", str(tmp_path / "one bit"))
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert str(tmp_path / "one bit") in result.stderr
    assert list(target.folder.glob("*")) == []


def check(file: Path, folder: Path, *, secret_key: str = "") -> None:
    """What `hub restore` does with a file before it starts or opens anything."""
    restoring.check(file, Settings(data_dir=folder, secret_key=secret_key))


def test_a_tar_of_somebody_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        tar.add(__file__, "../../etc/passwd")
    with pytest.raises(Failure, match="is not a backup of a hub"):
        check(file, tmp_path)


def test_a_tar_with_a_member_changed_by_hand_is_refused(backup: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    with tarfile.open(backup) as tar:
        names = tar.getnames()
        tar.extractall(unpacked, filter="data")
    (unpacked / "secret_key").write_text("another key")
    file = tmp_path / "changed.backup"
    with tarfile.open(file, "w:gz") as tar:
        for name in names:
            tar.add(unpacked / name, name)
    with pytest.raises(Failure, match="is not whole"):
        check(file, tmp_path)


def test_a_key_that_is_not_the_backups_is_refused(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="HUB_SECRET_KEY"):
        check(backup, tmp_path, secret_key="another")


def test_a_server_newer_than_every_pg_dump_is_named(settings: Settings) -> None:
    with pytest.raises(Failure, match="PostgreSQL 99, and no pg_dump of that version"):
        next(programs.dump(settings, "00000003-0000001B-1", 99))


def test_a_hub_that_people_use_is_replaced_only_when_told_to_and_stopped(
    site: Site, backup: Path, data_dir: Path
) -> None:
    other = Site(data_dir / "used", HUB_SECRET_KEY="")
    arguments = ("user", "create", "--email", "old@example.com", "--name", "Old", "--role", "admin")
    assert other.command(*arguments).returncode == 0
    stranger = other.folder / "files" / "ab" / "00000000-0000-7000-8000-0000000000ab"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"of the old hub")
    with other:
        running = other.command("restore", "--replace", str(backup))
        assert (running.returncode, "is running" in running.stderr) == (1, True), running.stderr
    unasked = other.command("restore", str(backup))
    assert (unasked.returncode, "--replace" in unasked.stderr) == (1, True), unasked.stderr
    assert other.command("token", "create", "--email", "old@example.com").returncode == 0
    assert stranger.exists()
    asked = other.command("restore", "--replace", str(backup))
    assert asked.returncode == 0, asked.stderr
    assert other.command("token", "create", "--email", "ann@example.com").returncode == 0
    assert other.command("token", "create", "--email", "old@example.com").returncode == 1
    assert not stranger.exists()
    assert other.command("doctor").returncode == 0
    assert databases_of(other) == {"hub", "postgres"}


def test_a_missing_file_is_told_by_backup_restore_and_doctor(site: Site, data_dir: Path) -> None:
    source = Site(data_dir / "lacking", HUB_SECRET_KEY="")
    assert source.command("user", "create", "--email", "a@example.com", "--name", "A").returncode == 0
    token = source.command("token", "create", "--email", "a@example.com").stdout.strip()
    with source:
        headers = {"Authorization": f"Bearer {token}"}
        uids = [
            httpx.post(f"{source.url}/api/v1/files", headers=headers, files={"file": ("a.txt", text)}).json()[
                "uid"
            ]
            for text in (b"one", b"two", b"three")
        ]
    paths = [source.folder / "files" / uid[-2:] / uid for uid in uids]
    assert all(path.exists() for path in paths)
    paths[0].unlink()
    paths[1].write_bytes(b"owt")
    for command in (("doctor",), ("backup", str(data_dir / "lacking.backup"))):
        result = source.command(*command)
        assert result.returncode == 1
        assert "2" in result.stdout + result.stderr
        assert {uid in result.stdout + result.stderr for uid in uids[:2]} == {True}
        assert uids[2] not in result.stdout + result.stderr
    target = Site(data_dir / "lacking-too", HUB_SECRET_KEY="")
    restored = target.command("restore", str(data_dir / "lacking.backup"))
    assert (restored.returncode, uids[0] in restored.stderr) == (1, True)
    looked_over = target.command("doctor")
    assert (looked_over.returncode, "2 of 3 uploaded files" in looked_over.stdout) == (1, True)


def databases_of(site: Site) -> set[str]:
    with start_postgres(site.folder) as server:

        async def names() -> set[str]:
            link = await asyncpg.connect(server.url)
            rows = await link.fetch("SELECT datname FROM pg_database WHERE NOT datistemplate")
            await link.close()
            return {row["datname"] for row in rows}

        return asyncio.run(names())
