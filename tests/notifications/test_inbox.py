"""The inbox: its page, its API, and the number on the bell that every tab shares."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from discussions import moderation, watching
from discussions.models import Thread
from hub.audiences import operations as audiences
from hub.identity import Reader
from notifications import inbox, marks
from notifications.models import Notification
from tests.factories import Make
from tests.notifications.live import GatewayServer

Deliver = Callable[..., Awaitable[int]]
ClientOf = Callable[[Reader | None], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def ann(make: Make) -> Reader:
    return await make.reader("Ann")


async def replied(make: Make, deliver: Deliver, ann: Reader, title: str = "The printer stops") -> Thread:
    """A thread of Ann's with a reply that she was told of."""
    thread = await make.thread(ann, title)
    await make.reply(await make.reader("Bo"), thread)
    await deliver("notifier")
    return thread


async def test_the_bell_rings_in_every_tab_and_falls_silent_in_every_tab(
    make: Make, deliver: Deliver, ann: Reader, gateway: GatewayServer, other_gateway: GatewayServer
) -> None:
    async with gateway.ear(ann, "inbox") as laptop, other_gateway.ear(ann, "inbox") as phone:
        await laptop.event("inbox.changed", unread=0)
        await phone.event("inbox.changed", unread=0)
        await replied(make, deliver, ann)
        frame = await laptop.event("inbox.changed", unread=1)
        assert frame == {"topic": "inbox", "event": "inbox.changed", "id": "inbox", "html": "", "unread": 1}
        await phone.event("inbox.changed", unread=1)
        await marks.mark_all_read(ann)
        await laptop.event("inbox.changed", unread=0)
        await phone.event("inbox.changed", unread=0)


async def test_nobody_hears_another_persons_bell(
    make: Make, deliver: Deliver, ann: Reader, gateway: GatewayServer
) -> None:
    other = await make.reader("Other")
    async with gateway.ear(ann, "inbox") as mine, gateway.ear(other, "inbox") as others:
        await others.event("inbox.changed", unread=0)
        await replied(make, deliver, ann)
        await mine.event("inbox.changed", unread=1)
        heard = [frame for frame in await others.everything() if frame.get("event") == "inbox.changed"]
        assert [frame["unread"] for frame in heard] == [0]


