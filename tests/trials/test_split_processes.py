"""Web, gateway and worker as processes of their own on the embedded servers: whoever dies, the others go on."""

import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.trials.fleet import Fleet, Member
from tests.trials.people import owes_nothing, person, until

pytestmark = [pytest.mark.trial, pytest.mark.pure]

BACK = 60.0


async def test_the_servers_live_as_long_as_any_process_does_and_are_started_again_by_any(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        fleet = stack.enter_context(Fleet(tmp_path, count=1))
        await fleet.ready()
        [web], [gateway], [worker] = fleet.of("web"), fleet.of("gateway"), fleet.of("worker")
        ann = await stack.enter_async_context(person(fleet.site, "Ann"))
        database, engine = fleet.site.database_pid, fleet.site.engine_pid
        assert database
        assert engine

        fleet.kill(web)
        assert (await _health(gateway))["database"]["state"] == "ok"
        assert (fleet.site.database_pid, fleet.site.engine_pid) == (database, engine)

        for died in (database, engine):
            os.kill(died, signal.SIGKILL)
        for member in (gateway, worker):
            await until(lambda member=member: _is_well(member), BACK, f"{member.name} is well again")  # type: ignore[misc]
        assert fleet.site.database_pid not in (None, database)
        assert fleet.site.engine_pid not in (None, engine)

        await fleet.start(web)
        case = {"title": "Zebrawood", "body": "After everything."}
        assert (await ann.post("/api/v1/threads", json=case)).status_code == 201
        await until(lambda: owes_nothing(fleet.site), BACK, "every delivery is done")
        found = (await ann.get("/api/v1/search", params={"q": "Zebrawood"})).json()
        assert (found["engine"], found["total"]) == ("meilisearch", 1)

        fleet.kill(worker)
        assert (await ann.post("/api/v1/threads", json=case | {"title": "Rosewood"})).status_code == 201
        await fleet.start(worker)
        await until(lambda: owes_nothing(fleet.site), BACK, "every delivery is done")


async def _is_well(member: Member) -> bool:
    health = await _health(member)
    # A gateway searches nothing, so it neither starts an engine nor knows of one.
    return health["status"] == "ok" and (member.kind == "gateway" or health["search"]["state"] == "ok")


async def _health(member: Member) -> dict[str, Any]:
    async with httpx.AsyncClient() as client:
        answer: dict[str, Any] = (await client.get(f"{member.admin}/healthz", timeout=10)).json()
        return answer
