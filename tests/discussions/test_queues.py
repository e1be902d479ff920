"""The queues: which cases stand in them, and how many are counted."""

import asyncio
from datetime import timedelta

import pytest

from discussions import moderation, replies, watching
from discussions.models import CaseKind, Post, Thread, WatchLevel
from discussions.queries.listing import Tab, ThreadFilter, list_ids
from discussions.queues import counting
from discussions.queues.counting import counts_for
from hub.app import listening
from hub.database import now
from hub.identity import Reader
from hub.outbox.bus import Bus
from hub.settings import Settings
from tests.conftest import ClientOf
from tests.factories import Make
from tests.statements import counted

UNANSWERED, UNDECIDED, MINE = Tab.UNANSWERED, Tab.UNDECIDED, Tab.MINE


async def aged(thread: Thread, **hours: float) -> Thread:
    """The thread with `created_at` or `active_at` so many hours ago."""
    await Thread.filter(id=thread.id).update(
        **{name: now() - timedelta(hours=ago) for name, ago in hours.items()}
    )
    return await Thread.get(id=thread.id)


async def queue(reader: Reader, tab: Tab) -> set[int]:
    counting.forget()
    listed = set((await list_ids(reader, ThreadFilter(tab=tab)))[0])
    assert (await counts_for(reader)).by_tab[tab] == len(listed)
    return listed


async def test_a_question_is_unanswered_when_nobody_but_its_asker_has_replied_for_four_hours(
    make: Make,
) -> None:
    ann, bob = await make.reader(), await make.reader()
    young, old = await make.thread(ann), await make.thread(ann)
    await aged(young, created_at=3.9)
    await aged(old, created_at=4.1)
    await make.reply(ann, old, "Nobody?")
    assert await queue(bob, UNANSWERED) == {old.id}
    reply = await make.reply(bob, old)
    assert await queue(bob, UNANSWERED) == set()
    await replies.delete_post(bob, reply)
    assert await queue(bob, UNANSWERED) == {old.id}
    await replies.delete_post(ann, await Post.get(thread_id=old.id, number=2))
    assert (await Thread.get(id=old.id)).own_count == 0
    assert await queue(bob, UNANSWERED) == {old.id}


async def test_a_question_is_undecided_when_the_talk_has_rested_for_a_day(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    fresh, rested, alone = await make.thread(ann), await make.thread(ann), await make.thread(ann)
    for thread in (fresh, rested):
        await make.reply(bob, thread)
    await make.reply(ann, alone)
    for thread in (rested, alone):
        await aged(thread, active_at=25)
    assert await queue(bob, UNDECIDED) == {rested.id}
    await make.answer(ann, rested, await Post.get(thread_id=rested.id, number=2))
    assert await queue(bob, UNDECIDED) == set()


async def test_mine_is_what_waits_for_me(make: Make) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    asked, taken, theirs = await make.thread(ann), await make.thread(bob), await make.thread(bob)
    await moderation.assign(lead, taken, ann.id)
    assert await queue(ann, MINE) == {taken.id}
    first = await make.reply(bob, asked)
    await make.reply(ann, theirs)
    assert await queue(ann, MINE) == {taken.id, asked.id}
    await make.answer(ann, asked, first)
    await moderation.lock(lead, taken)
    assert await queue(ann, MINE) == set()


@pytest.mark.parametrize("change", ["lock", "hide", "complaint", "readers"])
async def test_what_is_not_open_to_replies_or_not_seen_stands_in_no_queue(make: Make, change: str) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    private = await make.audience(ann)
    ann = await make.fresh(ann)
    waiting, undecided = await make.thread(ann), await make.thread(ann)
    await make.reply(bob, undecided)
    for thread in (waiting, undecided):
        await aged(thread, created_at=30, active_at=30)
    assert (await queue(bob, UNANSWERED), await queue(bob, UNDECIDED)) == ({waiting.id}, {undecided.id})
    for thread in (waiting, undecided):
        if change == "lock":
            await moderation.lock(lead, thread)
        elif change == "hide":
            await moderation.hide(lead, thread)
        elif change == "readers":
            await moderation.change_audience(ann, thread, private)
        else:
            await Thread.filter(id=thread.id).update(kind=CaseKind.COMPLAINT)
    for reader in (bob, lead):
        assert (await queue(reader, UNANSWERED), await queue(reader, UNDECIDED)) == (set(), set())


async def test_what_somebody_muted_stands_in_no_queue_of_theirs_alone(make: Make) -> None:
    ann, bob, cy = await make.reader(), await make.reader(), await make.reader()
    thread = await aged(await make.thread(ann), created_at=5)
    await watching.watch(bob, thread, WatchLevel.MUTED)
    assert await queue(bob, UNANSWERED) == set()
    assert await queue(cy, UNANSWERED) == {thread.id}


async def test_counts_are_kept_for_all_who_read_the_same_until_something_moves(
    make: Make, settings: Settings
) -> None:
    ann, bob = await make.reader(), await make.reader()
    private = await make.audience(ann)
    ann = await make.fresh(ann)
    await aged(await make.thread(ann, audience=private), created_at=5)
    shared = await make.thread(ann)
    bus = Bus()
    async with listening(bus, settings):
        assert (await counts_for(bob)).by_tab[UNANSWERED] == 0
        assert (await counts_for(ann)).by_tab[UNANSWERED] == 1
        await aged(shared, created_at=5)
        with counted() as statements:
            assert (await counts_for(bob)).by_tab[UNANSWERED] == 0
        assert len(statements) == 1
        await make.reply(bob, await make.thread(ann))
        async with asyncio.timeout(10):
            while (await counts_for(bob)).by_tab[UNANSWERED] == 0:
                await asyncio.sleep(0.02)
        assert (await counts_for(bob)).by_tab[UNANSWERED] == 1


async def test_counting_stops_where_nobody_reads_on(
    make: Make, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await make.reader()
    for _number in range(4):
        await aged(await make.thread(ann), created_at=5)
    monkeypatch.setattr(counting, "MOST", 3)
    monkeypatch.setattr("discussions.routes.listing.MOST", 3)
    client = await client_of(ann)
    assert (await client.get("/threads/queues")).json()["unanswered"] == "2+"
    assert ">2+</span>" in (await client.get("/threads")).text
