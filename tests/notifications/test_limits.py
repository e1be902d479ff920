"""What clients may not do to a gateway: flood it, feed it garbage, read too slowly."""

import pytest
from websockets.exceptions import InvalidStatus

from notifications.live import limits, outgoing
from notifications.live.messages import MOST_TOPICS
from tests.factories import Make
from tests.notifications.live import GatewayServer, sign_in, until
from tests.notifications.stuck import stuck_client

GARBAGE = [
    "",
    "null",
    "[]",
    "42",
    "{",
    "{}",
    '"subscribe"',
    '{"subscribe": "thread:1"}',
    '{"subscribe": [1]}',
    '{"subscribe": ["' + "x" * 200 + '"]}',
    '{"subscribe": null}',
    '{"subscribe": ["inbox"], "ping": 1}',
    '{"ping": 1e400}',
    '{"ping": 99999999999999999999999999}',
    '{"ping": "1"}',
    '{"ping": true}',
    '{"typing": ["thread:1"]}',
    '{"launch": "missiles"}',
    '{"subscribe": ["\\ud800"]}',
    "[" * 4000,
    '{"subscribe":' + "[" * 4000,
    "\x00",
    b"\x00\xff\xfe",
    b'{"ping": 1}',
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
async def test_garbage_is_answered_with_an_error_and_the_connection_lives_on(
    make: Make, gateway: GatewayServer, garbage: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    ann = await make.reader()
    async with gateway.ear(ann) as ear:
        await ear.socket.send(garbage)
        frame = await ear.next(lambda frame: "error" in frame)
        assert frame["error"]["code"] == "bad_message"
        assert frame["error"]["message"]
        assert await ear.subscribe("inbox") == ["inbox"]
    assert "Traceback" not in caplog.text


async def test_a_client_that_does_not_learn_is_closed(make: Make, gateway: GatewayServer) -> None:
    async with gateway.ear(await make.reader()) as ear:
        for _try in range(10):
            await ear.socket.send("garbage")
        assert await ear.close_code() == 4400


async def test_a_message_over_the_limit_closes_the_connection(make: Make, gateway: GatewayServer) -> None:
    async with gateway.ear(await make.reader()) as ear:
        await ear.socket.send(" " * 5000)
        assert await ear.close_code() == 1009


async def test_a_flood_of_messages_ends_the_connection(make: Make, gateway: GatewayServer) -> None:
    async with gateway.ear(await make.reader()) as ear:
        for number in range(limits.MESSAGES_AT_ONCE + 20):
            await ear.say({"ping": number})
        assert await ear.close_code() == 4429
    pongs = [frame for frame in ear.heard if "pong" in frame]
    assert limits.MESSAGES_AT_ONCE <= len(pongs) < limits.MESSAGES_AT_ONCE + 20


async def test_topics_of_one_connection_are_limited(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.live.gateway.MOST_TOPICS", 2)
    ann = await make.reader()
    topics = [f"thread:{(await make.thread(ann)).id}" for _number in range(3)]
    assert MOST_TOPICS > 2
    async with gateway.ear(ann) as ear:
        assert await ear.subscribe(*topics) == topics[:2]
        assert any(frame.get("error", {}).get("code") == "too_many_topics" for frame in ear.heard)


async def test_connections_of_one_person_are_limited_and_others_are_not_affected(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.live.endpoint.SOCKETS_A_PERSON", 2)
    ann, bo = await make.reader(), await make.reader()
    async with gateway.ear(ann, "inbox"), gateway.ear(ann, "inbox"):
        async with gateway.ear(ann) as third:
            assert await third.close_code() == 4429
        async with gateway.ear(bo, "inbox") as other:
            assert other.permitted == ["inbox"]


async def test_who_floods_is_turned_away_unheard_and_keeps_what_is_open(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONNECTS_A_MINUTE", 1)
    monkeypatch.setattr(limits, "EXPLANATIONS_AT_ONCE", 2)
    ann, bo = await make.reader(), await make.reader()
    async with gateway.ear(ann, "inbox") as first:
        for _try in range(2):
            async with gateway.ear(ann) as ear:
                assert await ear.close_code() == 4429
        for _try in range(3):
            with pytest.raises(InvalidStatus, match="403"):
                await gateway.ear(ann).__aenter__()
        async with gateway.ear(bo, "inbox") as other:
            assert other.permitted == ["inbox"]
        assert await first.subscribe("threads") == ["threads"]


async def test_connecting_again_and_again_is_limited(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CONNECTS_A_MINUTE", 3)
    ann = await make.reader()
    for _number in range(3):
        async with gateway.ear(ann, "inbox") as ear:
            assert ear.permitted == ["inbox"]
    async with gateway.ear(ann) as ear:
        assert await ear.close_code() == 4429


def test_refused_tries_do_not_keep_somebody_out_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr("notifications.live.limits.time.monotonic", lambda: moment)
    connects = limits.Connects()
    assert all(connects.admit(1) for _number in range(limits.CONNECTS_A_MINUTE))
    assert not connects.admit(1)
    assert connects.admit(2)
    moment += 61
    assert connects.admit(1)
    moment += 61
    assert connects.admit(3)
    assert connects._recent.keys() == {3}


async def test_a_slow_client_is_dropped_and_slows_nobody(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr("notifications.live.connection.CLOSE_SECONDS", 0.2)
    monkeypatch.setattr("hub.web.sockets.FLUSH_SECONDS", 0.2)
    ann, slow = await make.reader("Ann"), await make.reader("Slow")
    thread = await make.thread(ann)
    topic = f"thread:{thread.id}"
    stuck = await stuck_client(gateway, f"{await sign_in(slow)}", topic)
    async with gateway.ear(ann, topic) as ear:
        await until(lambda: len(gateway.gateway.viewers) == 2)
        body = "Long words. " * 8000
        for number in range(60):
            post = await make.reply(ann, thread, f"{number} {body}")
            await ear.event("discussions.ReplyPosted", id=f"post-{post.id}")
            if len(gateway.gateway.viewers) == 1:
                break
        await until(lambda: len(gateway.gateway.viewers) == 1)
        assert await ear.subscribe("inbox") == ["inbox"]
        # What the server could not hand over is given up, too, although the client never hangs up.
        await until(lambda: len(gateway.server.server_state.connections) == 1)
    stuck.close()
