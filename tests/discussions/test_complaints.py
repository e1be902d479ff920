"""Complaints: their steps, who takes them, what is overdue, and what everybody sees of it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from discussions import moderation
from discussions.complaints.stepping import Claim, conclude, take_step
from discussions.complaints.steps import ALLOWED, ORDER
from discussions.live import render_event, render_row
from discussions.models import CaseKind, Complaint, ComplaintEntry, ComplaintStep, Satisfaction, Thread
from discussions.queries.complaints_listed import ComplaintFilter, Stand, list_complaints
from discussions.queues.escalating import escalate_due
from discussions.threads import post_thread
from hub.database import new_uid, now
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from hub.outbox import Happened
from hub.outbox.events import restore
from hub.outbox.models import RecordedEvent
from hub.vocabulary.experts import name_experts
from notifications.models import Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.statements import counted

RECEIVED, RESPONSIBILITY, SOLVED, FOLLOWED_UP, SATISFACTION = ORDER
CLAIM = Claim("Brightwater Foods", "Replace both printers")


async def complaint(make: Make, author: Reader, **given: object) -> Thread:
    space = await make.space()
    return await post_thread(
        author,
        space=space,
        title="Printers fail",
        body="Both of them.",
        claim=CLAIM,
        **given,  # type: ignore[arg-type]
    )


async def stored(thread: Thread) -> Complaint:
    return await Complaint.get(thread_id=thread.id)


async def test_every_step_shows_who_took_it_and_when_until_the_customer_has_answered(
    make: Make, client_of: ClientOf
) -> None:
    ann, lead = await make.reader("Ann"), await make.reader("Lea", role="lead")
    thread = await complaint(make, ann)
    assert thread.kind is CaseKind.COMPLAINT
    first = await stored(thread)
    assert (first.step, first.due_at) == (RECEIVED, thread.created_at + ALLOWED[RECEIVED])
    for step in (RESPONSIBILITY, SOLVED, FOLLOWED_UP, SATISFACTION):
        taken = await take_step(lead, thread, step, note=f"Note on {step}.")
        assert taken.due_at
        assert taken.due_at > now() + ALLOWED[step] - timedelta(minutes=1)
    with pytest.raises(InvalidInput):
        await take_step(lead, thread, SATISFACTION)
    done = await conclude(lead, thread, Satisfaction.PARTLY, note="Next time faster.")
    assert (done.satisfaction, done.due_at, done.done_at is not None) == (Satisfaction.PARTLY, None, True)
    assert (await Thread.get(id=thread.id)).escalate_at is None
    entries = await ComplaintEntry.all().order_by("number")
    assert [(entry.number, entry.step, entry.author_id) for entry in entries] == [
        (1, RECEIVED, ann.id),
        *((place, step, lead.id) for place, step in enumerate(ORDER[1:], start=2)),
        (6, SATISFACTION, lead.id),
    ]
    client = await client_of(ann)
    for url in (f"/threads/{thread.id}", f"/threads/{thread.id}/complaint"):
        page = (await client.get(url)).text
        assert "Brightwater Foods" in page
        assert "Note on solved." in page
        assert "Partly satisfied" in page
    assert "Next time faster." in page
    assert "Partly satisfied" in (await client.get("/complaints?stand=done")).text
    assert "Printers fail" not in (await client.get("/complaints")).text


@pytest.mark.parametrize("step", [RECEIVED, SOLVED, FOLLOWED_UP, SATISFACTION])
async def test_no_step_is_left_out_or_taken_twice(make: Make, step: ComplaintStep) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await complaint(make, ann)
    with pytest.raises(InvalidInput):
        await take_step(lead, thread, step)
    with pytest.raises(InvalidInput):
        await conclude(lead, thread, Satisfaction.SATISFIED)
    assert (await stored(thread)).number == 1


async def test_a_step_is_taken_back_for_a_reason_even_when_all_was_done(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await complaint(make, ann)
    for step in ORDER[1:]:
        await take_step(lead, thread, step)
    await conclude(lead, thread, Satisfaction.NOT_SATISFIED)
    with pytest.raises(InvalidInput) as refused:
        await take_step(lead, thread, RESPONSIBILITY)
    assert set(refused.value.errors) == {"note"}
    back = await take_step(lead, thread, RESPONSIBILITY, note="It failed again.")
    assert (back.step, back.satisfaction, back.done_at) == (RESPONSIBILITY, None, None)
    assert back.due_at == (await Thread.get(id=thread.id)).escalate_at
    newest = await ComplaintEntry.all().order_by("-number").first()
    assert newest
    assert (newest.back, newest.note) == (True, "It failed again.")
    await take_step(lead, thread, SOLVED)


async def test_whoever_works_on_it_and_leads_take_steps(make: Make, client_of: ClientOf) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    thread = await complaint(make, ann)
    for reader in (ann, bob):
        with pytest.raises(Forbidden):
            await take_step(reader, thread, RESPONSIBILITY)
    assert (
        "/complaint/steps" not in (await (await client_of(bob)).get(f"/threads/{thread.id}/complaint")).text
    )
    await moderation.assign(lead, thread, bob.id)
    assert "/complaint/steps" in (await (await client_of(bob)).get(f"/threads/{thread.id}/complaint")).text
    await take_step(bob, thread, RESPONSIBILITY)
    await take_step(lead, thread, SOLVED)


async def test_two_people_who_move_a_complaint_at_once_move_it_once(make: Make, client_of: ClientOf) -> None:
    ann, bob, lead = (
        await make.reader(),
        await make.reader("Bob", role="lead"),
        await make.reader(role="lead"),
    )
    thread = await complaint(make, ann)
    outcomes = await asyncio.gather(
        *(take_step(one, thread, RESPONSIBILITY, base=1) for one in (bob, lead)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Complaint", "StaleComplaint"]
    sent = {"step": "responsibility", "note": "Mine, typed for long.", "base": "1", "uid": str(new_uid())}
    late = await (await client_of(lead)).post(f"/threads/{thread.id}/complaint/steps", data=sent)
    assert late.status_code == 409
    assert "Mine, typed for long." in late.text
    assert "Next step: Solved" in late.text
    assert (await stored(thread)).number == 2


async def test_a_step_that_is_sent_twice_is_taken_once(make: Make) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread, other, uid = await complaint(make, ann), await complaint(make, ann), new_uid()
    for _time in range(2):
        await take_step(lead, thread, RESPONSIBILITY, note="Us.", base=1, uid=uid)
    assert (await stored(thread)).number == 2
    for place, note in ((other, "Us."), (thread, "Them.")):
        with pytest.raises(UidTaken):
            await take_step(lead, place, RESPONSIBILITY, note=note, uid=uid)
    same = UUID(int=7)
    first = await complaint(make, ann)
    space = await make.space()
    again = [
        await post_thread(ann, space=space, title="One", body="One.", claim=CLAIM, uid=same)
        for _time in range(2)
    ]
    assert again[0].id == again[1].id != first.id
    with pytest.raises(UidTaken):
        await post_thread(ann, space=space, title="One", body="One.", uid=same)


async def test_an_overdue_step_reaches_whoever_works_on_it_and_stands_out(
    make: Make, client_of: ClientOf, deliver: Deliver
) -> None:
    ann, bob, expert = await make.reader(), await make.reader("Bob"), await make.reader("Eve")
    lead, tag = await make.reader(role="lead"), await make.term()
    await name_experts(None, tag, people=[expert.id], groups=[])
    thread = await complaint(make, ann, terms=[tag])

    async def late() -> None:
        await Thread.filter(id=thread.id).update(escalate_at=now())
        await Complaint.filter(thread_id=thread.id).update(due_at=now())
        assert await escalate_due() == 1
        await deliver("notifier")

    await late()
    assert [line.user_id for line in await Notification.filter(reason="complaint_overdue")] == [expert.id]
    client = await client_of(lead)
    for url in ("/threads", "/complaints", "/complaints?stand=overdue"):
        row = (await client.get(url)).text.partition(f'id="thread-{thread.id}"')[2]
        assert "Overdue" in row.partition("</li>")[0]
    assert "The next step is overdue." in (await client.get(f"/threads/{thread.id}")).text
    await moderation.assign(lead, thread, bob.id)
    await take_step(bob, thread, RESPONSIBILITY)
    assert "The next step is overdue." not in (await client.get(f"/threads/{thread.id}")).text
    assert (await list_complaints(lead, ComplaintFilter(stand=Stand.OVERDUE)))[0] == []
    await late()
    told = await Notification.filter(reason="complaint_overdue").order_by("id")
    assert [line.user_id for line in told] == [expert.id, bob.id]


async def test_a_step_reaches_everybody_who_looks(make: Make, client_of: ClientOf) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    thread = await complaint(make, ann)
    client = await client_of(ann)
    before = (await client.get(f"/threads/{thread.id}/changes?since=0")).json()
    await take_step(lead, thread, RESPONSIBILITY, note="The workshop in Lyon.")
    changes = (await client.get(f"/threads/{thread.id}/changes?since={before['version']}")).json()
    assert changes["version"] == before["version"] + 1
    assert "The workshop in Lyon." in changes["header"]
    row = await RecordedEvent.filter(type="discussions.ComplaintMoved").get()
    happened = Happened(restore(row.type, row.data), row.id, row.at)
    frames = await render_event(happened, ["en", "zh"])
    assert "The workshop in Lyon." in frames["en"].html
    assert f'id="thread-{thread.id}-complaint"' in frames["zh"].html
    assert "Responsibility decided" in (await render_row(happened, ["en"]))["en"].html


async def test_a_complaint_is_asked_for_with_customer_and_demand(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    space, client = await make.space(), await client_of(ann)
    sent = {"title": "Late", "body": "A week late.", "space": space.slug, "kind": "complaint"}
    refused = await client.post("/threads", data=sent | {"complaint.customer": "Acme & Sons"})
    assert refused.status_code == 422
    assert 'href="#field-complaint.demand"' in refused.text
    assert 'value="Acme &amp; Sons"' in refused.text
    assert await Thread.all().count() == 0
    made = await client.post(
        "/threads", data=sent | {"complaint.customer": "Acme & Sons", "complaint.demand": "A discount"}
    )
    assert made.status_code == 303
    filed = await Complaint.get()
    assert (filed.customer, filed.demand) == ("Acme & Sons", "A discount")
    question = sent | {"kind": "question", "complaint.customer": "Left in the box"}
    assert (await client.post("/threads", data=question)).status_code == 303
    assert await Complaint.all().count() == 1
    assert "Late" in (await client.get("/threads?kind=complaint")).text


async def test_the_list_filters_and_is_walked_by_cursor(make: Make, client_of: ClientOf) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    tag = await make.term()
    threads = [await complaint(make, ann, terms=[tag] if n % 2 else []) for n in range(4)]
    for n, thread in enumerate(threads):
        await Complaint.filter(thread_id=thread.id).update(due_at=now() - timedelta(days=n))
    await moderation.assign(lead, threads[0], lead.id)

    async def found(**asked: object) -> list[int]:
        return [one.thread_id for one in (await list_complaints(lead, ComplaintFilter(**asked)))[0]]

    assert await found() == [thread.id for thread in reversed(threads)]
    assert await found(tag=[tag.key]) == [threads[3].id, threads[1].id]
    assert await found(mine=True) == [threads[0].id]
    assert await found(step=SOLVED) == []
    client = await client_of(lead)
    walked, cursor = list[int](), ""
    while cursor is not None:
        page = (await client.get(f"/api/v1/complaints?limit=3&cursor={cursor}")).json()
        walked += [item["thread"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert walked == await found()


async def test_who_may_not_read_the_case_learns_nothing_of_the_complaint(
    make: Make, client_of: ClientOf
) -> None:
    ann, outsider = await make.reader(), await make.reader(role="lead")
    private = await make.audience(ann)
    ann = await make.fresh(ann)
    thread = await complaint(make, ann, audience=private)
    with pytest.raises(NotFound):
        await take_step(outsider, thread, RESPONSIBILITY)

    async def answers(reader: Reader) -> list[httpx.Response]:
        client = await client_of(reader)
        return [
            await client.get(url)
            for url in (
                "/complaints",
                "/api/v1/complaints",
                "/threads?kind=complaint",
                f"/threads/{thread.id}/complaint",
            )
        ]

    assert all("Brightwater" in answer.text for answer in await answers(ann))
    assert not any("Brightwater" in answer.text for answer in await answers(outsider))


async def test_steps_are_taken_through_the_api(make: Make, client_of: ClientOf) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    await make.space()
    client = await client_of(lead)
    body = {"title": "Late", "body": "Late.", "complaint": {"customer": "Acme", "demand": "A discount"}}
    filed = (await client.post("/api/v1/threads", json=body)).json()
    assert filed["kind"] == "complaint"
    url = f"/api/v1/threads/{filed['id']}/complaint"
    moved = await client.post(f"{url}/steps", json={"step": "responsibility", "base": 1})
    assert (moved.status_code, moved.json()["number"]) == (201, 2)
    stale = await client.post(f"{url}/steps", json={"step": "solved", "base": 1})
    assert (stale.status_code, stale.json()["error"]["details"]) == (409, {"number": 2})
    assert (await client.put(f"{url}/satisfaction", json={"satisfaction": "partly"})).status_code == 422
    of_ann = await (await client_of(ann)).post(f"{url}/steps", json={"step": "solved"})
    assert of_ann.status_code == 403
    question = await make.thread(ann)
    assert (await client.get(f"/api/v1/threads/{question.id}/complaint")).status_code == 404


async def test_the_pages_take_a_handful_of_statements(make: Make, client_of: ClientOf) -> None:
    ann, lead = await make.reader(), await make.reader(role="lead")
    client = await client_of(lead)
    urls = {"/complaints": 2, "/threads/1": 1, "/threads/1/complaint": 5}

    async def statements(url: str) -> int:
        await client.get(url)
        with counted() as found:
            assert (await client.get(url)).status_code == 200
        return len(found)

    for _round in range(2):
        for _number in range(3):
            thread = await complaint(make, ann)
            await take_step(lead, thread, RESPONSIBILITY)
        for url, most in urls.items():
            assert await statements(url) <= most, url
