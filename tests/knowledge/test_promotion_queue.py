"""Solved cases that are no articles yet: listed by use, assigned, dismissed, counted by month."""

import pytest

from discussions import threads
from hub.api import encode_cursor
from hub.audit.models import AuditEntry
from hub.database import connection
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.identity import Reader
from knowledge.promotion import promote, queue, tasks
from knowledge.promotion.queue import QueueFilter, State
from notifications.models import Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import a_solved_thread
from tests.statements import counted


async def listed(reader: Reader, **wanted: object) -> list[int]:
    cases, _cursor = await queue.waiting_cases(reader, QueueFilter.model_validate(wanted))
    return [case.thread.id for case in cases]


async def test_the_queue_holds_solved_cases_without_an_article_most_discussed_first(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    quiet, _answer = await a_solved_thread(make, asker, helper)
    busy, _answer = await a_solved_thread(make, asker, helper)
    await make.reply(helper, busy, "More.")
    promoted, _answer = await a_solved_thread(make, asker, helper)
    await promote(asker, promoted)
    await make.thread(asker)
    lead = await make.reader(role="lead")
    hidden, _answer = await a_solved_thread(make, asker, helper)
    await threads.hide(lead, hidden)
    for reader in (asker, lead):
        assert await listed(reader) == [busy.id, quiet.id]
    assert await listed(asker, sort="oldest") == [quiet.id, busy.id]
    assert await listed(asker, sort="newest") == [busy.id, quiet.id]
    assert await queue.counts(asker) == {"open": 2, "mine": 0, "dismissed": 0}


@pytest.mark.parametrize("sort", ["use", "oldest", "newest"])
async def test_pages_of_the_queue_follow_each_other_without_gaps(make: Make, sort: str) -> None:
    asker, helper = await make.reader(), await make.reader()
    for _case in range(5):
        await a_solved_thread(make, asker, helper)
    whole = await listed(asker, sort=sort)
    found: list[int] = []
    cursor: str | None = None
    while True:
        cases, cursor = await queue.waiting_cases(
            asker, QueueFilter.model_validate({"sort": sort, "limit": 2, "cursor": cursor})
        )
        found += [case.thread.id for case in cases]
        if cursor is None:
            break
    assert found == whole
    assert len(found) == 5


async def test_what_a_reader_may_not_see_is_neither_listed_nor_counted_nor_betrayed(make: Make) -> None:
    asker, helper, outsider = await make.reader(), await make.reader(), await make.reader()
    private = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    secret, _answer = await a_solved_thread(make, asker, helper, audience=private)
    shared, _answer = await a_solved_thread(make, asker, helper)
    assert sorted(await listed(asker)) == [secret.id, shared.id]
    assert await listed(outsider) == [shared.id]
    assert (await queue.counts(outsider))["open"] == 1
    assert [month.solved for month in await queue.months(outsider)] == [1]
    # An article that the outsider cannot see does not take its case off their queue.
    await promote(asker, shared, audience=private)
    assert await listed(asker) == [secret.id]
    assert await listed(outsider) == [shared.id]
    assert [month.promoted for month in await queue.months(outsider)] == [0]
    with pytest.raises(NotFound):
        await tasks.dismiss(outsider, secret, "No.")


async def test_whoever_is_asked_to_promote_a_case_is_told_while_it_waits(
    make: Make, deliver: Deliver
) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    await tasks.assign(asker, thread, helper.id)
    await tasks.assign(asker, thread, helper.id)
    assert await listed(helper, state="mine") == [thread.id]
    await deliver("notifier")
    told = await Notification.filter(user_id=helper.id, reason="promotion_assigned")
    assert [note.thread_id for note in told] == [thread.id]
    await tasks.assign(helper, thread, None)
    assert await listed(helper, state="mine") == []
    assert await listed(helper) == [thread.id]


async def test_nobody_is_asked_to_promote_what_they_may_not_read(make: Make) -> None:
    asker, helper, outsider = await make.reader(), await make.reader(), await make.reader()
    private = await make.audience(asker, helper)
    asker, helper = await make.fresh(asker), await make.fresh(helper)
    thread, _answer = await a_solved_thread(make, asker, helper, audience=private)
    with pytest.raises(InvalidInput):
        await tasks.assign(asker, thread, outsider.id)


async def test_what_was_hidden_is_promoted_by_nobody(make: Make) -> None:
    asker, helper, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    thread, _answer = await a_solved_thread(make, asker, helper)
    await threads.hide(lead, thread)
    with pytest.raises(Forbidden):
        await tasks.assign(lead, thread, helper.id)
    with pytest.raises(NotFound):
        await tasks.dismiss(helper, thread, "No.")


async def test_a_dismissal_has_a_reason_is_logged_and_can_be_undone(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader(), await make.reader("Bo")
    thread, _answer = await a_solved_thread(make, asker, helper)
    client = await client_of(helper)
    path = f"/threads/{thread.id}/promotion/dismissal"
    refused = await client.post(path, data={"_method": "PUT", "reason": " "})
    assert refused.status_code == 422
    assert await listed(asker) == [thread.id]
    done = await client.post(path, data={"_method": "PUT", "reason": "One customer only."})
    assert done.status_code == 303
    after = await client.get(done.headers["location"])
    assert "Undo" in after.text
    assert await listed(asker) == []
    shown = await client.get("/articles/to-promote?state=dismissed")
    assert "Bo: One customer only." in shown.text
    entry = await AuditEntry.get(action="promotion.dismissed")
    assert (entry.actor_id, entry.details) == (helper.id, {})
    await client.post(path, data={"_method": "DELETE"})
    assert await listed(asker) == [thread.id]
    assert await AuditEntry.filter(action="promotion.reopened").exists()


async def test_months_tell_how_many_solved_cases_became_articles(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader(), await make.reader()
    made = [(await a_solved_thread(make, asker, helper))[0] for _case in range(4)]
    await promote(asker, made[0])
    await tasks.dismiss(asker, made[1], "Too special.")
    [month] = await queue.months(asker)
    assert (month.solved, month.promoted, month.dismissed, month.rate) == (4, 1, 1, 25)
    client = await client_of(asker)
    assert "25 % of 4" in (await client.get("/articles/to-promote/rate")).text
    answered = await client.get("/api/v1/promotion-rate")
    assert answered.json()["items"][0]["rate"] == 25


async def test_the_queue_takes_few_statements_however_long_it_is(make: Make, client_of: ClientOf) -> None:
    asker, helper = await make.reader(), await make.reader()
    client = await client_of(asker)

    async def statements(path: str) -> int:
        await client.get(path)
        with counted() as seen:
            await client.get(path)
        return len(seen)

    await a_solved_thread(make, asker, helper)
    few = [await statements(path) for path in PAGES]
    for _case in range(6):
        thread, _answer = await a_solved_thread(make, asker, helper)
        await tasks.assign(asker, thread, helper.id)
    assert [await statements(path) for path in PAGES] == few
    assert max(few) <= 12


PAGES = ["/articles/to-promote", "/articles/to-promote?state=dismissed", "/articles/to-promote/rate"]


async def test_an_empty_queue_and_nonsense_are_answered(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    states: list[State] = ["open", "mine", "dismissed"]
    for state in states:
        assert (await client.get("/articles/to-promote", params={"state": state})).status_code == 200
    for query in ("state=other", "cursor=x", f"cursor={encode_cursor(10**30, 1)}", "sort=8"):
        assert (await client.get(f"/articles/to-promote?{query}")).status_code == 422
    assert (await client.get("/articles/to-promote?dismissed=99")).status_code == 200


async def test_a_long_queue_is_read_by_its_indexes(make: Make) -> None:
    asker, helper = await make.reader(), await make.reader()
    thread, _answer = await a_solved_thread(make, asker, helper)
    columns = "space_id, audience_id, author_id, title, created_at, active_at"
    await connection().execute_query(
        "INSERT INTO thread (uid, digest, version, last_number, reply_count, answer_count, tried, tried_html,"
        f" {columns}) SELECT gen_random_uuid(), '', 1, 1, number % 50, number % 5 / 4, '', '', {columns}"
        " FROM thread, generate_series(1, 20000) number WHERE id = $1",
        [thread.id],
    )
    await connection().execute_query("ANALYZE thread")
    for order, index in (("reply_count", "thread_solved_use"), ("created_at", "thread_solved_age")):
        rows = await connection().execute_query_dict(
            "EXPLAIN SELECT id FROM thread WHERE answer_count > 0 AND hidden_at IS NULL"
            f" ORDER BY {order} DESC, id DESC LIMIT 21"
        )
        assert index in str(rows)
