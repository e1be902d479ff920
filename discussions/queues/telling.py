"""Whom a case that is overdue is brought to."""

from collections.abc import Iterable

from discussions import policy
from discussions.filing import term_ids_of
from discussions.models import CaseKind, Thread
from discussions.watching import muters_by_thread
from hub.accounts.models import Role, User
from hub.identity import load_readers
from hub.vocabulary.experts import experts_of


async def who_can_help(thread: Thread) -> list[int]:
    """The ids of the experts of the case's terms; without any of the leads, and without these of the administrators.

    A complaint goes to whoever works on it first of all. Each of them may read the case, has not muted it, and is not
    who asked.
    """
    if thread.kind is CaseKind.COMPLAINT and (workers := await _fit(thread, [thread.assignee_id or 0])):
        return workers
    if experts := await _fit(thread, await experts_of(await term_ids_of(thread.id))):
        return experts
    for role in (Role.LEAD, Role.ADMIN):
        people = await User.filter(role=role, active=True).only("id")
        if fitting := await _fit(thread, (person.id for person in people)):
            return fitting
    return []


async def _fit(thread: Thread, user_ids: Iterable[int]) -> list[int]:
    deaf = (await muters_by_thread([thread.id]))[thread.id] | {thread.author_id}
    standing = policy.standing_of(thread)
    readers = await load_readers(set(user_ids) - deaf)
    return sorted(reader.id for reader in readers if policy.may_see(reader, standing))
