"""The case library and the dashboard count what the reader may see, and lead to it."""

import pytest

from hub.errors import InvalidInput
from hub.vocabulary import operations as vocabulary
from hub.vocabulary.models import Facet
from knowledge.library.cases import CaseFilter, approach, list_cases
from knowledge.library.grid import GridFilter, grid
from knowledge.models import Confidence, MainReason, Outcome, ReasonSource
from knowledge.reviews.dashboard import NONE, DashboardFilter, count
from knowledge.reviews.tallies import Tally
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.factories import a_case, a_review, an_article
from tests.statements import counted


async def test_a_cell_counts_won_and_lost_cases_under_both_terms(make: Make) -> None:
    rep = await make.reader()
    shrewd, proud = await make.term(Facet.PERSONALITY, "Shrewd"), await make.term(Facet.PERSONALITY, "Proud")
    before, after = await make.term(Facet.STAGE, "Before"), await make.term(Facet.STAGE, "After")
    await a_case(rep, terms=[shrewd, before])
    await a_case(rep, terms=[shrewd, before], won=False)
    await a_case(rep, terms=[shrewd, after])
    unfiled = await a_case(rep, terms=[proud, before])
    await unfiled.terms.remove(before)
    await a_case(rep, terms=[proud, after], confidence=Confidence.ARCHIVED)
    await an_article(rep, terms=[proud, before])
    shown = await grid(rep, GridFilter())
    cells = {(row.term.name_en, cell.column.name_en): cell.tally for row in shown.rows for cell in row.cells}
    assert cells == {
        ("Shrewd", "Before"): Tally(1, 1),
        ("Shrewd", "After"): Tally(1),
        ("Proud", "Before"): Tally(),
        ("Proud", "After"): Tally(),
    }
    assert {row.term.name_en: row.total for row in shown.rows} == {"Shrewd": Tally(2, 1), "Proud": Tally(1)}
    assert (shown.gaps, shown.unfiled) == (2, 1)


async def test_the_grid_crosses_any_two_fields_and_none_with_itself(make: Make) -> None:
    rep = await make.reader()
    printer, shrewd = await make.term(Facet.PRODUCT), await make.term(Facet.PERSONALITY)
    await a_case(rep, terms=[printer, shrewd, await make.term(Facet.STAGE)])
    shown = await grid(rep, GridFilter(rows=Facet.PRODUCT, columns=Facet.PERSONALITY))
    assert [[cell.tally for cell in row.cells] for row in shown.rows] == [[Tally(1)]]
    with pytest.raises(InvalidInput):
        await grid(rep, GridFilter(rows=Facet.PRODUCT, columns=Facet.PRODUCT))


async def test_cells_dashboards_and_lessons_hold_nothing_that_the_reader_may_not_see(
    make: Make, client_of: ClientOf
) -> None:
    insider, outsider = await make.reader(), await make.reader(role="lead")
    few = await make.audience(insider)
    insider = await make.fresh(insider)
    terms = [
        await make.term(Facet.PERSONALITY),
        await make.term(Facet.STAGE),
        await make.term(Facet.COMPETITOR),
    ]
    await a_case(insider, terms=terms, audience=few, title="Secret title", lesson="Secret lesson")
    await a_review(insider, Outcome.WON, terms=terms, audience=few, lesson="Secret lesson of a deal")
    pages = [
        "/library",
        "/library?rows=competitor&columns=personality",
        f"/library/cases?personality={terms[0].key}",
        f"/library/approach?personality={terms[0].key}",
        "/win-loss",
        "/win-loss?rows=stage&columns=competitor",
        "/reviews",
        "/api/v1/reviews",
        "/api/v1/reviews/tally",
    ]
    inside, outside = await client_of(insider), await client_of(outsider)
    for page in pages:
        seen, unseen = (await inside.get(page)).text, (await outside.get(page)).text
        assert "Secret" in seen or "1 won" in seen or '"won":1' in seen, page
        assert "Secret" not in unseen, page
        assert "1 won" not in unseen, page
        assert '"won":1' not in unseen, page


