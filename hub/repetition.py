"""Writes that are sent twice: one `uid` stands for one write, of one person, with one content."""

import hashlib
import json
from typing import Any, Protocol, TypeVar
from uuid import UUID

from hub.database import one_writer_of
from hub.errors import UidTaken
from hub.identity import Reader


class Written(Protocol):
    """A model whose rows know their author and the digest of what was sent."""

    author_id: int

    @property
    def digest(self) -> str: ...

    @classmethod
    def get_or_none(cls, *args: Any, **kwargs: Any) -> Any: ...


W = TypeVar("W", bound=Written)


def digest_of(*content: Any) -> str:
    """What identifies the content of a write, to tell a repetition from a clash of uids."""
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


def same_write(row: Written, actor: Reader, digest: str) -> None:
    """Let a repetition by the same author with the same content pass; UidTaken for everything else."""
    if row.author_id != actor.id or row.digest != digest:
        raise UidTaken


async def written_before(model: type[W], actor: Reader, uid: UUID | None, digest: str) -> W | None:
    """The row of `model` that this very write has made already; none without a `uid`. UidTaken as in `same_write`.

    Called inside the transaction that writes, it lets repetitions wait for each other.
    """
    if uid is None:
        return None
    await one_writer_of(uid)
    row: W | None = await model.get_or_none(uid=uid)
    if row:
        same_write(row, actor, digest)
    return row
