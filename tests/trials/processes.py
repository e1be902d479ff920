"""A hub of one web, one gateway and one worker process on one machine, whose parts can be killed and cut off."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from tests.site import Site, free_port
from tests.trials.people import metric


class Parts:
    """The processes; `gateway_database` makes the gateway use another way to the database."""

    def __init__(self, folder: Path, gateway_database: str = "") -> None:
        self.folder = folder
        self._metrics_port = free_port()
        gateway = {"HUB_METRICS_PORT": str(self._metrics_port)}
        if gateway_database:
            gateway["HUB_DATABASE_URL"] = gateway_database
        self.sites = {
            "web": Site(folder, serving="web"),
            "gateway": Site(folder, demo=False, serving="gateway", **gateway),
            "worker": Site(folder, serving="worker"),
        }

    @property
    def web(self) -> str:
        return self.sites["web"].url

    @property
    def live(self) -> str:
        return self.sites["gateway"].url.replace("http", "ws", 1) + "/live"

    async def kill(self, name: str) -> None:
        """End a process without a chance to tidy up, and start it again; the hub itself looks after its servers."""
        if name in self.sites:
            await asyncio.to_thread(self.sites[name].kill)
            await asyncio.to_thread(self.sites[name].start)
        else:
            os.kill(self.server(name), signal.SIGKILL)

    async def metric(self, series: str) -> float:
        """One value of the gateway's metrics; 0 while it has none of that name."""
        return await metric(f"http://127.0.0.1:{self._metrics_port}", series)

    def pids(self) -> dict[str, int]:
        """Every process by its name."""
        servers = {name: self.server(name) for name in ("database", "engine")}
        return {name: site.pid for name, site in self.sites.items()} | servers

    def server(self, name: str) -> int:
        """The process id of ``database`` or ``engine``."""
        site = self.sites["web"]
        pid = site.database_pid if name == "database" else site.engine_pid
        assert pid, f"the {name} does not run"
        return pid


@asynccontextmanager
async def parts(folder: Path, gateway_database: str = "") -> AsyncIterator[Parts]:
    """Migrate and start everything; end it afterwards."""
    made = Parts(folder, gateway_database)
    started: list[Site] = []
    migrated = await asyncio.to_thread(made.sites["web"].command, "migrate")
    assert migrated.returncode == 0, migrated.stderr
    try:
        for site in made.sites.values():
            started.append(site)
            await asyncio.to_thread(site.start)
        yield made
    finally:
        for site in reversed(started):
            # Ended last, the first one sweeps up.
            await asyncio.to_thread(site.interrupt if site is not started[0] else site.stop)


class Cut:
    """A way to the embedded database that can be cut: packets then get lost, as behind a broken switch."""

    def __init__(self, folder: Path) -> None:
        self._behind = folder / "postgres" / "cluster" / ".s.PGSQL.5432"
        self._folder = folder.with_name(f"{folder.name}-way")
        self._whole = asyncio.Event()
        self._whole.set()
        self.url = f"postgresql://postgres@/hub?host={quote(str(self._folder), safe='')}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        self._folder.mkdir()
        server = await asyncio.start_unix_server(self._carry, self._folder / self._behind.name)
        try:
            yield
        finally:
            server.close()

    async def cut(self, seconds: float) -> None:
        """Carry nothing for a while, in either direction; what was sent meanwhile arrives afterwards."""
        self._whole.clear()
        await asyncio.sleep(seconds)
        self._whole.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._whole.wait()
        try:
            from_there, to_there = await asyncio.open_unix_connection(self._behind)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._copy(reader, to_there), self._copy(from_there, writer))

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while content := await source.read(65536):
                await self._whole.wait()
                target.write(content)
                await target.drain()
        except OSError:
            # One end has gone; the other learns it by the close.
            pass
        finally:
            target.close()


def memory(pid: int) -> int:
    """The bytes that a process and its children have for themselves; what lies in files or is shared is not counted."""
    return sum(map(_own, [pid, *_children(pid)]))


def largest_child(pid: int) -> int:
    """The bytes that the largest child of a process has for itself."""
    return max(map(_own, _children(pid)), default=0)


def _own(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss_Anon:"))


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]
