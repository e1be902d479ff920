"""Reporting: to the team that answers for the product, after its names were read, and once however often it is sent."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Literal

import pytest
from starlette.datastructures import UploadFile

from hub.audiences import membership
from hub.audiences.models import Group
from hub.database import new_uid
from hub.errors import InvalidInput, UidTaken
from hub.files.operations import upload
from hub.identity import Reader
from knowledge.defects.demanding import Wish
from knowledge.defects.listing import DefectFilter, list_defects
from knowledge.defects.policy import visible_to
from knowledge.models import Defect, Demand, Origin, Weight
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.defects.factories import Team, a_defect, a_team
from tests.statements import counted


def form(team: Team, **fields: object) -> dict[str, str]:
    sent = {
        "kind": "technical",
        "origin": "own",
        "product": team.product.key,
        "severity": "high",
        "title": "The ribbon tears at low speed",
        "body": "Below 40 mm/s, **every** roll.",
        "uid": new_uid(),
    }
    return {name: str(value) for name, value in (sent | fields).items()}


def readers_named(page: str) -> str:
    [agreement] = re.findall(r'name="readers" value="([0-9a-f]+)"', page)
    return str(agreement)


async def test_nothing_is_kept_before_the_page_named_those_who_will_read_it(
    make: Make, client_of: ClientOf
) -> None:
    rep, nora, absent = await make.reader(), await make.reader("Nora Vogt"), await make.reader("Bo Lind")
    team = await a_team(make, nora)
    client = await client_of(rep)
    refused = await client.post("/defects", data=form(team))
    assert refused.status_code == 409
    assert nora.name in refused.text
    assert absent.name not in refused.text
    assert "every** roll" in refused.text
    assert not await Defect.exists()
    sent = form(team, readers=readers_named(refused.text))
    await membership.join(None, team.group, absent.id)
    again = await client.post("/defects", data=sent)
    assert again.status_code == 409
    assert absent.name in again.text
    kept = await client.post("/defects", data=sent | {"readers": readers_named(again.text)})
    defect = await Defect.get()
    assert kept.headers["location"] == f"/defects/{defect.reference}"
    assert (await client.get(f"/defects/{defect.reference}")).text.count("Below 40 mm/s") == 1


async def test_a_report_sent_twice_is_one_and_somebody_elses_uid_is_refused(make: Make) -> None:
    rep, other = await make.reader(), await make.reader()
    team, uid = await a_team(make, await make.reader()), new_uid()
    wish = Wish("Acme", Weight.BREAKER, Decimal("12000.50"), "EUR")
    first = await a_defect(rep, team, uid=uid, wish=wish)
    assert (await a_defect(rep, team, uid=uid, wish=wish)).id == first.id
    for actor, title in ((rep, "Other words"), (other, "Ribbon tears")):
        with pytest.raises(UidTaken):
            await a_defect(actor, team, uid=uid, wish=wish, title=title)
    assert (await Defect.all().count(), await Demand.all().count()) == (1, 1)


async def test_a_resold_product_goes_to_the_vendor_liaison_and_our_own_to_its_team(make: Make) -> None:
    rep, nora, vera = await make.reader(), await make.reader("Nora"), await make.reader("Vera")
    team, liaison = await a_team(make, nora), await make.group("Liaison", [vera])
    with pytest.raises(InvalidInput) as nobody:
        await a_defect(rep, team, origin=Origin.RESOLD)
    assert list(nobody.value.errors) == ["product"]
    await Group.filter(id=liaison.id).update(vendor_liaison=True)
    own, resold = await a_defect(rep, team), await a_defect(rep, team, origin=Origin.RESOLD)
    nora, vera = await make.fresh(nora), await make.fresh(vera)
    assert [one.id for one in await visible_to(nora)] == [own.id]
    assert [one.id for one in await visible_to(vera)] == [resold.id]


async def test_a_team_without_active_people_answers_for_nothing(make: Make, client_of: ClientOf) -> None:
    rep = await make.reader()
    team = await a_team(make)
    client = await client_of(rep)
    assert team.product.name_en not in (await client.get("/defects/new")).text
    refused = await client.post("/defects", data=form(team))
    assert refused.status_code == 422
    assert "No team answers for" in refused.text
    assert "every** roll" in refused.text


async def test_who_neither_reports_nor_reviews_finds_nothing_and_cannot_tell(
    make: Make, client_of: ClientOf
) -> None:
    rep, admin, lead = await make.reader(), await make.reader(role="admin"), await make.reader(role="lead")
    team = await a_team(make, await make.reader())
    defect = await a_defect(rep, team, title="Canary in the mine")
    owner = await (await client_of(rep)).get(f"/defects/{defect.reference}")
    assert owner.status_code == 200
    assert owner.headers["cache-control"] == "no-store"
    for reader in (admin, lead):
        client = await client_of(reader)
        hidden, missing = [
            await client.get(f"/defects/{reference}") for reference in (defect.reference, "D-00000000")
        ]
        assert (hidden.status_code, hidden.text) == (
            404,
            missing.text.replace("D-00000000", defect.reference),
        )
        assert "Canary" not in (await client.get("/defects")).text
        assert (await client.get(f"/api/v1/defects/{defect.reference}")).status_code == 404


async def test_from_a_case_its_title_product_and_the_case_are_filled_in_for_who_sees_it(
    make: Make, client_of: ClientOf
) -> None:
    rep, other = await make.reader(), await make.reader()
    team = await a_team(make, await make.reader("Nora Vogt"))
    few = await make.audience(rep)
    rep = await make.fresh(rep)
    thread = await make.thread(rep, "It tears in the cold", audience=few, terms=[team.product])
    client = await client_of(rep)
    page = await client.get(f"/defects/new/from-thread/{thread.id}")
    assert 'value="It tears in the cold"' in page.text
    assert "Nora Vogt" in page.text
    sent = form(team, readers=readers_named(page.text), thread=thread.id)
    assert (await client.post("/defects", data=sent)).status_code == 303
    assert (await Defect.get()).thread_id == thread.id
    stranger = await client_of(other)
    assert (await stranger.get(f"/defects/new/from-thread/{thread.id}")).status_code == 404
    refused = await stranger.post("/defects", data=sent | {"uid": str(new_uid())})
    assert refused.status_code == 422
    assert await Defect.all().count() == 1


async def test_files_of_a_report_are_its_readers_alone(make: Make, client_of: ClientOf) -> None:
    rep, nora, other = await make.reader(), await make.reader(), await make.reader()
    team = await a_team(make, nora)
    file = await upload(rep, UploadFile(BytesIO(b"log"), filename="secret.log", size=3))
    defect = await a_defect(rep, team, body=f"[secret.log](/files/{file.uid})")
    for reader, status in ((rep, 200), (await make.fresh(nora), 200), (other, 404)):
        answer = await (await client_of(reader)).get(f"/files/{file.uid}")
        assert answer.status_code == status
        assert status == 404 or answer.headers["cache-control"] == "no-store"
    page = await (await client_of(await make.fresh(nora))).get(f"/defects/{defect.reference}")
    assert page.text.count("secret.log") == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("demand.value", "9" * 40),
        ("demand.value", "-5"),
        ("demand.currency", "XXQ"),
        ("severity", "dreadful"),
        ("product", "nothing of ours"),
        ("title", "  "),
    ],
)
async def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
    make: Make, client_of: ClientOf, field: str, value: str
) -> None:
    client = await client_of(await make.reader())
    team = await a_team(make, await make.reader())
    named = readers_named((await client.get("/defects/new", params={"product": team.product.key})).text)
    asked = {
        "demand.customer": "Acme",
        "demand.weight": "nice",
        "demand.value": "5",
        "demand.currency": "EUR",
    }
    refused = await client.post("/defects", data=form(team, readers=named) | asked | {field: value})
    assert refused.status_code == 422
    assert f'href="#field-{field}"' in refused.text
    assert "every** roll" in refused.text
    assert not await Defect.exists()
    assert not await Demand.exists()


async def test_an_amount_is_kept_in_no_currency_that_nobody_chose(make: Make, client_of: ClientOf) -> None:
    reviewer, rep = await make.reader(), await make.reader()
    team = await a_team(make, reviewer)
    client = await client_of(rep)
    page = (await client.get("/defects/new", params={"product": team.product.key})).text
    assert not re.search(r"<option[^>]* selected>[A-Z]{3} ", page)
    wish = {"demand.customer": "Ames Ltd", "demand.value": "48000", "demand.weight": "breaker"}
    refused = await client.post("/defects", data=form(team, readers=readers_named(page), **wish))
    assert refused.status_code == 422
    assert not await Defect.exists()


async def test_demands_are_read_by_who_gave_them_and_the_team_and_taken_back_by_their_author(
    make: Make, client_of: ClientOf
) -> None:
    rep, nora, wide = await make.reader(), await make.reader(), await make.reader()
    team = await a_team(make, nora)
    defect = await a_defect(rep, team)
    reading = await make.audience(nora, wide, groups=[team.group])
    await Defect.filter(id=defect.id).update(audience_id=reading.id)
    address = f"/defects/{defect.reference}/demands"
    client = await client_of(rep)
    sent = {"customer": "Acme AG", "weight": "breaker", "value": "12,000.50", "currency": "EUR"}
    assert (await client.post(address, data=sent)).status_code == 303
    demand = await Demand.get()
    assert (demand.value, demand.currency) == (Decimal("12000.50"), "EUR")
    nora, wide = await make.fresh(nora), await make.fresh(wide)
    assert "Acme AG" in (await (await client_of(nora)).get(f"/defects/{defect.reference}")).text
    reader = await client_of(wide)
    page = await reader.get(f"/defects/{defect.reference}")
    assert page.status_code == 200
    assert "Acme AG" not in page.text
    assert (await reader.post(address, data=sent)).status_code == 403
    gone = {"_method": "DELETE"}
    assert (await reader.post(f"{address}/{demand.uid}", data=gone)).status_code == 404
    assert (await (await client_of(nora)).post(f"{address}/{demand.uid}", data=gone)).status_code == 403
    assert (await client.post(f"{address}/{demand.uid}", data=gone)).status_code == 303
    assert not await Demand.exists()


async def test_lists_hold_ones_own_and_what_was_opened_to_oneself(make: Make) -> None:
    rep, nora, wide = await make.reader(), await make.reader(), await make.reader()
    team = await a_team(make, nora)
    mine, opened = await a_defect(rep, team), await a_defect(rep, team, title="Opened")
    reading = await make.audience(wide, groups=[team.group])
    await Defect.filter(id=opened.id).update(audience_id=reading.id)

    async def listed(reader: Reader, tab: Literal["mine", "shared"]) -> list[int]:
        return [one.id for one in (await list_defects(reader, DefectFilter(tab=tab))).defects]

    assert await listed(rep, "mine") == [opened.id, mine.id]
    assert await listed(await make.fresh(wide), "shared") == [opened.id]
    assert await listed(await make.fresh(wide), "mine") == []
    # A team's reports are in its triage.
    assert await listed(await make.fresh(nora), "shared") == []


async def test_the_form_and_the_list_take_a_handful_of_statements(make: Make, client_of: ClientOf) -> None:
    rep = await make.reader()
    team = await a_team(make, await make.reader())
    for _time in range(3):
        await a_defect(rep, team)
    client = await client_of(rep)
    for address in ("/defects", f"/defects/new?product={team.product.key}"):
        await client.get(address)
        with counted() as statements:
            assert (await client.get(address)).status_code == 200
        assert len(statements) < 10, statements
