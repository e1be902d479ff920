"""Lines of rivals: who writes them, what becomes of them, and that nothing of it is lost."""

import asyncio
from datetime import date, timedelta

import pytest

from hub.audiences import operations as audiences
from hub.audiences.models import Audience
from hub.database import new_uid, now
from hub.errors import Conflict, Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.operations import merge
from knowledge.articles import compose, edit, publish
from knowledge.models import (
    Article,
    Certainty,
    DisputeDecision,
    LineAct,
    LineSection,
    LineState,
    RivalDispute,
    RivalLine,
    RivalLineStep,
)
from knowledge.rivals.disputes import decide, dispute
from knowledge.rivals.errors import AlreadyDecided, LineNotStanding, RivalExists, StaleLine
from knowledge.rivals.lines import decide_line, edit_line, move_line, write_line
from knowledge.rivals.naming import new_rival
from knowledge.rivals.queries.history import history_of
from knowledge.rivals.queries.lines import lines_of
from knowledge.rivals.queries.rivals import rival_of
from knowledge.rivals.sending import for_customers
from knowledge.rivals.wording import Wording
from tests.factories import Make


def wording(text: str = "Their service answers after two days.", **changes: object) -> Wording:
    given = {
        "section": LineSection.WEAKNESS,
        "text": text,
        "source": "Told by a customer",
        "observed_on": today(),
    }
    return Wording.model_validate(given | changes)


def today() -> date:
    return now().date()


async def a_rival(make: Make, curator: Reader, *, audience: Audience | None = None) -> Article:
    competitor = await make.term(Facet.COMPETITOR, "Velatag")
    return await new_rival(
        await make.fresh(curator),
        competitor,
        "They print labels.",
        audience=audience or await audiences.everyone(),
    )


async def steps_of(line: RivalLine) -> list[tuple[LineAct, int, str]]:
    rows = await RivalLineStep.filter(line=line).order_by("number")
    return [(row.act, row.actor_id, row.words) for row in rows]


async def test_a_competitor_has_one_card_among_those_that_somebody_may_read(make: Make) -> None:
    curator, other = await make.reader(), await make.reader()
    audience = await make.audience(curator)
    hidden = await a_rival(make, curator, audience=audience)
    [competitor] = await hidden.terms.all()
    with pytest.raises(RivalExists):
        await new_rival(await make.fresh(curator), competitor, "Again", audience=audience)
    everybody = await audiences.everyone()
    manuscript = await compose("competitor", "Again", {"overview": "As an article."})
    curator = await make.fresh(curator)
    with pytest.raises(InvalidInput) as refused:
        await publish(curator, manuscript, terms=[competitor], audience=audience)
    assert list(refused.value.errors) == ["competitor"]
    other_card = await a_rival(make, curator)
    title, content = other_card.title, other_card.content
    with pytest.raises(InvalidInput) as refused:
        await edit(curator, other_card, base_revision=1, title=title, content=content, terms=[competitor])
    assert list(refused.value.errors) == ["competitor"]
    # Whoever may not know of the first card learns nothing of it by writing one.
    second = await new_rival(other, competitor, "Known to all", audience=everybody)
    assert (await rival_of(other, competitor.id)) == second
    assert (await rival_of(await make.fresh(curator), competitor.id)) == hidden
    assert await rival_of(other, (await make.term(Facet.COMPETITOR)).id) is None


