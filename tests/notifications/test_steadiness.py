"""Live connections in bad times: dead clients, old connections, a database that is away, a server that goes."""

import asyncio
from typing import Any

import asyncpg
import pytest

from hub.audiences import operations as audiences
from hub.database import connection
from hub.identity import access_changed
from hub.settings import Settings
from notifications.live import endpoint, viewers
from notifications.live import gateway as gateways
from tests.factories import Make
from tests.notifications.live import GatewayServer, sign_in, until
from tests.notifications.stuck import stuck_client

REPLY = "discussions.ReplyPosted"


async def test_a_client_that_answers_no_heartbeat_is_given_up(make: Make, settings: Settings) -> None:
    server = GatewayServer(settings, ws_ping_interval=0.1, ws_ping_timeout=0.1)
    dead, alive = await make.reader(), await make.reader()
    topic = f"thread:{(await make.thread(alive)).id}"
    async with server.running(), server.ear(alive, topic) as ear:
        # It has stopped reading, and so never answers a ping.
        socket = await stuck_client(server, await sign_in(dead), topic)
        await until(lambda: len(server.gateway.viewers) == 2)
        await until(lambda: len(server.gateway.viewers) == 1)
        assert await ear.subscribe("inbox") == ["inbox"]
        socket.close()


async def test_an_old_connection_is_asked_to_connect_again(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "LIFETIME_SECONDS", 0.2)
    async with gateway.ear(await make.reader()) as ear:
        assert await ear.close_code() == 1001


async def test_a_crowd_is_told_to_spread_itself(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with gateway.ear(await make.reader(), "inbox") as ear, gateway.ear(await make.reader(), "inbox"):
        await ear.say({"ping": 7})
        assert await ear.next(lambda frame: "pong" in frame) == {"pong": 7, "spread": 1.0}
        monkeypatch.setattr(viewers, "COMING_A_SECOND", 0.25)
        await ear.say({"ping": 8})
        assert await ear.next(lambda frame: "pong" in frame) == {"pong": 8, "spread": 8.0}
        await ear.say({"subscribe": ["threads"]})
        assert await ear.next(lambda frame: "subscribed" in frame) == {
            "subscribed": ["threads"],
            "spread": 8.0,
        }


async def test_sockets_outlive_a_lost_database_and_then_catch_up(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    back = asyncio.Event()
    connect = asyncpg.connect

    async def once_it_is_back(**options: Any) -> Any:
        await back.wait()
        return await connect(**options)

    async with gateway.ear(ann, f"thread:{thread.id}", "threads") as ear:
        monkeypatch.setattr(asyncpg, "connect", once_it_is_back)
        await connection().execute_query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hub bus'"
        )
        await until(lambda: not gateway.bus.connected.is_set())
        await make.reply(ann, thread, "While it was deaf.")
        assert REPLY not in await ear.events()
        back.set()
        for topic in (f"thread:{thread.id}", "threads"):
            assert (await ear.event("catch-up", topic=topic))["spread"] == 1.0
        await make.reply(ann, thread, "Afterwards.")
        assert "Afterwards." in (await ear.event(REPLY, topic=f"thread:{thread.id}"))["html"]
        assert not any("While it was deaf" in str(frame) for frame in ear.heard)


async def test_pings_are_answered_while_the_database_is_not(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "ANSWER_SECONDS", 0.1)
    ann = await make.reader()
    thread = await make.thread(ann)

    async def silence(_topic: str) -> None:
        await asyncio.Event().wait()

    async with gateway.ear(ann, "inbox") as ear:
        with monkeypatch.context() as hanging:
            hanging.setattr(gateways, "access_to", silence)
            await ear.say({"subscribe": [f"thread:{thread.id}"]})
            await ear.say({"ping": 1})
            await ear.next(lambda frame: "pong" in frame)
            assert [frame["error"]["code"] for frame in ear.heard if "error" in frame] == ["unexpected"]
        assert await ear.subscribe(f"thread:{thread.id}") == [f"thread:{thread.id}"]


async def test_who_cannot_be_checked_hears_nothing_until_they_can(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewers, "RETRY_SECONDS", 0.01)
    stays, leaves, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    group = await make.group(members=[stays, leaves])
    audience = await make.audience(lead, groups=[group])
    thread = await make.thread(await make.fresh(stays), audience=audience)
    lead = await make.fresh(lead)
    topic = f"thread:{thread.id}"
    tries = 0

    async def fail(_user_ids: set[int]) -> None:
        nonlocal tries
        tries += 1
        raise ConnectionError("the database is away")

    async with gateway.ear(stays, topic) as inside, gateway.ear(leaves, topic) as outside:
        assert inside.permitted == outside.permitted == [topic]
        with monkeypatch.context() as away:
            away.setattr(viewers, "load_readers", fail)
            await audiences.set_members(None, group, [stays.id])
            await access_changed([stays.id, leaves.id])
            await until(lambda: tries > 1)
            await make.reply(lead, thread, "For members.")
            assert REPLY not in await inside.events()
        assert "For members." in (await inside.event(REPLY))["html"]
        assert REPLY not in await outside.events()
