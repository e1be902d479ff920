"""The search page, the palette, what is similar, and the API."""

import pytest

from discussions.models import Thread
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.promotion import promote
from search.engine import Engine, configure
from tests.conftest import ADDRESS, ClientOf, Deliver
from tests.factories import Make


@pytest.fixture
async def ann(index: Engine, make: Make, deliver: Deliver) -> Reader:
    """A reader of three cases about zebras."""
    reader = await make.reader("Ann")
    space = await make.space("Stripes")
    t80 = await make.term(Facet.PRODUCT, "T80")
    for number in range(3):
        thread = await make.thread(
            reader, f"Zebra {number} <b>", "A <zebra> jams.", space=space, terms=[t80] if number else []
        )
    await make.answer(reader, thread, await make.reply(reader, thread, "Feed the zebra."))
    await deliver("search")
    return reader


async def test_the_page_shows_hits_counts_and_a_way_to_narrow_them(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    page = (await client.get("/search?q=zebra")).text
    assert page.count('class="row hit"') == 3
    assert "<mark>Zebra</mark> 2 &lt;b&gt;" in page
    term = await Term.get(name_en="T80")
    assert f"q=zebra&amp;product={term.key}" in page
    assert "3 results" in page
    narrowed = (await client.get(f"/search?q=zebra&product={term.key}&state=solved")).text
    assert narrowed.count('class="row hit"') == 1
    assert 'aria-current="true"' in narrowed


async def test_the_page_speaks_chinese(ann: Reader, make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader(locale="zh"))
    page = (await client.get("/search?q=zebra")).text
    assert "3 条结果" in page
    assert "状态" in page
    assert (await Term.get(name_en="T80")).name_zh in page


async def test_nothing_found_offers_to_ask_with_the_words_filled_in(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    page = (await client.get("/search", params={"q": "unicorn & 独角兽"})).text
    assert "/threads/new?title=unicorn%20%26%20%E7%8B%AC%E8%A7%92%E5%85%BD" in page


async def test_the_empty_page_invites_and_asks_nothing(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    page = await client.get("/search")
    assert page.status_code == 200
    assert 'class="row hit"' not in page.text


async def test_the_engine_away_is_said(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    notice = "The search engine is away"
    assert notice not in (await client.get("/search?q=zebra")).text
    configure("", "")
    page = (await client.get("/search?q=zebra")).text
    assert notice in page
    assert page.count('class="row hit"') == 3


@pytest.mark.parametrize("query", ["product=unicorn", "type=user", "q=%ED%A0%80", "page=0"])
async def test_a_search_that_cannot_be_is_explained(ann: Reader, client_of: ClientOf, query: str) -> None:
    client = await client_of(ann)
    for path in ("/search", "/api/v1/search"):
        answer = await client.get(f"{path}?{query}")
        assert answer.status_code in (200, 422)
        assert answer.status_code == 422 or query.startswith("q=")


async def test_the_palette_lists_options(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    options = (await client.get("/search/palette?q=zeb")).text
    assert options.count('role="option"') == 3
    assert (await client.get("/search/palette?q=")).text.strip() == ""


async def test_similar_cases_come_in_a_frame_without_the_case_itself(
    ann: Reader, client_of: ClientOf
) -> None:
    client = await client_of(ann)
    frame = (await client.get("/search/similar", params={"title": "My zebra jams"})).text
    assert frame.count('class="similar"') == 3
    assert '<turbo-frame id="similar">' in frame
    beside = (await client.get("/search/similar", params={"title": "Zebra jams", "beside": "thread:1"})).text
    assert beside.count('class="similar"') == 2
    assert "similar-thread-1" not in beside
    assert 'class="similar"' not in (await client.get("/search/similar?title=")).text


async def test_articles_made_of_a_case_are_not_called_similar_to_it(
    ann: Reader, client_of: ClientOf, deliver: Deliver, make: Make
) -> None:
    client = await client_of(ann)
    solved = await Thread.get(answer_count=1)
    article = await promote(ann, solved)
    await deliver("search")
    asked = {"title": "Zebra jams"}
    mark = f"similar-article-{article.id}"
    assert mark in (await client.get("/search/similar", params=asked)).text
    beside = await client.get("/search/similar", params=asked | {"beside": f"thread:{solved.id}"})
    assert 'class="similar"' in beside.text
    assert mark not in beside.text
    # What was made of a case that somebody may not see must not show by its absence.
    await Thread.filter(id=solved.id).update(hidden_at=now())
    other = await client_of(await make.reader())
    asked_beside = asked | {"beside": f"thread:{solved.id}"}
    assert mark in (await other.get("/search/similar", params=asked_beside)).text


async def test_guests_are_sent_to_sign_in(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(None)
    assert (await client.get("/search?q=zebra")).status_code == 303
    assert (await client.get("/api/v1/search?q=zebra")).status_code == 401


async def test_the_api_answers_in_the_agreed_shape(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(ann)
    found = (await client.get("/api/v1/search?q=zebra&type=thread&limit=2")).json()
    assert set(found) == {"hits", "total", "facets", "engine", "next_cursor"}
    assert (found["total"], len(found["hits"]), found["engine"]) == (3, 2, "meilisearch")
    assert found["hits"][0] == {
        "type": "thread",
        "id": 3,
        "title": "Zebra 2 <b>",
        "snippet": "A <zebra> jams.",
        "url": f"{ADDRESS}/threads/3?post=1#post-3-p1",
        "standing": None,
        "source_changed": False,
    }
    [product] = found["facets"]["product"]
    assert product == {"value": (await Term.get(name_en="T80")).key, "label": "T80", "count": 2}
    assert (await client.get("/api/v1/search?q=zebra&type=article")).json()["total"] == 0


async def test_health_tells_who_answers(ann: Reader, client_of: ClientOf) -> None:
    client = await client_of(None)
    assert (await client.get("/healthz")).json()["search"] == {"state": "ok", "engine": "meilisearch"}
    configure("", "")
    away = (await client.get("/healthz")).json()["search"]
    assert (away["state"], away["engine"]) == ("away", "database")
