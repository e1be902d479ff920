"""What is missing is shown to those who may know, and filled by somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.database import now
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.identity import Reader
from hub.outbox.models import RecordedEvent
from hub.tidying import tidy
from hub.vocabulary import operations as vocabulary
from hub.vocabulary.models import Facet
from knowledge import gaps
from knowledge.flags import flag
from knowledge.gaps import missed_searches
from knowledge.gaps.queries import all_gaps, titles
from knowledge.gaps.subjects import Subject, parse
from knowledge.models import Article, Confidence, FlagReason, Gap, GapKind, MissedSearch
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import a_case, an_article
from tests.statements import counted

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def missed(query: str, times: int, *, hours: float = 2) -> None:
    for time in range(times):
        await missed_searches.remember(query, at=NOON + timedelta(hours=hours * time))


async def asked(query: str) -> int:
    row = await MissedSearch.get_or_none(query=query)
    return row.asked if row else 0


async def test_a_search_is_counted_once_an_hour_without_saying_whose_it_was() -> None:
    await missed("Label  PRINTER", 3, hours=0.2)
    assert await asked("label printer") == 1
    await missed("標籤打印機", 3)
    assert await asked("标签打印机") == 3
    columns = set((await MissedSearch.all().values())[0])
    assert columns == {"id", "query", "locale", "asked", "last_at"}


@pytest.mark.parametrize(
    "query", ["ann@example.com", "call +44 20 7946 0958", "6222021234567890", "x" * 101, " "]
)
async def test_what_may_be_about_a_person_is_not_kept(query: str) -> None:
    await missed(query, 1)
    assert await MissedSearch.all().count() == 0
    await missed("T80 at 3999", 1)
    assert await MissedSearch.all().count() == 1


async def test_searches_are_shown_to_leads_alone_and_only_when_tried_again_and_again(make: Make) -> None:
    lead, rep = await make.reader(role="lead"), await make.reader()
    await missed("once only", 2)
    await missed("freezer labels", 3)
    assert [item.subject.query for item in (await all_gaps(lead)).searches] == ["freezer labels"]
    assert (await all_gaps(rep)).searches == []
    with pytest.raises(NotFound):
        await gaps.assign(rep, await parse("search:en:freezer labels"), rep)


async def test_a_page_of_search_that_finds_nothing_is_remembered(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    await client.get("/search?q=nothing of this kind")
    # Without an engine the database answers, which finds less: that is no gap.
    assert await asked("nothing of this kind") == 0


async def test_flagged_and_stale_articles_are_gaps_for_those_who_may_see_them(make: Make) -> None:
    owner, outsider = await make.reader(), await make.reader(role="lead")
    few = await make.audience(owner)
    owner = await make.fresh(owner)
    flagged = await an_article(owner, audience=few, title="Flagged")
    stale = await an_article(owner, audience=few, title="Stale")
    await flag(owner, flagged, FlagReason.WRONG, "The price is old.")
    await Article.filter(id=stale.id).update(
        confidence=Confidence.VALIDATED, verified_until=now() - timedelta(days=1)
    )
    seen = await all_gaps(owner)
    assert [item.title for item in (*seen.flagged, *seen.stale)] == ["Flagged", "Stale"]
    unseen = await all_gaps(outsider)
    assert [*unseen.flagged, *unseen.stale] == []
    for article in (flagged, stale):
        with pytest.raises(NotFound):
            await gaps.assign(outsider, Subject(GapKind.STALE, article_id=article.id), outsider)
        with pytest.raises(InvalidInput):
            await gaps.assign(
                await make.fresh(await _lead(owner)), Subject(GapKind.STALE, article_id=article.id), outsider
            )
    gap = await gaps.assign(owner, Subject(GapKind.STALE, article_id=stale.id), owner)
    assert await titles(owner, [gap.id]) == {gap.id: "Stale"}
    assert await titles(outsider, [gap.id]) == {}
    assert (await all_gaps(outsider)).done == []


async def test_that_an_article_was_flagged_shows_in_no_gap_to_other_readers(make: Make) -> None:
    owner, flagger, lead, other = (
        await make.reader(), await make.reader(), await make.reader(role="lead"), await make.reader()
    )  # fmt: skip
    article = await an_article(owner, title="Flagged")
    await flag(flagger, article, FlagReason.WRONG, "The price is old.")
    gap = await gaps.assign(lead, Subject(GapKind.FLAGGED, article_id=article.id), owner)
    for reader, sees in ((owner, True), (flagger, True), (lead, True), (other, False)):
        assert bool(await titles(reader, [gap.id])) is sees
    await gaps.finish(owner, gap)
    assert len((await all_gaps(flagger)).done) == 1
    assert (await all_gaps(other)).done == []


async def _lead(reader: Reader) -> Reader:
    from hub.accounts.models import Role, User

    await User.filter(id=reader.id).update(role=Role.LEAD)
    return reader


async def test_an_empty_cell_is_a_gap_until_a_case_fills_it(make: Make) -> None:
    rep = await make.reader()
    terms = [await make.term(Facet.PERSONALITY, "Shrewd"), await make.term(Facet.STAGE, "Before")]
    [item] = (await all_gaps(rep)).cells
    assert item.title == "Shrewd × Before"
    gap = await gaps.assign(rep, item.subject, rep)
    [held] = (await all_gaps(rep)).cells
    assert held.gap
    assert (held.gap.id, held.gap.assignee_id) == (gap.id, rep.id)
    assert [mine.subject for mine in (await all_gaps(rep)).mine] == [item.subject]
    await a_case(rep, terms=terms)
    assert (await all_gaps(rep)).cells == []


async def test_members_take_gaps_leads_ask_anybody_and_both_are_recorded(make: Make) -> None:
    lead, rep, other = await make.reader(role="lead"), await make.reader(), await make.reader()
    row, column = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
    subject = await parse(f"cell:{row.id}:{column.id}")
    with pytest.raises(Forbidden):
        await gaps.assign(rep, subject, other)
    gap = await gaps.assign(rep, subject, rep)
    assert (await gaps.assign(lead, subject, other)).id == gap.id
    with pytest.raises(Forbidden):
        await gaps.finish(rep, gap)
    assert (await Gap.get()).assignee_id == other.id
    assert await RecordedEvent.filter(type="knowledge.GapAssigned").count() == 2


async def test_a_filled_gap_rests_for_a_month_and_can_be_reopened(make: Make) -> None:
    rep = await make.reader()
    row, column = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
    gap = await gaps.assign(rep, await parse(f"cell:{row.id}:{column.id}"), rep)
    await gaps.finish(rep, gap)
    rested = await all_gaps(rep)
    assert (rested.cells, len(rested.done)) == ([], 1)
    await gaps.reopen(rep, gap)
    assert len((await all_gaps(rep)).cells) == 1
    await gaps.finish(rep, gap, at=now() - timedelta(days=31))
    await tidy()
    assert await Gap.all().count() == 0
    assert [item.gap for item in (await all_gaps(rep)).cells] == [None]


async def test_a_search_that_was_answered_begins_anew_and_old_ones_are_forgotten(make: Make) -> None:
    lead = await make.reader(role="lead")
    await missed("freezer labels", 4)
    gap = await gaps.assign(lead, await parse("search:en:freezer labels"), lead)
    await gaps.finish(lead, gap)
    assert await asked("freezer labels") == 0
    await missed("long ago", 3)
    await MissedSearch.all().update(last_at=now() - timedelta(days=91))
    await tidy()
    assert await MissedSearch.all().count() == 0


async def test_a_merged_type_keeps_who_fills_its_cell(make: Make) -> None:
    rep = await make.reader()
    gone, kept = await make.term(Facet.PERSONALITY), await make.term(Facet.PERSONALITY)
    column = await make.term(Facet.STAGE)
    gap = await gaps.assign(rep, await parse(f"cell:{gone.id}:{column.id}"), rep)
    await vocabulary.merge(None, gone, kept)
    [item] = (await all_gaps(rep)).cells
    assert item.gap
    assert (item.gap.id, item.subject.row_id) == (gap.id, kept.id)


async def test_a_lead_assigns_with_one_press_and_the_person_says_done(
    make: Make, client_of: ClientOf
) -> None:
    lead, rep = await make.reader(role="lead"), await make.reader("Marta Brandt")
    row, column = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
    name = f"cell:{row.id}:{column.id}"
    at_lead, at_rep = await client_of(lead), await client_of(rep)
    page = await at_lead.get(f"/gaps?to={rep.id}")
    assert "Assign to Marta Brandt" in page.text
    assert "Assign to" not in (await at_rep.get(f"/gaps?to={lead.id}")).text
    sent = await at_lead.post("/gaps", data={"subject": name, "assignee": str(rep.id)})
    assert sent.status_code == 303
    gap = await Gap.get()
    assert "you fill it" in (await at_rep.get("/gaps")).text
    assert (await at_rep.post(f"/gaps/{gap.id}/completion", data={"_method": "PUT"})).status_code == 303
    assert "done by Marta Brandt" in (await at_rep.get("/gaps")).text
    for wrong in ("cell:0:0", f"cell:{row.id}:{row.id}", "stale:x", "search:en:", "nonsense"):
        assert (await at_lead.post("/gaps", data={"subject": wrong})).status_code == 422
    assert (await at_rep.post("/gaps", data={"subject": name, "assignee": str(lead.id)})).status_code == 403


async def test_the_api_lists_and_fills_gaps(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    await make.term(Facet.PERSONALITY)
    await make.term(Facet.STAGE)
    [item] = (await client.get("/api/v1/gaps")).json()["items"]
    assert item["assignee"] is None
    made = await client.post("/api/v1/gaps", json={"subject": item["subject"]})
    assert made.status_code == 201
    place = f"/api/v1/gaps/{made.json()['id']}"
    assert (await client.put(f"{place}/completion")).status_code == 204
    listed = (await client.get("/api/v1/gaps")).json()
    assert (listed["items"], len(listed["done"])) == ([], 1)
    assert (await client.delete(place)).status_code == 204
    cells = (await client.get("/api/v1/library/grid")).json()["cells"]
    assert [(cell["won"], cell["lost"]) for cell in cells] == [(0, 0)]


async def test_the_page_of_gaps_takes_the_same_statements_whatever_is_missing(
    make: Make, client_of: ClientOf
) -> None:
    lead = await make.reader(role="lead")
    client = await client_of(lead)

    async def grow() -> None:
        row, column = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
        article = await an_article(lead)
        await flag(lead, article, FlagReason.WRONG, "")
        await missed(f"freezer {row.id}", 3)
        await gaps.assign(lead, await parse(f"cell:{row.id}:{column.id}"), lead)
        await gaps.finish(lead, await gaps.assign(lead, await parse(f"flagged:{article.id}"), lead))

    async def statements() -> int:
        await client.get("/gaps")
        with counted() as listed:
            await client.get("/gaps")
        return len(listed)

    await grow()
    few = await statements()
    for _once in range(4):
        await grow()
    assert await statements() == few
    assert few <= 12
