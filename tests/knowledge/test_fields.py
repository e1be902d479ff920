"""Typed fields of contents: checked, stored, shown, compared, and referred to only where one may look."""

import json
import time
from typing import Any

import pytest

from discussions.models import Thread
from hub.audiences.operations import everyone
from hub.errors import InvalidInput
from hub.vocabulary.models import Facet, Term
from knowledge import kinds
from knowledge.articles import compose, edit, publish, restore
from knowledge.models import Article, ArticleRevision
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.test_pages import form_of

PRICE = {
    "version": "2026-1",
    "currency": "cny",
    "region": "East China",
    "valid_from": "2026-01-01",
    "valid_to": "2026-06-30",
    "lines": "LP-480 | 3,999.50 | piece\nRibbon\t12",
}
ACTIVITY = {"starts_on": "2026-05-04", "ends_on": "2026-05-06", "region": "Shanghai", "plan": "A stand."}
JSON = {"Content-Type": "application/json"}
CASE = {"situation": "A proud owner.", "result": "Won."}


def refused(kind: str, content: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        kinds.get(kind).check("Title", content)
    return error.value.errors


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kind", "content", "field", "says"),
    [
        ("price", PRICE | {"valid_to": "2025-12-31"}, "valid_to", "before the first"),
        ("price", PRICE | {"valid_from": "soon"}, "valid_from", "2026-03-31"),
        ("price", PRICE | {"valid_from": " "}, "valid_from", "fill this in"),
        ("price", PRICE | {"currency": "XXX"}, "currency", "CNY"),
        ("price", PRICE | {"lines": "A | " + "9" * 40}, "lines", "Row 1, Price: At most 15 digits"),
        ("price", PRICE | {"lines": "A | 1\nB | NaN"}, "lines", "Row 2, Price"),
        ("price", PRICE | {"lines": "A | 1.23456"}, "lines", "4 after it"),
        ("price", PRICE | {"lines": "| 3"}, "lines", "Row 1, Item"),
        ("price", PRICE | {"lines": "a | 3 | b | c"}, "lines", "more than 3 cells"),
        ("price", PRICE | {"lines": []}, "lines", "fill this in"),
        ("price", PRICE | {"lines": [{"item": "a", "amount": {"deep": []}}]}, "lines", "Row 1"),
        ("activity", ACTIVITY | {"ends_on": "2026-05-03"}, "ends_on", "before the first"),
        ("activity", ACTIVITY | {"form": "circus"}, "form", "offered values"),
        ("success", CASE | {"threads": "\n".join(map(str, range(21)))}, "threads", "At most 20"),
        ("success", CASE | {"threads": [7]}, "threads", "addresses"),
    ],
)
def test_a_bad_value_is_refused_with_its_field_and_a_reason(
    kind: str, content: dict[str, Any], field: str, says: str
) -> None:
    assert says in refused(kind, content)[field]


@pytest.mark.pure
def test_amounts_are_exact_and_tables_can_be_pasted() -> None:
    _title, content = kinds.get("price").check("Prices", PRICE)
    assert content["currency"] == "CNY"
    assert content["lines"] == [
        {"item": "LP-480", "amount": "3999.50", "unit": "piece"},
        {"item": "Ribbon", "amount": "12", "unit": ""},
    ]
    assert kinds.get("price").check("Prices", content)[1] == content
    assert kinds.typed(kinds.get("price"), content, {})["lines"] == "LP-480 | 3999.50 | piece\nRibbon | 12 | "


@pytest.mark.pure
def test_every_kind_says_what_it_is_for_and_finds_its_words() -> None:
    assert len(kinds.every()) == 10
    for kind in kinds.every():
        assert kind.hint
        assert kind.summary in {field.name for field in kind.fields if field.prose}
        assert any(field.required for field in kind.fields)
    words = kinds.get("price").words(kinds.get("price").check("Prices", PRICE)[1])
    assert all(word in words for word in ("3999.50", "East China", "CNY", "人民币"))


async def filed(make: Make) -> list[Term]:
    return [await make.term(Facet.PERSONALITY, "Proud"), await make.term(Facet.STAGE, "Before")]


