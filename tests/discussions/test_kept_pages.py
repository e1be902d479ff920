"""A thread's page is put together from what is kept for all, and shows everybody what is theirs and what is true."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

import httpx
import pytest

from discussions import moderation, reactions, replies, spaces, watching
from discussions.models import Post, ReactionKind, Space, Thread, WatchLevel
from hub import keeping
from hub.accounts.profile import ProfileChange, change_profile
from hub.app import listening
from hub.audiences import operations as audiences
from hub.identity import Reader
from hub.outbox.bus import Bus
from hub.settings import Settings
from hub.vocabulary import operations as vocabulary
from tests.conftest import ClientOf
from tests.factories import Make

Change = Callable[[Reader, Reader, Thread], Awaitable[object]]


@dataclass(frozen=True)
class Size:
    characters: int


@pytest.fixture
async def bus(settings: Settings, database: None) -> AsyncIterator[Bus]:
    """What this process hears of others, and of itself."""
    bus = Bus()
    async with listening(bus, settings):
        yield bus


async def until_it_says(client: httpx.AsyncClient, url: str, text: str) -> None:
    async with asyncio.timeout(10):
        while text not in (await client.get(url)).text:
            await asyncio.sleep(0.02)


def uid_in(page: str) -> str:
    found = re.search(r'name="uid" value="([^"]+)"', page)
    assert found
    return found[1]


async def test_each_reader_is_shown_their_own(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob")
    thread = await make.thread(ann)
    reply = await make.reply(bob, thread)
    await reactions.react(ann, reply, ReactionKind.WORKED)
    pages = {
        reader.id: (await (await client_of(reader)).get(f"/threads/{thread.id}")).text
        for reader in (ann, bob, ann)
    }
    assert f'data-reader-id="{ann.id}"' in pages[ann.id]
    assert f'data-reader-id="{ann.id}"' not in pages[bob.id]
    own = '<span data-only="own"><a class="button button--quiet button--compact" href="/posts/{}/edit">'
    assert own.format(reply.id) in pages[bob.id]
    assert own.format(reply.id) not in pages[ann.id]
    pressed = f'formaction="/posts/{reply.id}/reactions/worked" name="_method" value="DELETE"'
    assert pressed in pages[ann.id]
    assert pressed not in pages[bob.id]
    assert '<div data-only="accept">' in pages[ann.id]
    assert '<div data-only="accept">' not in pages[bob.id]


async def test_each_page_offers_a_uid_of_its_own(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    thread, client = await make.thread(ann), await client_of(ann)
    uids = {uid_in((await client.get(f"/threads/{thread.id}")).text) for _time in range(3)}
    assert len(uids) == 3


async def test_what_a_browser_has_already_is_not_sent_again(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread, client = await make.thread(ann), await client_of(ann)
    await client.get(f"/threads/{thread.id}")
    first = await client.get(f"/threads/{thread.id}")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await client.get(f"/threads/{thread.id}", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    of_bob = await (await client_of(bob)).get(f"/threads/{thread.id}", headers=known)
    assert of_bob.status_code == 200


async def _reply(_ann: Reader, bob: Reader, thread: Thread) -> None:
    await replies.post_reply(bob, thread.id, "Another idea.")


async def _react(_ann: Reader, bob: Reader, thread: Thread) -> None:
    await reactions.react(bob, await Post.get(thread_id=thread.id, number=1), ReactionKind.SAME)


async def _lock(_ann: Reader, bob: Reader, thread: Thread) -> None:
    await moderation.lock(bob, thread)


async def _mute(ann: Reader, _bob: Reader, thread: Thread) -> None:
    await watching.watch(ann, thread, WatchLevel.MUTED)


async def _speak_chinese(ann: Reader, _bob: Reader, _thread: Thread) -> None:
    await change_profile(ann, ProfileChange(locale="zh"))


async def _rename(_ann: Reader, bob: Reader, thread: Thread) -> None:
    await replies.post_reply(bob, thread.id, "Said before.")
    await change_profile(bob, ProfileChange(name="Robert"))


@pytest.mark.parametrize("change", [_reply, _react, _lock, _mute, _speak_chinese, _rename])
async def test_whatever_changes_makes_a_new_page(
    make: Make, client_of: ClientOf, bus: Bus, change: Change
) -> None:
    ann, bob = await make.reader(), await make.reader(role="lead")
    thread, client = await make.thread(ann), await client_of(ann)
    await client.get(f"/threads/{thread.id}")
    tag = (await client.get(f"/threads/{thread.id}")).headers["ETag"]

    await change(ann, bob, await Thread.get(id=thread.id))

    async with asyncio.timeout(10):
        while (await client.get(f"/threads/{thread.id}", headers={"If-None-Match": tag})).status_code == 304:
            await asyncio.sleep(0.02)


async def test_a_known_tag_opens_nothing_that_may_not_be_seen_any_more(
    make: Make, client_of: ClientOf, bus: Bus
) -> None:
    ann, bob = await make.reader(), await make.reader()
    audience = await make.audience(ann, bob)
    ann, bob = await make.fresh(ann), await make.fresh(bob)
    thread, client = await make.thread(ann, audience=audience), await client_of(bob)
    tag = (await client.get(f"/threads/{thread.id}")).headers["ETag"]

    await audiences.change(None, audience, name="Ann alone", group_ids=[], user_ids=[ann.id])

    async with asyncio.timeout(10):
        while True:
            answer = await client.get(f"/threads/{thread.id}", headers={"If-None-Match": tag})
            if answer.status_code == 404:
                break


async def test_new_names_stand_on_kept_pages(make: Make, client_of: ClientOf, bus: Bus) -> None:
    ann, bob = await make.reader(), await make.reader("Bob Before")
    term = await make.term(name="Old term")
    thread = await make.thread(bob, terms=[term])
    space = await Space.get(id=thread.space_id).select_related("audience")
    client, url = await client_of(ann), f"/threads/{thread.id}"
    page = (await client.get(url)).text
    assert all(name in page for name in ("Bob Before", "Old term", space.name))

    await change_profile(bob, ProfileChange(name="Bob Afterwards"))
    await until_it_says(client, url, "Bob Afterwards")
    await vocabulary.change_term(None, term, name_en="New term", name_zh="新词", nicknames=[])
    await until_it_says(client, url, "New term")
    await spaces.change(
        None, space, name="Renamed space", description="", audience=space.audience, position=0
    )
    await until_it_says(client, url, "Renamed space")


async def test_two_windows_that_show_one_kept_page_post_a_reply_each(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    thread, client = await make.thread(ann), await client_of(ann)
    uid = uid_in((await client.get(f"/threads/{thread.id}")).text)
    for body in ("From one window.", "From the other.", "From the other."):
        answer = await client.post(f"/threads/{thread.id}/replies", data={"body": body, "uid": uid})
        assert answer.status_code == 303
    posts = await Post.filter(thread_id=thread.id, number__gt=1).order_by("number")
    assert [post.body for post in posts] == ["From one window.", "From the other."]


async def test_what_was_typed_into_a_refused_reply_is_shown_as_text(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    thread, client = await make.thread(ann), await client_of(ann)
    answer = await client.post(
        f"/threads/{thread.id}/replies", data={"body": "", "uid": '"><script>alert(1)</script>'}
    )
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


async def test_a_crowd_that_asks_at_once_loads_a_page_once(
    make: Make, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    ann = await make.reader()
    thread, client = await make.thread(ann), await client_of(ann)
    await client.get("/settings")
    with caplog.at_level("DEBUG", logger="tortoise.db_client"):
        pages = await asyncio.gather(*(client.get(f"/threads/{thread.id}") for _one in range(20)))
    assert {page.status_code for page in pages} == {200}
    assert sum('FROM "post"' in record.getMessage() for record in caplog.records) == 1


def test_what_may_have_been_read_before_a_change_is_not_kept_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: keeping.Store[str, Size] = keeping.Store()
    kept.put("before", Size(1))
    kept.unsettle()
    assert kept.get("before") is None
    kept.put("read before, rendered after", Size(1))
    assert kept.get("read before, rendered after") is None
    monkeypatch.setattr(keeping, "monotonic", lambda: monotonic() + keeping.UNSETTLED_SECONDS)
    kept.put("read after", Size(1))
    assert kept.get("read after") == Size(1)
