"""Who may see and do what in discussions. Querysets filter, predicates decide; none of them writes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from discussions.models import Post, Space, StrategyComment, Thread
from hub.identity import Reader


class Access(Protocol):
    """What decides who may see a thread."""

    @property
    def audience_id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def hidden(self) -> bool: ...


@dataclass(frozen=True)
class Standing:
    """Of a thread's row what decides who may see it and write in it."""

    audience_id: int
    author_id: int
    hidden: bool
    locked_at: datetime | None


def standing_of(thread: Thread) -> Standing:
    """What of a thread decides who may see it."""
    return Standing(thread.audience_id, thread.author_id, thread.hidden_at is not None, thread.locked_at)


def visible_to(reader: Reader) -> QuerySet[Thread]:
    """The threads of the reader's audiences; hidden ones only for leads and their authors."""
    return Thread.filter(_visible(reader))


def visible_posts(reader: Reader) -> QuerySet[Post]:
    """The posts of visible threads, stubs of deleted ones included."""
    return Post.filter(_visible(reader, "thread__"))


def visible_spaces(reader: Reader) -> QuerySet[Space]:
    """The spaces of the reader's audiences, archived ones included."""
    return Space.filter(audience_id__in=list(reader.audience_ids))


def open_spaces(reader: Reader) -> QuerySet[Space]:
    """The spaces in which the reader can post."""
    return visible_spaces(reader).filter(archived_at__isnull=True).order_by("position", "name")


def _visible(reader: Reader, prefix: str = "") -> Q:
    theirs: dict[str, Any] = {f"{prefix}audience_id__in": list(reader.audience_ids)}
    if reader.is_lead:
        return Q(**theirs)
    shown: dict[str, Any] = {f"{prefix}hidden_at__isnull": True}
    own: dict[str, Any] = {f"{prefix}author_id": reader.id}
    return Q(**theirs) & (Q(**shown) | Q(**own))


def may_see(reader: Reader, thread: Access) -> bool:
    """`visible_to` without a query, for what is at hand and for every frame to every socket; a test compares them."""
    if thread.audience_id not in reader.audience_ids:
        return False
    return not thread.hidden or reader.is_lead or thread.author_id == reader.id


def may_post(reader: Reader, space: Space) -> bool:
    return space.audience_id in reader.audience_ids and space.archived_at is None


def may_reply(reader: Reader, thread: Thread | Standing) -> bool:
    """Leads may close a discussion with a last word after locking it."""
    return thread.locked_at is None or reader.is_lead


def may_edit(reader: Reader, post: Post) -> bool:
    return post.deleted_at is None and (post.author_id == reader.id or reader.is_lead)


def may_delete(reader: Reader, post: Post) -> bool:
    """Replies only: a case with all its replies is hidden instead."""
    return post.number > 1 and may_edit(reader, post)


def may_read_history(reader: Reader, post: Post) -> bool:
    """What a deleted post said stays between the leads."""
    return post.deleted_at is None or reader.is_lead


def may_accept(reader: Reader, thread: Thread, *, expert: bool = False) -> bool:
    """`expert`: whether the reader knows one of the terms that the case is filed under."""
    return thread.author_id == reader.id or reader.is_lead or expert


def markable(post: Post) -> bool:
    """Whether a post can be a strategy at all: replies that are still there."""
    return post.number > 1 and post.deleted_at is None


def may_mark(reader: Reader, thread: Thread, post: Post, *, expert: bool = False) -> bool:
    """Make a reply a strategy: its author, and whoever may accept it."""
    return post.author_id == reader.id or may_accept(reader, thread, expert=expert)


def may_vote(reader: Reader, post: Post) -> bool:
    """Nobody votes for their own strategy."""
    return post.author_id != reader.id


def may_delete_comment(reader: Reader, comment: StrategyComment) -> bool:
    return comment.author_id == reader.id or reader.is_lead


def may_tell_outcome(reader: Reader, thread: Thread) -> bool:
    """The asker; leads correct, or stand in for somebody who has left."""
    return thread.author_id == reader.id or reader.is_lead


def may_moderate(reader: Reader) -> bool:
    """Lock, hide, move, and assign others."""
    return reader.is_lead


def may_assign(reader: Reader, thread: Thread, assignee_id: int | None) -> bool:
    """Everybody may claim a case for themselves and give it back; leads may assign anybody."""
    if reader.is_lead or assignee_id == reader.id:
        return True
    return assignee_id is None and thread.assignee_id == reader.id


def may_move_complaint(reader: Reader, thread: Thread) -> bool:
    """Take its steps: whoever works on it, and leads."""
    return thread.assignee_id == reader.id or reader.is_lead


def may_choose_audience(reader: Reader, thread: Thread) -> bool:
    return thread.author_id == reader.id or reader.is_lead


def may_manage_spaces(reader: Reader) -> bool:
    return reader.is_admin
