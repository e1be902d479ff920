"""A hub of many processes behind HAProxy, as docs/haproxy.cfg has it."""

import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.site import ROOT, Site, free_port
from tests.trials.people import metric, until

STARTS = 60.0
STOPS = 60.0


@dataclass
class Member:
    """One process: `kind` is the command, `admin` the address of its metrics and readiness."""

    name: str
    kind: str
    port: int
    metrics_port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def admin(self) -> str:
        return f"http://127.0.0.1:{self.metrics_port}"


class Fleet:
    """`count` web, gateway and worker processes each, on one data folder, and the proxy in front of them."""

    def __init__(self, folder: Path, count: int = 2) -> None:
        self.proxy_port, self.operator_port = free_port(), free_port()
        self.site = Site(
            folder,
            HUB_BASE_URL=f"http://127.0.0.1:{self.proxy_port}",
            HUB_FORWARDED_ALLOW_IPS="127.0.0.1",
            HUB_LOG_FORMAT="json",
        )
        # What people use is the proxy's address.
        self.site.url = f"http://127.0.0.1:{self.proxy_port}"
        self.members = [
            Member(f"{kind}{number}", kind, free_port(), free_port())
            for kind in ("web", "gateway", "worker")
            for number in range(1, count + 1)
        ]
        self._proxy: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        migrated = self.site.command("migrate")
        assert migrated.returncode == 0, migrated.stderr
        try:
            for member in self.members:
                self._spawn(member)
            self._start_proxy()
        except BaseException:
            self._stop_all()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_all()

    async def ready(self) -> None:
        """Wait until every process is ready, and the proxy knows it."""
        for member in self.members:
            await self.is_ready(member)

    async def is_ready(self, member: Member) -> None:
        async def answers() -> bool:
            assert member.process
            assert member.process.poll() is None, f"{member.name} has ended:\n{self.site.log()[-4000:]}"
            return await _answers(f"{member.admin}/readyz")

        async def is_up() -> bool:
            return await self.proxy_says(member) == "UP"

        await until(answers, STARTS, f"{member.name} is ready")
        if member.kind != "worker":
            await until(is_up, STARTS, f"the proxy sends people to {member.name}")

    async def restart(self, member: Member) -> float:
        """Stop one process as an operator does and start it again. Returns how many seconds it took to stop."""
        process = member.process
        assert process
        process.send_signal(signal.SIGTERM)

        async def has_ended() -> bool:
            return process.poll() is not None

        took = await until(has_ended, STOPS, f"{member.name} stops")
        assert process.returncode == 0, f"{member.name} ended with {process.returncode}"
        await self.start(member)
        return took

    async def start(self, member: Member) -> None:
        """Start a process that has ended, and wait until it is ready."""
        self._spawn(member)
        await self.is_ready(member)

    def kill(self, member: Member) -> None:
        """End one process without a chance to tidy up."""
        assert member.process
        member.process.kill()
        member.process.wait(10)

    async def proxy_says(self, member: Member) -> str:
        """The state of a process in the proxy's eyes: UP, DOWN, and others."""
        async with httpx.AsyncClient() as client:
            table = (await client.get(f"http://127.0.0.1:{self.operator_port}/;csv")).text
        header, *rows = (line.split(",") for line in table.splitlines() if line)
        return next(row[header.index("status")] for row in rows if row[1] == member.name)

    async def metric(self, member: Member, series: str) -> float:
        """One value of a process's metrics; 0 while it has none of that name."""
        return await metric(member.admin, series)

    def of(self, kind: str) -> list[Member]:
        return [member for member in self.members if member.kind == kind]

    def _spawn(self, member: Member) -> None:
        member.process = self.site.spawn(
            member.kind, HUB_PORT=str(member.port), HUB_METRICS_PORT=str(member.metrics_port)
        )

    def _start_proxy(self) -> None:
        program = shutil.which("haproxy") or "/usr/sbin/haproxy"
        config = self.site.folder / "haproxy.cfg"
        config.write_text(self._proxy_config())
        with (self.site.folder / "haproxy.log").open("ab") as log:
            self._proxy = subprocess.Popen([program, "-f", str(config)], stdout=log, stderr=log)

    def _proxy_config(self) -> str:
        """The documented file with this trial's addresses, and without TLS."""
        kept = []
        for line in (ROOT / "docs" / "haproxy.cfg").read_text().splitlines():
            word, *rest = line.split() or [""]
            if word == "server":
                continue
            if "ssl" in rest or "ssl_fc" in line:
                continue
            kept.append(
                line.replace("bind :80", f"bind 127.0.0.1:{self.proxy_port}").replace(
                    "8404", str(self.operator_port)
                )
            )
            if word == "backend":
                kind = rest[0].removesuffix("s")
                kept += [f"    server {it.name} 127.0.0.1:{it.port}" for it in self.of(kind)]
        return "\n".join(kept) + "\n"

    def _stop_all(self) -> None:
        running = [it.process for it in self.members if it.process and it.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGINT)
        for process in running:
            process.wait(STOPS)
        if self._proxy:
            self._proxy.terminate()
            self._proxy.wait(10)
        self.site.stop()


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient() as client:
            return (await client.get(url)).status_code == 200
    except httpx.TransportError:
        return False
