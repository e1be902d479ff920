"""Which group answers for which product: one for each, and one for all that is resold."""

import pytest

from hub.audiences.models import Group
from hub.errors import InvalidInput
from hub.vocabulary import operations as vocabulary
from hub.vocabulary.models import Facet
from tests.conftest import ClientOf
from tests.factories import Make


async def test_only_one_group_answers_for_a_product_and_one_for_what_is_resold(
    make: Make, client_of: ClientOf
) -> None:
    product, admin = await make.term(Facet.PRODUCT), await make.reader(role="admin")
    first, second = await make.group("Printing"), await make.group("Scanning")
    client = await client_of(admin)
    sent = {"_method": "PUT", "product": product.key, "vendor_liaison": "yes"}
    assert (
        await client.post(f"/admin/groups/{first.id}", data=sent | {"name": "Printing"})
    ).status_code == 303
    refused = await client.post(f"/admin/groups/{second.id}", data=sent | {"name": "Scanning"})
    assert refused.status_code == 422
    assert "“Printing” answers for this product already." in refused.text
    assert "“Printing” is the vendor liaison already." in refused.text
    assert [group.id for group in await Group.filter(product_id=product.id, vendor_liaison=True)] == [
        first.id
    ]
    freed = {"_method": "PUT", "name": "Printing"}
    assert (await client.post(f"/admin/groups/{first.id}", data=freed)).status_code == 303
    assert (
        await client.post(f"/admin/groups/{second.id}", data=sent | {"name": "Scanning"})
    ).status_code == 303
    assert [group.id for group in await Group.filter(product_id=product.id, vendor_liaison=True)] == [
        second.id
    ]


async def test_two_products_that_both_have_a_team_are_not_merged(make: Make) -> None:
    old, kept = await make.term(Facet.PRODUCT), await make.term(Facet.PRODUCT)
    group, other = await make.group(), await make.group()
    await Group.filter(id=group.id).update(product_id=old.id)
    await Group.filter(id=other.id).update(product_id=kept.id)
    with pytest.raises(InvalidInput) as refused:
        await vocabulary.merge(None, old, kept)
    assert list(refused.value.errors) == ["into"]
    await Group.filter(id=other.id).update(product_id=None)
    await vocabulary.merge(None, old, kept)
    assert (await Group.get(id=group.id)).product_id == kept.id
