"""Bringing threads in, with their replies, accepted answers and dates."""

from datetime import datetime
from uuid import uuid5

from pydantic import BaseModel

from discussions import answers, replies, threads
from discussions.models import Post, Thread
from hub.cli.importing.known import Known
from hub.cli.importing.running import Tally
from hub.cli.importing.shapes import ImportedReply, ImportedThread
from hub.database import now


class Threads:
    """Writes one imported thread after the other into a space.

    A thread's uid follows from its space and the source's id, a reply's from its thread and its place there.
    """

    shape: type[BaseModel] = ImportedThread

    def __init__(self, space: str) -> None:
        self._space = space

    async def bring(self, source: ImportedThread, known: Known) -> Tally:
        """Write what is not there yet; UidTaken when the id was used for another text."""
        space = await known.space(self._space)
        uid = uuid5(space.uid, source.id)
        is_new = not await Thread.exists(uid=uid)
        began = source.created or now()
        thread = await threads.post_thread(
            await known.author(source.author),
            space=space,
            title=source.title,
            body=source.body,
            terms=await known.tags(source.tags),
            uid=uid,
            at=began,
            imported=True,
        )
        tally = Tally({"threads": 1}, {"threads": 1} if is_new else {})
        present = (
            set() if is_new else set(await Post.filter(thread_id=thread.id).values_list("uid", flat=True))
        )
        for place, reply, at in _in_order(source.replies, began):
            tally.seen["replies"] += 1
            tally.seen["accepted answers"] += reply.accepted
            reply_uid = uuid5(uid, str(place))
            if reply_uid in present:
                continue
            tally.made["replies"] += 1
            tally.made["accepted answers"] += reply.accepted
            author = await known.author(reply.author)
            post = await replies.post_reply(
                author, thread.id, reply.body, uid=reply_uid, at=at, imported=True
            )
            if reply.accepted:
                asker = await known.author(source.author)
                await answers.accept(asker, thread, post, at=at, imported=True)
        return tally


def _in_order(replies_: list[ImportedReply], began: datetime) -> list[tuple[int, ImportedReply, datetime]]:
    """The replies by date, each with its place in the file; one without a date has that of its predecessor."""
    dated, last = [], began
    for place, reply in enumerate(replies_):
        last = reply.created or last
        dated.append((place, reply, last))
    return sorted(dated, key=lambda entry: entry[2])
