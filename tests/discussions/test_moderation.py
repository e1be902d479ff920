"""Locking, hiding, moving, assigning, changing readers; and spaces."""

from collections.abc import Awaitable, Callable

import pytest

from discussions import moderation, policy, spaces, watching
from discussions.errors import AlreadyAssigned
from discussions.models import Space, Thread
from hub.audiences.operations import everyone
from hub.audit.models import AuditEntry
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.identity import Reader
from tests.discussions.conftest import types_recorded
from tests.factories import Make

Operation = Callable[[Reader, Thread], Awaitable[Thread]]


@pytest.mark.parametrize(
    ("do", "undo", "column", "events"),
    [
        (moderation.lock, moderation.unlock, "locked_at", ["ThreadLocked", "ThreadUnlocked"]),
        (moderation.hide, moderation.unhide, "hidden_at", ["ThreadHidden", "ThreadUnhidden"]),
    ],
)
async def test_leads_do_and_undo_it_once_each(
    make: Make, do: Operation, undo: Operation, column: str, events: list[str]
) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    with pytest.raises(Forbidden):
        await do(ann, thread)
    await do(lead, thread)
    assert getattr(await do(lead, thread), column) is not None
    with pytest.raises(Forbidden):
        await undo(ann, thread)
    await undo(lead, thread)
    assert getattr(await undo(lead, thread), column) is None
    assert (await types_recorded())[1:] == events
    assert await AuditEntry.filter(object_kind="thread", object_id=thread.id).count() == 2


async def test_a_hidden_thread_is_seen_by_leads_and_its_author(make: Make) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    assert await policy.visible_to(bob).filter(id=thread.id).exists()
    await moderation.hide(lead, thread)
    assert not await policy.visible_to(bob).filter(id=thread.id).exists()
    assert not await policy.visible_posts(bob).filter(thread_id=thread.id).exists()
    for reader in (ann, lead):
        assert await policy.visible_to(reader).filter(id=thread.id).exists()
        assert await policy.visible_posts(reader).filter(thread_id=thread.id).exists()


async def test_moving_keeps_the_readers(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    elsewhere = await make.space(audience=await make.audience(lead))
    lead = await make.fresh(lead)
    with pytest.raises(Forbidden):
        await moderation.move(ann, thread, elsewhere)
    moved = await moderation.move(lead, thread, elsewhere)
    assert (moved.space_id, moved.audience_id) == (elsewhere.id, thread.audience_id)
    assert (await types_recorded())[-1] == "ThreadMoved"
    with pytest.raises(NotFound):
        await moderation.move(lead, thread, await make.space(audience=await make.audience(ann)))


async def test_a_free_case_can_be_claimed_and_only_a_lead_gives_it_to_another(make: Make) -> None:
    ann, bob, lead = await make.reader("Ann"), await make.reader("Bob"), await make.reader(role="lead")
    thread = await make.thread(ann)
    claimed = await moderation.assign(bob, thread, bob.id)
    assert (claimed.assignee_id, claimed.assigned_at is not None) == (bob.id, True)
    assert bob.id in await watching.watchers_of(thread.id)
    with pytest.raises(AlreadyAssigned) as refused:
        await moderation.assign(ann, thread, ann.id)
    assert "Bob" in str(refused.value)
    with pytest.raises(Forbidden):
        await moderation.assign(ann, thread, None)
    assert (await moderation.assign(lead, thread, ann.id)).assignee_id == ann.id
    assert (await moderation.assign(ann, thread, None)).assignee_id is None
    assert (await types_recorded()).count("ThreadAssigned") == 3


async def test_a_case_is_given_only_to_who_may_read_it(make: Make) -> None:
    lead, outsider = await make.reader(role="lead"), await make.reader()
    audience = await make.audience(lead)
    lead = await make.fresh(lead)
    thread = await make.thread(lead, audience=audience)
    with pytest.raises(InvalidInput):
        await moderation.assign(lead, thread, outsider.id)


async def test_asker_changes_readers_and_stays_among_them(make: Make) -> None:
    ann, bob, cleo = await make.reader(), await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await moderation.assign(cleo, thread, cleo.id)
    narrow, foreign = await make.audience(ann, bob), await make.audience(bob)
    with pytest.raises(Forbidden):
        await moderation.change_audience(bob, thread, narrow)
    with pytest.raises(InvalidInput):
        await moderation.change_audience(ann, thread, foreign)
    changed = await moderation.change_audience(ann, thread, narrow)
    assert changed.audience_id == narrow.id
    assert changed.assignee_id is None, "who works on it cannot read it any more"
    assert not await policy.visible_to(cleo).filter(id=thread.id).exists()
    entry = await AuditEntry.get(action="thread.audience_changed")
    assert entry.details == {"before": thread.audience_id, "after": narrow.id}


async def test_admins_make_change_and_archive_spaces(make: Make) -> None:
    admin, lead = await make.reader(role="admin"), await make.reader(role="lead")
    audience = await everyone()
    with pytest.raises(Forbidden):
        await spaces.create(lead, name="Cases", slug="cases", audience=audience)
    space = await spaces.create(admin, name="Cases", slug="cases", audience=audience)
    with pytest.raises(InvalidInput):
        await spaces.create(admin, name="Cases", slug="other", audience=audience)
    await spaces.change(admin, space, name="Hard cases", description="All", audience=audience, position=3)
    await spaces.archive(admin, space)
    kept = await Space.get(id=space.id)
    assert (kept.name, kept.position, kept.archived_at is not None) == ("Hard cases", 3, True)
    with pytest.raises(NotFound):
        await make.thread(lead, space=kept)
    await spaces.unarchive(admin, kept)
    assert await make.thread(lead, space=await Space.get(id=space.id))
