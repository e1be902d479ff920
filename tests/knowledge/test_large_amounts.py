"""Pages over the whole knowledge base ask the database as often for 5,000 articles and 2,000 reviews as for none."""

import pytest

from hub.database import connection
from hub.settings import get_settings
from hub.vocabulary import kept
from hub.vocabulary.models import Facet
from hub.vocabulary.operations import load_defaults
from tests.bench.knowledge_base import Amount, fill
from tests.conftest import ClientOf
from tests.factories import Make
from tests.statements import counted

PAGES = [
    "/articles",
    "/articles?kind=success&personality=shrewd",
    "/articles?confidence=lapsed",
    "/articles/tree",
    "/activities",
    "/activities/calendar",
    "/api/v1/articles",
    "/library",
    "/library?rows=product&columns=personality",
    "/library/cases?personality=shrewd&stage=during",
    "/library/approach?personality=shrewd",
    "/win-loss",
    "/win-loss?rows=product&columns=personality&since=year&stage=during",
    "/reviews",
    "/reviews?personality=shrewd&outcome=lost",
    "/gaps",
    "/api/v1/reviews/tally",
    "/api/v1/library/grid",
]


@pytest.fixture
async def filled(make: Make) -> None:
    await load_defaults()
    for facet, count in ((Facet.PRODUCT, 20), (Facet.COMPETITOR, 10)):
        for _term in range(count):
            await make.term(facet)
    kept.forget()
    for _person in range(20):
        await make.user()


async def test_no_page_asks_more_often_for_thousands_than_for_few(
    make: Make, client_of: ClientOf, filled: None
) -> None:
    lead = await make.reader(role="lead")
    client = await client_of(lead)

    async def statements() -> dict[str, int]:
        found = {}
        for page in PAGES:
            assert (await client.get(page)).status_code == 200, page
            with counted() as listed:
                await client.get(page)
            found[page] = len(listed)
        return found

    # Enough that every page shows each kind of thing.
    await fill(get_settings().database_url, Amount(articles=400, lines=30, reviews=100))
    few = await statements()
    await connection().execute_query("TRUNCATE deal_review, article, missed_search CASCADE")
    await fill(get_settings().database_url, Amount())
    assert await statements() == few
    assert max(few.values()) <= 12, few
