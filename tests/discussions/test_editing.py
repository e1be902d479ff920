"""Edits, their history, and deletion."""

import pytest

from discussions import answers, replies, threads
from discussions.errors import StaleRevision
from discussions.models import AcceptedAnswer, Mention, Post, Revision, Thread
from discussions.queries.history import history_of
from discussions.queries.reading import find_post
from hub.audit.models import AuditEntry
from hub.errors import Forbidden, NotFound
from hub.vocabulary.models import Facet
from tests.discussions.conftest import types_recorded
from tests.factories import Make


async def test_an_edit_adds_a_revision_whose_parent_is_what_was_edited(make: Make) -> None:
    ann = await make.reader()
    reply = await make.reply(ann, await make.thread(ann), "First")
    edited = await replies.edit_post(ann, reply, "Second", base_revision=1)
    first, second = await Revision.filter(post_id=reply.id).order_by("number")
    assert (first.body, second.body, second.parent_id) == ("First", "Second", first.id)
    assert (edited.revision_number, edited.version) == (2, (await Thread.get(id=reply.thread_id)).version)
    assert edited.edited_at is not None
    assert (await types_recorded())[-1] == "PostEdited"


async def test_an_edit_that_changes_nothing_leaves_no_trace(make: Make) -> None:
    ann = await make.reader()
    reply = await make.reply(ann, await make.thread(ann), "Same")
    before = await types_recorded()
    assert (await replies.edit_post(ann, reply, "Same", base_revision=1)).revision_number == 1
    assert await types_recorded() == before


async def test_a_stale_edit_is_refused_and_loses_nothing(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    reply = await make.reply(ann, await make.thread(ann), "First")
    await replies.edit_post(lead, reply, "Of the lead", base_revision=1)
    with pytest.raises(StaleRevision) as refused:
        await replies.edit_post(ann, reply, "Of the author", base_revision=1)
    assert (refused.value.status, refused.value.current) == (409, 2)
    assert (await Post.get(id=reply.id)).body == "Of the lead"
    again = await replies.edit_post(ann, reply, "Of the author", base_revision=refused.value.current)
    assert (again.body, again.revision_number) == ("Of the author", 3)


async def test_title_header_and_text_of_a_case_change_as_one_revision(make: Make) -> None:
    ann = await make.reader()
    old, new = await make.term(Facet.PRODUCT, "T80"), await make.term(Facet.PRODUCT, "T90")
    thread = await make.thread(ann, "Old title", "Old text", terms=[old])
    edited = await threads.edit_thread(
        ann, thread, title="New title", body="New text", tried="This", terms=[new], base_revision=1
    )
    post = await find_post(ann, (await Post.get(thread_id=thread.id)).id)
    assert (edited.title, post.body, post.revision_number) == ("New title", "New text", 2)
    history = await history_of(ann, post)
    latest = history.steps[0]
    assert {(change.label, change.before, change.after) for change in latest.fields} == {
        ("Title", "Old title", "New title"),
        ("Product", "T80", "T90"),
    }
    assert [line.kind for line in latest.tried] == ["added"]
    assert [line.kind for line in latest.body] == ["removed", "added"]
    assert (await types_recorded())[-2:] == ["ThreadEdited", "PostEdited"]
    with pytest.raises(StaleRevision):
        await threads.edit_thread(
            ann, thread, title="Third", body="Old text", tried="", terms=[], base_revision=1
        )


async def test_editing_a_case_by_its_text_alone_keeps_the_header_in_the_history(make: Make) -> None:
    ann = await make.reader()
    thread = await make.thread(ann, "Title")
    await replies.edit_post(ann, await Post.get(thread_id=thread.id), "Another", base_revision=1)
    first, second = await Revision.all().order_by("number")
    assert second.header == first.header
    assert second.header is not None


async def test_others_may_not_edit_or_delete(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    reply = await make.reply(ann, thread)
    with pytest.raises(Forbidden):
        await replies.edit_post(bob, reply, "Mine now", base_revision=1)
    with pytest.raises(Forbidden):
        await replies.delete_post(bob, reply)
    with pytest.raises(Forbidden):
        await threads.edit_thread(bob, thread, title="x", body="x", tried="", terms=[], base_revision=1)
    with pytest.raises(Forbidden):
        await replies.delete_post(ann, await Post.get(thread_id=thread.id, number=1))


async def test_a_deleted_reply_leaves_a_stub_and_its_history_to_leads(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    reply = await make.reply(ann, thread, f"A secret for @{lead.handle}")
    deleted = await replies.delete_post(ann, reply)
    assert (deleted.body, deleted.html, deleted.deleted_by_id) == ("", "", ann.id)
    assert (await Thread.get(id=thread.id)).reply_count == 0
    assert not await Mention.filter(post_id=reply.id).exists()
    assert await AuditEntry.filter(action="post.deleted", object_id=reply.id).exists()
    assert (await types_recorded())[-1] == "PostDeleted"
    with pytest.raises(NotFound):
        await history_of(ann, await find_post(ann, reply.id))
    seen = await history_of(lead, await find_post(lead, reply.id))
    assert seen.steps[0].text.startswith("A secret")
    before = await types_recorded()
    await replies.delete_post(ann, reply)
    assert await types_recorded() == before


async def test_deleting_an_accepted_answer_withdraws_it(make: Make) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    reply = await make.reply(ann, thread)
    await answers.accept(ann, thread, reply)
    await replies.delete_post(ann, reply)
    assert not await AcceptedAnswer.exists()
    assert (await Thread.get(id=thread.id)).answer_count == 0
    assert (await types_recorded())[-2:] == ["AnswerWithdrawn", "PostDeleted"]


async def test_a_history_of_long_changes_comes_on_several_pages(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discussions.queries.history.LINES_ON_A_PAGE", 10)
    ann = await make.reader()
    reply = await make.reply(ann, await make.thread(ann), "0")
    for number in range(1, 6):
        text = "\n".join(f"{number}: {line}" for line in range(4))
        await replies.edit_post(ann, reply, text, base_revision=None)
    pages: list[list[int]] = []
    below = None
    while not pages or below:
        history = await history_of(ann, reply, below=below)
        pages.append([step.number for step in history.steps])
        below = history.older
    assert pages == [[6, 5], [4, 3], [2, 1]]
