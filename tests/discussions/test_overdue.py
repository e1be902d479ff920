"""What is overdue reaches those who can help, once, and stands on the case."""

import asyncio
from datetime import timedelta

import pytest

from discussions import answers, moderation, watching
from discussions.models import Thread, WatchLevel
from discussions.queues.escalating import escalate_due
from discussions.threads import post_thread
from hub.database import now
from hub.vocabulary.experts import name_experts
from notifications.models import Kind, Notification
from tests.conftest import ClientOf, Deliver
from tests.discussions.conftest import types_recorded
from tests.factories import Make


async def waited(thread: Thread) -> Thread:
    """The thread after four hours."""
    await Thread.filter(id=thread.id).update(escalate_at=now(), created_at=now() - timedelta(hours=4))
    return await Thread.get(id=thread.id)


async def told(thread: Thread) -> set[int]:
    await escalate_due()
    return {user.id for user in await thread.told.all()}


async def test_a_question_without_a_reply_reaches_its_experts_once(
    make: Make, client_of: ClientOf, deliver: Deliver
) -> None:
    ann, bob, cy = await make.reader("Ann"), await make.reader("Bob"), await make.reader("Cy")
    team, tag = await make.group(members=[cy]), await make.term()
    await make.reader("Lea", role="lead")
    await name_experts(None, tag, people=[ann.id, bob.id], groups=[team.id])
    thread = await make.thread(ann, terms=[tag])
    assert thread.escalate_at == thread.created_at + timedelta(hours=4)
    assert await told(thread) == set()
    client = await client_of(ann)
    page = (await client.get(f"/threads/{thread.id}")).text
    assert "Nobody has replied yet" not in page
    await waited(thread)
    # As many workers as there are: each case is told of once.
    assert sorted(await asyncio.gather(*(escalate_due() for _worker in range(4)))) == [0, 0, 0, 1]
    assert await told(thread) == {bob.id, cy.id}
    await deliver("notifier")
    lines = await Notification.filter(kind=Kind.TASK)
    assert {(line.user_id, line.reason) for line in lines} == {(bob.id, "unanswered"), (cy.id, "unanswered")}
    assert (await types_recorded()).count("ThreadOverdue") == 1
    page = (await client.get(f"/threads/{thread.id}")).text
    assert "Nobody has replied yet" in page
    assert "Told: Bob, Cy" in page
    header = (await client.get(f"/threads/{thread.id}/changes?since=1")).json()["header"]
    assert "Told: Bob, Cy" in header
    assert "Overdue" in (await client.get("/threads")).text
    await make.reply(bob, thread)
    page = (await client.get(f"/threads/{thread.id}")).text
    assert "Told: Bob" not in page
    assert "Overdue" not in (await client.get("/threads")).text


@pytest.mark.parametrize("change", ["reply", "answer", "lock", "hide"])
async def test_nobody_is_told_of_what_does_not_wait_any_more(make: Make, change: str) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread, other = await make.thread(ann), await make.thread(ann)
    if change == "reply":
        await make.reply(lead, thread)
    elif change == "answer":
        await answers.accept(ann, thread, await make.reply(ann, thread))
    elif change == "lock":
        await moderation.lock(lead, thread)
    else:
        await moderation.hide(lead, thread)
    await waited(thread)
    await waited(other)
    assert await told(thread) == set()
    assert (await Thread.get(id=thread.id)).escalated_at is None
    assert await told(other) == {lead.id}


async def test_experts_who_may_not_read_it_are_not_told_and_leads_stand_in(
    make: Make, deliver: Deliver
) -> None:
    ann, expert, muter = await make.reader(), await make.reader(), await make.reader()
    lead, stranger = await make.reader(role="lead"), await make.reader(role="lead")
    tag = await make.term()
    await name_experts(None, tag, people=[expert.id, muter.id], groups=[])
    audience = await make.audience(ann, lead, muter)
    ann, muter = await make.fresh(ann), await make.fresh(muter)
    thread = await make.thread(ann, audience=audience, terms=[tag])
    await watching.watch(muter, thread, WatchLevel.MUTED)
    await waited(thread)
    assert await told(thread) == {lead.id}
    await deliver("notifier")
    assert {line.user_id for line in await Notification.filter(kind=Kind.TASK)} == {lead.id}
    assert stranger.id != lead.id


async def test_administrators_stand_in_for_leads_and_at_last_nobody(make: Make, client_of: ClientOf) -> None:
    ann, admin = await make.reader(), await make.reader(role="admin")
    first = await waited(await make.thread(ann))
    assert await told(first) == {admin.id}
    private = await make.audience(ann)
    second = await waited(await make.thread(await make.fresh(ann), audience=private))
    assert await told(second) == set()
    page = (await (await client_of(ann)).get(f"/threads/{second.id}")).text
    assert "There was nobody to tell" in page


async def test_imported_cases_are_never_overdue(make: Make) -> None:
    ann = await make.reader()
    thread = await post_thread(
        ann, space=await make.space(), title="Old", body="Old.", at=now() - timedelta(days=9), imported=True
    )
    assert thread.escalate_at is None


async def test_an_expert_is_offered_to_accept(make: Make, client_of: ClientOf) -> None:
    ann, bob, cy, dan = [await make.reader() for _one in range(4)]
    tag = await make.term()
    await name_experts(None, tag, people=[bob.id, dan.id], groups=[])
    thread = await make.thread(ann, terms=[tag])
    await make.reply(dan, thread)
    for reader, offered in ((bob, True), (dan, True), (cy, False)):
        page = (await (await client_of(reader)).get(f"/threads/{thread.id}")).text
        assert ('<div data-only="accept">' in page) is offered
        assert ("data-accepts" in page) is offered
