"""The charts of a product team: counts of its own reports, each leading to the very reports that were counted."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from starlette.datastructures import QueryParams

from hub.database import connection, now
from hub.identity import Reader
from hub.pages import forms
from hub.pages.charts import Chart
from knowledge.defects import charting
from knowledge.defects.demanding import Wish, give
from knowledge.defects.tallies import TallyFilter, tally
from knowledge.defects.triage import TriageFilter, triage
from knowledge.models import Defect, DefectState, Severity, Weight
from tests.conftest import ClientOf
from tests.defects import Company
from tests.factories import Make
from tests.knowledge.defects.factories import a_defect, a_team
from tests.statements import counted


async def drawn(reader: Reader, **asked: str) -> dict[str, Chart]:
    wanted = TallyFilter.model_validate(asked)
    return {chart.key: chart for chart in await charting.charts(reader, wanted, await tally(reader, wanted))}


async def some_reports(company: Company) -> None:
    """Five for the team, of several ages and severities, two of them answered; and one for another team."""
    present = datetime.combine(now().date(), datetime.min.time(), UTC) + timedelta(minutes=1)
    ages = (
        (0, Severity.LOW),
        (7, Severity.HIGH),
        (8, Severity.HIGH),
        (31, Severity.CRITICAL),
        (200, Severity.LOW),
    )
    for days, severity in ages:
        made = present - timedelta(days=days)
        defect = await a_defect(company.reporter, company.answering, severity, at=made)
        if days in (7, 8):
            await Defect.filter(id=defect.id).update(answered_at=made + timedelta(hours=days))
    await Defect.filter(severity=Severity.CRITICAL).update(state=DefectState.FIXED)
    other = await a_team(company.make, company.stranger)
    await a_defect(company.reporter, other, Severity.CRITICAL, at=present)


async def test_charts_count_the_reports_of_ones_own_teams_alone(make: Make) -> None:
    company = await Company.of(make)
    await some_reports(company)
    found = await drawn(company.reviewer)
    assert sum(sum(filter(None, series.values)) for series in found["came"].series) == 4
    assert {series.label: list(series.values) for series in found["ages"].series} == {
        "Critical": [0, 0, 0, 0],
        "High": [1, 1, 0, 0],
        "Medium": [0, 0, 0, 0],
        "Low": [1, 0, 0, 1],
    }
    assert found["open"].notes == ["n = 4 · half for 8 days"]
    by_severity = found["answers-by-severity"]
    assert dict(zip(by_severity.categories, by_severity.series[0].values, strict=True)) == {
        "Critical": None,
        "High": 7.5,
        "Low": None,
    }
    assert by_severity.notes == ["n = 0 of 1", "n = 2 of 2", "n = 0 of 1"]
    by_month = await drawn(company.reviewer, by="month")
    assert sum(sum(filter(None, series.values)) for series in by_month["came"].series) == 5
    of_others = await drawn(company.reporter)
    assert all(chart.empty for chart in of_others.values())


async def test_every_count_leads_to_the_reports_that_were_counted(make: Make) -> None:
    company = await Company.of(make)
    await some_reports(company)
    for by in ("week", "month"):
        found = await drawn(company.reviewer, by=by, product=company.product.key)
        for key in ("came", "open", "ages"):
            for series in found[key].series:
                for value, link in zip(series.values, series.links, strict=True):
                    path, query = str(link).split("?")
                    assert path == "/defects/triage"
                    wanted = forms.parse_query(QueryParams(query), TriageFilter)
                    rows, _cursor = await triage(company.reviewer, wanted)
                    assert len(rows) == value, link


async def test_what_is_wanted_most_stands_first(make: Make) -> None:
    company = await Company.of(make)
    little, much = await company.report("A little"), await company.report("Much")
    await give(company.reporter, little, Wish("Acme", Weight.NICE))
    await give(company.reporter, much, Wish("Bolt", Weight.BREAKER))
    chart = (await drawn(company.reviewer))["demand"]
    assert list(chart.categories) == ["Much", "A little"]
    assert chart.series[0].links[0] == f"/defects/{much.reference}"


async def test_the_page_is_for_teams_and_its_links_work(make: Make, client_of: ClientOf) -> None:
    company = await Company.of(make)
    reviewer = await client_of(company.reviewer)
    assert "Nothing to count yet" in (await reviewer.get("/defects/charts")).text
    await some_reports(company)
    page = await reviewer.get("/defects/charts")
    assert page.headers["cache-control"] == "no-store"
    links = {unescape(link) for link in re.findall(r'href="(/defects/triage\?[^"]+)"', page.text)}
    assert links
    for link in sorted(links):
        assert (await reviewer.get(link)).status_code == 200, link
    assert (await reviewer.get("/defects/charts?product=nothing")).status_code == 422
    for reader in (company.reporter, company.admin):
        assert (await (await client_of(reader)).get("/defects/charts")).status_code == 403


@pytest.mark.parametrize("amount", [5, 500])
async def test_charts_take_a_handful_of_statements_whatever_the_amount(
    make: Make, client_of: ClientOf, amount: int
) -> None:
    company = await Company.of(make)
    defect = await company.report()
    names = [name for name in Defect._meta.fields_db_projection if name not in ("id", "uid", "reference")]
    columns = ", ".join(names)
    await connection().execute_query(
        f"INSERT INTO defect ({columns}, uid, reference) SELECT {columns}, gen_random_uuid(), 'D-' || n "
        "FROM defect, generate_series(1, $2) AS n WHERE id = $1",
        [defect.id, amount],
    )
    client = await client_of(company.reviewer)
    await client.get("/defects/charts")
    with counted() as statements:
        await client.get("/defects/charts")
    assert len(statements) <= 10, statements
