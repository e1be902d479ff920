"""Which reports may tell of the same: the reviewers of a team are told, and nobody else learns of any."""

import pytest

from hub.identity import Reader
from knowledge.defects import merging
from knowledge.models import Defect
from search.defects.duplicates import duplicates_of, own_like
from search.engine import Engine
from tests.conftest import ClientOf, Deliver
from tests.defects import Company
from tests.factories import Make
from tests.knowledge.defects.factories import a_defect, a_team
from tests.search.test_defects import Ways, go


@pytest.fixture
async def company(make: Make) -> Company:
    return await Company.of(make)


async def suggested(reader: Reader, defect: Defect) -> list[str]:
    return [it.reference for it in await duplicates_of(reader, defect)]


@Ways
async def test_a_reviewer_is_shown_main_reports_of_the_same_team(
    index: Engine, company: Company, deliver: Deliver, way: str
) -> None:
    first = await company.report("The ribbon tears at low speed", "Every morning.")
    second = await company.report("Ribbon tears at low speed again", "At noon.", by=company.stranger)
    third = await company.report("Low speed: the ribbon tears", "At night.")
    await company.report("Something else entirely", "Of the display.")
    other = await a_team(company.make, company.reviewer)
    await company.refresh()
    await a_defect(company.reporter, other, title="The ribbon tears at low speed")
    await company.sealed()
    await merging.merge(company.reviewer, second, first.reference, version=second.version)
    await deliver("search")
    go(way)
    assert await suggested(company.reviewer, third) == [first.reference]
    # Its duplicate leads to nothing but itself.
    assert first.reference not in await suggested(company.reviewer, first)
    assert second.reference not in await suggested(company.reviewer, first)


async def test_what_a_report_says_below_its_title_counts_too(
    index: Engine, company: Company, deliver: Deliver
) -> None:
    alike = await company.report("It stops", "Error 4711 of the zebra nozzle.")
    await company.report("Trouble", "The box is dented.")
    new = await company.report("Broken", "The zebra nozzle says error 4711.", by=company.stranger)
    await deliver("search")
    assert (await suggested(company.reviewer, new))[0] == alike.reference


async def test_notes_of_the_team_make_nothing_alike(
    index: Engine, company: Company, deliver: Deliver
) -> None:
    noted = await company.report("Trouble", "The box is dented.")
    await company.note(noted, "Zebra nozzle, zebra nozzle.")
    new = await company.report("Zebra nozzle", "Zebra nozzle.")
    await deliver("search")
    assert noted.reference not in await suggested(company.reviewer, new)


async def test_nobody_but_its_reviewers_is_suggested_anything(
    index: Engine, company: Company, deliver: Deliver, client_of: ClientOf
) -> None:
    first = await company.report("The ribbon tears")
    second = await company.widen(await company.report("The ribbon tears, too"))
    await company.dismiss()
    await deliver("search")
    for address in (f"/defects/{second.reference}/similar", f"/api/v1/defects/{second.reference}/similar"):
        response = await (await client_of(company.reviewer)).get(address)
        assert first.reference in response.text
        for reader in (company.reporter, company.widened):
            response = await (await client_of(reader)).get(address)
            assert response.status_code == 403
            assert first.reference not in response.text
        for reader in (company.stranger, company.admin, company.former):
            response = await (await client_of(reader)).get(address)
            missing = await (await client_of(reader)).get(address.replace(second.reference, "D-00000000"))
            assert (response.status_code, missing.status_code) == (404, 404)
            assert first.reference not in response.text


@Ways
async def test_whoever_writes_a_report_is_reminded_of_their_own_alone(
    index: Engine, company: Company, deliver: Deliver, client_of: ClientOf, way: str
) -> None:
    mine = await company.report("The ribbon tears")
    others = await company.report("The ribbon tears, too", by=company.stranger)
    await company.sealed()
    await deliver("search")
    go(way)
    assert [it.id for it in await own_like(company.reporter, "ribbon tears")] == [mine.id]
    assert await own_like(company.reviewer, "ribbon tears") == []
    client = await client_of(company.reporter)
    page = await client.post("/search/own-reports", json={"title": "Ribbon tears"})
    assert page.headers["cache-control"] == "no-store"
    assert mine.reference in page.text
    assert others.reference not in page.text
