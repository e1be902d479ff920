"""Live frames, and catching up by HTTP."""

from collections.abc import Awaitable, Callable

import pytest

from discussions import answers, live, moderation, reactions, replies
from discussions.models import Post, ReactionKind, Thread
from hub.identity import Reader
from hub.outbox import Happened
from hub.outbox.events import restore
from hub.outbox.models import RecordedEvent
from tests.conftest import ClientOf
from tests.factories import Make

Action = Callable[[Reader, Thread, Post], Awaitable[object]]


async def latest() -> Happened:
    row = await RecordedEvent.all().order_by("-id").first()
    assert row
    return Happened(restore(row.type, row.data), row.id, row.at)


async def test_a_reply_comes_with_its_card_and_the_new_head(make: Make) -> None:
    ann, bob = await make.reader("Ann"), await make.reader("Bob Writer")
    thread = await make.thread(ann, "It stops")
    reply = await make.reply(bob, thread, "Clean *it*")
    frame = (await live.render_event(await latest(), ["en"]))["en"]
    assert (frame.topic, frame.event) == (f"thread:{thread.id}", "discussions.ReplyPosted")
    assert (frame.id, frame.number, frame.version) == (f"post-{reply.id}", 2, 2)
    for text in (
        f'id="post-{reply.id}"',
        'data-number="2"',
        "<em>it</em>",
        "Bob Writer",
        f'id="thread-{thread.id}-header"',
    ):
        assert text in frame.html
    chinese = (await live.render_event(await latest(), ["zh"]))["zh"]
    assert "1 条回复" in chinese.html
    assert "1 reply" in frame.html


async def test_a_late_frame_does_not_claim_what_comes_after_it(make: Make) -> None:
    """Whoever loses the connection behind it asks for what came after its version."""
    ann = await make.reader()
    thread = await make.thread(ann)
    await make.reply(ann, thread)
    happened = await latest()
    await make.reply(ann, thread)
    frame = (await live.render_event(happened, ["en"]))["en"]
    assert frame.version == 2 < (await Thread.get(id=thread.id)).version


async def test_a_frame_shows_nobody_what_is_only_for_some(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    await make.reply(lead, thread)
    frame = (await live.render_event(await latest(), ["en"]))["en"]
    personal = [part for part in frame.html.split("<") if "data-only=" in part]
    assert personal
    assert all(" hidden" in part for part in personal)
    assert 'aria-pressed="true"' not in frame.html


async def accept(actor: Reader, thread: Thread, post: Post) -> object:
    return await answers.accept(actor, thread, post)


async def edit(actor: Reader, _thread: Thread, post: Post) -> object:
    return await replies.edit_post(actor, post, "Edited text", base_revision=1)


async def delete(actor: Reader, _thread: Thread, post: Post) -> object:
    return await replies.delete_post(actor, post)


async def react(actor: Reader, _thread: Thread, post: Post) -> object:
    await reactions.react(actor, post, ReactionKind.INSIGHT)
    return post


async def lock(actor: Reader, thread: Thread, _post: Post) -> object:
    return await moderation.lock(actor, thread)


async def assign(actor: Reader, thread: Thread, _post: Post) -> object:
    return await moderation.assign(actor, thread, actor.id)


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (accept, 'class="answers__answer"'),
        (edit, "Edited text"),
        (delete, "This post was deleted."),
        (react, 'class="reaction__count">1<'),
        (lock, "Locked"),
        (assign, "is on it"),
    ],
)
async def test_what_happens_is_seen_live_and_on_catching_up(
    make: Make, client_of: ClientOf, action: Action, shown: str
) -> None:
    lead = await make.reader(role="lead")
    thread = await make.thread(lead)
    reply = await make.reply(lead, thread, "First text")
    since = (await Thread.get(id=thread.id)).version
    await action(lead, thread, reply)
    frame = (await live.render_event(await latest(), ["en"]))["en"]
    assert shown in frame.html
    assert frame.version > since
    client = await client_of(lead)
    changes = (await client.get(f"/threads/{thread.id}/changes?since={since}")).json()
    assert shown in changes["header"] + "".join(post["html"] for post in changes["posts"])
    assert changes["version"] == frame.version
    nothing = (await client.get(f"/threads/{thread.id}/changes?since={frame.version}")).json()
    assert nothing["posts"] == []


async def test_catching_up_brings_every_missed_reply_in_order_once(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    seen = await make.reply(ann, thread)
    missed = [await make.reply(ann, thread) for _place in range(5)]
    client = await client_of(ann)
    changes = (await client.get(f"/threads/{thread.id}/changes?since={seen.version}")).json()
    assert [post["id"] for post in changes["posts"]] == [f"post-{post.id}" for post in missed]
    assert [post["number"] for post in changes["posts"]] == [3, 4, 5, 6, 7]


async def test_rows_of_lists_follow_and_keep_the_space_from_who_cannot_see_it(make: Make) -> None:
    ann = await make.reader()
    private = await make.audience(ann)
    ann = await make.fresh(ann)
    own = await make.thread(ann, space=await make.space("Own space", audience=private))
    frame = (await live.render_row(await latest(), ["en"]))["en"]
    assert (frame.topic, frame.id) == ("threads", f"thread-{own.id}")
    assert "Own space" in frame.html
    [everyone] = [id_ for id_ in ann.audience_ids if id_ != private.id]
    await Thread.filter(id=own.id).update(audience_id=everyone)
    frame = (await live.render_row(await latest(), ["en"]))["en"]
    assert "Own space" not in frame.html


async def test_access_of_a_topic_follows_the_thread(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    assert await live.topic_audience(thread.id) == live.TopicAccess(thread.audience_id, False, ann.id)
    await moderation.hide(lead, thread)
    assert await live.topic_audience(thread.id) == live.TopicAccess(thread.audience_id, True, ann.id)
    assert await live.topic_audience(4040404) is None
