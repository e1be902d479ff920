"""A further kind needs nothing but its own module."""

from typing import Annotated

import pytest

from hub.text import Prose
from knowledge import kinds
from knowledge.kinds.kind import Content, Kind
from knowledge.kinds.shapes import Section
from knowledge.models import Article
from tests.conftest import ClientOf
from tests.factories import Make


class FaqContent(Content):
    question: Annotated[str, Prose(100, min_length=1), Section("Question", "What is asked")]
    reply: Annotated[str, Prose(100), Section("Reply", "What to say")] = ""


@pytest.fixture
def faq(monkeypatch: pytest.MonkeyPatch) -> Kind:
    kind = Kind("faq", "FAQ", FaqContent, summary="reply")
    monkeypatch.setitem(kinds._registry(), "faq", kind)
    return kind


async def test_a_new_kind_has_its_form_its_page_and_its_place_in_lists(
    faq: Kind, make: Make, client_of: ClientOf
) -> None:
    client = await client_of(await make.reader())
    everyone = (await make.space()).audience_id
    assert "/articles/new?kind=faq" in (await client.get("/articles/new")).text
    form = (await client.get("/articles/new?kind=faq")).text
    assert 'name="question"' in form
    assert 'name="solution"' not in form
    sent = {"title": "How loud?", "question": "How *loud* is it?", "audience": str(everyone)}
    made = await client.post("/articles?kind=faq", data=sent)
    assert made.status_code == 303
    assert "<em>loud</em>" in (await client.get(made.headers["location"])).text
    assert (await Article.get()).summary == "How loud is it?"
    assert "How loud?" in (await client.get("/articles?kind=faq")).text
    assert "How loud?" not in (await client.get("/articles?kind=solution")).text
    assert (await client.get("/articles/new?kind=poem")).status_code == 422
