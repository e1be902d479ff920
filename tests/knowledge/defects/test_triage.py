"""The list of what waits for a team, the decisions that are made from it, and what each reader sees of a report."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from hub.accounts.models import User
from hub.api import encode_cursor
from hub.database import new_uid, now
from hub.drafts.models import Draft
from hub.drafts.operations import keep
from hub.errors import InvalidInput
from hub.identity import Reader
from knowledge.defects import deciding, entries, handling
from knowledge.defects.demanding import Wish, give
from knowledge.defects.merging import merge
from knowledge.defects.ranking import DemandFilter, Ranked, currencies, ranked, ranking
from knowledge.defects.triage import TriageFilter, triage
from knowledge.models import (
    Defect,
    DefectEntry,
    DefectKind,
    DefectLook,
    DefectState,
    EntryKind,
    Severity,
    Weight,
)
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.defects.factories import a_defect, a_reviewed_product, a_sealed_defect, a_team
from tests.statements import counted


async def listed(reader: Reader, **wanted: object) -> list[str]:
    rows, _cursor = await triage(reader, TriageFilter.model_validate(wanted))
    return [row.defect.reference for row in rows]


async def test_the_list_is_sorted_filtered_and_paged(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    at = now() - timedelta(days=9)
    low = await a_defect(rep, team, Severity.LOW, at=at)
    high = await a_defect(rep, team, Severity.HIGH, at=at + timedelta(days=2))
    worst = await a_sealed_defect(rep, team, Severity.CRITICAL)
    market = await a_defect(rep, team, Severity.HIGH, kind=DefectKind.MARKET, at=at + timedelta(days=1))
    foreign = await a_defect(rep, await a_team(make, rep))
    await give(rep, low, Wish("Acme", Weight.BREAKER))
    by_severity = [worst, market, high, low]
    assert await listed(reviewer) == [one.reference for one in by_severity]
    assert await listed(reviewer, sort="age") == [one.reference for one in (low, market, high, worst)]
    assert (await listed(reviewer, sort="demand"))[0] == low.reference
    for sort in ("severity", "age", "demand"):
        whole, pages, cursor = await listed(reviewer, sort=sort), [], None
        for _page in range(4):
            rows, cursor = await triage(reviewer, TriageFilter(sort=sort, limit=1, cursor=cursor))
            pages += [row.defect.reference for row in rows]
        assert (pages, cursor) == (whole, None)
    assert await listed(reviewer, severity="high", kind="technical") == [high.reference]
    assert await listed(reviewer, product=team.product.key, kind="market") == [market.reference]
    await handling.assign(reviewer, low, reviewer.id, version=1)
    assert (
        await listed(reviewer, mine=True)
        == await listed(reviewer, assignee=reviewer.handle)
        == [low.reference]
    )
    await handling.snooze(reviewer, high, now() + timedelta(days=2), version=1)
    assert high.reference not in await listed(reviewer)
    assert await listed(reviewer, state="snoozed") == [high.reference]
    await Defect.filter(id=high.id).update(snoozed_until=now() - timedelta(seconds=1))
    assert high.reference in await listed(reviewer)
    assert foreign.reference not in await listed(reviewer, state="all")
    assert await listed(await make.fresh(rep)) == [foreign.reference]


async def test_nobody_but_teams_comes_to_triage(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    await a_defect(rep, team)
    assert (await (await client_of(reviewer)).get("/defects/triage")).status_code == 200
    for who in (rep, await make.reader(role="admin")):
        assert (await (await client_of(who)).get("/defects/triage")).status_code == 403


async def test_numbers_and_days_that_no_calendar_holds_are_refused(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    await User.filter(id=reviewer.id).update(timezone="Asia/Shanghai")
    client = await client_of(await make.fresh(reviewer))
    cursor = encode_cursor(2**70, now().isoformat(), str(new_uid()))
    assert (await client.get("/api/v1/defects/triage", params={"cursor": cursor})).status_code == 422
    form = {"_method": "PUT", "version": "1", "until": "0001-01-01"}
    refused = await client.post(f"/defects/{defect.reference}/snooze", data=form)
    assert (refused.status_code, "Please choose a day within the next year." in refused.text) == (422, True)


async def test_a_decision_in_triage_goes_on_to_the_next_report_and_can_be_undone(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    first, second = await a_defect(rep, team, Severity.HIGH), await a_defect(rep, team, title="The other one")
    browser = await client_of(reviewer)
    page = (await browser.get(f"/defects/triage?sort=age&at={first.reference}")).text
    assert 'name="version" value="1"' in page
    assert f'name="next" value="{second.reference}"' in page
    form = {"_method": "PUT", "version": "1", "triage": "sort=age", "next": second.reference}
    answer = await browser.post(f"/defects/{first.reference}/acceptance", data=form)
    assert answer.status_code == 303
    place = urlsplit(answer.headers["location"])
    assert (place.path, parse_qs(place.query)) == (
        "/defects/triage",
        {"sort": ["age"], "at": [second.reference], "done": [first.reference]},
    )
    page = (await browser.get(answer.headers["location"])).text
    assert f"{first.reference}: Accepted" in page
    assert "The other one" in page
    undo = {"_method": "PUT", "version": "2", "triage": "sort=age"}
    answer = await browser.post(f"/defects/{first.reference}/reopening", data=undo)
    assert (await Defect.get(id=first.id)).state is DefectState.NEW
    assert "done=" not in answer.headers["location"]
    form = {"_method": "PUT", "version": "3", "triage": "", "next": first.reference, "myself": "yes"}
    answer = await browser.post(f"/defects/{first.reference}/assignee", data=form)
    assert answer.headers["location"] == f"/defects/triage?at={first.reference}"
    assert (await Defect.get(id=first.id)).assignee_id == reviewer.id


async def test_a_decision_that_comes_too_late_shows_what_was_typed_and_how_it_stands_now(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    await deciding.accept(reviewer, defect, version=1)
    browser = await client_of(reviewer)
    for extra in ({}, {"triage": ""}):
        form = {"_method": "PUT", "version": "1", "reason": "Works as it should."} | extra
        answer = await browser.post(f"/defects/{defect.reference}/refusal", data=form)
        assert answer.status_code == 409
        assert "Somebody else changed this report" in answer.text
        assert "Works as it should." in answer.text
        assert 'name="version" value="2"' in answer.text
        missing = {"_method": "PUT", "version": "2", "reason": ""} | extra
        answer = await browser.post(f"/defects/{defect.reference}/refusal", data=missing)
        assert (answer.status_code, "Please say why" in answer.text) == (422, True)
    for noun, typed in (
        ("main", {"reference": "D-NOTHERE0"}),
        ("snooze", {"until": "2001-01-01"}),
        ("assignee", {"assignee": rep.handle}),
    ):
        form = {"_method": "PUT", "version": "2", "triage": "state=accepted", **typed}
        answer = await browser.post(f"/defects/{defect.reference}/{noun}", data=form)
        assert answer.status_code == 422, noun
        assert 'class="field__error"' in answer.text
    assert (await Defect.get(id=defect.id)).version == 2


async def test_each_reader_of_a_report_sees_what_is_theirs(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    other = await make.reader("Other Reporter")
    main, copy = (
        await a_defect(rep, team, title="Main title"),
        await a_defect(other, team, title="Copied title"),
    )
    await give(other, copy, Wish("Secret Customer", Weight.BREAKER))
    await merge(reviewer, copy, main.reference, version=1)
    main = await Defect.get(id=main.id)
    await entries.write(reviewer, main, EntryKind.NOTE, "Between us.")
    await entries.write(reviewer, main, EntryKind.REPLY, "Dear Rep.")
    await handling.assign(reviewer, main, reviewer.id, version=1)
    hers = (await (await client_of(reviewer)).get(f"/defects/{main.reference}")).text
    for seen in (
        "Between us.",
        "Dear Rep.",
        "Secret Customer",
        "Copied title",
        copy.reference,
        "Reply to Rep",
        "The team alone reads this",
    ):
        assert seen in hers, seen
    his = (await (await client_of(rep)).get(f"/defects/{main.reference}")).text
    assert "Dear Rep." in his
    for hidden in (
        "Between us.",
        "Secret Customer",
        "Copied title",
        copy.reference,
        "Other Reporter",
        "For Reviewer",
    ):
        assert hidden not in his, hidden
    theirs = (await (await client_of(other)).get(f"/defects/{copy.reference}")).text
    assert "Copied title" in theirs
    for hidden in ("Main title", main.reference, "Dear Rep.", "Between us."):
        assert hidden not in theirs, hidden


async def test_reading_is_kept_in_the_log_that_the_team_sees(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    browser = await client_of(reviewer)
    await browser.get(f"/defects/triage?at={defect.reference}")
    await browser.get(f"/defects/{defect.reference}")
    await browser.get(f"/defects/{defect.reference}", headers={"X-Sec-Purpose": "prefetch"})
    await (await client_of(rep)).get(f"/defects/{defect.reference}")
    assert [(one.user_id, one.act, one.times) for one in await DefectLook.all()] == [
        (reviewer.id, "viewed", 2)
    ]
    assert "Reviewer" in (await browser.get(f"/defects/{defect.reference}/looks")).text
    assert (await (await client_of(rep)).get(f"/defects/{defect.reference}/looks")).status_code == 403


async def test_replies_and_notes_are_written_on_the_page(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    mine, theirs, uid = await client_of(reviewer), await client_of(rep), str(new_uid())
    await keep(reviewer, f"defect:{defect.reference}:note", {"note": "For us."})
    for _time in range(2):
        answer = await mine.post(f"/defects/{defect.reference}/notes", data={"note": "For us.", "uid": uid})
        assert answer.status_code == 303
    assert (
        await theirs.post(f"/defects/{defect.reference}/notes", data={"note": "Me too."})
    ).status_code == 403
    assert (
        await theirs.post(f"/defects/{defect.reference}/replies", data={"reply": "Any news?"})
    ).status_code == 303
    answer = await mine.post(f"/defects/{defect.reference}/replies", data={"reply": " ", "triage": ""})
    assert (answer.status_code, "Please fill this in." in answer.text) == (422, True)
    page = (await theirs.get(f"/defects/{defect.reference}")).text
    assert "Any news?" in page
    assert "For us." not in page
    assert await DefectEntry.all().count() == 2
    assert await Draft.all().count() == 0


async def test_the_readers_page_names_who_would_gain_before_they_do(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    ann = await make.reader("Ann Newreader")
    defect = await a_defect(rep, team)
    browser = await client_of(reviewer)
    address = f"/defects/{defect.reference}/readers"
    form = {"_method": "PUT", "version": "1", "people": str(ann.id)}
    asked = await browser.post(address, data=form)
    assert asked.status_code == 409
    assert "Ann Newreader" in asked.text
    hers = await client_of(ann)
    assert (await hers.get(f"/defects/{defect.reference}")).status_code == 404
    agreed = re.findall(r'name="confirmed" value="(\w+)"', asked.text)[0]
    assert (await browser.post(address, data=form | {"confirmed": agreed})).status_code == 303
    page = await hers.get(f"/defects/{defect.reference}")
    assert page.status_code == 200
    assert (await hers.get(address)).status_code == 403
    assert (
        "1 other person who may read the report" in (await browser.get(f"/defects/{defect.reference}")).text
    )


async def test_somebody_of_many_groups_is_offered_once_as_a_reader_and_nobody_of_the_team(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    ann = await make.reader("Ann Newreader")
    for _group in range(2):
        await make.group(members=[ann, reviewer])
    defect = await a_defect(rep, team)
    page = (await (await client_of(reviewer)).get(f"/defects/{defect.reference}/readers")).text
    assert page.count(f'data-keywords="{ann.handle}"') == 1
    assert f'data-keywords="{reviewer.handle}"' not in page


async def test_the_filing_page_names_the_other_team_before_it_gets_the_report(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    other = await a_team(make, await make.reader("Keeper"))
    defect = await a_defect(rep, team)
    browser = await client_of(reviewer)
    address = f"/defects/{defect.reference}/filing"
    assert (await browser.get(address)).status_code == 200
    form = {
        "_method": "PUT",
        "version": "1",
        "product": other.product.key,
        "origin": "own",
        "kind": "market",
        "severity": "low",
    }
    asked = await browser.post(address, data=form)
    assert (asked.status_code, "Keeper" in asked.text) == (409, True)
    agreed = re.findall(r'name="confirmed" value="(\w+)"', asked.text)[0]
    answer = await browser.post(address, data=form | {"confirmed": agreed})
    assert (answer.status_code, answer.headers["location"]) == (303, "/defects/triage")
    assert (await browser.get(f"/defects/{defect.reference}")).status_code == 404


@pytest.mark.parametrize("sealed", [False, True])
async def test_triage_takes_a_handful_of_statements_whatever_the_amount(
    make: Make, client_of: ClientOf, sealed: bool
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    browser = await client_of(reviewer)
    took = []
    for _round in range(2):
        for _defect in range(4):
            one = await (a_sealed_defect(rep, team) if sealed else a_defect(rep, team))
        await browser.get(f"/defects/triage?at={one.reference}")
        with counted() as statements:
            assert (await browser.get("/defects/triage")).status_code == 200
        took.append(len(statements))
    assert took[0] == took[1] <= 14, took


async def test_the_list_holds_what_was_made_between_two_days(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    made = await a_defect(rep, team, at=datetime(2026, 3, 4, 23, 59, tzinfo=UTC))
    day = {"state": "open", "since": "2026-03-04", "until": "2026-03-04"}
    assert await listed(reviewer, **day) == [made.reference]
    assert await listed(reviewer, state="open", until="2026-03-03") == []
    assert await listed(reviewer, state="open", since="2026-03-05") == []


async def test_demand_adds_up_over_duplicates_and_counts_a_customer_once(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    main, copy, other = [await a_defect(rep, team, title=title) for title in ("Main", "Copy", "Other")]
    foreign = await a_defect(rep, await a_team(make, rep))
    wishes = (
        (main, Wish("Acme  Ltd", Weight.NICE, Decimal(1000), "EUR")),
        (copy, Wish("acme ltd ", Weight.BREAKER, Decimal(3000), "EUR")),
        (copy, Wish("Bolt", Weight.USEFUL, Decimal(500), "CNY")),
        (other, Wish("Cargo", Weight.IMPORTANT, Decimal(9000), "CNY")),
        (other, Wish("Depot", Weight.IMPORTANT)),
        (other, Wish("Echo", Weight.NICE)),
        (foreign, Wish("Foreign", Weight.BREAKER, Decimal(1), "USD")),
    )
    for defect, wish in wishes:
        await give(rep, defect, wish)
    copy = await merge(reviewer, copy, main.reference, version=1)
    found = await ranked(reviewer, [main.id, other.id, foreign.id])
    assert found[main.id] == Ranked(10, 2, 1, [("EUR", Decimal(3000)), ("CNY", Decimal(500))])
    assert found[other.id] == Ranked(9, 3, 0, [("CNY", Decimal(9000))])
    assert found[foreign.id] == Ranked()

    async def ranking_by(**wanted: object) -> list[int]:
        ids, cursor = [], None
        while True:
            page, cursor = await ranking(reviewer, DemandFilter(**wanted, limit=1, cursor=cursor))
            ids += page
            if cursor is None:
                return ids

    assert await ranking_by() == [main.id, other.id]
    assert await ranking_by(sort="customers") == [other.id, main.id]
    assert await ranking_by(sort="value", currency="CNY") == [other.id, main.id]
    assert await ranking_by(sort="value", currency="EUR") == [main.id, other.id]
    with pytest.raises(InvalidInput):
        await ranking_by(sort="value")
    assert await currencies(reviewer) == ["CNY", "EUR"]
    page = (await (await client_of(reviewer)).get("/defects/demand?sort=value&currency=EUR")).text
    assert "Main" in page
    assert "3,000" in page
    assert foreign.reference not in page
    await deciding.reopen(reviewer, copy, version=2)
    assert (await ranked(reviewer, [main.id]))[main.id].points == 1
    assert (await (await client_of(rep)).get("/defects/demand")).status_code == 200
    assert (await (await client_of(await make.reader())).get("/defects/demand")).status_code == 403


async def test_the_export_has_what_is_filtered_but_no_sealed_report_and_no_formula(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    risky = await a_defect(rep, team, title='=HYPERLINK("http://evil.example")', said="+49 30 1234")
    await a_defect(rep, team, Severity.LOW, title="Not asked for")
    sealed = await a_sealed_defect(rep, team, Severity.HIGH)
    foreign = await a_defect(rep, await a_team(make, rep), title="Foreign")
    browser = await client_of(reviewer)
    answer = await browser.get("/defects/triage.csv?severity=medium")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    head, row, *rest = list(csv.reader(io.StringIO(answer.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))
    assert rest == []
    exported = dict(zip(head, row, strict=True))
    assert (exported["Reference"], exported["Title"]) == (risky.reference, "'" + risky.title)
    assert exported["What the customer said"] == "'+49 30 1234"
    whole = (await browser.get("/defects/triage.csv?state=all")).text
    assert "Not asked for" in whole
    assert sealed.reference not in whole
    assert foreign.reference not in whole
    looks = await DefectLook.filter(act="exported").order_by("id")
    assert [(look.user_id, look.times) for look in looks] == [(reviewer.id, 2), (reviewer.id, 1)]
    assert looks[0].defect_id == risky.id
    assert (await (await client_of(await make.reader())).get("/defects/triage.csv")).status_code == 403


async def test_admins_see_who_looked_and_no_word_of_what(make: Make, client_of: ClientOf) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team, title="Canary")
    await (await client_of(reviewer)).get(f"/defects/{defect.reference}")
    admin = await client_of(await make.reader(role="admin"))
    page = await admin.get(
        f"/admin/defect-looks?reference={defect.reference}&act=viewed&person={reviewer.handle}"
    )
    assert page.status_code == 200
    for told in (defect.reference, "Reviewer", "read"):
        assert told in page.text
    assert "Canary" not in page.text
    assert defect.reference not in (await admin.get("/admin/defect-looks?act=exported")).text
    assert (await admin.get(f"/defects/{defect.reference}")).status_code == 404
    assert (await (await client_of(reviewer)).get("/admin/defect-looks")).status_code == 404


async def test_programs_decide_by_version_and_name_new_readers_before_they_are(
    make: Make, client_of: ClientOf
) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    ann = await make.reader("Ann")
    defect = await a_defect(rep, team)
    program = await client_of(reviewer)
    here = f"/api/v1/defects/{defect.reference}"
    asked = await program.put(f"{here}/readers", json={"version": 1, "people": [ann.id]})
    problem = asked.json()["error"]
    assert (asked.status_code, problem["code"]) == (409, "readers_not_confirmed")
    assert problem["details"]["people"] == [{"name": "Ann", "handle": ann.handle}]
    agreed = {"version": 1, "people": [ann.id], "confirmed": problem["details"]["confirmed"]}
    assert (await program.put(f"{here}/readers", json=agreed)).status_code == 200
    stale = (await program.put(f"{here}/refusal", json={"version": 1, "reason": "No."})).json()["error"]
    assert (stale["code"], stale["details"]) == ("stale_defect", {"version": 2, "state": "new"})
    accepted = (await program.put(f"{here}/acceptance", json={"version": 2})).json()
    assert (accepted["state"], accepted["version"]) == ("accepted", 3)
    note = await program.post(f"{here}/entries", json={"kind": "note", "body": "For us."})
    assert note.status_code == 201
    for who, kinds in ((reviewer, ["note"]), (ann, []), (rep, [])):
        items = (await (await client_of(who)).get(f"{here}/entries")).json()["items"]
        assert [item["kind"] for item in items] == kinds
    assert (await (await client_of(ann)).put(f"{here}/acceptance", json={"version": 3})).status_code == 403
    assert (await (await client_of(await make.reader())).get(f"{here}/looks")).status_code == 404
