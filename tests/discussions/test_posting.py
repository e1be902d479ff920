"""Posting cases and replies."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from discussions import replies, threads, watching
from discussions.errors import ThreadLocked
from discussions.events import ReplyPosted, ThreadPosted
from discussions.models import Mention, Post, ReadMark, Revision, Thread, Watch, WatchLevel
from discussions.replies import post_reply
from discussions.threads import post_thread
from hub.accounts.models import User
from hub.errors import InvalidInput, NotFound, UidTaken
from hub.files.models import Attachment, File
from hub.identity import reader_for_import
from hub.vocabulary.models import Facet
from tests.discussions.conftest import recorded
from tests.factories import Make


async def test_a_case_is_kept_with_text_header_revision_and_event(make: Make) -> None:
    ann, space = await make.reader("Ann"), await make.space()
    stage = await make.term(Facet.STAGE, "Negotiation")
    thread = await post_thread(
        ann, space=space, title="It stops", body="**Why?**", tried="Turning it off", terms=[stage, stage]
    )
    kept = await Thread.get(id=thread.id).prefetch_related("terms")
    post = await Post.get(thread_id=thread.id)
    revision = await Revision.get(post_id=post.id)
    assert kept.audience_id == space.audience_id
    assert [term.id for term in kept.terms] == [stage.id]
    assert "Turning it off" in kept.tried_html
    assert (post.number, post.body, post.version) == (1, "**Why?**", kept.version)
    assert f'id="post-{post.id}-p1"' in post.html
    assert "<strong>Why?</strong>" in post.html
    assert revision.header == {
        "title": "It stops",
        "tried": "Turning it off",
        "terms": {"stage": [stage.key]},
    }
    assert await recorded() == [
        ThreadPosted(thread_id=thread.id, version=1, actor_id=ann.id, post_id=post.id, imported=False)
    ]


async def test_replies_are_numbered_and_raise_the_thread(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    first = await post_reply(bob, thread.id, "One")
    second = await post_reply(ann, thread.id, "Two")
    kept = await Thread.get(id=thread.id)
    assert (first.number, second.number) == (2, 3)
    assert (kept.last_number, kept.reply_count, kept.version) == (3, 2, 3)
    assert second.version == kept.version
    assert kept.active_at == second.created_at
    assert (await recorded())[-1] == ReplyPosted(
        thread_id=thread.id, version=3, actor_id=ann.id, post_id=second.id, imported=False
    )


async def test_writing_makes_watch_and_marks_own_posts_read(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    assert await watching.watchers_of(thread.id) == {ann.id}
    await make.reply(bob, thread)
    assert await watching.watchers_of(thread.id) == {ann.id, bob.id}
    marks = {mark.user_id: mark.last_number for mark in await ReadMark.filter(thread_id=thread.id)}
    assert marks == {ann.id: 1, bob.id: 2}


async def test_replying_blind_leaves_what_came_between_unread(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await make.reply(bob, thread)
    await make.reply(ann, thread)
    assert (await ReadMark.get(thread_id=thread.id, user_id=ann.id)).last_number == 1


async def test_a_muted_thread_stays_muted_for_who_replies(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await watching.watch(bob, thread, WatchLevel.MUTED)
    await make.reply(bob, thread)
    assert (await Watch.get(thread_id=thread.id, user_id=bob.id)).level is WatchLevel.MUTED


async def test_only_handles_that_exist_are_mentions(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    team = await make.group("Team", [bob])
    thread = await make.thread(ann, body=f"@{bob.handle} @{team.handle} @nobody-here")
    named = [(row.user_id, row.group_id) for row in await Mention.all().order_by("id")]
    assert named == [(bob.id, None), (None, team.id)]
    [post] = await Post.filter(thread_id=thread.id)
    await replies.edit_post(ann, post, f"@{ann.handle} @{team.handle}", base_revision=1)
    named = [(row.user_id, row.group_id) for row in await Mention.all().order_by("id")]
    assert sorted(named, key=str) == sorted([(ann.id, None), (None, team.id)], key=str)


async def test_named_files_hang_on_the_post_and_give_pictures_their_size(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    own, foreign = [
        await File.create(
            owner_id=person.id, name="a.png", mime="image/png", size=1, sha256="0" * 64, width=40, height=30
        )
        for person in (ann, bob)
    ]
    await make.thread(ann, body=f"![a](/files/{own.uid}) ![b](/files/{foreign.uid})")
    [post] = await Post.all()
    assert [row.file_id for row in await Attachment.filter(parent_kind="post", parent_id=post.id)] == [own.id]
    assert 'width="40" height="30"' in post.html


async def test_the_same_uid_with_the_same_content_is_one_write(make: Make) -> None:
    ann, space, uid = await make.reader(), await make.space(), uuid4()
    first = await post_thread(ann, space=space, title="T", body="B", uid=uid)
    again = await post_thread(ann, space=space, title="T", body="B", uid=uid)
    assert again.id == first.id
    reply_uid = uuid4()
    reply = await post_reply(ann, first.id, "Yes", uid=reply_uid)
    assert (await post_reply(ann, first.id, "Yes", uid=reply_uid)).id == reply.id
    assert await Thread.all().count() == 1
    assert await Post.all().count() == 2
    assert len(await recorded()) == 2


async def test_a_uid_never_answers_for_other_content_or_somebody_else(make: Make) -> None:
    ann, bob, space, uid = await make.reader(), await make.reader(), await make.space(), uuid4()
    thread = await post_thread(ann, space=space, title="T", body="B", uid=uid)
    with pytest.raises(UidTaken):
        await post_thread(ann, space=space, title="T", body="Other", uid=uid)
    with pytest.raises(UidTaken):
        await post_thread(bob, space=space, title="T", body="B", uid=uid)
    reply_uid = uuid4()
    await post_reply(ann, thread.id, "Yes", uid=reply_uid)
    with pytest.raises(UidTaken):
        await post_reply(ann, thread.id, "No", uid=reply_uid)
    with pytest.raises(UidTaken):
        await post_reply(bob, thread.id, "Yes", uid=reply_uid)
    assert await Post.all().count() == 2


async def test_a_locked_thread_takes_replies_of_leads_only(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    await threads.lock(lead, thread)
    with pytest.raises(ThreadLocked):
        await post_reply(ann, thread.id, "One more thing")
    assert (await post_reply(lead, thread.id, "The last word")).number == 2


async def test_who_lost_access_in_between_is_told_of_nothing(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    only_ann = await make.audience(ann)
    await make.reply(bob, thread)
    await threads.change_audience(await make.fresh(ann), thread, only_ann)
    with pytest.raises(NotFound):
        await post_reply(bob, thread.id, "Too late")
    assert await Post.filter(author_id=bob.id).count() == 1


async def test_nobody_posts_where_they_cannot_read(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space(audience=await make.audience(bob))
    with pytest.raises(NotFound):
        await make.thread(ann, space=space)
    with pytest.raises(InvalidInput) as refused:
        await make.thread(ann, audience=await make.audience(bob))
    assert "audience" in refused.value.errors
    assert not await Thread.exists()
    assert (await make.thread(await make.fresh(bob), space=space)).audience_id == space.audience_id


async def test_imports_keep_their_dates_and_need_no_access(make: Make) -> None:
    bob = await make.reader()
    gone = await User.create(name="Gone", handle="gone", active=False, placeholder=True)
    author = await reader_for_import(gone)
    space = await make.space(audience=await make.audience(bob))
    long_ago = datetime(2011, 5, 4, tzinfo=UTC)
    thread = await post_thread(author, space=space, title="Old", body="Old", at=long_ago, imported=True)
    later = datetime(2012, 5, 4, tzinfo=UTC)
    reply = await post_reply(author, thread.id, "Old too", at=later, imported=True)
    kept = await Thread.get(id=thread.id)
    assert (kept.created_at, kept.active_at, reply.created_at) == (long_ago, later, later)
    assert [getattr(event, "imported", None) for event in await recorded()] == [True, True]
