"""The vocabulary: its operations and its pages."""

import asyncio

import pytest

from hub.database import connection
from hub.errors import InvalidInput
from hub.outbox.models import RecordedEvent
from hub.vocabulary import operations
from hub.vocabulary.experts import experts_of, is_expert, name_experts
from hub.vocabulary.filing import filings
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import find_terms, terms_by_facet
from tests.conftest import ClientOf
from tests.factories import Make
from tests.statements import counted


async def names(facet: Facet = Facet.PRODUCT) -> list[str]:
    return [term.name_en for term in (await terms_by_facet())[facet]]


async def test_every_place_that_points_at_terms_is_moved_by_a_merger() -> None:
    rows = await connection().execute_query_dict(
        "SELECT conrelid::regclass::text AS table, attname AS column FROM pg_constraint"
        " JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)"
        " WHERE contype = 'f' AND confrelid = 'term'::regclass"
    )
    assert len(rows) >= 3
    assert {(row["table"], row["column"]) for row in rows} == {
        (filing.table, filing.column) for filing in filings()
    }


async def test_merged_terms_lose_no_filing_and_their_words_lead_on(make: Make) -> None:
    author = await make.reader()
    old, kept = await make.term(Facet.TAG, "wifi", ["wlan"]), await make.term(Facet.TAG, "Wi-Fi")
    group = await make.group()
    only_old = await make.thread(author, terms=[old])
    both = await make.thread(author, terms=[old, kept])
    group.product_id = old.id
    await group.save()

    await operations.merge(None, old, kept)

    for thread in (only_old, both):
        assert [term.id for term in await thread.terms] == [kept.id]
    await group.refresh_from_db()
    assert group.product_id == kept.id
    for word in ("wifi", "WLAN", "Wi-Fi", old.key, old.name_zh):
        assert [term.id for term in await find_terms(Facet.TAG, [word])] == [kept.id]
    assert (await operations.ensure_tag("wlan")).id == kept.id
    assert await names(Facet.TAG) == ["Wi-Fi"]
    assert await RecordedEvent.filter(type="hub.TermsMerged").count() == 1
    with pytest.raises(InvalidInput):
        await operations.restore(None, old)


async def test_terms_of_different_kinds_or_the_same_term_are_not_merged(make: Make) -> None:
    tag, product = await make.term(Facet.TAG), await make.term(Facet.PRODUCT)
    for into in (product, tag):
        with pytest.raises(InvalidInput):
            await operations.merge(None, tag, into)


async def test_a_word_means_one_term_of_its_kind(make: Make) -> None:
    await operations.create_term(
        None, facet=Facet.PRODUCT, name_en="T80", name_zh="打印机", nicknames=["rugged", "T80"]
    )
    for field, name_en, name_zh, nicknames in (
        ("name_en", "t80", "", []),
        ("name_zh", "New", "打印机", []),
        ("nicknames", "New", "", ["RUGGED"]),
    ):
        with pytest.raises(InvalidInput) as refused:
            await operations.create_term(
                None, facet=Facet.PRODUCT, name_en=name_en, name_zh=name_zh, nicknames=nicknames
            )
        assert list(refused.value.errors) == [field]
    # Another kind of word is another matter.
    await operations.create_term(None, facet=Facet.COMPETITOR, name_en="T80")


async def test_tags_are_made_once_whatever_their_case_and_however_many_import_them() -> None:
    tags = await asyncio.gather(
        *(operations.ensure_tag(word) for word in ("报价", "Wi-Fi", "wi-fi", "报价", "WI-FI"))
    )
    assert len({tag.id for tag in tags}) == 2
    for bad in ("", "\u200b", "\ud800", "x" * 101):
        with pytest.raises(ValueError, match=r"."):
            await operations.ensure_tag(bad)
    assert await Term.all().count() == 2


async def test_the_defaults_come_once_and_leave_changed_ones_alone() -> None:
    added = await operations.load_defaults()
    assert added > 20
    honest = await Term.get(facet=Facet.PERSONALITY, key="honest")
    await operations.change_term(None, honest, name_en="Plain", name_zh="朴实型")
    assert await operations.load_defaults() == 0
    assert (await names(Facet.PERSONALITY))[:2] == ["Plain", "Proud"]


async def test_pages_add_rename_move_archive_and_merge(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader(role="admin"))
    for name in ("One", "Two", "Three"):
        sent = {"facet": "product", "name_en": name, "nicknames": f"{name}a, {name}b\n{name}c、{name}d"}
        assert (await client.post("/admin/vocabulary", data=sent)).status_code == 303
    one, two, three = await Term.all().order_by("id")
    assert one.nicknames == ["Onea", "Oneb", "Onec", "Oned"]
    assert await names() == ["One", "Two", "Three"]

    assert (
        await client.put(f"/admin/vocabulary/{three.id}/position", data={"position": "0"})
    ).status_code == 303
    assert await names() == ["Three", "One", "Two"]
    sent = {"name_en": "First", "name_zh": "第一", "nicknames": ""}
    assert (await client.put(f"/admin/vocabulary/{one.id}", data=sent)).status_code == 303
    assert await names() == ["Three", "First", "Two"]
    assert (await client.put(f"/admin/vocabulary/{two.id}/archival")).status_code == 303
    assert await names() == ["Three", "First"]
    assert "Two" in (await client.get("/admin/vocabulary?facet=product&archived=true")).text
    assert (await client.delete(f"/admin/vocabulary/{two.id}/archival")).status_code == 303
    assert (
        await client.post(f"/admin/vocabulary/{two.id}/merger", data={"into": str(one.id)})
    ).status_code == 303
    assert await names() == ["Three", "First"]
    assert await RecordedEvent.filter(type="hub.TermChanged").count() >= 6


