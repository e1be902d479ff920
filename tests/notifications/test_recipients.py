"""Who is told of what, exactly once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from discussions import answers, moderation, replies, watching
from discussions.events import ReplyPosted
from discussions.live import topic_audience
from discussions.models import Thread, WatchLevel
from discussions.policy import may_see, visible_to
from hub.accounts.models import User
from hub.audiences import operations as audiences
from hub.database import in_transaction, now
from hub.identity import Reader
from hub.outbox import Event, Happened, record
from hub.outbox.consumers import consumers
from hub.outbox.models import Delivery, RecordedEvent
from knowledge import promotion
from notifications import consumers as notifier
from notifications import recipients
from notifications.models import Kind, Mail, Notification
from tests.factories import Make

Deliver = Callable[..., Awaitable[int]]


async def told(event_of: Thread | None = None) -> set[tuple[str, str]]:
    """(name, kind) of every notification there is."""
    rows = Notification.filter(thread_id=event_of.id) if event_of else Notification.all()
    return {(row.user.name, row.kind.value) for row in await rows.select_related("user")}


async def test_watchers_are_told_of_a_reply_and_its_author_is_not(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    await watching.watch(cy, thread)
    await make.reply(bo, thread)
    await deliver("notifier")
    assert await told() == {("Ann", "reply"), ("Cy", "reply")}


async def test_a_mention_is_told_instead_of_the_reply(make: Make, deliver: Deliver) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    await make.reply(bo, thread, f"What do you think, @{ann.handle}?")
    await deliver("notifier")
    assert await told() == {("Ann", "mention")}


async def test_a_new_case_tells_the_mentioned_people_and_groups(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    await make.reader("Dee")
    group = await make.group(members=[ann, cy])
    await make.thread(ann, body=f"@{bo.handle} and @{group.handle}, please help.")
    await deliver("notifier")
    assert await told() == {("Bo", "mention"), ("Cy", "mention")}


async def test_outsider_hears_nothing_of_a_mention_in_a_private_thread(make: Make, deliver: Deliver) -> None:
    ann, insider, outsider = await make.reader("Ann"), await make.reader("In"), await make.reader("Out")
    audience = await make.audience(ann, insider)
    ann = await make.fresh(ann)
    thread = await make.thread(ann, body=f"@{insider.handle} but not @{outsider.handle}", audience=audience)
    await watching.watchers_of(thread.id)
    await deliver("notifier")
    assert await told() == {("In", "mention")}


async def test_a_muted_thread_tells_nothing(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    await watching.watch(bo, thread, WatchLevel.MUTED)
    await make.reply(ann, thread, f"@{bo.handle} @{cy.handle}")
    await deliver("notifier")
    assert await told() == {("Cy", "mention")}


async def test_an_accepted_answer_tells_its_author_and_the_watchers(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    post = await make.reply(bo, thread)
    await watching.unwatch(bo, thread)
    await watching.watch(cy, thread)
    await deliver("notifier")
    await Notification.all().delete()
    await make.answer(ann, thread, post)
    await deliver("notifier")
    assert await told() == {("Bo", "answer_accepted"), ("Cy", "answer_accepted")}


async def test_an_answer_that_was_withdrawn_meanwhile_tells_nobody(make: Make, deliver: Deliver) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    post = await make.reply(bo, thread)
    await deliver("notifier")
    await make.answer(ann, thread, post)
    await answers.withdraw(ann, thread, post)
    await deliver("notifier")
    assert ("Bo", "answer_accepted") not in await told()


async def test_an_assigned_case_tells_the_one_who_has_it_now(make: Make, deliver: Deliver) -> None:
    ann, lead = await make.reader("Ann"), await make.reader("Lead", role="lead")
    first, second = await make.reader("First"), await make.reader("Second")
    thread = await make.thread(ann)
    await moderation.assign(lead, thread, first.id)
    await moderation.assign(lead, thread, second.id)
    await deliver("notifier")
    assert await told() == {("Second", "assigned")}
    await moderation.assign(lead, thread, lead.id)
    await deliver("notifier")
    assert await told() == {("Second", "assigned")}


async def test_a_promoted_thread_tells_asker_and_answerers_who_may_read_the_article(
    make: Make, deliver: Deliver
) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    post = await make.reply(bo, thread)
    await make.answer(ann, thread, post)
    await deliver("notifier")
    await Notification.all().delete()
    article = await promotion.promote(cy, thread)
    await deliver("notifier")
    assert await told() == {("Ann", "promoted"), ("Bo", "promoted")}
    assert {row.article_id for row in await Notification.all()} == {article.id}


async def test_editing_tells_those_who_are_mentioned_for_the_first_time(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    post = await make.reply(ann, thread, f"@{bo.handle}")
    await deliver("notifier")
    await replies.edit_post(ann, post, f"@{bo.handle} @{cy.handle}", base_revision=1)
    await deliver("notifier")
    await replies.edit_post(ann, post, f"@{bo.handle} @{cy.handle}!", base_revision=2)
    await deliver("notifier")
    rows = [
        (row.user.name, row.kind) for row in await Notification.all().select_related("user").order_by("id")
    ]
    assert rows == [("Bo", Kind.MENTION), ("Cy", Kind.MENTION)]


async def test_imported_texts_tell_nobody(make: Make, deliver: Deliver) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    await replies.post_reply(bo, thread.id, f"@{ann.handle}", imported=True)
    await deliver("notifier")
    assert await told() == set()
    await replies.post_reply(bo, thread.id, f"@{ann.handle}")
    await deliver("notifier")
    assert await told() == {("Ann", "mention")}


async def test_people_who_left_are_not_told(make: Make, deliver: Deliver) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    await User.filter(id=ann.id).update(active=False)
    await make.reply(bo, thread, f"@{ann.handle}")
    await deliver("notifier")
    assert await told() == set()


async def test_a_reply_that_is_gone_before_anybody_was_told_tells_nobody(
    make: Make, deliver: Deliver
) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    post = await make.reply(bo, thread)
    await replies.delete_post(bo, post)
    await deliver("notifier")
    assert await told() == set()


async def test_what_told_of_a_deleted_reply_goes_with_it(make: Make, deliver: Deliver) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    thread = await make.thread(ann)
    post = await make.reply(bo, thread)
    await deliver("notifier")
    assert await told() == {("Ann", "reply")}
    await replies.delete_post(bo, post)
    await deliver("notifier")
    assert await told() == set()


async def test_delivered_twice_an_event_tells_everybody_once(make: Make, deliver: Deliver) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    await watching.watch(cy, thread)
    await make.reply(bo, thread)
    await deliver("notifier")
    row = await RecordedEvent.get(type="discussions.ReplyPosted")
    happened = Happened(ReplyPosted(**row.data), row.id, row.at)
    await notifier.notify([happened])
    await Delivery.create(event_id=row.id, consumer="notifier")
    await deliver("notifier")
    assert await Notification.all().count() == 2
    assert await Mail.all().count() == 2
    assert len(set(await Mail.all().values_list("message_id", flat=True))) == 2


async def test_who_watched_a_reply_arrive_finds_it_read_and_gets_no_mail(
    make: Make, deliver: Deliver
) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    thread = await make.thread(ann)
    await watching.watch(cy, thread)
    post = await make.reply(bo, thread)
    await watching.mark_read(ann, thread, post.number)
    await deliver("notifier")
    assert (await Notification.get(user_id=ann.id)).read_at
    assert (await Notification.get(user_id=cy.id)).read_at is None
    assert [mail.user_id for mail in await Mail.all()] == [cy.id]


async def test_an_event_that_nobody_answers_for_is_an_error() -> None:
    @dataclass(frozen=True)
    class Unheard(Event):
        """Nobody asked for it."""

    with pytest.raises(recipients.UnknownEvent):
        await recipients.told([Happened(Unheard(), 1, now())])


async def test_the_notifier_is_owed_every_event_it_knows(make: Make, deliver: Deliver) -> None:
    [consumer] = [consumer for consumer in consumers() if consumer.name == "notifier"]
    assert consumer.types == {event.type for event in notifier.EVENTS}
    async with in_transaction():
        await record(ReplyPosted(thread_id=999, version=1, actor_id=1, post_id=999))
    assert await deliver("notifier") == 1
    assert await Delivery.filter(consumer="notifier").count() == 0


@pytest.mark.parametrize("role", ["member", "lead", "admin"])
@pytest.mark.parametrize("belongs", [True, False], ids=["in the audience", "outside"])
@pytest.mark.parametrize("author", [True, False], ids=["author", "another"])
@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "shown"])
async def test_hearing_follows_seeing(
    make: Make, role: str, belongs: bool, author: bool, hidden: bool
) -> None:
    reader, other, lead = await make.reader(role=role), await make.reader(), await make.reader(role="lead")
    members: list[Reader] = [reader, other, lead]
    audience = await make.audience(*members)
    reader, other, lead = [await make.fresh(person) for person in members]
    thread = await make.thread(reader if author else other, audience=audience)
    if hidden:
        await moderation.hide(lead, thread)
    if not belongs:
        await audiences.change(None, audience, name="Fewer", group_ids=[], user_ids=[other.id, lead.id])
    reader = await make.fresh(reader)
    access = await topic_audience(thread.id)
    assert access is not None
    sees = await visible_to(reader).filter(id=thread.id).exists()
    assert may_see(reader, access) is sees
    assert sees is (belongs and (not hidden or author or role != "member"))
