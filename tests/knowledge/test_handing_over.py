"""What somebody answers for goes to somebody else; nothing is left without an owner unseen."""

import pytest

from hub.accounts import operations as people
from hub.accounts.models import User
from hub.errors import Forbidden, InvalidInput
from hub.identity import Reader
from knowledge.models import Article
from knowledge.verification.due import Reason, queue
from knowledge.verification.handing_over import hand_over
from knowledge.verification.planning import plan
from notifications.models import Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.knowledge.factories import an_article


async def account(reader: Reader) -> User:
    return await User.get(id=reader.id)


async def test_all_of_a_leaver_goes_to_one_who_can_read_it_and_is_told_once(
    make: Make, deliver: Deliver
) -> None:
    ann, bo, cy = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    lead = await make.reader("Lead", role="lead")
    private = await make.audience(ann, lead)
    ann, lead = await make.fresh(ann), await make.fresh(lead)
    owned = [await an_article(ann, title=f"Article {number}") for number in range(3)]
    stays = await an_article(ann, title="Private", audience=private)
    verified = await plan(cy, await an_article(cy), verifier=await account(ann), every=6)
    await deliver()
    await Notification.all().delete()
    moved = await hand_over(lead, await account(ann), await account(bo))
    assert moved.count == 4
    assert [article.id for article in moved.left] == [stays.id]
    assert await Article.filter(owner_id=bo.id).count() == len(owned)
    assert (await Article.get(id=verified.id)).verifier_id == bo.id
    assert (await Article.get(id=verified.id)).owner_id == cy.id
    assert (await Article.get(id=stays.id)).owner_id == ann.id
    await deliver("notifier")
    assert await Notification.all().values_list("user_id", "reason") == [(bo.id, "articles_handed_over")]


async def test_a_lead_hands_over_nothing_that_they_cannot_read(make: Make) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    lead = await make.reader("Lead", role="lead")
    private = await make.audience(ann, bo)
    ann, bo = await make.fresh(ann), await make.fresh(bo)
    article = await an_article(ann, audience=private)
    moved = await hand_over(lead, await account(ann), await account(bo))
    assert (moved.count, moved.left) == (0, [])
    assert (await Article.get(id=article.id)).owner_id == ann.id


async def test_people_hand_over_their_own_leads_everybodys(make: Make, client_of: ClientOf) -> None:
    ann, bo = await make.reader("Ann"), await make.reader("Bo")
    await an_article(ann)
    for taker in (ann, bo):
        with pytest.raises(Forbidden):
            await hand_over(bo, await account(ann), await account(taker))
    with pytest.raises(InvalidInput):
        await hand_over(ann, await account(ann), await account(ann))
    client = await client_of(bo)
    assert (await client.get(f"/articles/hand-over?giver={ann.handle}")).status_code == 403
    assert (await client.get("/articles/hand-over")).status_code == 403
    assert (await client.get("/articles/hand-over?giver=nobody")).status_code == 404
    own = await client_of(ann)
    page = (await own.get(f"/articles/hand-over?giver={ann.handle}")).text
    assert "Jams in the cold" in page
    path = f"/articles/hand-over/{ann.handle}"
    assert (await own.post(path, data={"_method": "PUT", "taker": ""})).status_code == 422
    assert (await own.post(path, data={"_method": "PUT", "taker": str(bo.id)})).status_code == 303
    assert await Article.filter(owner_id=bo.id).count() == 1


async def test_what_a_dismissed_person_leaves_is_listed_for_leads(make: Make, client_of: ClientOf) -> None:
    admin, ann = await make.reader("Admin", role="admin"), await make.reader("Ann")
    article = await an_article(ann)
    await people.deactivate(admin, await account(ann))
    [entry] = await queue(admin, everybody=True)
    assert (entry.article.id, entry.reasons) == (article.id, [Reason.NO_OWNER])
    client = await client_of(admin)
    assert "Ann has left" in (await client.get("/articles/due?whose=all")).text
    assert f"/articles/hand-over?giver={ann.handle}" in (await client.get("/articles/hand-over")).text
    taken = await client.post(
        f"/articles/hand-over/{ann.handle}", data={"_method": "PUT", "taker": str(admin.id)}
    )
    assert taken.status_code == 303
    assert await queue(admin, everybody=True) == []
    with pytest.raises(InvalidInput):
        await hand_over(admin, await account(admin), await account(ann))
