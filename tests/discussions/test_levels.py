"""Levels: what a choice for a thread, its space and its terms makes together, and what lists make of it."""

from datetime import timedelta

import pytest

from discussions import moderation, watching
from discussions.models import Space, Thread, Watch, WatchLevel
from discussions.queries.listing import Tab, ThreadFilter, in_tab, list_ids
from discussions.watching.rule import level_of
from hub.database import connection, now
from hub.errors import InvalidInput, NotFound
from hub.identity import Reader
from hub.vocabulary import operations as vocabulary
from hub.vocabulary.models import Facet, Term
from tests.factories import Make

MUTED, NORMAL, FIRST_POST, TRACKING, WATCHING = WatchLevel
NONE: list[WatchLevel] = []

# The choice for the thread, for its space and terms: the level, and whether a new case is told of.
RULE = [
    (None, NONE, NORMAL, False),
    (None, [NORMAL], NORMAL, False),
    (None, [MUTED], MUTED, False),
    (None, [FIRST_POST], NORMAL, True),
    (None, [TRACKING], TRACKING, False),
    (None, [WATCHING], WATCHING, True),
    (None, [MUTED, MUTED], MUTED, False),
    (None, [MUTED, NORMAL], MUTED, False),
    (None, [MUTED, FIRST_POST], NORMAL, True),
    (None, [MUTED, TRACKING], TRACKING, False),
    (None, [TRACKING, FIRST_POST], TRACKING, True),
    (None, [WATCHING, MUTED, TRACKING], WATCHING, True),
    (MUTED, [WATCHING], MUTED, False),
    (NORMAL, [WATCHING, TRACKING], NORMAL, False),
    (NORMAL, [MUTED], NORMAL, False),
    (TRACKING, [WATCHING], TRACKING, False),
    (TRACKING, [MUTED], TRACKING, False),
    (WATCHING, [MUTED], WATCHING, False),
    (WATCHING, NONE, WATCHING, False),
]


async def level(reader: Reader, thread: Thread) -> str:
    query = f"SELECT {level_of('$1')} AS level FROM thread WHERE id = $2"
    [row] = await connection().execute_query_dict(query, [reader.id, thread.id])
    return str(row["level"])


@pytest.mark.parametrize(("own", "others", "expected", "first_post"), RULE)
async def test_choices_make_one_level(
    make: Make, own: WatchLevel | None, others: list[WatchLevel], expected: WatchLevel, first_post: bool
) -> None:
    ann, bob = await make.reader(), await make.reader()
    space, terms = await make.space(), [await make.term(Facet.PRODUCT), await make.term(Facet.TAG)]
    targets: list[Space | Term] = [space, *terms]
    thread = await make.thread(ann, space=space, terms=terms)
    # What is chosen for other spaces and terms, and by other people, changes nothing.
    await watching.watch_space(bob, await make.space(), WATCHING)
    await watching.watch_term(bob, await make.term(), MUTED)
    await watching.watch_term(await make.reader(), terms[0], WATCHING)
    for target, chosen in zip(targets, others, strict=False):
        if isinstance(target, Space):
            await watching.watch_space(bob, target, chosen)
        else:
            await watching.watch_term(bob, target, chosen)
    if own:
        await watching.watch(bob, thread, own)
    assert await level(bob, thread) == expected
    assert (bob.id in await watching.watchers_of(thread.id)) is (expected is WATCHING)
    assert (bob.id in await watching.first_post_followers(thread.id)) is first_post
    assert (bob.id in (await watching.muters_by_thread([thread.id]))[thread.id]) is (own is MUTED)
    assert await listed(bob, Tab.MUTED) == ({thread.id} if expected is MUTED else set())
    assert await listed(bob, Tab.ACTIVE) == (set() if expected is MUTED else {thread.id})
    assert await listed(bob, Tab.UNREAD) == ({thread.id} if expected in (TRACKING, WATCHING) else set())


async def listed(reader: Reader, tab: Tab) -> set[int]:
    return {thread.id for thread in await in_tab(reader, tab)}