async def test_an_empty_cell_invites_to_write_the_first_case_with_its_terms_filled_in(
    make: Make, client_of: ClientOf
) -> None:
    client = await client_of(await make.reader())
    shrewd, before = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
    page = await client.get("/library")
    invitation = f"/articles/new?kind=success&amp;personality={shrewd.key}&amp;stage={before.key}"
    assert invitation in page.text
    form = await client.get(invitation.replace("&amp;", "&"))
    for term in (shrewd, before):
        assert f'value="{term.key}"' in form.text
        assert "selected" in form.text.split(f'value="{term.key}"')[1].split("</option>")[0]


async def test_the_lessons_of_a_type_come_most_trusted_first(make: Make) -> None:
    rep = await make.reader()
    shrewd, before = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
    await a_case(rep, title="Draft", terms=[shrewd, before], confidence=Confidence.WORK_IN_PROGRESS)
    await a_case(rep, title="Proven", terms=[shrewd, before], confidence=Confidence.VALIDATED)
    await a_case(rep, title="Told", terms=[shrewd, before], won=False)
    await a_case(rep, title="Another stage", terms=[shrewd, await make.term(Facet.STAGE)])
    await a_review(rep, Outcome.WON, terms=[shrewd, before])
    found = await approach(rep, [shrewd, before])
    assert [lesson.title for lesson in found.lessons] == ["Proven", "Told", "Draft"]
    assert "Ask before you show" in found.lessons[0].html
    assert (found.cases, found.deals) == (Tally(2, 1), Tally(1))
    assert [review.outcome for review in found.reviews] == [Outcome.WON]
    assert len((await approach(rep, [shrewd])).lessons) == 4


async def test_a_cell_opens_its_cases(make: Make) -> None:
    rep = await make.reader()
    shrewd, before = await make.term(Facet.PERSONALITY), await make.term(Facet.STAGE)
    won = await a_case(rep, terms=[shrewd, before])
    lost = await a_case(rep, terms=[shrewd, before], won=False)
    await a_case(rep, terms=[shrewd, await make.term(Facet.STAGE)])
    wanted = {"personality": shrewd.key, "stage": before.name_en}
    both = await list_cases(rep, CaseFilter.model_validate(wanted))
    assert {article.id for article in both.articles} == {won.id, lost.id}
    one = await list_cases(rep, CaseFilter.model_validate(wanted | {"kind": "failure"}))
    assert [article.id for article in one.articles] == [lost.id]


async def test_merged_types_keep_their_cases(make: Make) -> None:
    rep = await make.reader()
    gone, kept = await make.term(Facet.PERSONALITY), await make.term(Facet.PERSONALITY)
    stage = await make.term(Facet.STAGE)
    await a_case(rep, terms=[gone, stage])
    await a_case(rep, terms=[kept, stage], won=False)
    await vocabulary.merge(None, gone, kept)
    shown = await grid(rep, GridFilter())
    assert [(row.term.id, row.total) for row in shown.rows] == [(kept.id, Tally(1, 1))]


async def test_the_dashboard_counts_two_fields_a_third_and_reasons(make: Make) -> None:
    rep = await make.reader()
    rival, shrewd = await make.term(Facet.COMPETITOR), await make.term(Facet.PERSONALITY)
    stage = await make.term(Facet.STAGE)
    for _once in range(3):
        await a_review(rep, Outcome.WON, terms=[rival, shrewd, stage])
    await a_review(rep, terms=[rival, shrewd, stage], source=ReasonSource.ASSUMPTION)
    await a_review(rep, terms=[rival, shrewd], source=ReasonSource.BUYER)
    await a_review(rep, Outcome.NO_DECISION, terms=[shrewd, stage])
    found = await count(rep, DashboardFilter())
    assert found.cells == {(rival.id, shrewd.id): Tally(3, 2), (NONE, shrewd.id): Tally(undecided=1)}
    assert found.third == {stage.id: Tally(3, 1, 1), NONE: Tally(lost=1)}
    assert found.reasons[Outcome.LOST] == {
        MainReason.PRICE: {ReasonSource.ASSUMPTION: 1, ReasonSource.BUYER: 1}
    }
    assert found.total == Tally(3, 2, 1)
    filtered = DashboardFilter.model_validate({"competitor": rival.key, "outcome": "lost"})
    assert (await count(rep, filtered)).total == Tally(0, 2)


