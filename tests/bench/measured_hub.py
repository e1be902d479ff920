"""A whole hub to be measured: its processes, its own PostgreSQL and engine, its data set, and people signed in."""

import asyncio
import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from hub.accounts.sessions import COOKIE, digest
from hub.embedded import start_postgres
from hub.furnishing import bring_up_to_date
from hub.settings import Settings, get_settings, use_settings
from tests.bench.dataset import SMALL, Size, fill
from tests.bench.index import index_newest
from tests.site import Site

_PATIENCE = 300  # seconds

# What Chromium sends with a click on a link.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}


class MeasuredHub:
    """The processes of one hub, in the order in which they were started."""

    def __init__(self, database_url: str, size: Size, sites: list[Site]) -> None:
        self.database_url = database_url
        self.size = size
        self.sites = sites

    def ports(self, *serving: str) -> list[int]:
        """Where processes of these kinds listen, by default those that serve pages."""
        return [site.port for site in self.sites if site.arguments[0] in (serving or ("run", "web"))]

    @property
    def parts(self) -> dict[str, list[int]]:
        """The process ids by what they are: ``run``, ``web``, ``worker``, ``gateway``, ``database``, ``engine``."""
        parts: dict[str, list[int]] = {}
        for site in self.sites:
            parts.setdefault(site.arguments[0], []).append(site.pid)
        for name, pid in (("database", self.sites[0].database_pid), ("engine", self.sites[0].engine_pid)):
            if pid:
                parts[name] = [pid]
        return parts

    def sign_in(self, count: int, *, first: int = 1) -> list[dict[str, str]]:
        """The headers of that many people's browsers, each with a session of its own, from person `first` on."""
        cookies = [secrets.token_urlsafe(32) for _ in range(count)]
        rows = [(first + number, digest(cookie)) for number, cookie in enumerate(cookies)]
        self.execute(
            "INSERT INTO session (uid, user_id, token_digest, user_agent, address, created_at, seen_at, expires_at)"
            " SELECT uuidv7(), person, token, '', '', now(), now(), now() + interval '1 day'"
            " FROM unnest($1::bigint[], $2::text[]) made (person, token)",
            *map(list, zip(*rows, strict=True)),
        )
        return [{**BROWSER, "Cookie": f"{COOKIE}={cookie}"} for cookie in cookies]

    def tokens(self, count: int, *, first: int = 1) -> list[dict[str, str]]:
        """The headers of that many people's programs, from person `first` on."""
        tokens = [f"hub_{secrets.token_urlsafe(32)}" for _ in range(count)]
        rows = [(first + number, digest(token)) for number, token in enumerate(tokens)]
        self.execute(
            "INSERT INTO api_token (uid, user_id, name, token_digest, hint, created_at, used_at)"
            " SELECT uuidv7(), person, 'bench', token, '', now(), now()"
            " FROM unnest($1::bigint[], $2::text[]) made (person, token)",
            *map(list, zip(*rows, strict=True)),
        )
        return [{"Authorization": f"Bearer {token}", "Accept": "application/json"} for token in tokens]

    def have_read(self, count: int, *, first: int = 1) -> None:
        """Let that many people, from person `first` on, have read every measured thread."""
        self.execute(
            "INSERT INTO read_mark (thread_id, user_id, last_number, read_at)"
            " SELECT id, person, last_number, now() FROM thread, generate_series($2::bigint, $3::bigint) person"
            " WHERE id = ANY($1::bigint[])"
            " ON CONFLICT (thread_id, user_id) DO UPDATE SET last_number = excluded.last_number",
            self.size.measured,
            first,
            first + count - 1,
        )

    def fetch(self, query: str, *arguments: Any) -> list[asyncpg.Record]:
        """Rows of the hub's database."""

        async def inside() -> list[asyncpg.Record]:
            link = await asyncpg.connect(self.database_url)
            try:
                return list(await link.fetch(query, *arguments))
            finally:
                await link.close()

        return asyncio.run(inside())

    def execute(self, query: str, *arguments: Any) -> None:
        self.fetch(query, *arguments)

    def get(self, path: str, person: dict[str, str]) -> httpx.Response:
        """One page, which must be there."""
        response = httpx.get(f"http://127.0.0.1:{self.ports()[0]}{path}", headers=person, timeout=60)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return response


@contextmanager
def measured_hub(
    folder: Path | None = None, *, size: Size = SMALL, serving: Sequence[str] = ("run",)
) -> Iterator[MeasuredHub]:
    """Start a hub over a data set, in a folder that is kept or in one that is thrown away.

    `serving` names its processes, such as ``("web", "web", "worker")``, one that serves pages first.
    """
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-")))
        postgres = stack.enter_context(start_postgres(folder))
        use_settings(Settings(data_dir=folder, database_url=postgres.url))
        bring_up_to_date(get_settings())
        asyncio.run(fill(postgres.url, size))
        index_newest(folder)
        sites = [Site(folder, serving=command) for command in serving]
        # Only the first one sweeps up; the child servers are in use until then.
        for site, end in zip(sites, [sites[0].stop, *(site.interrupt for site in sites[1:])], strict=True):
            stack.callback(end)
            site.start()
        hub = MeasuredHub(postgres.url, size, sites)
        _wait_until_idle(hub)
        yield hub


def _wait_until_idle(hub: MeasuredHub) -> None:
    """What is still owed for an earlier run would be measured with this one."""
    deadline = time.monotonic() + _PATIENCE
    while {"run", "worker"} & hub.parts.keys():
        state = httpx.get(f"http://127.0.0.1:{hub.ports()[0]}/healthz").json()
        if state["search"]["state"] == "ok" and not state["worker"]["owed"]:
            return
        assert time.monotonic() < deadline, state
        time.sleep(0.2)
