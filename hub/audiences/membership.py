"""One person's groups."""

from collections.abc import Iterable

from hub import audit
from hub.accounts.models import User
from hub.audiences.events import MembersLeft
from hub.audiences.models import Group, Membership
from hub.database import connection, in_transaction
from hub.identity import Reader, access_changed
from hub.outbox import record


async def join(actor: Reader | None, group: Group, user_id: int) -> None:
    """Make somebody a member; nothing changes for one who is."""
    async with in_transaction():
        await connection().execute_query(
            "INSERT INTO membership (group_id, user_id, created_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING",
            [group.id, user_id],
        )
        await audit.log(actor, "group.members_changed", "group", group.id, added=[user_id], removed=[])
        await access_changed([user_id])


async def leave(actor: Reader | None, group: Group, user_id: int) -> None:
    """End somebody's membership."""
    async with in_transaction():
        await Membership.filter(group_id=group.id, user_id=user_id).delete()
        await audit.log(actor, "group.members_changed", "group", group.id, added=[], removed=[user_id])
        await access_changed([user_id])
        await record(MembersLeft(group.id, [user_id], actor_id=actor.id if actor else None))


async def set_groups(actor: Reader | None, user: User, group_ids: Iterable[int]) -> None:
    """Make somebody a member of exactly these groups."""
    wanted = set(group_ids)
    async with in_transaction():
        present = {row.group_id for row in await Membership.filter(user_id=user.id)}
        for group in await Group.filter(id__in=present ^ wanted).order_by("id"):
            await (join if group.id in wanted else leave)(actor, group, user.id)
