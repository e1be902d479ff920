"""The amounts of quotations are there for their readers alone, and nobody else can write them."""

from decimal import Decimal

import pytest

from hub.audiences import operations as audiences
from hub.audiences.models import Audience, Group
from hub.errors import Conflict, Forbidden, InvalidInput
from hub.identity import Reader
from knowledge.amounts import Offer, amounts_of, history_of, put_amounts
from knowledge.articles import compose, edit, publish
from knowledge.models import Article, QuotationAmount
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.test_pages import form_of

OFFER = Offer("CNY", Decimal("91827.36"), Decimal("100000"), Decimal("8.1726"), "Two printers free")


async def a_quotation(author: Reader, approver: Reader) -> Article:
    content = {"quoted_on": "2026-02-03", "approver": approver.handle, "occasion": "A big order."}
    manuscript = await compose("quotation", "Twenty printers", content)
    return await publish(author, manuscript, audience=await audiences.everyone())


@pytest.fixture
async def quoted(make: Make) -> tuple[Article, Audience, Reader, Reader]:
    """A quotation that all may read, the audience of its amounts, somebody of it, and a lead who is not."""
    author = await make.reader()
    group = await make.group(members=[author])
    article = await a_quotation(author, author)
    audience = await audiences.chosen(group_ids=[group.id], user_ids=[])
    author = await make.fresh(author)
    await put_amounts(author, article, OFFER, audience=audience, base_number=0)
    return article, audience, author, await make.reader(role="lead")


async def test_amounts_are_filed_after_the_quotation_and_read_by_the_named_groups(
    make: Make, client_of: ClientOf
) -> None:
    author, seller, other = await make.reader(), await make.reader(), await make.reader()
    group = await make.group(members=[seller])
    client = await client_of(author)
    fields = form_of((await client.get("/articles/new?kind=quotation")).text)
    sent = {
        "title": "Twenty printers",
        "quoted_on": "2026-02-03",
        "approver": str(author.uid),
        "occasion": "Big",
    }
    made = await client.post("/articles?kind=quotation", data=fields | sent)
    assert made.headers["location"].endswith("/amounts")
    path = made.headers["location"]
    form = form_of((await client.get(path)).text)
    assert form["people"] == [str(author.id)]
    amounts = {"amount": "91,827.36", "list_amount": "100000", "discount": "8.2", "people": []}
    refused = await client.post(path, data=form | amounts)
    assert refused.status_code == 422
    assert form_of(refused.text)["amount"] == "91,827.36"
    too_long = await client.post(path, data=form | amounts | {"amount": "1" * 40, "groups": [str(group.id)]})
    assert too_long.status_code == 422
    assert "At most 15 digits" in too_long.text
    kept = await client.post(path, data=form | amounts | {"groups": [str(group.id)]})
    assert kept.status_code == 303
    assert await QuotationAmount.all().count() == 1
    await client.post(path, data=form | amounts | {"groups": [str(group.id)]})
    assert await QuotationAmount.all().count() == 1
    for reader, sees in ((await make.fresh(seller), True), (other, False)):
        page = (await (await client_of(reader)).get(path.removesuffix("/amounts"))).text
        assert ("91,827.36" in page) is sees
        assert ("Amounts" in page) is sees


async def test_who_may_not_see_amounts_neither_reads_nor_writes_nor_wipes_them(
    quoted: tuple[Article, Audience, Reader, Reader], client_of: ClientOf
) -> None:
    article, audience, author, lead = quoted
    assert (await amounts_of(author, article)).current
    assert (await amounts_of(lead, article)).current is None
    assert await history_of(lead, article) == []
    with pytest.raises(Forbidden):
        await put_amounts(lead, article, OFFER, audience=audience, base_number=1)
    client = await client_of(lead)
    assert (await client.get(f"/articles/{article.id}/amounts")).status_code == 403
    assert (await client.get(f"/api/v1/articles/{article.id}/amounts")).status_code == 404
    await edit(lead, article, base_revision=1, title="Thirty", content=article.content, terms=[])
    [kept] = await QuotationAmount.filter(article=article)
    assert kept.amount == OFFER.amount


async def test_changes_keep_what_was_and_meet_no_change_of_others(
    quoted: tuple[Article, Audience, Reader, Reader], make: Make
) -> None:
    article, audience, author, lead = quoted
    changed = Offer("CNY", Decimal("90000"))
    await put_amounts(author, article, changed, audience=audience, base_number=1)
    assert [one.amount.amount for one in await history_of(author, article)] == [
        Decimal("90000"),
        OFFER.amount,
    ]
    with pytest.raises(Conflict):
        await put_amounts(author, article, OFFER, audience=audience, base_number=1)
    with pytest.raises(InvalidInput):
        await put_amounts(author, article, OFFER, audience=await make.audience(lead), base_number=2)
    everyone = await audiences.everyone()
    await put_amounts(author, article, changed, audience=everyone, base_number=2)
    assert len(await history_of(await make.fresh(lead), article)) == 1


async def test_access_to_amounts_is_lost_with_the_group(
    quoted: tuple[Article, Audience, Reader, Reader], make: Make
) -> None:
    article, _audience, author, _lead = quoted
    await audiences.set_members(None, await _group_of(author), [])
    assert (await amounts_of(await make.fresh(author), article)).current is None


async def _group_of(reader: Reader) -> Group:
    [id_] = reader.group_ids
    return await Group.get(id=id_)


async def test_programs_of_the_named_readers_keep_and_read_amounts(
    quoted: tuple[Article, Audience, Reader, Reader], client_of: ClientOf
) -> None:
    article, _audience, author, lead = quoted
    path = f"/api/v1/articles/{article.id}/amounts"
    client = await client_of(author)
    assert (await client.get(path)).json()["amount"] == "91827.3600"
    sent = {"currency": "EUR", "amount": "12.5", "people": [lead.handle], "base_number": 1}
    kept = await client.put(path, json=sent)
    assert kept.status_code == 200
    assert (kept.json()["amount"], kept.json()["number"]) == ("12.5000", 2)
    assert (await client.put(path, json=sent)).status_code == 409
    assert (await client.put(path, json=sent | {"people": ["nobody"], "base_number": 2})).status_code == 422
    assert (await (await client_of(lead)).get(path)).status_code == 200
