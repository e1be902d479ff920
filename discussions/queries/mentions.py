"""Whom an @ can name: only those who may read what is being written."""

from dataclasses import dataclass
from typing import Literal

from tortoise.expressions import Q

from discussions.models import Thread
from hub.accounts.models import User
from hub.audiences.models import Group, Membership
from hub.audiences.operations import members_of

OFFERED = 8


@dataclass(frozen=True)
class Mentionable:
    """Somebody, or a group, that can be named by its handle."""

    handle: str
    name: str
    kind: Literal["person", "group"]


async def mentionable(query: str, thread: Thread | None) -> list[Mentionable]:
    """People and groups whose handle or name fits `query`; with a thread, only those who may all read it."""
    readers = await _readers(thread) if thread else None
    people = User.filter(active=True).filter(Q(handle__istartswith=query) | Q(name__icontains=query))
    if readers is not None:
        people = people.filter(id__in=list(readers))
    found = [
        Mentionable(user.handle, user.name, "person") for user in await people.order_by("name").limit(OFFERED)
    ]
    groups = await Group.filter(Q(handle__istartswith=query) | Q(name__icontains=query)).order_by("name")
    members: dict[int, set[int]] = {group.id: set() for group in groups}
    for row in await Membership.filter(group_id__in=list(members), user__active=True):
        members[row.group_id].add(row.user_id)
    for group in groups:
        if members[group.id] and (readers is None or members[group.id] <= readers):
            found.append(Mentionable(group.handle, group.name, "group"))
    # What begins with the typed letters comes first.
    found.sort(key=lambda one: not one.handle.startswith(query.lower()))
    return found[:OFFERED]


async def _readers(thread: Thread) -> set[int]:
    members = await members_of(thread.audience_id)
    if thread.hidden_at:
        leads = User.filter(id__in=list(members)).exclude(role="member").values_list("id", flat=True)
        members = {int(str(id_)) for id_ in await leads} | (members & {thread.author_id})
    return members
