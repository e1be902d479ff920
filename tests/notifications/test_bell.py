"""The numbers on many bells at once."""

from collections.abc import Awaitable, Callable, Collection

import pytest

from discussions import moderation
from discussions.models import Thread
from hub.audiences import operations as audiences
from hub.database import now
from hub.identity import Reader
from knowledge.models import Article
from notifications import counting, inbox
from notifications.live import bell
from notifications.models import Notification
from tests.factories import Make
from tests.notifications.live import GatewayServer

Deliver = Callable[..., Awaitable[int]]


async def test_many_counted_together_get_what_each_would_get_alone(make: Make, deliver: Deliver) -> None:
    member, lead, outsider = await make.reader(), await make.reader(role="lead"), await make.reader()
    group = await make.group(members=[member, lead, outsider])
    audience = await make.audience(groups=[group])
    people = [await make.fresh(person) for person in (member, lead, outsider)]
    handles = " ".join(f"@{person.handle}" for person in people)
    author = await make.fresh(await make.reader())
    public, hidden = await make.thread(author, body=handles), await make.thread(people[0])
    private = await make.thread(people[0], audience=audience)
    for thread in (hidden, private):
        await make.reply(people[1], thread, handles)
    await deliver("notifier")
    await moderation.hide(lead, hidden)
    await audiences.set_members(None, group, [member.id, lead.id])
    await Notification.filter(user_id=lead.id, thread_id=public.id).update(thread_id=404404)
    everybody = [await make.fresh(person) for person in (*people, author)]
    together = await counting.unread_counts(everybody)
    assert together == {reader.id: await inbox.unread_count(reader) for reader in everybody}
    assert [together[reader.id] for reader in people] == [3, 0, 1]


async def test_an_article_counts_for_who_may_read_it(make: Make, deliver: Deliver) -> None:
    reads, outsider = await make.reader(), await make.reader()
    thread: Thread = await make.thread(reads, body=f"@{outsider.handle}")
    await make.reply(outsider, thread, f"@{reads.handle}")
    await deliver("notifier")
    article = await Article.create(
        digest="",
        kind="solution",
        title="How",
        content={},
        parts=[],
        audience=await make.audience(reads),
        author_id=reads.id,
        owner_id=reads.id,
        created_at=now(),
        edited_at=now(),
    )
    await Notification.all().update(article_id=article.id)
    everybody = [await make.fresh(reads), await make.fresh(outsider)]
    together = await counting.unread_counts(everybody)
    assert together == {reads.id: 1, outsider.id: 0}
    assert together == {reader.id: await inbox.unread_count(reader) for reader in everybody}


async def test_bells_that_ring_together_are_counted_together(
    make: Make, deliver: Deliver, gateway: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bo, cy = [await make.reader() for _person in range(3)]
    counted: list[int] = []
    count = counting.unread_counts

    async def counting_calls(readers: Collection[Reader]) -> dict[int, int]:
        counted.append(len(readers))
        return await count(readers)

    async with gateway.ear(bo, "inbox") as one, gateway.ear(cy, "inbox") as other:
        await one.event("inbox.changed", unread=0)
        await other.event("inbox.changed", unread=0)
        monkeypatch.setattr(bell, "unread_counts", counting_calls)
        await make.thread(ann, body=f"@{bo.handle} @{cy.handle}")
        await deliver("notifier")
        await one.event("inbox.changed", unread=1)
        await other.event("inbox.changed", unread=1)
    assert counted == [2]