async def test_giving_a_choice_up_lets_the_others_count_again(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space()
    thread = await make.thread(ann, space=space)
    await watching.watch_space(bob, space, TRACKING)
    await watching.watch(bob, thread, MUTED)
    assert await level(bob, thread) == MUTED
    await watching.unwatch(bob, thread)
    assert await level(bob, thread) == TRACKING
    await watching.watch_space(bob, space, NORMAL)
    assert await level(bob, thread) == NORMAL


async def test_a_thread_has_no_first_post_level(make: Make) -> None:
    ann = await make.reader()
    with pytest.raises(InvalidInput):
        await watching.watch(ann, await make.thread(ann), FIRST_POST)


async def test_nobody_follows_a_space_that_they_cannot_see(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    audience = await make.audience(ann)
    space = await make.space(audience=audience)
    await watching.watch_space(await make.fresh(ann), space, WATCHING)
    with pytest.raises(NotFound):
        await watching.watch_space(bob, space, WATCHING)


@pytest.mark.parametrize(("chosen", "after"), [(None, WATCHING), (MUTED, MUTED), (TRACKING, TRACKING)])
async def test_writing_makes_watch_unless_something_was_chosen(
    make: Make, chosen: WatchLevel | None, after: WatchLevel
) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space()
    await watching.watch_space(bob, space, MUTED)
    thread = await make.thread(ann, space=space)
    if chosen:
        await watching.watch(bob, thread, chosen)
    await make.reply(bob, thread)
    assert (await Watch.get(thread_id=thread.id, user_id=bob.id)).level is after
    assert await level(bob, thread) == after


async def test_merged_terms_merge_their_followers(make: Make) -> None:
    ann, bob, cy = await make.reader(), await make.reader(), await make.reader()
    old, new = await make.term(), await make.term()
    await watching.watch_term(bob, old, WATCHING)
    await watching.watch_term(cy, old, WATCHING)
    await watching.watch_term(cy, new, TRACKING)
    await vocabulary.merge(None, old, new)
    thread = await make.thread(ann, terms=[new])
    assert [await level(bob, thread), await level(cy, thread)] == [WATCHING, TRACKING]


async def test_a_moved_thread_has_the_level_of_where_it_is(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    quiet, busy = await make.space(), await make.space()
    await watching.watch_space(lead, quiet, MUTED)
    await watching.watch_space(lead, busy, TRACKING)
    thread = await make.thread(ann, space=quiet)
    assert await level(lead, thread) == MUTED
    await moderation.move(lead, thread, busy)
    assert await level(lead, thread) == TRACKING


async def test_what_is_muted_is_left_out_of_the_lists_until_it_is_asked_for(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    term = await make.term()
    muted, other = await make.thread(ann, terms=[term]), await make.thread(ann)
    own = await make.thread(bob, terms=[term])
    await watching.watch_term(bob, term, MUTED)

    async def shown(**asked: object) -> set[int]:
        return set((await list_ids(bob, ThreadFilter(**asked)))[0])

    await Thread.all().update(created_at=now() - timedelta(hours=5))
    # Writing in a case is a choice for it.
    assert await shown() == {other.id, own.id}
    assert await shown(tab="unanswered") == {other.id, own.id}
    assert await shown(tab="muted") == {muted.id}
    assert await shown(tag=[term.key]) == {muted.id, own.id}
    assert await shown(author=ann.handle) == {muted.id, other.id}
    await watching.watch(bob, own, MUTED)
    await make.reply(ann, own)
    assert await shown(tab="mine") == {own.id}


async def test_unread_counts_what_is_tracked_or_watched(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space()
    before, after = await make.thread(ann, space=space), await make.thread(ann, space=space)
    assert await listed(bob, Tab.UNREAD) == set()
    await watching.watch_space(bob, space, TRACKING)
    assert await listed(bob, Tab.UNREAD) == {before.id, after.id}
    for thread in (before, after):
        await watching.mark_read(bob, thread, 1)
    assert await listed(bob, Tab.UNREAD) == set()
    await make.reply(ann, after)
    assert await listed(bob, Tab.UNREAD) == {after.id}
    await watching.watch(bob, after, NORMAL)
    assert await listed(bob, Tab.UNREAD) == set()


async def test_old_cases_that_were_never_opened_are_no_news(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space()
    thread = await make.thread(ann, space=space)
    await watching.watch_space(bob, space, WATCHING)
    assert await listed(bob, Tab.UNREAD) == {thread.id}
    await connection().execute_query("UPDATE thread SET created_at = created_at - interval '8 days'")
    assert await listed(bob, Tab.UNREAD) == set()
