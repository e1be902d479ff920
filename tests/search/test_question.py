"""The address of a search."""

import pytest
from starlette.datastructures import QueryParams

from hub.errors import InvalidInput
from hub.pages.forms import parse_query
from search.question import Question

pytestmark = pytest.mark.pure


def asked(query: str) -> Question:
    return parse_query(QueryParams(query), Question)


def test_the_address_says_everything_again() -> None:
    query = "q=T80+%E6%8A%A5%E4%BB%B7&type=thread&state=open&state=solved&product=t80"
    assert asked(asked(query).query()).model_dump() == asked(query).model_dump()


def test_choosing_a_value_twice_takes_it_back() -> None:
    once = asked("q=jam").toggled("product", "t80")
    assert once == "q=jam&product=t80"
    assert asked(once).toggled("product", "t80") == "q=jam"


def test_one_type_and_one_date_replace_another() -> None:
    assert asked("q=jam&type=thread").toggled("type", "article") == "q=jam&type=article"


def test_a_filter_leads_back_to_the_first_page() -> None:
    assert "page" not in asked("q=jam&page=3").toggled("tag", "x")


@pytest.mark.parametrize(
    "query",
    ["type=user", "page=0", "page=99", "limit=1000", "state=gone", "kind=%22", f"q={'x' * 401}"],
)
def test_what_cannot_be_asked_is_said(query: str) -> None:
    with pytest.raises(InvalidInput):
        asked(query)


def test_parameters_that_links_from_elsewhere_carry_are_ignored() -> None:
    assert asked("q=jam&utm_source=mail").query() == "q=jam"
