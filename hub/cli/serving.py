"""Commands that run until they are stopped: run, web, worker, gateway."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import click
import uvicorn
from starlette.applications import Starlette

from hub import database
from hub import worker as working
from hub.accounts import setup
from hub.app import Companion, create_app
from hub.cli.context import Children, Failure, servers
from hub.demo import seed as demo
from hub.embedded import EmbeddedMeilisearch, EmbeddedPostgres
from hub.furnishing import bring_up_to_date
from hub.gateway import create_gateway
from hub.outbox.bus import Bus
from hub.settings import Settings
from hub.web.sockets import Websocket

# What a browser may send over a live connection in one message, in bytes.
LARGEST_FRAME = 16 * 1024

Greeting = Callable[[], Coroutine[Any, Any, None]]


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Fill an empty hub with the demo company.")
def run(with_demo: bool) -> None:
    """Run a whole hub in one process, with child servers for what is not configured."""
    _log_to_stderr()
    with servers(engine=True) as (settings, children):
        _check_port(settings)
        asyncio.run(database.migrate(settings))
        first_words = demo.ensure(settings) if with_demo else ""
        bring_up_to_date(settings)
        app = create_app(settings, [working.work, *_supervisors(children)])
        _serve(app, settings, lambda: _greet(settings, first_words))


@click.command()
def web() -> None:
    """Serve pages and API; deliveries are left to `hub worker`. Any number may run."""
    _log_to_stderr()
    with servers(engine=True) as (settings, children):
        _check_port(settings)
        _serve(create_app(settings, _supervisors(children)), settings, lambda: _greet(settings, ""))


@click.command()
def worker() -> None:
    """Index, notify and send mail. Any number may run."""
    _log_to_stderr()
    with servers(engine=True) as (settings, _children), _terminated_like_interrupted():
        asyncio.run(working.run(settings))


@click.command()
def gateway() -> None:
    """Serve live connections alone. Any number may run."""
    _log_to_stderr()
    with servers() as (settings, _children):
        _check_port(settings)
        _serve(create_gateway(settings), settings, lambda: _greet(settings, ""))


def _supervisors(children: Children) -> list[Companion]:
    def supervisor(child: EmbeddedPostgres | EmbeddedMeilisearch) -> Companion:
        async def supervise(_bus: Bus, _settings: Settings) -> None:
            await child.supervise()

        return supervise

    return [supervisor(child) for child in (children.postgres, children.engine) if child]


class _GreetingServer(uvicorn.Server):
    """Says where it listens once it really does."""

    def __init__(self, config: uvicorn.Config, greet: Greeting) -> None:
        super().__init__(config)
        self._greet = greet

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await self._greet()


def _serve(app: Starlette, settings: Settings, greet: Greeting) -> None:
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws=Websocket,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.forwarded_allow_ips),
        forwarded_allow_ips=settings.forwarded_allow_ips or None,
        timeout_graceful_shutdown=5,
        backlog=4096,
    )
    server = _GreetingServer(config, greet)
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


def _check_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Failure(
                f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}). Set HUB_PORT to another."
            ) from error


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # One line for every request of the engine's HTTP client would drown everything else.
    for chatty in ("urllib3", "tortoise"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
