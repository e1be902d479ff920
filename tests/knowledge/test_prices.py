"""Price lists take each other's place, and what holds no longer stands aside."""

import pytest

from hub.audiences.operations import everyone
from hub.errors import Forbidden, InvalidInput
from hub.identity import Reader
from knowledge.articles import compose, publish
from knowledge.articles.superseding import supersede
from knowledge.errors import AlreadySuperseded
from knowledge.models import Article
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.test_fields import PRICE
from tests.knowledge.test_pages import form_of


async def a_price(author: Reader, **changes: str) -> Article:
    manuscript = await compose("price", "Printers", PRICE | changes)
    return await publish(author, manuscript, audience=await everyone())


async def test_a_new_version_ends_the_one_before_and_both_can_be_reached(
    make: Make, client_of: ClientOf
) -> None:
    owner = await make.reader()
    older = await a_price(owner, valid_to="")
    client = await client_of(owner)
    fields = form_of((await client.get(f"/articles/{older.id}/versions/new")).text)
    assert fields["region"] == "East China"
    assert fields["version"] == ""
    sent = fields | {"version": "2026-2", "valid_from": "2026-07-01", "lines": PRICE["lines"]}
    made = await client.post(f"/articles/{older.id}/versions", data=sent)
    assert made.status_code == 303
    again = await client.post(f"/articles/{older.id}/versions", data=sent)
    assert again.headers["location"] == made.headers["location"]
    await older.refresh_from_db()
    assert str(older.valid_to) == "2026-06-30"
    assert await Article.all().count() == 2
    newer = await Article.get(supersedes_id=older.id)
    for one, other in ((older, newer), (newer, older)):
        page = (await client.get(f"/articles/{one.id}")).text
        assert f'href="/articles/{other.id}"' in page
    assert f"/articles/{older.id}/versions/new" not in (await client.get(f"/articles/{older.id}")).text


async def test_versions_follow_each_other_in_one_line(make: Make) -> None:
    owner, other = await make.reader(), await make.reader()
    older = await a_price(owner)

    async def next_version(actor: Reader, begins: str) -> Article:
        manuscript = await compose(
            "price", "Printers", PRICE | {"valid_from": begins, "valid_to": "2027-01-01"}
        )
        return await supersede(actor, older, manuscript, terms=[], audience=await everyone())

    with pytest.raises(InvalidInput):
        await next_version(owner, "2026-01-01")
    with pytest.raises(Forbidden):
        await next_version(other, "2026-07-01")
    await next_version(owner, "2026-03-01")
    await older.refresh_from_db()
    assert str(older.valid_to) == "2026-02-28"
    with pytest.raises(AlreadySuperseded):
        await next_version(owner, "2026-08-01")
    assert await Article.all().count() == 2


async def test_what_holds_no_longer_is_struck_through_and_listed_only_when_asked_for(
    make: Make, client_of: ClientOf
) -> None:
    owner = await make.reader()
    past = await a_price(owner, valid_from="2020-01-01", valid_to="2020-12-31")
    present = await a_price(owner, valid_to="")
    client = await client_of(owner)
    listed = (await client.get("/articles")).text
    assert f"/articles/{present.id}" in listed
    assert f"/articles/{past.id}" not in listed
    asked = (await client.get("/articles?confidence=lapsed")).text
    assert f"/articles/{past.id}" in asked
    assert f"/articles/{present.id}" not in asked
    page = (await client.get(f"/articles/{past.id}")).text
    assert "<s>3,999.50</s>" in page
    assert "No longer valid" in page
    assert "<s>" not in (await client.get(f"/articles/{present.id}")).text
    for path, ids in (("", {present.id}), ("?confidence=lapsed", {past.id})):
        items = (await client.get(f"/api/v1/articles{path}")).json()["items"]
        assert {item["id"] for item in items} == ids
