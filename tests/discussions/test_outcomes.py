"""How cases end: askers are asked once, tell with one press, correct it, and it stands where it helps."""

import asyncio
from datetime import timedelta

import pytest

from discussions import answers, live, moderation, outcomes, replies, strategies
from discussions.errors import NotSolved
from discussions.models import Deal, Outcome, OutcomeRequest, Post, Thread, Worked
from discussions.outcomes.asking import ASK_AFTER, ASK_UNTIL, REMIND_AFTER
from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.database import now
from hub.errors import Forbidden, NotFound
from hub.identity import Reader
from notifications.inbox import groups, path_of
from notifications.models import Kind, Mail, Notification
from tests.conftest import ClientOf, Deliver
from tests.discussions.conftest import types_recorded
from tests.discussions.test_live import latest
from tests.factories import Make

HOUR = timedelta(hours=1)


async def solved(
    make: Make, asker: Reader, *, ago: timedelta = ASK_AFTER + HOUR, helper: Reader | None = None
) -> tuple[Thread, Post]:
    """A case whose answer was accepted some time ago."""
    thread = await make.thread(asker)
    reply = await make.reply(helper or asker, thread)
    await answers.accept(asker, thread, reply, at=now() - ago)
    return await Thread.get(id=thread.id), reply


async def asked() -> list[int]:
    return [request.thread_id for request in await OutcomeRequest.all().order_by("thread_id")]


