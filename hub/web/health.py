"""The state of everything the hub stands on, for people and for supervisors."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.database import connection

# Answers a state word (ok, away, …) under "state" and whatever else helps.
Check = Callable[[], Awaitable[dict[str, Any]]]

_checks: dict[str, Check] = {}
_stopping: list[bool] = []

_LAG = """
SELECT count(*) FILTER (WHERE parked_at IS NULL) AS owed, count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,
    coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE parked_at IS NULL)), 0)::float AS lag_seconds
FROM delivery
"""


def register_check(name: str, check: Check) -> None:
    """Let a package report on what it depends on."""
    _checks[name] = check


async def report() -> dict[str, Any]:
    """Every check's answer; a check that takes over two seconds counts as away."""
    names = ["database", "worker", *_checks]
    answers = await asyncio.gather(*(_guarded(check) for check in (_database, _worker, *_checks.values())))
    states = dict(zip(names, answers, strict=True))
    return {"status": "ok" if states["database"]["state"] == "ok" else "failing", **states}


async def _guarded(check: Check) -> dict[str, Any]:
    try:
        return await asyncio.wait_for(check(), 2)
    except Exception as error:
        return {"state": "away", "reason": type(error).__name__}


async def _database() -> dict[str, Any]:
    await connection().execute_query("SELECT 1")
    return {"state": "ok"}


async def _worker() -> dict[str, Any]:
    [row] = await connection().execute_query_dict(_LAG)
    behind = row["lag_seconds"] > 30
    return {"state": "behind" if behind else "ok", **dict(row)}


async def healthz(_request: Request) -> Response:
    """200 while pages can be served, 503 otherwise."""
    state = await report()
    return JSONResponse(state, 200 if state["status"] == "ok" else 503)


async def readyz(_request: Request) -> Response:
    """200 while this process wants requests, 503 once it is about to stop; whether the database is up is not asked.

    All processes share the database, and a page that says it is away is better than a proxy's.
    """
    return JSONResponse({"status": "stopping" if is_stopping() else "ready"}, 503 if is_stopping() else 200)


def stopping() -> None:
    """Tell proxies from now on that this process is about to stop."""
    _stopping.append(True)


def is_stopping() -> bool:
    return bool(_stopping)


routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
