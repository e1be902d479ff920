"""The people whom a text names or who have a part in a case, by their ids."""

from collections.abc import Iterable

from discussions.models import AcceptedAnswer, Thread
from hub.accounts.models import User
from hub.audiences.models import Group, Membership
from hub.database import connection

_MENTIONED = """
SELECT post_id, user_id FROM mention WHERE post_id = ANY($1) AND user_id IS NOT NULL
UNION SELECT post_id, membership.user_id FROM mention JOIN membership USING (group_id) WHERE post_id = ANY($1)
"""


async def mentioned(post_id: int) -> set[int]:
    """The people whom a post names, and the members of the groups it names."""
    return (await mentioned_by_post([post_id]))[post_id]


async def mentioned_by_post(post_ids: Iterable[int]) -> dict[int, set[int]]:
    """`mentioned`, for each of these posts."""
    people: dict[int, set[int]] = {post_id: set() for post_id in post_ids}
    for row in await connection().execute_query_dict(_MENTIONED, [list(people)]):
        people[row["post_id"]].add(row["user_id"])
    return people


async def behind_handles(handles: Iterable[str]) -> set[int]:
    """The people who have one of these handles, and the members of the groups that have one."""
    chosen = list(handles)
    people = await User.filter(handle__in=chosen)
    groups = await Group.filter(handle__in=chosen)
    members = await Membership.filter(group_id__in=[group.id for group in groups])
    return {user.id for user in people} | {member.user_id for member in members}


async def credited(thread_ids: Iterable[int]) -> set[int]:
    """Who asked these cases, and whose answers were accepted there."""
    ids = list(thread_ids)
    askers = await Thread.filter(id__in=ids).values_list("author_id", flat=True)
    authors = await AcceptedAnswer.filter(thread_id__in=ids).values_list("post__author_id", flat=True)
    return {int(str(id_)) for id_ in (*askers, *authors)}
