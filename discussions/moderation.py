"""What keeps discussions in order: locking, hiding, moving, assigning, and changing who may read."""

from datetime import datetime

from discussions import policy
from discussions.errors import AlreadyAssigned
from discussions.events import (
    ThreadAssigned,
    ThreadAudienceChanged,
    ThreadHidden,
    ThreadLocked,
    ThreadMoved,
    ThreadUnhidden,
    ThreadUnlocked,
)
from discussions.models import Space, Thread
from discussions.watching import watch
from discussions.writing import changed, locked
from hub import audit
from hub.accounts.models import User
from hub.audiences.models import Audience
from hub.audiences.operations import members_of
from hub.database import now
from hub.errors import Conflict, Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record


async def lock(actor: Reader, thread: Thread, *, at: datetime | None = None) -> Thread:
    """Take no more replies, but those of leads. Twice is once."""
    async with locked(actor, thread) as current:
        _require_lead(actor)
        if current.locked_at is None:
            current.locked_at, current.locked_by_id = at or now(), actor.id
            version = await changed(current, "locked_at", "locked_by_id")
            await audit.log(actor, "thread.locked", "thread", current.id)
            await record(ThreadLocked(thread_id=current.id, version=version, actor_id=actor.id))
    return current


async def unlock(actor: Reader, thread: Thread) -> Thread:
    """Take replies again. Twice is once."""
    async with locked(actor, thread) as current:
        _require_lead(actor)
        if current.locked_at is not None:
            current.locked_at = current.locked_by_id = None
            version = await changed(current, "locked_at", "locked_by_id")
            await audit.log(actor, "thread.unlocked", "thread", current.id)
            await record(ThreadUnlocked(thread_id=current.id, version=version, actor_id=actor.id))
    return current


async def hide(actor: Reader, thread: Thread, *, at: datetime | None = None) -> Thread:
    """Let only leads of its audience and its author see the thread. Twice is once."""
    async with locked(actor, thread) as current:
        _require_lead(actor)
        if current.hidden_at is None:
            current.hidden_at, current.hidden_by_id = at or now(), actor.id
            version = await changed(current, "hidden_at", "hidden_by_id")
            await audit.log(actor, "thread.hidden", "thread", current.id)
            await record(ThreadHidden(thread_id=current.id, version=version, actor_id=actor.id))
    return current


async def unhide(actor: Reader, thread: Thread) -> Thread:
    """Show the thread to its audience again. Twice is once."""
    async with locked(actor, thread) as current:
        _require_lead(actor)
        if current.hidden_at is not None:
            current.hidden_at = current.hidden_by_id = None
            version = await changed(current, "hidden_at", "hidden_by_id")
            await audit.log(actor, "thread.unhidden", "thread", current.id)
            await record(ThreadUnhidden(thread_id=current.id, version=version, actor_id=actor.id))
    return current


async def move(actor: Reader, thread: Thread, space: Space) -> Thread:
    """Put the thread into another space. Its readers stay who they are."""
    async with locked(actor, thread) as current:
        _require_lead(actor)
        if not policy.may_post(actor, space):
            raise NotFound
        if current.space_id != space.id:
            await audit.log(
                actor, "thread.moved", "thread", current.id, before=current.space_id, after=space.id
            )
            current.space_id = space.id
            version = await changed(current, "space_id")
            await record(ThreadMoved(thread_id=current.id, version=version, actor_id=actor.id))
    return current


async def assign(
    actor: Reader, thread: Thread, assignee_id: int | None, *, at: datetime | None = None
) -> Thread:
    """Give the case to somebody who may read it, or to nobody (None). Everybody may claim a free case."""
    async with locked(actor, thread) as current:
        if not policy.may_assign(actor, current, assignee_id):
            raise Forbidden
        if current.assignee_id == assignee_id:
            return current
        if assignee_id is not None:
            if current.assignee_id is not None and not policy.may_moderate(actor):
                raise AlreadyAssigned((await User.get(id=current.assignee_id)).name)
            if assignee_id not in await members_of(current.audience_id):
                raise InvalidInput({"assignee": _("This person may not read the case.")})
        current.assignee_id = assignee_id
        current.assigned_at = (at or now()) if assignee_id else None
        version = await changed(current, "assignee_id", "assigned_at")
        await audit.log(actor, "thread.assigned", "thread", current.id, assignee_id=assignee_id)
        if assignee_id == actor.id:
            await watch(actor, current)
        await record(
            ThreadAssigned(thread_id=current.id, version=version, actor_id=actor.id, assignee_id=assignee_id)
        )
    return current


async def change_audience(
    actor: Reader, thread: Thread, audience: Audience, *, before: int | None = None
) -> Thread:
    """Let other people read the thread. Whoever asks must stay among the readers.

    Conflict when its readers are not those of the audience `before` any more: then somebody else would gain than
    the actor has agreed to.
    """
    async with locked(actor, thread) as current:
        if not policy.may_choose_audience(actor, current):
            raise Forbidden
        if before is not None and current.audience_id != before:
            raise Conflict
        if current.audience_id != audience.id:
            members = await members_of(audience)
            if actor.id not in members:
                raise InvalidInput({"audience": _("You must be one of the readers yourself.")})
            await audit.log(
                actor,
                "thread.audience_changed",
                "thread",
                current.id,
                before=current.audience_id,
                after=audience.id,
            )
            current.audience_id = audience.id
            if current.assignee_id not in members:
                current.assignee_id = current.assigned_at = None
            version = await changed(current, "audience_id", "assignee_id", "assigned_at")
            await record(ThreadAudienceChanged(thread_id=current.id, version=version, actor_id=actor.id))
    return current


def _require_lead(actor: Reader) -> None:
    if not policy.may_moderate(actor):
        raise Forbidden
