"""People, invitations, groups, audiences."""

import pytest

from hub.accounts import operations
from hub.accounts.models import Invitation, User
from hub.audiences.models import Audience, Group, Membership
from hub.audiences.operations import chosen, everyone
from hub.vocabulary.models import Facet
from tests.conftest import ClientOf
from tests.factories import Make


async def test_people_are_found_by_name_address_handle_and_state(client_of: ClientOf, make: Make) -> None:
    admin = await make.reader("Admin", role="admin")
    await make.user("何静")
    await make.user("Gone Away", active=False)
    await operations.ensure_placeholder("Imported Author")
    client = await client_of(admin)

    async def listed(**asked: str) -> str:
        page = await client.get("/admin/people", params=asked)
        assert page.status_code == 200
        return page.text.split("Accounts")[1]

    assert "何静" in await listed()
    assert "Gone Away" not in await listed()
    assert "何静" in await listed(q="静")
    assert "何静" in await listed(q="PERSON2@")
    assert "何静" not in await listed(q="nobody")
    assert "Gone Away" in await listed(state="inactive")
    assert "Imported Author" in await listed(state="imported")
    assert "Imported Author" not in await listed(q="Imported")
    for hostile in ("%", "_", "\\", "'", "<b>"):
        assert "何静" not in await listed(q=hostile)
    assert (await client.get("/admin/people", params={"page": "999"})).status_code == 200
    assert (await client.get("/admin/people", params={"page": "9" * 30})).status_code == 422


async def test_an_admin_invites_and_withdraws(client_of: ClientOf, make: Make) -> None:
    group = await make.group("Support")
    client = await client_of(await make.reader(role="admin"))
    sent = {"email": "ben@example.com", "name": "Ben", "role": "lead", "groups": [str(group.id)]}
    assert (await client.post("/admin/invitations", data=sent)).status_code == 303
    invitation = await Invitation.get()
    assert (invitation.email, invitation.role, invitation.group_ids) == (
        "ben@example.com",
        "lead",
        [group.id],
    )
    assert "ben@example.com" in (await client.get("/admin/people")).text

    assert (await client.delete(f"/admin/invitations/{invitation.id}")).status_code == 303
    await client.get("/admin/people")
    assert "ben@example.com" not in (await client.get("/admin/people")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nonsense"),
        ("email", "person1@example.com"),
        ("name", ""),
        ("role", "king"),
        ("groups", "9" * 30),
    ],
)
async def test_a_bad_invitation_is_refused_and_nothing_typed_is_lost(
    client_of: ClientOf, make: Make, field: str, value: str
) -> None:
    client = await client_of(await make.reader(role="admin"))
    sent = {"email": "ben@example.com", "name": "Ben the long", "role": "member"} | {field: value}
    refused = await client.post("/admin/invitations", data=sent)
    assert refused.status_code == 422
    assert sent["email"] in refused.text
    assert not await Invitation.exists()


async def test_role_groups_and_access_of_a_person(client_of: ClientOf, make: Make) -> None:
    sales, support = await make.group("Sales"), await make.group("Support")
    reader = await make.reader()
    hers = await client_of(reader)
    client = await client_of(await make.reader(role="admin"))
    page = f"/admin/people/{reader.id}"

    assert (
        await client.put(f"{page}/groups", data={"groups": [str(sales.id), str(support.id)]})
    ).status_code == 303
    assert await Membership.filter(user_id=reader.id).count() == 2
    assert (await client.put(f"{page}/groups", data={"groups": [str(support.id)]})).status_code == 303
    assert await Membership.filter(user_id=reader.id).values_list("group_id", flat=True) == [support.id]

    assert (await client.put(f"{page}/role", data={"role": "lead"})).status_code == 303
    assert (await User.get(id=reader.id)).role == "lead"
    assert (await client.put(f"{page}/role", data={"role": "king"})).status_code == 422

    assert (await hers.get("/settings")).status_code == 200
    assert (await client.delete(f"{page}/sessions")).status_code == 303
    assert (await hers.get("/settings")).status_code == 303

    again = await client_of(reader)
    assert (await again.get("/settings")).status_code == 200
    assert (await client.put(f"{page}/deactivation")).status_code == 303
    assert (await again.get("/settings")).status_code == 303
    assert "Deactivated" in (await client.get(page)).text
    assert (await client.delete(f"{page}/deactivation")).status_code == 303
    assert (await User.get(id=reader.id)).active