async def test_a_form_of_typed_fields_is_published_shown_and_edited(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    fields = form_of((await client.get("/articles/new?kind=price")).text)
    sent = fields | {"title": "Printers", "lines": PRICE["lines"]} | PRICE
    made = await client.post("/articles?kind=price", data=sent)
    assert made.status_code == 303
    article = await Article.get()
    assert str(article.valid_to) == "2026-06-30"
    page = (await client.get(made.headers["location"])).text
    assert "3,999.50" in page
    assert "East China" in page
    edited = form_of((await client.get(f"/articles/{article.id}/edit")).text)
    again = edited | {"lines": PRICE["lines"], "region": "All of China", "valid_to": ""}
    saved = await client.post(f"/articles/{article.id}", data=again)
    assert saved.status_code == 303
    await article.refresh_from_db()
    assert (article.valid_to, article.content["region"]) == (None, "All of China")
    history = (await client.get(f"/articles/{article.id}/history")).text
    assert "East China" in history
    assert "All of China" in history
    bad = await client.post("/articles?kind=price", data=sent | {"valid_to": "2025-01-01", "currency": "CNY"})
    assert bad.status_code == 422
    assert 'id="field-valid_to-error"' in bad.text
    assert form_of(bad.text)["region"] == "East China"


async def test_won_and_lost_cases_are_filed_by_type_and_stage(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    terms = await filed(make)
    form = (await client.get(f"/articles/new?kind=success&personality={terms[0].key}")).text
    fields = form_of(form)
    assert fields["customer.personality"] == terms[0].key
    sent = fields | CASE | {"title": "Won him over"}
    missing = await client.post("/articles?kind=success", data=sent)
    assert missing.status_code == 422
    assert 'href="#field-stage"' in missing.text
    assert (
        await client.post("/articles?kind=success", data=sent | {"stage": terms[1].key})
    ).status_code == 303


async def linked(make: Make) -> tuple[Article, Thread, Any, Any]:
    """A case that all may read, linked by an insider to a thread that not even a lead may read."""
    insider = await make.reader()
    audience = await make.audience(insider)
    insider, outsider = await make.fresh(insider), await make.reader(role="lead")
    thread = await make.thread(insider, "Zirconium", audience=audience)
    article = await publish(
        insider,
        await compose("success", "Won", CASE | {"threads": f"http://hub.test/threads/{thread.id}?post=2"}),
        terms=await filed(make),
        audience=await everyone(),
    )
    return article, thread, insider, outsider


async def test_a_linked_thread_is_shown_to_those_alone_who_may_read_it(
    make: Make, client_of: ClientOf
) -> None:
    article, thread, insider, outsider = await linked(make)
    assert article.content["threads"] == [str(thread.uid)]
    await edit(
        insider,
        article,
        base_revision=1,
        title="Won",
        content=CASE | {"threads": []},
        terms=await article.terms.all(),
    )
    await restore(outsider, article, 1, base_revision=2)
    for reader, sees in ((insider, True), (outsider, False)):
        client = await client_of(reader)
        for path in ("", "/edit", "/history"):
            text = (await client.get(f"/articles/{article.id}{path}")).text
            assert (f"/threads/{thread.id}" in text or "Zirconium" in text) is sees, path
        body = (await client.get(f"/api/v1/articles/{article.id}")).json()
        assert bool(body["content"]["threads"]) is sees
        revisions = (await client.get(f"/api/v1/articles/{article.id}/revisions")).json()["items"]
        assert bool(revisions[-1]["content"]["threads"]) is sees


async def test_who_may_not_see_a_linked_thread_neither_takes_it_away_nor_adds_one(make: Make) -> None:
    article, thread, _insider, outsider = await linked(make)
    terms = await article.terms.all()
    content = CASE | {"threads": [], "lesson": "Praise him."}
    await edit(outsider, article, base_revision=1, title="Won", content=content, terms=terms)
    await article.refresh_from_db()
    assert article.content["threads"] == [str(thread.uid)]
    other = await compose("success", "Mine", CASE | {"threads": [str(thread.uid)]})
    with pytest.raises(InvalidInput) as error:
        await publish(outsider, other, terms=terms, audience=await everyone())
    assert "threads" in error.value.errors
    assert await ArticleRevision.filter(article=article).count() == 2


async def test_more_than_twenty_tags_are_refused_clearly(make: Make, client_of: ClientOf) -> None:
    client = await client_of(await make.reader())
    fields = form_of((await client.get("/articles/new?kind=faq")).text)
    sent = fields | {"title": "How?", "answer": "So.", "tags": [f"tag{number}" for number in range(200)]}
    answered = await client.post("/articles?kind=faq", data=sent)
    assert answered.status_code == 422
    assert "At most 20 can be chosen here." in answered.text


@pytest.mark.pure
def test_a_line_of_many_blanks_in_a_table_is_read_at_once() -> None:
    started = time.perf_counter()
    assert "lines" in refused("price", PRICE | {"lines": "a" + " " * 500_000 + "b"})
    assert time.perf_counter() - started < 5, "it takes hours when the blanks are matched by a pattern"


@pytest.mark.parametrize("sent", [[], {}, [None], 1, "\0", "x\0y", "\ud800", "/people/\ud800", "9" * 60, "²"])
@pytest.mark.parametrize("field", ["form", "runner"])
async def test_a_program_may_send_anything_for_a_choice_or_a_person(
    make: Make, client_of: ClientOf, field: str, sent: Any
) -> None:
    client = await client_of(await make.reader())
    body = {"kind": "activity", "title": "T", "content": ACTIVITY | {field: sent}}
    answered = await client.post("/api/v1/articles", content=json.dumps(body), headers=JSON)
    assert answered.status_code == 201 if (field, sent) == ("runner", []) else 422
    if isinstance(sent, str):
        asked = json.dumps({"references": [f"person:{sent}"]})
        assert (await client.post("/references", content=asked, headers=JSON)).json() == {}
