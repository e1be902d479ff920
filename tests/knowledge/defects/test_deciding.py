"""Product teams decide about reports: who may, what becomes of them, and what two at once do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from hub.audiences.operations import set_members
from hub.audit.models import AuditEntry
from hub.database import new_uid, now
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from hub.outbox.models import RecordedEvent
from knowledge.defects import deciding, entries, handling, looks
from knowledge.defects.errors import DefectDecided, ReadersNotConfirmed, StaleDefect, StillMerged
from knowledge.defects.filing import refile
from knowledge.defects.merging import merge
from knowledge.defects.policy import entries_visible_to, may_read
from knowledge.defects.standing import Standing, standings
from knowledge.defects.widening import open_to
from knowledge.models import (
    Defect,
    DefectAct,
    DefectEntry,
    DefectLook,
    DefectState,
    DefectStep,
    EntryKind,
    LookAct,
    Origin,
    Severity,
)
from tests.factories import Make
from tests.knowledge.defects.factories import a_defect, a_reviewed_product, a_sealed_defect, a_team

Act = Callable[[Reader, Defect], Awaitable[object]]


async def fresh(defect: Defect) -> Defect:
    return await Defect.get(id=defect.id)


async def told() -> list[tuple[int, str]]:
    """The decisions that were announced: report and state."""
    rows = await RecordedEvent.filter(type="knowledge.DefectDecided").order_by("id")
    return [(row.data["defect_id"], row.data["state"]) for row in rows]


ACTS: dict[str, Act] = {
    "accept": lambda who, it: deciding.accept(who, it, version=it.version),
    "decline": lambda who, it: deciding.decline(who, it, "It is meant so.", version=it.version),
    "fix": lambda who, it: deciding.fix(who, it, "2.4", version=it.version),
    "snooze": lambda who, it: handling.snooze(who, it, now() + timedelta(days=3), version=it.version),
    "assign": lambda who, it: handling.assign(who, it, None, version=it.version),
    "note": lambda who, it: entries.write(who, it, EntryKind.NOTE, "Look at the head."),
    "widen": lambda who, it: open_to(who, it, group_ids=[], user_ids=[], version=it.version),
    "reply": lambda who, it: entries.write(who, it, EntryKind.REPLY, "Which ribbon?"),
}


@pytest.mark.parametrize("role", ["reviewer", "reporter", "widened", "admin", "outsider"])
@pytest.mark.parametrize("act", list(ACTS))
async def test_who_may_do_what_with_a_report(make: Make, role: str, act: str) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    people = {"reviewer": reviewer, "reporter": rep, "widened": await make.reader()}
    people |= {"admin": await make.reader(role="admin"), "outsider": await make.reader()}
    defect = await a_defect(rep, team)
    with pytest.raises(ReadersNotConfirmed) as asked:
        await open_to(reviewer, defect, group_ids=[], user_ids=[people["widened"].id], version=1)
    agreed = asked.value.agreement
    defect = await open_to(
        reviewer, defect, group_ids=[], user_ids=[people["widened"].id], confirmed=agreed, version=1
    )
    who = await make.fresh(people[role])
    if role == "reviewer" or (role, act) == ("reporter", "reply"):
        await ACTS[act](who, defect)
    else:
        with pytest.raises(NotFound if role in ("admin", "outsider") else Forbidden):
            await ACTS[act](who, defect)
        assert (await fresh(defect)).version == defect.version


async def test_a_report_is_accepted_fixed_and_opened_again(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    defect = await deciding.accept(reviewer, defect, version=1)
    assert (await deciding.accept(reviewer, defect, version=1)).version == 2
    first_answer = defect.answered_at
    assert first_answer is not None
    with pytest.raises(InvalidInput):
        await deciding.decline(reviewer, defect, "", version=2)
    defect = await deciding.fix(reviewer, defect, "2.4", version=2)
    assert (defect.state, defect.fixed_in, defect.answered_at) == (DefectState.FIXED, "2.4", first_answer)
    with pytest.raises(DefectDecided):
        await deciding.decline(reviewer, defect, "No.", version=3)
    for version in (3, 5):
        defect = await deciding.reopen(reviewer, defect, version=version)
        assert (defect.state, defect.fixed_in) == (DefectState.ACCEPTED, "")
        if version == 3:
            defect = await deciding.decline(reviewer, defect, "No.", version=4)
    defect = await deciding.reopen(reviewer, defect, version=6)
    assert (defect.state, defect.decided_at) == (DefectState.NEW, None)
    states = ("accepted", "fixed", "accepted", "declined", "accepted", "new")
    assert await told() == [(defect.id, state) for state in states]
    acts = [(step.act, step.words) for step in await DefectStep.filter(defect=defect).order_by("id")]
    assert acts[1:4] == [(DefectAct.ACCEPTED, ""), (DefectAct.FIXED, "2.4"), (DefectAct.REOPENED, "")]


async def test_what_a_report_says_is_not_in_the_audit_log_nor_in_events(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team, title="Canary in the title", body="canary body", said="canary said")
    await entries.write(reviewer, defect, EntryKind.NOTE, "canary note")
    await entries.write(reviewer, defect, EntryKind.REPLY, "canary reply")
    await deciding.decline(reviewer, defect, "canary reason", version=1)
    entered = await AuditEntry.filter(object_kind="defect")
    assert [entry.details["reference"] for entry in entered] == [defect.reference] * len(entered)
    assert {entry.object_id for entry in entered} == {None}
    kept = [str(entry.details) for entry in entered] + [str(row.data) for row in await RecordedEvent.all()]
    assert len(kept) > 4
    assert not [text for text in kept if "anary" in text]


async def test_of_two_who_decide_at_once_one_decides(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    outcomes = await asyncio.gather(
        deciding.decline(reviewer, defect, "No.", version=1),
        deciding.fix(reviewer, defect, "2.4", version=1),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [StaleDefect]
    assert (await fresh(defect)).version == 2
    assert len(await told()) == 1


async def test_the_decisions_about_a_main_report_reach_the_reporters_of_its_duplicates(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    other = await make.reader("Other")
    main, copy = await a_defect(rep, team), await a_defect(other, team)
    copy = await merge(reviewer, copy, main.reference, version=1)
    assert (await standings([copy]))[copy.id] == Standing(DefectState.DUPLICATE, known=True, fixed_in="")
    main = await deciding.fix(reviewer, await fresh(main), "2.4", version=1)
    assert (await standings([main, copy])) == {
        main.id: Standing(DefectState.FIXED, known=False, fixed_in="2.4"),
        copy.id: Standing(DefectState.FIXED, known=True, fixed_in="2.4"),
    }
    assert await told() == [(copy.id, "duplicate"), (main.id, "fixed"), (copy.id, "fixed")]
    main = await deciding.reopen(reviewer, main, version=2)
    await deciding.decline(reviewer, main, "Only Rep may read this.", version=3)
    assert "Only Rep" not in str(await DefectStep.filter(defect=copy).values("words", "details"))
    assert (await fresh(copy)).answered_at is not None
    assert not may_read(other, main)
    assert not may_read(rep, copy)
    main = await deciding.reopen(reviewer, main, version=4)
    await deciding.accept(reviewer, main, version=5)
    copy = await deciding.reopen(reviewer, await fresh(copy), version=2)
    assert (copy.state, copy.duplicate_of_id) == (DefectState.NEW, None)


async def test_merging_makes_neither_chains_nor_circles(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    first, second, third = [await a_defect(rep, team) for _ in range(3)]
    foreign = await a_defect(rep, await a_team(make, reviewer))
    reviewer = await make.fresh(reviewer)
    await merge(reviewer, second, first.reference, version=1)
    with pytest.raises(StillMerged):
        await merge(reviewer, first, third.reference, version=1)
    for other in (second.reference, third.reference, foreign.reference, "D-00000000"):
        with pytest.raises(InvalidInput):
            await merge(reviewer, third, other, version=1)
    strangers = await a_defect(rep, await a_team(make, rep))
    with pytest.raises(InvalidInput, match="marked"):
        await merge(reviewer, third, strangers.reference, version=1)
    fourth, fifth = await a_defect(rep, team), await a_defect(rep, team)
    outcomes = await asyncio.gather(
        merge(reviewer, fourth, fifth.reference, version=1),
        merge(reviewer, fifth, fourth.reference, version=1),
        return_exceptions=True,
    )
    assert len([one for one in outcomes if isinstance(one, Defect)]) == 1
    assert await Defect.filter(id__in=[fourth.id, fifth.id], duplicate_of_id__isnull=True).count() == 1


async def test_a_report_that_is_put_off_is_not_assigned_to_strangers(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect = await a_defect(rep, team)
    for until in (now() - timedelta(days=1), now() + timedelta(days=400)):
        with pytest.raises(InvalidInput):
            await handling.snooze(reviewer, defect, until, version=1)
    defect = await handling.snooze(reviewer, defect, now() + timedelta(days=3), version=1)
    defect = await handling.wake(reviewer, defect, version=2)
    assert defect.snoozed_until is None
    with pytest.raises(InvalidInput):
        await handling.assign(reviewer, defect, rep.id, version=3)
    with pytest.raises(StaleDefect):
        await handling.assign(reviewer, defect, reviewer.id, version=1)
    assert (await handling.assign(reviewer, defect, reviewer.id, version=3)).assignee_id == reviewer.id


async def test_the_agreement_to_more_readers_is_to_people_and_not_to_groups(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    support = await make.group("Support", [ann, rep])
    defect = await a_defect(rep, team)
    with pytest.raises(ReadersNotConfirmed) as asked:
        await open_to(reviewer, defect, group_ids=[support.id], user_ids=[bo.id], version=1)
    assert [user.name for user in asked.value.gained] == ["Ann", "Bo"]
    await set_members(None, support, [ann.id, rep.id, cy.id])
    with pytest.raises(ReadersNotConfirmed) as again:
        await open_to(
            reviewer, defect, group_ids=[support.id], user_ids=[bo.id],
            confirmed=asked.value.agreement, version=1,
        )  # fmt: skip
    assert [user.name for user in again.value.gained] == ["Ann", "Bo", "Cy"]
    assert not may_read(await make.fresh(cy), await fresh(defect))
    defect = await open_to(
        reviewer, defect, group_ids=[support.id], user_ids=[bo.id],
        confirmed=again.value.agreement, version=1,
    )  # fmt: skip
    for who in (reviewer, ann, bo, cy):
        assert may_read(await make.fresh(who), defect)
    note = await entries.write(await make.fresh(reviewer), defect, EntryKind.NOTE, "For us.")
    reply = await entries.write(await make.fresh(reviewer), defect, EntryKind.REPLY, "For all.")
    assert set(await entries_visible_to(await make.fresh(bo)).values_list("id", flat=True)) == {reply.id}
    assert set(await entries_visible_to(await make.fresh(rep)).values_list("id", flat=True)) == {reply.id}
    assert await entries_visible_to(await make.fresh(reviewer)).filter(id=note.id).exists()
    # Taking readers away needs nobody's agreement.
    defect = await open_to(await make.fresh(reviewer), defect, group_ids=[], user_ids=[], version=2)
    assert not may_read(await make.fresh(bo), defect)
    assert may_read(await make.fresh(reviewer), defect)


async def test_a_product_of_another_team_hands_the_report_over_after_a_confirmation(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    keeper, friend = await make.reader("Keeper"), await make.reader("Friend")
    other = await a_team(make, keeper)
    defect = await a_defect(rep, team)
    with pytest.raises(ReadersNotConfirmed) as asked:
        await open_to(reviewer, defect, group_ids=[], user_ids=[friend.id], version=1)
    defect = await open_to(
        reviewer, defect, group_ids=[], user_ids=[friend.id], confirmed=asked.value.agreement, version=1
    )
    reviewer = await make.fresh(reviewer)
    defect = await handling.assign(reviewer, defect, reviewer.id, version=2)
    filing = other.filing(Severity.HIGH)
    with pytest.raises(ReadersNotConfirmed) as moving:
        await refile(reviewer, defect, filing, version=3)
    assert [user.name for user in moving.value.gained] == ["Keeper"]
    assert (await fresh(defect)).severity is Severity.MEDIUM
    defect = await refile(reviewer, defect, filing, confirmed=moving.value.agreement, version=3)
    assert (defect.team_id, defect.assignee_id, defect.severity) == (other.group.id, None, Severity.HIGH)
    readers = {who.name: may_read(await make.fresh(who), defect) for who in (rep, reviewer, keeper, friend)}
    assert readers == {"Rep": True, "Reviewer": False, "Keeper": True, "Friend": True}
    with pytest.raises(InvalidInput):
        await refile(await make.fresh(keeper), defect, other.filing(origin=Origin.RESOLD), version=4)


async def test_merged_reports_stay_with_their_team(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    other = await a_team(make, reviewer)
    main, copy = await a_defect(rep, team), await a_defect(rep, team)
    await merge(reviewer, copy, main.reference, version=1)
    for one in (main, copy):
        now_is = await fresh(one)
        with pytest.raises(StillMerged):
            await refile(await make.fresh(reviewer), now_is, other.filing(), version=now_is.version)


async def test_the_words_about_a_sealed_report_are_sealed_too_or_refused(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    other = await a_team(make, reviewer)
    reviewer = await make.fresh(reviewer)
    defect = await a_sealed_defect(rep, team)
    for attempt in (
        deciding.decline(reviewer, defect, "A reason.", version=1),
        deciding.fix(reviewer, defect, "2.4", version=1),
        open_to(reviewer, defect, group_ids=[], user_ids=[rep.id], version=1),
        refile(reviewer, defect, other.filing(), version=1),
        refile(reviewer, defect, team.filing(product_version="2"), version=1),
        entries.write(reviewer, defect, EntryKind.NOTE, "A note."),
        entries.write(reviewer, defect, EntryKind.NOTE, "A note.", confirmed=True),
        entries.write(reviewer, defect, EntryKind.REPLY, "A reply."),
        entries.write(rep, defect, EntryKind.REPLY, "A reply.", confirmed=True),
    ):
        with pytest.raises(InvalidInput):
            await attempt
    await entries.write(reviewer, defect, EntryKind.REPLY, "In the clear.", confirmed=True)
    assert (await deciding.decline(reviewer, defect, "", version=1)).state is DefectState.DECLINED


async def test_a_reply_that_is_sent_twice_is_one_reply_and_the_first_of_the_team_answers(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect, uid = await a_defect(rep, team), new_uid()
    await entries.write(rep, defect, EntryKind.REPLY, "It happens again.")
    await entries.write(reviewer, defect, EntryKind.NOTE, "It does.")
    assert (await fresh(defect)).answered_at is None
    first = await entries.write(reviewer, defect, EntryKind.REPLY, "Which roll?", uid=uid)
    assert (await entries.write(reviewer, defect, EntryKind.REPLY, "Which roll?", uid=uid)).id == first.id
    assert (await fresh(defect)).answered_at == first.created_at
    for who, kind in ((rep, EntryKind.REPLY), (reviewer, EntryKind.NOTE)):
        with pytest.raises(UidTaken):
            await entries.write(who, defect, kind, "Which roll?", uid=uid)
    assert await DefectEntry.filter(defect=defect).count() == 3


async def test_a_look_is_kept_once_a_day_and_not_of_ones_own_report(make: Make) -> None:
    rep, reviewer, team = await a_reviewed_product(make)
    defect, own = await a_defect(rep, team), await a_defect(reviewer, team)
    for _time in range(2):
        await looks.saw(reviewer, [defect, own], LookAct.VIEWED)
    await looks.saw(reviewer, [defect], LookAct.VIEWED, at=now() - timedelta(days=2))
    await looks.saw(reviewer, [defect], LookAct.EXPORTED)
    kept = [(look.defect_id, look.act.value, look.times) for look in await DefectLook.all().order_by("id")]
    assert kept == [(defect.id, "viewed", 2), (defect.id, "viewed", 1), (defect.id, "exported", 1)]
