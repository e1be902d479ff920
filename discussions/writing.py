"""What the operations are made of: the lock on a thread, and prepared texts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from discussions import policy
from discussions.models import Mention, Post, Revision, Thread
from hub import markdown
from hub.accounts.models import User
from hub.audiences.models import Group
from hub.computing import compute
from hub.database import connection, in_transaction
from hub.errors import NotFound
from hub.files.attaching import attach
from hub.files.models import File
from hub.identity import Reader
from hub.settings import get_settings
from hub.text import Line, Prose

LONGEST_BODY = 100_000
LONGEST_TITLE = 200
LONGEST_TRIED = 20_000
# Up to this length even the worst text is rendered in less than ten milliseconds, most in a quarter of one.
SHORT_BODY = 1_000

# Fields of forms and API bodies, as the operations expect their texts: cleaned and within limits.
Title = Annotated[str, Line(LONGEST_TITLE)]
Body = Annotated[str, Prose(LONGEST_BODY, min_length=1)]
Tried = Annotated[str, Prose(LONGEST_TRIED)]


@asynccontextmanager
async def locked(actor: Reader, thread: Thread, *, imported: bool = False) -> AsyncIterator[Thread]:
    """A transaction that holds the thread's row, freshly read; NotFound when `actor` cannot see it any more.

    Everything that changes a thread or its posts goes through here, so that numbers and versions have no
    gaps. Imported texts may stand under the name of people who cannot read them.
    """
    async with in_transaction():
        threads = Thread.all() if imported else policy.visible_to(actor)
        current: Thread | None = (
            await threads.filter(id=thread.id).select_for_update(no_key=True).get_or_none()
        )
        if current is None:
            raise NotFound
        yield current


async def changed(thread: Thread, *fields: str) -> int:
    """Save these fields of a locked thread under its next version, which is returned."""
    thread.version += 1
    await thread.save(update_fields=["version", *fields])
    return int(thread.version)


@dataclass(frozen=True)
class Text:
    """A rendered body, ready to be stored; `people` and `groups` are the ids of those it mentions."""

    body: str
    html: str
    people: frozenset[int]
    groups: frozenset[int]
    files: frozenset[UUID]

    @property
    def has_links(self) -> bool:
        return bool(self.people or self.groups or self.files)


async def prepare(body: str, post_id: int | None = None) -> Text:
    """Render Markdown and find what it names; before a thread is locked, since everybody waits for the lock.

    Blocks of a post get ids (``post-12-p1``), so that a search hit can lead to its paragraph.
    """
    render = partial(
        markdown.render, base_url=get_settings().address, anchor=f"post-{post_id}" if post_id else None
    )
    # The worst text of the allowed length takes about a second, and most take less than the way to a thread.
    rendered = render(body) if len(body) <= SHORT_BODY else await compute(render, body)
    html = rendered.html
    if rendered.files:
        pictures = File.filter(uid__in=list(rendered.files), width__isnull=False)
        html = markdown.sized(
            html, {file.uid: (file.width or 0, file.height or 0) for file in await pictures}
        )
    handles = list(rendered.mentions)
    people = await User.filter(handle__in=handles).only("id") if handles else []
    groups = await Group.filter(handle__in=handles).only("id") if handles else []
    return Text(
        body,
        html,
        frozenset(user.id for user in people),
        frozenset(group.id for group in groups),
        rendered.files,
    )


async def next_post_id() -> int:
    """An id for a post that is about to be rendered, since its blocks are named after it."""
    [row] = await connection().execute_query_dict(
        "SELECT nextval(pg_get_serial_sequence('post', 'id')) AS id"
    )
    return int(row["id"])


async def store_links(actor: Reader, post: Post, text: Text) -> None:
    """Make the people, groups and files that `text` names those of the post."""
    if text.files or post.revision_number > 1:
        await attach(actor, "post", post.id, text.files)
    present = await Mention.filter(post=post) if post.revision_number > 1 else []
    stale = [row.id for row in present if row.user_id not in text.people and row.group_id not in text.groups]
    if stale:
        await Mention.filter(id__in=stale).delete()
    people = text.people - {row.user_id for row in present}
    groups = text.groups - {row.group_id for row in present}
    named = [Mention(post=post, user_id=id_) for id_ in sorted(people)]
    named += [Mention(post=post, group_id=id_) for id_ in sorted(groups)]
    if named:
        await Mention.bulk_create(named)


async def store_revision(
    actor: Reader, post: Post, at: datetime, header: dict[str, Any] | None, parent: Revision | None = None
) -> Revision:
    """Keep what the post says now as its revision `post.revision_number`."""
    return await Revision.create(
        post=post,
        parent=parent,
        number=post.revision_number,
        author_id=actor.id,
        body=post.body,
        header=header,
        created_at=at,
    )
