"""Deliveries, audit log, system, spaces."""

from discussions.models import Space
from hub.audiences.operations import chosen
from hub.audit.models import AuditEntry
from hub.database import in_transaction, now
from hub.outbox import record
from hub.outbox.models import Delivery, RecordedEvent
from hub.vocabulary.events import TermChanged
from tests.conftest import ClientOf
from tests.factories import Make


async def parked(reason: str) -> Delivery:
    async with in_transaction():
        event = await record(TermChanged(1))
    return await Delivery.create(
        event_id=event, consumer="nobody", failures=10, parked_at=now(), last_error=reason
    )


async def test_parked_deliveries_show_their_reason_and_are_retried_or_given_up(
    client_of: ClientOf, make: Make
) -> None:
    first, second, third = [await parked(f"reason {n} <b>") for n in (1, 2, 3)]
    client = await client_of(await make.reader(role="admin"))
    page = (await client.get("/admin/deliveries")).text
    for n in (1, 2, 3):
        assert f"reason {n} &lt;b&gt;" in page

    assert (await client.put(f"/admin/deliveries/{first.id}/retry")).status_code == 303
    await first.refresh_from_db()
    assert (first.parked_at, first.failures) == (None, 0)
    assert (await client.delete(f"/admin/deliveries/{second.id}")).status_code == 303
    assert not await Delivery.exists(id=second.id)
    assert (await client.put("/admin/deliveries/retry")).status_code == 303
    await third.refresh_from_db()
    assert third.parked_at is None
    done = [entry.action for entry in await AuditEntry.filter(object_kind="delivery").order_by("id")]
    assert done == ["delivery.retried", "delivery.dropped", "delivery.retried"]


async def test_a_delivery_that_is_under_way_is_not_given_up(client_of: ClientOf, make: Make) -> None:
    delivery = await parked("")
    await Delivery.filter(id=delivery.id).update(parked_at=None)
    client = await client_of(await make.reader(role="admin"))
    await client.delete(f"/admin/deliveries/{delivery.id}")
    assert await Delivery.exists(id=delivery.id)


async def test_the_audit_log_filters_and_pages(client_of: ClientOf, make: Make) -> None:
    admin = await make.reader("Ada", role="admin")
    client = await client_of(admin)
    for number in range(55):
        await AuditEntry.create(actor_id=admin.id, action="thing.done", object_kind="thing", object_id=number)
    await AuditEntry.create(
        action="other.done", object_kind="user", object_id=admin.id, details={"name": "<i>"}
    )

    async def shown(**asked: str) -> str:
        page = await client.get("/admin/audit", params=asked)
        assert page.status_code == 200
        return page.text.split('class="filters"')[1].split("</form>")[1]

    assert "&lt;i&gt;" in await shown()
    assert "other.done" not in await shown(action="thing.done")
    assert "other.done" not in await shown(actor=str(admin.id))
    assert "thing.done" not in await shown(kind="user", id=str(admin.id))
    assert "thing 54" in await shown(action="thing.done")
    assert "thing 54" not in await shown(action="thing.done", page="2")
    assert "thing 1<" in await shown(action="thing.done", page="2")
    for bad in ({"page": "0"}, {"actor": "x"}, {"id": "9" * 30}):
        assert (await client.get("/admin/audit", params=bad)).status_code == 422


async def test_the_system_page_tells_that_mail_goes_to_a_folder(client_of: ClientOf, make: Make) -> None:
    page = await (await client_of(await make.reader(role="admin"))).get("/admin/system")
    assert "HUB_SMTP_URL" in page.text
    assert "Database" in page.text


async def test_an_admin_makes_changes_and_archives_a_space(client_of: ClientOf, make: Make) -> None:
    insider = await make.reader()
    audience = await make.audience(insider)
    client = await client_of(await make.reader(role="admin"))
    sent = {"name": "报价 Prices", "description": "Hard ones", "audience": str(audience.id)}
    assert (await client.post("/admin/spaces", data=sent)).status_code == 303
    space = await Space.get(name="报价 Prices")
    assert (space.slug, space.audience_id) == ("prices", audience.id)
    assert (await client.post("/admin/spaces", data=sent)).status_code == 422

    own = await chosen(group_ids=[], user_ids=[insider.id])
    await Space.filter(id=space.id).update(audience_id=own.id)
    page = await client.get(f"/admin/spaces/{space.id}")
    assert f'<option value="{own.id}" selected' in page.text
    kept = {"name": "Prices", "audience": str(own.id), "position": "3"}
    assert (await client.put(f"/admin/spaces/{space.id}", data=kept)).status_code == 303
    await space.refresh_from_db()
    assert (space.name, space.audience_id, space.position) == ("Prices", own.id, 3)

    other = await chosen(group_ids=[], user_ids=[])
    for bad in ({"audience": str(other.id)}, {"audience": "9" * 30}, {"name": ""}, {"position": "-1"}):
        assert (await client.put(f"/admin/spaces/{space.id}", data=kept | bad)).status_code == 422
    assert (await client.put(f"/admin/spaces/{space.id}/archival")).status_code == 303
    assert (await Space.get(id=space.id)).archived_at
    assert (await client.delete(f"/admin/spaces/{space.id}/archival")).status_code == 303
    assert not (await Space.get(id=space.id)).archived_at
    assert await RecordedEvent.all().count() == 0