async def test_a_word_that_merges_into_itself_is_told_and_nothing_is_half_done(
    client_of: ClientOf, make: Make
) -> None:
    client = await client_of(await make.reader(role="admin"))
    product, tag = await make.term(Facet.PRODUCT, "Printer", ["老黄牛"]), await make.term(Facet.TAG)
    await make.term(Facet.PRODUCT)
    before = await Term.all().order_by("id").values()
    for into in (product.id, tag.id, 0, 10**30, ""):
        refusal = await client.post(f"/admin/vocabulary/{product.id}/merger", data={"into": str(into)})
        assert refusal.status_code == 422, into
        assert 'id="field-into-error"' in refusal.text, into
    refusal = await client.post(f"/admin/vocabulary/{product.id}/merger", data={"into": str(product.id)})
    assert "A word cannot be merged into itself." in refusal.text
    assert "老黄牛" in refusal.text
    assert await Term.all().order_by("id").values() == before


@pytest.mark.parametrize(
    "sent",
    [
        {"facet": "product"},
        {"facet": "nonsense", "name_en": "X"},
        {"facet": "product", "name_en": "x" * 101},
        {"facet": "product", "name_en": "X", "nicknames": "x" * 101},
        {"facet": "product", "name_en": "X", "nicknames": ",".join(f"n{number}" for number in range(60))},
        {"facet": "product", "name_en": "Taken"},
    ],
)
async def test_a_bad_word_is_refused_and_what_was_typed_stays(
    client_of: ClientOf, make: Make, sent: dict[str, str]
) -> None:
    await make.term(Facet.PRODUCT, "Taken")
    client = await client_of(await make.reader(role="admin"))
    refused = await client.post("/admin/vocabulary", data=sent)
    assert refused.status_code == 422
    assert sent.get("nicknames", "") in refused.text
    assert await Term.all().count() == 1


async def test_words_are_found_by_nickname_and_hostile_filters_do_no_harm(
    client_of: ClientOf, make: Make
) -> None:
    await make.term(Facet.PRODUCT, "T80", ["耐用款"])
    client = await client_of(await make.reader(role="admin"))

    async def listed(**asked: str) -> str:
        page = await client.get("/admin/vocabulary", params={"facet": "product"} | asked)
        assert page.status_code == 200
        return page.text

    assert "term-1" in await listed(q="耐用")
    assert "term-1" not in await listed(q="nothing")
    for hostile in ("%", "'", "\\", "<script>alert(1)</script>"):
        assert "<script>alert" not in await listed(q=hostile)
    assert (await client.get("/admin/vocabulary?facet=nonsense")).status_code == 422


async def test_every_change_is_shown_at_once_although_the_vocabulary_is_kept(
    make: Make,
) -> None:
    one, two = await make.term(Facet.TAG, "Ribbon"), await make.term(Facet.TAG, "Label")
    assert await names(Facet.TAG) == ["Label", "Ribbon"]
    with counted() as statements:
        assert await names(Facet.TAG) == ["Label", "Ribbon"]
    assert statements == []
    await operations.change_term(None, one, name_en="Carbon ribbon")
    assert await names(Facet.TAG) == ["Carbon ribbon", "Label"]
    await operations.move(None, two, 0)
    assert await names(Facet.TAG) == ["Label", "Carbon ribbon"]
    await operations.archive(None, two)
    assert await names(Facet.TAG) == ["Carbon ribbon"]
    await operations.restore(None, two)
    await operations.merge(None, two, one)
    assert await names(Facet.TAG) == ["Carbon ribbon"]
    assert [term.id for term in await find_terms(Facet.TAG, ["Label"])] == [one.id]


async def test_experts_are_named_on_the_page_and_move_with_a_merged_term(
    make: Make, client_of: ClientOf
) -> None:
    admin, ann, bob = await make.reader(role="admin"), await make.reader(), await make.reader()
    team = await make.group(members=[bob])
    old, kept = await make.term(Facet.TAG, "wifi"), await make.term(Facet.TAG, "Wi-Fi")
    client = await client_of(admin)
    for term, people in ((old, [ann.id, bob.id]), (kept, [ann.id])):
        sent = {"_method": "PUT", "people": people, "groups": [team.id, 99]}
        assert (await client.post(f"/admin/vocabulary/{term.id}/experts", data=sent)).status_code == 303
    page = (await client.get(f"/admin/vocabulary/{old.id}")).text
    assert f'<option value="{ann.id}" data-keywords="{ann.handle}" selected>' in page
    bob = await make.fresh(bob)

    await operations.merge(None, old, kept)

    assert await experts_of([old.id]) == set()
    assert await experts_of([kept.id]) == {ann.id, bob.id}
    assert await is_expert(bob, [kept.id])
    assert not await is_expert(admin, [kept.id])
    await name_experts(None, kept, people=[], groups=[team.id])
    assert not await is_expert(ann, [kept.id])
    assert await is_expert(bob, [kept.id])


async def test_words_about_customers_have_no_experts(make: Make, client_of: ClientOf) -> None:
    admin, size = await make.reader(role="admin"), await make.term(Facet.SIZE)
    client = await client_of(admin)
    assert "/experts" not in (await client.get(f"/admin/vocabulary/{size.id}")).text
    refused = await client.post(
        f"/admin/vocabulary/{size.id}/experts", data={"_method": "PUT", "people": [1]}
    )
    assert refused.status_code == 422
