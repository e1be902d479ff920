"""Prices that hold no longer are found when they are asked for; amounts of quotations are never found."""

from decimal import Decimal

from hub.audiences.operations import chosen
from hub.identity import Reader
from knowledge.amounts import Offer, put_amounts
from knowledge.models import Article
from search.engine import Engine, configure
from search.query import quick, similar
from search.question import Question
from tests.conftest import Deliver
from tests.factories import Make
from tests.knowledge.test_amounts import a_quotation
from tests.knowledge.test_prices import a_price
from tests.search.conftest import Ask


async def priced(make: Make) -> tuple[Reader, Article, Article]:
    """Somebody, a price list that is over, and one that holds."""
    owner = await make.reader()
    past = await a_price(owner, valid_from="2020-01-01", valid_to="2020-12-31")
    return owner, past, await a_price(owner, valid_to="")


async def test_what_holds_no_longer_is_found_only_when_it_is_asked_for(
    index: Engine, make: Make, ask: Ask, deliver: Deliver
) -> None:
    owner, past, present = await priced(make)
    await deliver("search")
    answer = await ask(owner, "Printers")
    assert [hit.id for hit in answer.hits] == [present.id]
    asked = await ask(owner, "Printers", state=["lapsed"])
    assert [hit.id for hit in asked.hits] == [past.id]
    [states] = [facet for facet in answer.facets if facet.name == "state"]
    assert ("lapsed", 1) in [(option.value, option.count) for option in states.options]
    for other in (await quick(owner, Question(q="Printers")), await similar(owner, "Printers of today")):
        assert past.id not in [hit.id for hit in other.hits]


async def test_the_database_keeps_to_the_same_while_the_engine_is_away(make: Make, ask: Ask) -> None:
    configure("", "")
    owner, past, present = await priced(make)
    answer = await ask(owner, "Printers", engine="database")
    assert [hit.id for hit in answer.hits] == [present.id]
    asked = await ask(owner, "Printers", engine="database", state=["lapsed"])
    assert [hit.id for hit in asked.hits] == [past.id]


async def test_typed_values_are_found_and_amounts_of_quotations_are_not(
    index: Engine, make: Make, ask: Ask, deliver: Deliver
) -> None:
    owner, _past, present = await priced(make)
    quotation = await a_quotation(owner, owner)
    audience = await chosen(group_ids=[], user_ids=[owner.id])
    offer = Offer("CNY", Decimal("91827.36"), terms="zirconium")
    await put_amounts(owner, quotation, offer, audience=audience, base_number=0)
    await deliver("search")
    assert [hit.id for hit in (await ask(owner, "LP-480 3999.50")).hits] == [present.id]
    for query in ("91827.36", "91827", "zirconium"):
        assert (await ask(owner, query)).total == 0
        assert str(quotation.id) not in [str(hit.id) for hit in (await ask(owner, query)).hits]