async def test_the_page_groups_by_thread_and_says_what_happened(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    thread = await replied(make, deliver, ann, "Ribbon <wrinkles>")
    await make.reply(await make.reader("Cy"), thread, f"@{ann.handle} look")
    await deliver("notifier")
    page = await (await client_of(ann)).get("/notifications")
    assert page.status_code == 200
    assert page.text.count("Ribbon &lt;wrinkles&gt;") == 1
    assert "Bo replied" in page.text
    assert "Cy mentioned you" in page.text
    assert "Mark all as read" in page.text


async def test_the_page_speaks_the_readers_language(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    wei = await make.reader("王伟", locale="zh")
    thread = await make.thread(wei, "标签打印机报价3999元")
    await make.reply(await make.reader("李娜"), thread)
    await deliver("notifier")
    page = await (await client_of(wei)).get("/notifications")
    assert "标签打印机报价3999元" in page.text
    assert "李娜回复了" in page.text


async def test_what_one_may_not_see_any_more_vanishes_from_list_count_and_links(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf, gateway: GatewayServer
) -> None:
    bo = await make.reader("Bo")
    audience = await make.audience(ann, bo)
    ann, bo = await make.fresh(ann), await make.fresh(bo)
    thread = await make.thread(ann, "A secret title", audience=audience)
    await make.reply(bo, thread)
    await deliver("notifier")
    client = await client_of(ann)
    assert "A secret title" in (await client.get("/notifications")).text
    note = await Notification.get(user_id=ann.id)
    async with gateway.ear(ann, "inbox") as ear:
        await ear.event("inbox.changed", unread=1)
        await audiences.change(None, audience, name="Bo alone", group_ids=[], user_ids=[bo.id])
        await ear.event("inbox.changed", unread=0)
    page = await client.get("/notifications")
    assert "A secret title" not in page.text
    assert 'data-inbox-unread-value="0"' in page.text
    assert (await client.get(f"/notifications/{note.uid}")).status_code == 404
    listed = await client.get("/api/v1/notifications")
    assert listed.json() == {"items": [], "unread": 0, "next_cursor": None}
    assert (await client.put(f"/api/v1/notifications/{note.id}/read")).status_code == 404


async def test_a_hidden_thread_vanishes_and_comes_back(make: Make, deliver: Deliver, ann: Reader) -> None:
    lead, bo = await make.reader(role="lead"), await make.reader("Bo")
    thread = await make.thread(bo)
    await watching.watch(ann, thread)
    await make.reply(bo, thread)
    await deliver("notifier")
    assert await inbox.unread_count(ann) == 1
    await moderation.hide(lead, thread)
    assert await inbox.unread_count(ann) == 0
    assert await inbox.groups(ann) == []
    await moderation.unhide(lead, thread)
    assert await inbox.unread_count(ann) == 1


async def test_following_a_notification_marks_it_read_and_leads_to_the_post(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    thread = await replied(make, deliver, ann)
    note = await Notification.get(user_id=ann.id)
    client = await client_of(ann)
    ahead = await client.get(f"/notifications/{note.uid}", headers={"X-Sec-Purpose": "prefetch"})
    assert ahead.status_code == 303
    assert await inbox.unread_count(ann) == 1
    answer = await client.get(f"/notifications/{note.uid}")
    assert answer.headers["location"] == f"/threads/{thread.id}?post=2#post-{note.post_id}"
    assert await inbox.unread_count(ann) == 0


async def test_opening_a_thread_marks_what_told_of_it(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    thread = await replied(make, deliver, ann)
    other = await replied(make, deliver, ann, "Another case")
    client = await client_of(ann)
    ahead = await client.get(f"/threads/{thread.id}", headers={"X-Sec-Purpose": "prefetch"})
    assert ahead.status_code == 200
    assert await inbox.unread_count(ann) == 2
    page = await client.get(f"/threads/{thread.id}")
    assert 'data-bell-unread-value="1"' in page.text
    assert await inbox.unread_by_topic(ann) == {f"thread:{other.id}": 1}


async def test_marking_one_thread_and_marking_all(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    thread = await replied(make, deliver, ann)
    await replied(make, deliver, ann, "Another case")
    await replied(make, deliver, ann, "A third case")
    client = await client_of(ann)
    marked = await client.put(
        f"/notifications/topics/thread:{thread.id}/read", headers={"Accept": "application/json"}
    )
    assert marked.status_code == 204
    assert await inbox.unread_count(ann) == 2
    note = await Notification.filter(user_id=ann.id, read_at__isnull=True).first()
    assert note is not None
    assert (await client.put(f"/notifications/{note.uid}/read")).status_code == 303
    assert await inbox.unread_count(ann) == 1
    assert (await client.put("/notifications/read")).headers["location"] == "/notifications"
    assert await inbox.unread_count(ann) == 0


async def test_nobody_marks_for_somebody_else(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    await replied(make, deliver, ann)
    note = await Notification.get(user_id=ann.id)
    stranger = await client_of(await make.reader())
    assert (await stranger.get(f"/notifications/{note.uid}")).status_code == 404
    assert (await stranger.put(f"/notifications/{note.uid}/read")).status_code == 404
    await stranger.put("/notifications/read")
    await stranger.put(f"/notifications/topics/{note.topic}/read")
    assert await inbox.unread_count(ann) == 1


async def test_the_api_pages_through_the_inbox_newest_first(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    for number in range(5):
        await replied(make, deliver, ann, f"Case {number}")
    client = await client_of(ann)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = await client.get("/api/v1/notifications", params={"limit": 2, "cursor": cursor})
        assert answer.status_code == 200
        seen += [one["thread"]["title"] for one in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
    assert seen == [f"Case {number}" for number in (4, 3, 2, 1, 0)]
    first = (await client.get("/api/v1/notifications")).json()["items"][0]
    assert first["text"] == "Bo replied"
    assert first["read"] is False
    assert first["url"].startswith("http://hub.test/threads/")
    answer = await client.put(f"/api/v1/notifications/{first['id']}/read")
    assert answer.json() == {"unread": 4}
    unread = (await client.get("/api/v1/notifications", params={"unread": "true"})).json()["items"]
    assert len(unread) == 4
    assert (await client.put("/api/v1/notifications/read")).json() == {"unread": 0}


@pytest.mark.parametrize("cursor", ["x", "W10", "null", "W251bGwsMV0", "\x00", "é"])
async def test_a_cursor_that_is_none_of_ours_is_refused(
    ann: Reader, client_of: ClientOf, cursor: str
) -> None:
    client = await client_of(ann)
    assert (await client.get("/api/v1/notifications", params={"cursor": cursor})).status_code == 422
    assert (await client.get("/notifications", params={"cursor": cursor})).status_code == 422


@pytest.mark.parametrize("number", [0, 2**63, 10**40])
async def test_numbers_that_no_row_can_have_lead_nowhere(
    ann: Reader, client_of: ClientOf, number: int
) -> None:
    client = await client_of(ann)
    assert (await client.put(f"/api/v1/notifications/{number}/read")).status_code == 404
    assert (await client.put(f"/notifications/topics/thread:{number}/read")).status_code == 404
    assert (await client.put(f"/notifications/topics/{'x' * 5000}/read")).status_code == 404
    assert (await client.put("/notifications/topics/%00/read")).status_code == 404


async def test_the_page_has_more_pages(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    bo = await make.reader("Bo")
    space = await make.space()
    for number in range(inbox.PAGE + 2):
        await make.reply(bo, await make.thread(ann, f"Case {number}.", space=space))
    await deliver("notifier")
    client = await client_of(ann)
    page = await client.get("/notifications")
    assert f"Case {inbox.PAGE + 1}." in page.text
    assert "Case 0." not in page.text
    link = page.text.split('href="/notifications?')[1].split('"')[0]
    assert "Case 0." in (await client.get(f"/notifications?{link}")).text


async def test_guests_are_asked_to_sign_in(client_of: ClientOf) -> None:
    guest = await client_of(None)
    assert (await guest.get("/notifications")).headers["location"].startswith("/session/new")
    assert (await guest.get("/api/v1/notifications")).status_code == 401
    assert (await guest.put("/notifications/read", headers={"Accept": "application/json"})).status_code == 401


async def test_the_fragment_behind_the_bell(
    make: Make, deliver: Deliver, ann: Reader, client_of: ClientOf
) -> None:
    client = await client_of(ann)
    assert "Nothing new" in (await client.get("/notifications/bell")).text
    await replied(make, deliver, ann)
    assert "Bo replied" in (await client.get("/notifications/bell")).text