async def test_the_asker_is_asked_once_and_told_by_the_bell_and_mail(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread, _reply = await solved(make, ann, helper=bob)
    early, _reply = await solved(make, ann, ago=ASK_AFTER - HOUR)
    assert await outcomes.ask_due() == 1
    assert await outcomes.ask_due() == 0
    assert await asked() == [thread.id]
    await deliver("notifier")
    [notice] = await Notification.filter(kind=Kind.OUTCOME)
    assert (notice.user_id, notice.thread_id, notice.actor_id) == (ann.id, thread.id, None)
    assert path_of(notice, {}) == f"/threads/{thread.id}/outcome"
    assert await Mail.filter(user_id=ann.id, template="outcome").count() == 1
    [group] = [one for one in await groups(ann) if one.topic == f"thread:{thread.id}"]
    assert "How did your case end?" in group.lines[0].text
    assert early.id not in await asked()


async def test_several_workers_ask_and_remind_once(make: Make) -> None:
    ann = await make.reader()
    for _case in range(5):
        await solved(make, ann)
    assert sum(await asyncio.gather(*(outcomes.ask_due() for _worker in range(4)))) == 5
    assert (await types_recorded()).count("OutcomeAsked") == 5
    await OutcomeRequest.all().update(asked_at=now() - REMIND_AFTER - HOUR)
    assert sum(await asyncio.gather(*(outcomes.ask_due() for _worker in range(4)))) == 5
    await OutcomeRequest.all().update(asked_at=now() - 9 * REMIND_AFTER)
    assert await outcomes.ask_due() == 0
    assert (await types_recorded()).count("OutcomeAsked") == 10


async def test_what_is_open_again_hidden_told_or_long_over_is_not_asked_about(make: Make) -> None:
    ann, gone, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    reopened, reply = await solved(make, ann)
    await answers.withdraw(ann, reopened, reply)
    hidden, _reply = await solved(make, ann)
    await moderation.hide(lead, hidden)
    told, _reply = await solved(make, ann)
    await outcomes.tell(ann, told, Worked.PARTLY)
    await solved(make, ann, ago=ASK_UNTIL + HOUR)
    await solved(make, gone)
    await User.filter(id=gone.id).update(active=False)
    due, _reply = await solved(make, ann)
    assert await outcomes.ask_due() == 1
    assert await asked() == [due.id]


async def test_nobody_is_reminded_of_a_case_that_was_told_or_is_open_again(make: Make) -> None:
    ann = await make.reader()
    told, _reply = await solved(make, ann)
    reopened, reply = await solved(make, ann)
    await outcomes.ask_due()
    await outcomes.tell(ann, told, Worked.WORKED)
    await answers.withdraw(ann, reopened, reply)
    await OutcomeRequest.all().update(asked_at=now() - REMIND_AFTER - HOUR)
    assert await outcomes.ask_due() == 0


async def test_mail_about_what_was_told_meanwhile_is_pointless(make: Make, deliver: Deliver) -> None:
    from hub.identity import load_readers
    from notifications.mailer.standing import pointless

    ann = await make.reader()
    thread, _reply = await solved(make, ann)
    await outcomes.ask_due()
    await deliver("notifier")
    notices = await Notification.filter(kind=Kind.OUTCOME)
    [reader] = await load_readers([ann.id])
    assert await pointless(reader, notices) == {}
    await outcomes.tell(ann, thread, Worked.WORKED)
    assert await pointless(reader, notices) == {notices[0].id: "it is done already"}


async def test_an_answer_is_told_with_one_press_and_completed_with_another(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    thread, _reply = await solved(make, ann)
    await outcomes.ask_due()
    client, url = await client_of(ann), f"/threads/{thread.id}/outcome"
    page = (await client.get(f"/threads/{thread.id}")).text
    assert '<div class="banner banner--info" data-only="own">' in page
    first = await client.post(url, data={"_method": "PUT", "worked": "worked"})
    assert first.headers["Location"] == url
    assert "And the deal?" in (await client.get(url)).text
    second = await client.post(url, data={"_method": "PUT", "deal": "won"})
    assert second.headers["Location"] == f"/threads/{thread.id}"
    told = await Outcome.get()
    assert (told.worked, told.deal, told.told_by_id) == (Worked.WORKED, Deal.WON, ann.id)


async def test_it_stands_on_the_case_its_answer_and_its_strategy_and_can_be_corrected(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread, reply = await solved(make, ann, helper=bob)
    other = await make.reply(bob, thread)
    await strategies.mark(bob, reply, "Let him judge")
    await outcomes.tell(ann, thread, Worked.WORKED, Deal.WON)
    since = (await Thread.get(id=thread.id)).version - 1
    client = await client_of(bob)
    page = (await client.get(f"/threads/{thread.id}")).text
    for place in ("outcome", "strategies"):
        part = page.split(f'id="thread-{thread.id}-{place}"')[1].split("</section>")[0]
        assert "Worked<" in part
        assert "Won<" in part
    assert "Won<" in page.split(f'id="post-{reply.id}"')[1].split("</article>")[0]
    assert "Won<" not in page.split(f'id="post-{other.id}"')[1].split("</article>")[0]
    changes = (await client.get(f"/threads/{thread.id}/changes?since={since}")).json()
    assert "Won<" in changes["header"]
    assert [post["id"] for post in changes["posts"]] == [f"post-{reply.id}"]
    await outcomes.tell(ann, thread, deal=Deal.LOST)
    assert "Lost<" in (await live.render_event(await latest(), ["en"]))["en"].html
    assert "Won<" not in (await client.get(f"/threads/{thread.id}")).text
    logged = await AuditEntry.filter(action="outcome.corrected").first()
    assert logged
    assert logged.details["before"] == {"worked": "worked", "deal": "won"}


async def test_the_same_again_is_once_and_a_deal_alone_says_nothing(make: Make) -> None:
    ann = await make.reader()
    thread, _reply = await solved(make, ann)
    assert await outcomes.tell(ann, thread, deal=Deal.WON) is None
    for _time in range(2):
        await outcomes.tell(ann, thread, Worked.FAILED)
    assert (await types_recorded()).count("OutcomeTold") == 1


async def test_only_askers_and_leads_tell_and_only_of_solved_cases_that_they_see(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    thread, reply = await solved(make, ann, helper=bob)
    with pytest.raises(Forbidden):
        await outcomes.tell(bob, thread, Worked.WORKED)
    assert (await (await client_of(bob)).get(f"/threads/{thread.id}/outcome")).status_code == 403
    await outcomes.tell(lead, thread, Worked.WORKED)
    await answers.withdraw(ann, thread, reply)
    with pytest.raises(NotSolved):
        await outcomes.tell(ann, thread, Worked.FAILED)
    client = await client_of(ann)
    answer = await client.post(f"/threads/{thread.id}/outcome", data={"_method": "PUT", "worked": "failed"})
    assert answer.status_code == 409
    assert "Worked<" not in (await client.get(f"/threads/{thread.id}")).text
    closed = await make.audience(lead)
    await Thread.filter(id=thread.id).update(audience_id=closed.id)
    with pytest.raises(NotFound):
        await outcomes.tell(ann, thread, Worked.WORKED)


@pytest.mark.parametrize(
    "sent", [{}, {"worked": "perhaps"}, {"deal": "won"}, {"worked": "worked", "deal": "x"}]
)
async def test_nonsense_is_explained_and_nothing_is_told(
    make: Make, client_of: ClientOf, sent: dict[str, str]
) -> None:
    ann = await make.reader()
    thread, _reply = await solved(make, ann)
    answer = await (await client_of(ann)).post(
        f"/threads/{thread.id}/outcome", data={"_method": "PUT", **sent}
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not await Outcome.exists()


async def test_a_frame_asks_nobody_who_is_not_the_asker(make: Make) -> None:
    ann = await make.reader()
    thread, _reply = await solved(make, ann)
    await outcomes.ask_due()
    html = (await live.render_event(await latest(), ["en"]))["en"].html
    assert '<div class="banner banner--info" data-only="own" hidden>' in html
    assert f'id="thread-{thread.id}-outcome"' in html


async def test_a_deleted_answer_reopens_the_case_and_takes_its_end_from_view(
    make: Make, client_of: ClientOf
) -> None:
    ann = await make.reader()
    thread, reply = await solved(make, ann)
    await outcomes.tell(ann, thread, Worked.WORKED, Deal.WON)
    await replies.delete_post(ann, reply)
    assert "Won<" not in (await (await client_of(ann)).get(f"/threads/{thread.id}")).text


async def test_the_author_of_a_strategy_hears_of_comments(make: Make, deliver: Deliver) -> None:
    ann, bob = await make.reader(), await make.reader()
    post = await make.reply(bob, await make.thread(ann))
    await strategies.mark(bob, post, "Wait")
    await strategies.comment(ann, post, "For how long?")
    await deliver("notifier")
    [notice] = await Notification.filter(user_id=bob.id, reason="strategy_comment")
    assert (notice.kind, notice.post_id, notice.actor_id) == (Kind.REPLY, post.id, ann.id)


async def test_programs_tell_and_read_how_it_ended(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread, _reply = await solved(make, ann)
    client, url = await client_of(ann), f"/api/v1/threads/{thread.id}/outcome"
    assert (await client.put(url, json={"deal": "won"})).status_code == 422
    told = (await client.put(url, json={"worked": "partly", "deal": "won"})).json()
    assert (told["worked"], told["deal"], told["told_by"]["id"]) == ("partly", "won", ann.id)
    other = await client_of(bob)
    assert (await other.get(url)).json() == told
    assert (await other.put(url, json={"worked": "failed"})).status_code == 403
