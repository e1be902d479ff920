"""Other things' ways to discussions: titles for references, and who may download a post's files."""

from collections.abc import Iterable
from uuid import UUID

from tortoise.expressions import Q

from discussions import policy
from discussions.models import Thread
from discussions.queries.choices import LARGEST_ID
from hub.identity import Reader
from hub.references import Target


async def resolve_threads(reader: Reader, keys: Iterable[str]) -> dict[str, Target]:
    """Titles and addresses of the threads that the keys (uids or ids) name and the reader may see."""
    ids, uids = set[int](), set[UUID]()
    wanted = {key: _parse(key) for key in keys}
    for value in wanted.values():
        if isinstance(value, UUID):
            uids.add(value)
        elif value is not None:
            ids.add(value)
    found: dict[int | UUID | None, Thread] = {}
    for thread in await policy.visible_to(reader).filter(Q(id__in=list(ids)) | Q(uid__in=list(uids))):
        found |= {thread.id: thread, thread.uid: thread}
    return {key: _target(found[value]) for key, value in wanted.items() if value in found}


def _target(thread: Thread) -> Target:
    return Target(thread.uid, thread.title, f"/threads/{thread.id}", "solved" if thread.answer_count else "")


def _parse(key: str) -> int | UUID | None:
    if key.isascii() and key.isdigit():
        return int(key) if len(key) < 20 and int(key) <= LARGEST_ID else None
    try:
        return UUID(key)
    except ValueError:
        return None


async def visible_post_ids(reader: Reader, ids: Iterable[int]) -> set[int]:
    """Which of these posts the reader may see, and so download their files."""
    found = await policy.visible_posts(reader).filter(id__in=list(ids)).values_list("id", flat=True)
    return {int(str(id_)) for id_ in found}
