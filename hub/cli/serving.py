"""Commands that run until they are stopped: run, web, worker, gateway."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import asyncpg
import click
import uvicorn
from starlette.applications import Starlette

from hub import database
from hub import worker as working
from hub.accounts import setup
from hub.app import Companion, create_app
from hub.cli import schema
from hub.cli.context import Children, Failure, servers
from hub.demo import seed as demo
from hub.embedded import EmbeddedMeilisearch, EmbeddedPostgres
from hub.furnishing import bring_up_to_date
from hub.gateway import create_gateway
from hub.monitoring.logs import log_to_stderr
from hub.outbox.bus import Bus
from hub.settings import Settings
from hub.web import health
from hub.web.sockets import Websocket
from notifications import live

log = logging.getLogger(__name__)

# How long requests may go on after the server has stopped listening.
FINISH_SECONDS = 20
# Longer than a proxy keeps its own side open, or it would send a request into a connection that is being closed.
KEEP_ALIVE_SECONDS = 75
# What a browser may send over a live connection in one message, in bytes.
LARGEST_FRAME = 16 * 1024
# Each ping to each of thousands of sockets costs; browsers send some of their own between.
HEARTBEAT_SECONDS = 45.0
HEARTBEAT_TIMEOUT_SECONDS = 20.0

Greeting = Callable[[], Coroutine[Any, Any, None]]


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Fill an empty hub with the demo company.")
def run(with_demo: bool) -> None:
    """Run a whole hub in one process, with child servers for what is not configured."""
    with servers(engine=True) as (settings, children):
        log_to_stderr(settings.log_format)
        _check_ports(settings)
        asyncio.run(database.migrate(settings))
        first_words = demo.ensure(settings) if with_demo else ""
        bring_up_to_date(settings)
        app = create_app(settings, [working.work, *_supervisors(children)])
        _serve(app, settings, lambda: _greet(settings, first_words))


@click.command()
def web() -> None:
    """Serve pages and API; deliveries are left to `hub worker`. Any number may run."""
    with servers(engine=True) as (settings, children):
        log_to_stderr(settings.log_format)
        _check_ports(settings)
        _check_schema(settings)
        app = create_app(settings, _supervisors(children))
        _serve(app, settings, lambda: _greet(settings, ""), drain_seconds=settings.drain_seconds)


@click.command()
def worker() -> None:
    """Index, notify and send mail. Any number may run."""
    with servers(engine=True) as (settings, children):
        log_to_stderr(settings.log_format)
        _check_metrics_port(settings)
        _check_schema(settings)
        asyncio.run(working.run(settings, _supervisors(children)))


@click.command()
def gateway() -> None:
    """Serve live connections alone. Any number may run."""
    with servers() as (settings, children):
        log_to_stderr(settings.log_format)
        _check_ports(settings)
        _check_schema(settings)
        app = create_gateway(settings, _supervisors(children))
        _serve(app, settings, lambda: _greet(settings, ""), drain_seconds=settings.drain_seconds)


def _supervisors(children: Children) -> list[Companion]:
    def supervisor(child: EmbeddedPostgres | EmbeddedMeilisearch) -> Companion:
        async def supervise(_bus: Bus, _settings: Settings) -> None:
            await child.supervise()

        return supervise

    return [supervisor(child) for child in (children.postgres, children.engine) if child]


class _HubServer(uvicorn.Server):
    """Says where it listens once it really does, and stops listening only when its proxy has looked elsewhere."""

    def __init__(self, config: uvicorn.Config, greet: Greeting, drain_seconds: float) -> None:
        super().__init__(config)
        self._greet = greet
        self._drain_seconds = drain_seconds
        self._signals: list[int] = []

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._signals.append(sig)
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await self._greet()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._drain_seconds and self._signals == [signal.SIGTERM]:
            await self._drain()
        await super().shutdown(sockets)

    async def _drain(self) -> None:
        """Let proxies look elsewhere, then send the live connections there a few at a time. Another signal ends it."""
        health.stopping()
        log.info("Serving on for %s s, until no proxy sends anybody here any more", self._drain_seconds)
        await self._unless_hurried(asyncio.sleep(self._drain_seconds))
        await self._unless_hurried(live.send_away(self._drain_seconds))

    async def _unless_hurried(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        while not task.done() and len(self._signals) == 1:
            await asyncio.wait([task], timeout=0.1)
        task.cancel()


def _serve(app: Starlette, settings: Settings, greet: Greeting, *, drain_seconds: float = 0) -> None:
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws=Websocket,
        ws_max_size=LARGEST_FRAME,
        ws_ping_interval=HEARTBEAT_SECONDS,
        ws_ping_timeout=HEARTBEAT_TIMEOUT_SECONDS,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.forwarded_allow_ips),
        forwarded_allow_ips=settings.forwarded_allow_ips or None,
        timeout_graceful_shutdown=FINISH_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        backlog=4096,
    )
    server = _HubServer(config, greet, drain_seconds)
    with _terminated_like_interrupted():
        server.run()
    if not server.started:
        raise Failure("The server could not start; the lines above say why.")


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does, so that child servers are stopped behind it.

    Uvicorn raises the signal that stopped it once more, which would end the process at once.
    """

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        signal.signal(signal.SIGTERM, before)


async def _greet(settings: Settings, first_words: str) -> None:
    click.echo(f"\n  {settings.name} is ready at {settings.address}\n")
    if first_words:
        click.echo(first_words + "\n")
    if code := await setup.pending_code(settings):
        click.echo(
            f"  Nobody administers this hub yet. Open {settings.address}/setup and enter the code {code}\n"
        )
    sys.stdout.flush()


def _check_schema(settings: Settings) -> None:
    """A process that serves beside others leaves migrating to `hub migrate`."""

    async def lacking() -> set[str]:
        link = await asyncpg.connect(**database.credentials(settings))
        try:
            return set(schema.known()) - set(await schema.applied(link))
        finally:
            await link.close()

    try:
        behind = asyncio.run(lacking())
    except (OSError, asyncpg.PostgresError) as error:
        raise Failure(f"The database cannot be reached: {error}") from error
    if behind:
        raise Failure("The database is older than this version: run `python -m hub migrate` first.")


def _check_ports(settings: Settings) -> None:
    _check_port("HUB_PORT", settings.host, settings.port)
    _check_metrics_port(settings)


def _check_metrics_port(settings: Settings) -> None:
    if settings.metrics_port:
        _check_port("HUB_METRICS_PORT", settings.metrics_host, settings.metrics_port)


def _check_port(setting: str, host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failure(
                f"Port {port} of {host} cannot be used ({error.strerror}). Set {setting} to another."
            ) from error