async def test_every_count_of_the_dashboard_leads_to_exactly_its_reviews(
    make: Make, client_of: ClientOf
) -> None:
    rep = await make.reader()
    rival, shrewd = await make.term(Facet.COMPETITOR), await make.term(Facet.PERSONALITY)
    stage = await make.term(Facet.STAGE)
    for lesson, terms in (
        ("Aaa.", [rival, shrewd, stage]),
        ("Bbb.", [shrewd, stage]),
        ("Ccc.", [rival, stage]),
    ):
        await a_review(rep, terms=terms, lesson=lesson)
    client = await client_of(rep)
    board = (await client.get("/win-loss?since=year")).text
    leads_to = {
        f"/reviews?since=year&competitor={rival.key}&personality={shrewd.key}": {"Aaa."},
        f"/reviews?since=year&uncontested=yes&personality={shrewd.key}": {"Bbb."},
        f"/reviews?since=year&competitor={rival.key}": {"Aaa.", "Ccc."},
        f"/reviews?since=year&stage={stage.key}&outcome=lost": {"Aaa.", "Bbb.", "Ccc."},
        "/reviews?since=year&reason=price&outcome=lost&source=buyer": {"Aaa.", "Bbb.", "Ccc."},
    }
    hrefs = {part.split('"')[0].replace("&amp;", "&") for part in board.split('href="')[1:]}
    for address, lessons in leads_to.items():
        assert any(
            sorted(address.split("?")[1].split("&")) == sorted(h.split("?")[-1].split("&")) for h in hrefs
        ), address
        text = (await client.get(address)).text
        assert {lesson for lesson in ("Aaa.", "Bbb.", "Ccc.") if lesson in text} == lessons, address


@pytest.mark.parametrize("page", ["/win-loss", "/library", "/library/approach", "/library/cases", "/reviews"])
async def test_nonsense_in_an_address_is_told_and_an_empty_hub_invites(
    make: Make, client_of: ClientOf, page: str
) -> None:
    client = await client_of(await make.reader())
    assert (await client.get(page)).status_code == 200
    for nonsense in (
        "rows=tag",
        "rows=weather",
        "rows=stage&columns=stage",
        "personality=none-such",
        "cursor=x",
    ):
        answer = await client.get(f"{page}?{nonsense}")
        assert answer.status_code in (200, 422), nonsense


async def test_a_grid_and_a_dashboard_take_the_same_statements_whatever_there_is(
    make: Make, client_of: ClientOf
) -> None:
    rep = await make.reader()
    client = await client_of(rep)
    pages = ["/library", "/library/cases", "/win-loss", "/reviews", "/library/approach"]

    async def statements() -> dict[str, int]:
        found = {}
        for page in pages:
            await client.get(page)
            with counted() as listed:
                await client.get(page)
            found[page] = len(listed)
        return found

    async def grow() -> None:
        terms = [await make.term(facet) for facet in (Facet.PERSONALITY, Facet.STAGE, Facet.COMPETITOR)]
        await a_case(rep, terms=terms)
        await a_review(rep, terms=terms)

    await grow()
    few = await statements()
    for _once in range(5):
        await grow()
    assert await statements() == few
    assert max(few.values()) <= 12, few