async def test_the_only_admin_is_told_why_they_must_stay(client_of: ClientOf, make: Make) -> None:
    admin = await make.reader(role="admin")
    client = await client_of(admin)
    for path, data in (
        (f"/admin/people/{admin.id}/role", {"role": "member"}),
        (f"/admin/people/{admin.id}/deactivation", {}),
    ):
        refused = await client.put(path, data=data)
        assert refused.status_code == 409
        assert "only administrator" in refused.text
    assert (await client.get("/admin/people")).status_code == 200


async def test_a_placeholder_is_not_let_in(client_of: ClientOf, make: Make) -> None:
    author = await operations.ensure_placeholder("Old Author")
    client = await client_of(await make.reader(role="admin"))
    assert (await client.get(f"/admin/people/{author.id}")).status_code == 200
    assert (await client.delete(f"/admin/people/{author.id}/deactivation")).status_code == 409
    assert not (await User.get(id=author.id)).active


async def test_a_group_gets_members_and_a_product(client_of: ClientOf, make: Make) -> None:
    member = await make.reader()
    product = await make.term(Facet.PRODUCT, "T80")
    client = await client_of(await make.reader(role="admin"))
    assert (await client.post("/admin/groups", data={"name": "Team T80"})).status_code == 303
    group = await Group.get(name="Team T80")
    assert group.handle == "team-t80"
    sent = {"name": "Team T80", "product": product.key, "members": [str(member.id), "4711"]}
    assert (await client.put(f"/admin/groups/{group.id}", data=sent)).status_code == 303
    await group.refresh_from_db()
    assert group.product_id == product.id
    assert (await make.fresh(member)).group_ids == {group.id}

    for bad in ({"name": ""}, {"name": "Team T80", "product": "unknown"}, {"name": "X", "members": ["-1"]}):
        refused = await client.put(f"/admin/groups/{group.id}", data=bad)
        assert refused.status_code == 422
    assert (await client.post("/admin/groups", data={"name": "Team T80"})).status_code == 422
    assert (
        await client.post("/admin/groups", data={"name": "Other", "handle": member.handle})
    ).status_code == 422
    assert (await make.fresh(member)).group_ids == {group.id}


async def test_changing_an_audience_changes_who_reads_at_once(client_of: ClientOf, make: Make) -> None:
    insider, outsider = await make.reader(), await make.reader()
    group = await make.group("Support", [insider])
    client = await client_of(await make.reader(role="admin"))
    made = await client.post("/admin/audiences", data={"name": "Confidential", "groups": [str(group.id)]})
    assert made.status_code == 303
    audience = await Audience.get(name="Confidential")
    await make.space("Prices", audience)
    assert audience.id in (await make.fresh(insider)).audience_ids
    assert audience.id not in (await make.fresh(outsider)).audience_ids
    page = await client.get(f"/admin/audiences/{audience.id}")
    assert insider.name in page.text
    assert "Spaces: 1" in page.text

    sent = {"name": "Confidential", "people": [str(outsider.id)]}
    assert (await client.put(f"/admin/audiences/{audience.id}", data=sent)).status_code == 303
    assert audience.id not in (await make.fresh(insider)).audience_ids
    assert audience.id in (await make.fresh(outsider)).audience_ids


async def test_everyone_and_readers_of_one_thing_cannot_be_changed(client_of: ClientOf, make: Make) -> None:
    reader = await make.reader()
    single = await chosen(group_ids=[], user_ids=[reader.id])
    everybody = await everyone()
    client = await client_of(await make.reader(role="admin"))
    for audience in (everybody, single):
        sent = {"name": "Nobody"}
        assert (await client.put(f"/admin/audiences/{audience.id}", data=sent)).status_code == 404
    assert everybody.id in (await make.fresh(reader)).audience_ids
    assert single.id in (await make.fresh(reader)).audience_ids
