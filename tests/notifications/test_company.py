"""Presence and typing, across processes."""

import pytest

from discussions import moderation
from hub.audiences import operations as audiences
from hub.outbox.bus import signal
from notifications.live import gateway as gateways
from notifications.live import presence
from tests.factories import Make
from tests.notifications.live import Ear, GatewayServer, until


async def people_seen(ear: Ear, *names: str) -> None:
    """Wait until exactly these people are told to be present."""
    await ear.next(
        lambda frame: (
            frame.get("event") == "presence" and [person["name"] for person in frame["people"]] == list(names)
        )
    )


async def test_people_on_a_thread_see_each_other_across_processes(
    make: Make, gateway: GatewayServer, other_gateway: GatewayServer
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    topic = f"thread:{(await make.thread(ann)).id}"
    async with gateway.ear(ann, topic) as here:
        await people_seen(here, "Ann")
        async with other_gateway.ear(bo, topic) as there:
            await people_seen(here, "Ann", "Bo")
            await people_seen(there, "Ann", "Bo")
        await people_seen(here, "Ann")


async def test_somebody_with_two_tabs_in_two_processes_is_one_person(
    make: Make, gateway: GatewayServer, other_gateway: GatewayServer
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    topic = f"thread:{(await make.thread(ann)).id}"
    async with (
        gateway.ear(bo, topic) as ear,
        gateway.ear(ann, topic),
        other_gateway.ear(ann, topic) as second,
    ):
        await people_seen(second, "Ann", "Bo")
        await people_seen(ear, "Ann", "Bo")
        counts = {frame["count"] for frame in await ear.everything() if frame.get("event") == "presence"}
        assert max(counts) == 2


async def test_presence_is_shown_to_those_alone_who_may_see_the_thread(
    make: Make, gateway: GatewayServer
) -> None:
    stays, leaves = await make.reader("Stays"), await make.reader("Leaves")
    group = await make.group(members=[stays, leaves])
    audience = await make.audience(groups=[group])
    stays, leaves = await make.fresh(stays), await make.fresh(leaves)
    topic = f"thread:{(await make.thread(stays, audience=audience)).id}"
    async with gateway.ear(stays, topic) as inside, gateway.ear(leaves, topic) as outside:
        await people_seen(inside, "Stays", "Leaves")
        await people_seen(outside, "Stays", "Leaves")
        await audiences.set_members(None, group, [stays.id])
        await people_seen(inside, "Stays")
        heard = len(await outside.everything())
        async with gateway.ear(await make.fresh(stays), topic):
            await inside.everything()
        assert len([frame for frame in (await outside.everything())[heard:] if "event" in frame]) == 0


async def test_a_process_that_died_leaves_nobody_behind(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "EXPIRE_SECONDS", 0.5)
    monkeypatch.setattr(presence, "ANNOUNCE_SECONDS", 0.2)
    monkeypatch.setattr(presence, "GATHER_SECONDS", 0.01)
    ann = await make.reader("Ann")
    thread = await make.thread(ann)
    async with gateway.ear(ann, f"thread:{thread.id}") as ear:
        await signal(presence.PRESENCE, {"origin": "dead", "threads": {str(thread.id): [[[99, "Ghost"]], 1]}})
        await people_seen(ear, "Ann", "Ghost")
        await people_seen(ear, "Ann")


async def test_typing_is_shown_to_the_others(
    make: Make, gateway: GatewayServer, other_gateway: GatewayServer
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    topic = f"thread:{(await make.thread(ann)).id}"
    async with gateway.ear(ann, topic) as typist, other_gateway.ear(bo, topic) as other:
        await typist.say({"typing": topic})
        frame = await other.event("typing")
        assert frame["user"] == {"id": ann.id, "name": "Ann"}
        assert frame["seconds"] == 6
        assert "typing" not in await typist.events()


async def test_typing_is_told_at_most_every_two_seconds(
    make: Make, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    topic = f"thread:{(await make.thread(ann)).id}"
    async with gateway.ear(ann, topic) as typist, gateway.ear(bo, topic) as other:
        for _press in range(5):
            await typist.say({"typing": topic})
        await typist.everything()
        await other.event("typing")
        monkeypatch.setattr(gateways, "TYPING_EVERY", 0.0)
        await typist.say({"typing": topic})
        await other.event("typing")
        assert (await other.events()).count("typing") == 2


async def test_typing_in_a_thread_that_was_hidden_reaches_nobody(make: Make, gateway: GatewayServer) -> None:
    ann, bo, lead = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Lead", role="lead")
    thread = await make.thread(ann)
    topic = f"thread:{thread.id}"
    async with gateway.ear(bo, topic) as typist, gateway.ear(lead, topic) as other:
        await moderation.hide(lead, thread)
        await other.event("discussions.ThreadHidden")
        await typist.say({"typing": topic})
        await typist.everything()
        assert "typing" not in await other.events()


async def test_nothing_is_kept_when_everybody_has_left(make: Make, gateway: GatewayServer) -> None:
    ann = await make.reader("Ann")
    topic = f"thread:{(await make.thread(ann)).id}"
    async with gateway.ear(ann, topic, "threads", "inbox"):
        assert len(gateway.gateway.viewers) == 1
        assert gateway.gateway._channels.keys() == {topic, "threads"}
    await until(lambda: not gateway.gateway.viewers)
    assert not gateway.gateway._channels
    assert not gateway.gateway._access
    await until(lambda: gateway.gateway._keeping is None)
