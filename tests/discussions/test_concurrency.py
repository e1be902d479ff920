"""Several people at once, each in a transaction of their own."""

import asyncio
from uuid import uuid4

from discussions import answers, moderation, reactions, replies, threads
from discussions.errors import AlreadyAssigned, StaleRevision
from discussions.models import AcceptedAnswer, Post, ReactionKind, Revision, Thread
from tests.discussions.conftest import types_recorded
from tests.factories import Make


async def test_twenty_replies_at_once_leave_no_gap_and_no_double(make: Make) -> None:
    people = [await make.reader() for _place in range(4)]
    thread = await make.thread(people[0])
    await asyncio.gather(*(replies.post_reply(people[n % 4], thread.id, f"Reply {n}") for n in range(20)))
    posts = await Post.filter(thread_id=thread.id).order_by("number")
    kept = await Thread.get(id=thread.id)
    assert [post.number for post in posts] == list(range(1, 22))
    assert sorted(post.version for post in posts) == list(range(1, 22))
    assert (kept.last_number, kept.reply_count, kept.version) == (21, 20, 21)


async def test_the_same_uid_sent_ten_times_at_once_is_one_reply(make: Make) -> None:
    ann = await make.reader()
    thread, uid = await make.thread(ann), uuid4()
    sent = await asyncio.gather(*(replies.post_reply(ann, thread.id, "Once", uid=uid) for _n in range(10)))
    assert len({post.id for post in sent}) == 1
    assert (await Thread.get(id=thread.id)).reply_count == 1
    assert (await types_recorded()).count("ReplyPosted") == 1


async def test_the_same_uid_sent_to_two_threads_at_once_is_one_reply_and_one_refusal(make: Make) -> None:
    ann, uid = await make.reader(), uuid4()
    places = [await make.thread(ann), await make.thread(ann)]
    results = await asyncio.gather(
        *(replies.post_reply(ann, thread.id, "Once", uid=uid) for thread in places), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Post", "UidTaken"]
    assert sorted([(await Thread.get(id=thread.id)).version for thread in places]) == [1, 2]


async def test_the_same_uid_sent_ten_times_at_once_is_one_case(make: Make) -> None:
    ann, space, uid = await make.reader(), await make.space(), uuid4()
    sent = await asyncio.gather(
        *(threads.post_thread(ann, space=space, title="T", body="B", uid=uid) for _n in range(10))
    )
    assert len({thread.id for thread in sent}) == 1
    assert await Thread.all().count() == await Post.all().count() == 1


async def test_two_edits_at_once_one_wins_and_the_other_is_told(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    reply = await make.reply(ann, await make.thread(ann))
    results = await asyncio.gather(
        replies.edit_post(ann, reply, "By Ann", base_revision=1),
        replies.edit_post(lead, reply, "By the lead", base_revision=1),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Post", "StaleRevision"]
    assert any(isinstance(result, StaleRevision) for result in results)
    assert await Revision.filter(post_id=reply.id).count() == 2


async def test_two_accept_at_once_and_it_is_accepted_once(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    reply = await make.reply(ann, thread)
    first, second = await asyncio.gather(
        answers.accept(ann, thread, reply), answers.accept(lead, thread, reply)
    )
    assert first.id == second.id
    assert await AcceptedAnswer.all().count() == (await Thread.get(id=thread.id)).answer_count == 1
    assert (await types_recorded()).count("AnswerAccepted") == 1


async def test_accepting_and_deleting_at_once_leaves_no_accepted_stub(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    reply = await make.reply(bob, thread)
    await asyncio.gather(
        answers.accept(ann, thread, reply), replies.delete_post(bob, reply), return_exceptions=True
    )
    assert (await Post.get(id=reply.id)).deleted_at is not None
    assert not await AcceptedAnswer.exists()
    assert (await Thread.get(id=thread.id)).answer_count == 0


async def test_two_claim_at_once_and_one_is_told(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    results = await asyncio.gather(
        moderation.assign(ann, thread, ann.id), moderation.assign(bob, thread, bob.id), return_exceptions=True
    )
    assert sum(isinstance(result, AlreadyAssigned) for result in results) == 1
    assert sum(isinstance(result, Thread) for result in results) == 1


async def test_reactions_of_many_at_once_all_count(make: Make) -> None:
    people = [await make.reader() for _place in range(8)]
    reply = await make.reply(people[0], await make.thread(people[0]))
    await asyncio.gather(*(reactions.react(person, reply, ReactionKind.WORKED) for person in people))
    kept = await Thread.get(id=reply.thread_id)
    assert kept.version == 2 + len(people)
    assert (await Post.get(id=reply.id)).version == kept.version