async def test_two_at_once_add_the_same_rival_once(make: Make) -> None:
    reader, competitor = await make.reader(), await make.term(Facet.COMPETITOR)
    everybody = await audiences.everyone()
    tried = await asyncio.gather(
        *(new_rival(reader, competitor, f"Text {n}", audience=everybody) for n in range(3)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in tried) == ["Article", "RivalExists", "RivalExists"]


async def test_curators_write_on_the_card_and_everybody_else_proposes(make: Make) -> None:
    curator, reader, outsider = await make.reader(), await make.reader(), await make.reader()
    rival = await a_rival(make, curator, audience=await make.audience(curator, reader))
    curator, reader = await make.fresh(curator), await make.fresh(reader)
    assert (await write_line(curator, rival, wording())).state is LineState.STANDING
    proposed = await write_line(reader, rival, wording("They have no office in the north."))
    assert proposed.state is LineState.PROPOSED
    assert [line.text for line in (await lines_of(rival.id)).standing(LineSection.WEAKNESS)] == [
        "Their service answers after two days."
    ]
    with pytest.raises(NotFound):
        await write_line(outsider, rival, wording())
    with pytest.raises(Forbidden):
        await decide_line(reader, proposed, LineState.STANDING)
    with pytest.raises(Forbidden):
        await edit_line(reader, proposed, wording("Mine"), base_revision=1)
    await decide_line(curator, proposed, LineState.STANDING, words="Seen it, too.")
    assert len((await lines_of(rival.id)).standing(LineSection.WEAKNESS)) == 2
    assert await steps_of(proposed) == [
        (LineAct.PROPOSED, reader.id, ""),
        (LineAct.APPROVED, curator.id, "Seen it, too."),
    ]


async def test_a_line_that_is_sent_twice_is_written_once(make: Make) -> None:
    curator = await make.reader()
    rival = await a_rival(make, curator)
    uid = new_uid()
    lines = await asyncio.gather(*(write_line(curator, rival, wording(), uid=uid) for _twice in range(2)))
    assert lines[0].id == lines[1].id
    with pytest.raises(UidTaken):
        await write_line(curator, rival, wording("Something else"), uid=uid)
    assert await RivalLine.all().count() == 1
    disputes = [await dispute(curator, lines[0], "No.", revision=1, uid=uid) for _twice in range(2)]
    assert disputes[0].id == disputes[1].id


async def test_an_edit_that_began_with_an_older_wording_loses_nothing(make: Make) -> None:
    curator, lead = await make.reader(), await make.reader(role="lead")
    rival = await a_rival(make, curator)
    line = await write_line(curator, rival, wording())
    await edit_line(
        lead, line, wording("Their service answers the same day."), base_revision=1, words="New team"
    )
    with pytest.raises(StaleLine) as met:
        await edit_line(curator, line, wording("Three days."), base_revision=1)
    assert met.value.line.text == "Their service answers the same day."
    # The same words again are no change, whatever they began with.
    await edit_line(lead, line, wording("Their service answers the same day."), base_revision=1)
    await edit_line(curator, line, wording("Three days.", certainty=Certainty.HEARSAY), base_revision=2)
    history = await history_of(await RivalLine.get(id=line.id).select_related("author"))
    assert [(step.act, step.actor.id, step.words) for step in history.steps] == [
        (LineAct.EDITED, curator.id, ""),
        (LineAct.EDITED, lead.id, "New team"),
        (LineAct.ADDED, curator.id, ""),
    ]
    assert [field for field, _old, _new in history.steps[0].fields] == ["How sure?"]
    assert history.steps[1].changes


async def test_a_line_cannot_have_been_seen_tomorrow(make: Make) -> None:
    curator = await make.reader()
    rival = await a_rival(make, curator)
    with pytest.raises(InvalidInput) as refused:
        await write_line(curator, rival, wording(observed_on=today() + timedelta(days=3)))
    assert list(refused.value.errors) == ["observed_on"]


async def test_two_disputes_at_once_both_count_and_each_is_decided(make: Make) -> None:
    curator, ann, bo = await make.reader(), await make.reader(), await make.reader()
    rival = await a_rival(make, curator)
    line = await write_line(curator, rival, wording())
    first, second = await asyncio.gather(
        dispute(ann, line, "They answered me at once.", revision=1),
        dispute(bo, line, "See https://velatag.example/service", revision=1),
    )
    [shown] = (await lines_of(rival.id)).standing(LineSection.WEAKNESS)
    assert {one.author.id for one in shown.disputes} == {ann.id, bo.id}
    with pytest.raises(Forbidden):
        await decide(ann, first, DisputeDecision.KEPT, "No")
    await decide(curator, first, DisputeDecision.KEPT, "One case is not all.")
    [shown] = (await lines_of(rival.id)).standing(LineSection.WEAKNESS)
    assert [one.id for one in shown.disputes] == [second.id]
    decided = await decide(
        curator,
        second,
        DisputeDecision.CORRECTED,
        "You are right.",
        wording=wording("Their service answers within a day."),
        base_revision=1,
    )
    assert decided.words == "You are right."
    [shown] = (await lines_of(rival.id)).standing(LineSection.WEAKNESS)
    assert (shown.text, shown.disputed) == ("Their service answers within a day.", False)
    assert [act for act, _actor, _words in await steps_of(line)] == [
        LineAct.ADDED,
        LineAct.DISPUTED,
        LineAct.DISPUTED,
        LineAct.KEPT,
        LineAct.CORRECTED,
    ]


async def test_a_dispute_of_a_line_that_was_edited_meanwhile_stays_with_its_wording(make: Make) -> None:
    curator, ann = await make.reader(), await make.reader()
    rival = await a_rival(make, curator)
    line = await write_line(curator, rival, wording())
    await edit_line(curator, line, wording("Their service answers after a day."), base_revision=1)
    await dispute(ann, line, "It is two hours.", revision=1)
    [shown] = (await lines_of(rival.id)).standing(LineSection.WEAKNESS)
    assert [one.outdated for one in shown.disputes] == [True]
    # An edit does not answer a dispute.
    await edit_line(curator, line, wording("Their service answers soon."), base_revision=2)
    [shown] = (await lines_of(rival.id)).standing(LineSection.WEAKNESS)
    assert shown.disputed


async def test_withdrawing_a_line_decides_its_disputes_and_can_be_undone(make: Make) -> None:
    curator, ann, bo = await make.reader(), await make.reader(), await make.reader()
    rival = await a_rival(make, curator)
    line = await write_line(curator, rival, wording())
    first = await dispute(ann, line, "Wrong.", revision=1)
    second = await dispute(bo, line, "Wrong indeed.", revision=1)
    await decide(curator, first, DisputeDecision.WITHDRAWN, "Gone.")
    assert [one.decision for one in await RivalDispute.all()] == [DisputeDecision.WITHDRAWN] * 2
    with pytest.raises(AlreadyDecided):
        await decide(curator, second, DisputeDecision.KEPT, "It stays.")
    with pytest.raises(LineNotStanding):
        await dispute(ann, line, "Again.", revision=1)
    assert (await lines_of(rival.id)).lines == []
    await decide_line(curator, line, LineState.STANDING)
    assert len((await lines_of(rival.id)).lines) == 1
    with pytest.raises(Conflict):
        await decide_line(curator, line, LineState.DECLINED)


async def test_a_correction_that_corrects_nothing_is_refused(make: Make) -> None:
    curator, ann = await make.reader(), await make.reader()
    rival = await a_rival(make, curator)
    line = await write_line(curator, rival, wording())
    disputed = await dispute(ann, line, "Wrong.", revision=1)
    with pytest.raises(InvalidInput):
        await decide(curator, disputed, DisputeDecision.CORRECTED, "Yes", wording=wording(), base_revision=1)
    await edit_line(curator, line, wording("Other."), base_revision=1)
    with pytest.raises(StaleLine):
        await decide(
            curator, disputed, DisputeDecision.CORRECTED, "Yes", wording=wording("More."), base_revision=1
        )
    assert (await RivalDispute.get(id=disputed.id)).decision is None


async def test_lines_change_places_within_their_section(make: Make) -> None:
    curator = await make.reader()
    rival = await a_rival(make, curator)
    lines = [await write_line(curator, rival, wording(f"Line {n}.")) for n in range(3)]
    await move_line(curator, lines[2], up=True)
    await move_line(curator, lines[0], up=True)
    shown = (await lines_of(rival.id)).standing(LineSection.WEAKNESS)
    assert [line.text for line in shown] == ["Line 0.", "Line 2.", "Line 1."]


async def test_customers_are_sent_sendable_lines_alone(make: Make) -> None:
    curator, ann = await make.reader(), await make.reader()
    rival = await a_rival(make, curator)
    sent = await write_line(curator, rival, wording("Two years of warranty.", sendable=True, source="SECRET"))
    doubted = await write_line(curator, rival, wording("No service on Sundays.", sendable=True))
    await write_line(curator, rival, wording("Old price list.", sendable=True, observed_on=date(2020, 1, 1)))
    await write_line(curator, rival, wording("Their director drinks."))
    await write_line(ann, rival, wording("Proposed.", sendable=True))
    gone = await write_line(curator, rival, wording("Withdrawn.", sendable=True))
    await decide_line(curator, gone, LineState.WITHDRAWN)
    await dispute(ann, doubted, "They do.", revision=1)
    sending = await for_customers(rival)
    assert sending.text == f"• {sent.text}"
    assert (sending.lines, sending.disputed, sending.old) == (1, 1, 1)
    assert sending.left_out == "Left out: 1 disputed line, 1 old line."


async def test_a_competitor_that_is_merged_takes_its_card_along(make: Make) -> None:
    curator = await make.reader(role="admin")
    rival = await a_rival(make, curator)
    [gone] = await rival.terms.all()
    into: Term = await make.term(Facet.COMPETITOR)
    await merge(curator, gone, into)
    assert await rival_of(curator, into.id) == rival
