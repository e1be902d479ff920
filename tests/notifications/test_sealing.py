"""Who is told of the keys of a product team."""

import pytest

from hub.audiences import operations as audiences
from hub.database import in_transaction, now
from hub.identity import Reader
from hub.outbox import record
from knowledge.defects.events import RecoveryAsked, TeamKeyMade
from knowledge.models import KeyGrant, Recovery, RecoveryShare, SealingIdentity, TeamKey
from notifications.models import Notification
from tests.conftest import ClientOf, Deliver
from tests.defects import Company
from tests.factories import Make
from tests.notifications.test_defects import lines


@pytest.fixture
async def company(make: Make) -> Company:
    return await Company.of(make)


async def test_the_team_hears_of_its_key_and_admins_with_a_share_of_its_loss(
    company: Company, deliver: Deliver, client_of: ClientOf
) -> None:
    key = await TeamKey.create(
        team=company.team, generation=1, recipient="age1", recovery_recipient="age1r", recovery_wrapped="",
        author_id=company.reviewer.id, created_at=now(),
    )  # fmt: skip
    kept = await _identity(company.admin)
    await RecoveryShare.create(key=key, identity=kept, wrapped="")
    recovery = await Recovery.create(
        key=key, identity=await _identity(company.second), reason="", created_at=now()
    )
    async with in_transaction():
        await record(TeamKeyMade(company.team.id, company.reviewer.id, key_id=key.id))
        await record(RecoveryAsked(company.team.id, company.second.id, recovery_id=recovery.id))
    await deliver("notifier")
    made = (company.team.name, "Your team has a new key for sealed reports: its fingerprint changed")
    assert await lines(company.second) == await lines(company.former) == [made]
    assert await lines(company.admin) == [
        (company.team.name, "A team has lost its key and asks for your share")
    ]
    for reader in (company.reviewer, company.reporter, company.stranger):
        assert await lines(reader) == []
    told = await Notification.get(user_id=company.admin.id)
    response = await (await client_of(company.admin)).get(f"/notifications/{told.uid}")
    assert response.headers["location"] == f"/sealing/recoveries/{recovery.uid}"


async def test_holders_hear_when_one_of_them_leaves_the_team(company: Company, deliver: Deliver) -> None:
    key = await TeamKey.create(
        team=company.team, generation=1, recipient="age1", recovery_recipient="age1r", recovery_wrapped="",
        author_id=company.reviewer.id, created_at=now(),
    )  # fmt: skip
    for reader in (company.reviewer, company.former):
        await KeyGrant.create(
            key=key, identity=await _identity(reader), wrapped="", author_id=reader.id, created_at=now()
        )
    await audiences.set_members(None, company.team, [company.reviewer.id, company.former.id])
    await deliver("notifier")
    assert await lines(company.reviewer) == []
    await company.dismiss()
    await deliver("notifier")
    [(_team, text)] = await lines(company.reviewer)
    assert text == "Somebody may not have your team's key any more: make a new one"
    assert await lines(company.former) == await lines(company.second) == []


async def _identity(reader: Reader) -> SealingIdentity:
    return await SealingIdentity.create(user_id=reader.id, recipient=f"age1of{reader.id}", created_at=now())
