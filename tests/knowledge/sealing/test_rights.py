"""What the server gives and takes of keys: locked, to those whom it may concern, and nothing twice."""

import asyncio
import base64
import json
from dataclasses import asdict
from typing import Any
from uuid import uuid4

import httpx
import pyrage
import pytest

from hub.audiences import membership
from hub.audit.models import AuditEntry
from hub.database import new_uid
from hub.identity import Reader
from hub.outbox.models import RecordedEvent
from knowledge.defects.sealed import reporting
from knowledge.defects.sealed.parts import Words
from knowledge.models import DefectLook, KeyGrant, SealedPart, SealingIdentity, TeamKey
from knowledge.sealing.keys import NewKey, make_key
from knowledge.sealing.moving import BATCH
from tests.conftest import ClientOf
from tests.factories import Make
from tests.knowledge.defects.factories import Team, a_team
from tests.knowledge.sealing.keys import Own, an_identity, another_identity, new_key, wrapped
from tests.statements import counted

API = "/api/v1/sealing"


class Company:
    """A team of three, of whom Ann and Ben hold its key and Cas does not; three admins, none of them in the team."""

    ann: Own
    ben: Own
    cas: Own
    admins: list[Own]
    team: Team
    secret: pyrage.x25519.Identity
    key: TeamKey
    clients: dict[int, httpx.AsyncClient]

    @classmethod
    async def of(cls, make: Make, client_of: ClientOf) -> "Company":
        self = cls()
        members = [await make.reader(name) for name in ("Ann", "Ben", "Cas")]
        self.team = await a_team(make, *members)
        admins = [await make.reader(name, role="admin") for name in ("Xia", "Yan", "Zoe")]
        people = [await make.fresh(reader) for reader in [*members, *admins]]
        owners = [await an_identity(reader, number) for number, reader in enumerate(people)]
        self.ann, self.ben, self.cas, *self.admins = owners
        self.secret, new = new_key(self.team.group, [self.ann, self.ben], self.admins)
        self.key = await make_key(self.ann.reader, self.team.group, new)
        self.clients = {own.reader.id: await client_of(own.reader) for own in owners}
        return self

    def of_browser(self, own: Own) -> httpx.AsyncClient:
        return self.clients[own.reader.id]

    @property
    def path(self) -> str:
        return f"{API}/teams/{self.team.group.uid}"

    async def report(self, author: Reader, content: bytes = b"words") -> SealedPart:
        to = pyrage.x25519.Recipient.from_str(self.key.recipient)
        part = uuid4()
        words = Words(part, pyrage.encrypt(content, [to]))
        await reporting.report(author, uuid4(), self.team.filing(), self.key.uid, words)
        return await SealedPart.get(uid=part)


@pytest.fixture
async def company(make: Make, client_of: ClientOf) -> Company:
    return await Company.of(make, client_of)


def sent(new: NewKey) -> dict[str, Any]:
    """A new key as JSON."""
    return asdict(new) | {"uid": str(new.uid)}


async def vault(company: Company, own: Own) -> list[dict[str, Any]]:
    answer = await company.of_browser(own).get(f"{API}/vault")
    assert answer.headers["cache-control"] == "no-store"
    keys: list[dict[str, Any]] = answer.json()["keys"]
    return keys


async def test_only_members_get_a_teams_key_locked_to_themselves(company: Company) -> None:
    [mine] = await vault(company, company.ann)
    document = company.ann.open(mine["wrapped"])
    assert document["key"] == str(company.secret)
    held = {(one["user"], one["recipient"]) for one in mine["reviewers"]}
    assert held == {(one["user"], one["recipient"]) for one in document["reviewers"]}  # type: ignore[attr-defined]
    for other in (company.cas, *company.admins):
        assert await vault(company, other) == []
    for admin in company.admins:
        shown = await company.of_browser(admin).get(company.path)
        assert {key["wrapped"] for key in shown.json()["keys"]} == {""}


async def test_whoever_leaves_the_team_gets_nothing_at_once(company: Company, make: Make) -> None:
    await company.report(await make.reader())
    assert len(await vault(company, company.ben)) == 1
    browser = company.of_browser(company.ben)
    await membership.leave(None, company.team.group, company.ben.reader.id)
    assert await vault(company, company.ben) == []
    for address in (company.path, f"{company.path}/leftovers", f"/sealing/teams/{company.team.group.uid}"):
        assert (await browser.get(address)).status_code == 404
    parts = (await browser.get("/api/v1/sealed-parts")).json()["items"]
    assert parts == []
    assert (await company.of_browser(company.ann).get(company.path)).json()["keys"][0]["due"] is True


async def test_outsiders_are_told_the_same_as_of_a_team_that_does_not_exist(
    company: Company, make: Make, client_of: ClientOf
) -> None:
    outsider = await client_of(await make.reader())
    hidden = await outsider.get(company.path)
    missing = await outsider.get(f"{API}/teams/{new_uid()}")
    assert (hidden.status_code, hidden.json()) == (missing.status_code, missing.json())
    assert hidden.status_code == 404
    assert (await company.of_browser(company.ann).get(company.path)).status_code == 200


async def test_a_key_is_given_to_one_more_member_and_everybody_gets_the_new_list(company: Company) -> None:
    holders = [company.ann, company.ben, company.cas]
    _secret, again = new_key(company.team.group, holders, company.admins)
    before = [company.ann.recipient, company.ben.recipient]
    body = {"before": before, "grants": sent(again)["grants"]}
    address = f"{API}/keys/{company.key.uid}/grants"
    assert (await company.of_browser(company.cas).put(address, json=body)).status_code == 403
    assert (await company.of_browser(company.ann).put(address, json=body)).status_code == 204
    assert len(await vault(company, company.cas)) == 1
    # A browser that still sees the former list changes nothing.
    refused = await company.of_browser(company.ben).put(address, json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "keys_changed")


@pytest.mark.parametrize("slipped_in", ["an outsider", "nobody", "two at once"])
async def test_nobody_is_slipped_into_a_key(company: Company, make: Make, slipped_in: str) -> None:
    outsider = await another_identity(await make.reader())
    dan = await make.reader("Dan")
    await membership.join(None, company.team.group, dan.id)
    own = await another_identity(dan)
    added = {"an outsider": [outsider], "nobody": [], "two at once": [company.cas, own]}[slipped_in]
    _secret, again = new_key(company.team.group, [company.ann, company.ben, *added], company.admins)
    body = {"before": [company.ann.recipient, company.ben.recipient], "grants": sent(again)["grants"]}
    refused = await company.of_browser(company.ann).put(f"{API}/keys/{company.key.uid}/grants", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "wrong_holders")


async def test_a_key_that_was_taken_away_stays_away_when_another_member_is_given_it(company: Company) -> None:
    browser = company.of_browser(company.ann)
    away = f"{company.path}/reviewers/{company.ben.reader.uid}"
    assert (await company.of_browser(company.cas).delete(away)).status_code == 403
    assert (await browser.delete(away)).status_code == 204
    assert await vault(company, company.ben) == []
    _secret, again = new_key(company.team.group, [company.ann, company.ben, company.cas], company.admins)
    body = {"before": [company.ann.recipient, company.ben.recipient], "grants": sent(again)["grants"]}
    assert (await browser.put(f"{API}/keys/{company.key.uid}/grants", json=body)).status_code == 204
    assert await vault(company, company.ben) == []
    assert [key["due"] for key in await vault(company, company.cas)] == [True]


async def test_of_two_new_keys_at_once_one_is_made(company: Company) -> None:
    made = [
        new_key(company.team.group, [own], company.admins, generation=2)[1]
        for own in (company.ann, company.ben)
    ]
    answers = await asyncio.gather(
        company.of_browser(company.ann).post(f"{company.path}/keys", json=sent(made[0])),
        company.of_browser(company.ben).post(f"{company.path}/keys", json=sent(made[1])),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_new_key_needs_a_holder_three_admins_and_locked_keys(company: Company) -> None:
    browser, address = company.of_browser(company.ann), f"{company.path}/keys"
    _secret, new = new_key(company.team.group, [company.ann], company.admins, generation=2)
    good = sent(new)
    open_key = base64.b64encode(b"age-encryption.org/v1\n-> none\n---\nAGE-SECRET-KEY-1").decode()
    plain = f"-----BEGIN AGE ENCRYPTED FILE-----\n{open_key}\n-----END AGE ENCRYPTED FILE-----\n"
    for wrong, status in [
        (good | {"recovery_wrapped": plain}, 422),
        (good | {"recovery_wrapped": str(company.secret)}, 422),
        (good | {"recipient": str(company.secret)}, 422),
        (good | {"shares": [good["shares"][0]] * 3}, 409),
        (good | {"shares": good["shares"][:2]}, 422),
        (
            good | {"grants": sent(new_key(company.team.group, [company.ben], company.admins)[1])["grants"]},
            409,
        ),
        (good | {"generation": 3}, 409),
    ]:
        assert (await browser.post(address, json=wrong)).status_code == status
    assert (await company.of_browser(company.cas).post(address, json=good)).status_code == 403
    assert (await company.of_browser(company.admins[0]).post(address, json=good)).status_code == 403
    assert (await browser.post(address, json=good)).status_code == 201
    assert (await browser.post(address, json=good)).status_code == 201
    assert await TeamKey.filter(team=company.team.group).count() == 2


async def test_what_stands_is_sealed_to_a_new_key_by_several_browsers_at_once(
    company: Company, make: Make
) -> None:
    reporter = await make.reader()
    parts = [await company.report(reporter, f"words {number}".encode()) for number in range(BATCH + 1)]
    secret, new = new_key(company.team.group, [company.ann, company.ben], company.admins, generation=2)
    await make_key(company.ann.reader, company.team.group, new)

    async def move(own: Own) -> None:
        browser, to = company.of_browser(own), pyrage.x25519.Recipient.from_str(new.recipient)
        while items := (await browser.get(f"{company.path}/leftovers")).json()["items"]:
            resealed = []
            for item in items:
                content = pyrage.decrypt(base64.b64decode(item["content"]), [company.secret])
                again = base64.b64encode(pyrage.encrypt(content, [to])).decode()
                resealed.append({"uid": item["uid"], "was": item["digest"], "content": again})
            answer = await browser.post(
                f"{company.path}/reseals", json={"key": str(new.uid), "parts": resealed}
            )
            assert answer.status_code == 200

    assert (await company.of_browser(company.cas).get(f"{company.path}/leftovers")).status_code == 403
    await asyncio.gather(move(company.ann), move(company.ben))
    progress = (await company.of_browser(company.ann).get(company.path)).json()["progress"]
    assert progress == {"total": BATCH + 1, "left": 0}
    for number, part in enumerate(parts):
        await part.refresh_from_db()
        assert pyrage.decrypt(part.content, [secret]) == f"words {number}".encode()
        assert part.first_digest != part.digest
    # Whoever holds the key puts no other words in the place of what is sealed to it already.
    other = base64.b64encode(
        pyrage.encrypt(b"other words", [pyrage.x25519.Recipient.from_str(new.recipient)])
    )
    again = {"uid": str(parts[0].uid), "was": parts[0].digest, "content": other.decode()}
    sent_again = {"key": str(new.uid), "parts": [again]}
    answer = await company.of_browser(company.ben).post(f"{company.path}/reseals", json=sent_again)
    assert answer.status_code == 200
    assert (await SealedPart.get(id=parts[0].id)).digest == parts[0].digest
    await company.key.refresh_from_db()
    assert company.key.retired_at is not None
    assert not await KeyGrant.filter(key=company.key).exists()
    served = await DefectLook.filter(user_id=company.ann.reader.id, act="served").count()
    assert served > 0


async def test_two_admins_lend_their_shares_and_nobody_else_gets_them(company: Company) -> None:
    asker = company.of_browser(company.cas)
    body = {"uid": str(new_uid()), "reason": "Ann and Ben have left."}
    asked = await asker.post(f"{API}/keys/{company.key.uid}/recoveries", json=body)
    assert asked.status_code == 201
    address = f"{API}/recoveries/{asked.json()['uid']}"
    share = {"wrapped": wrapped({"share": ""}, company.cas.recipient)}
    recovered = {"grants": [{"recipient": company.cas.recipient, "wrapped": share["wrapped"]}]}
    assert (await company.of_browser(company.ann).put(f"{address}/share", json=share)).status_code == 403
    for admin in company.admins[:2]:
        early = await asker.put(f"{address}/completion", json=recovered)
        assert (early.status_code, early.json()["error"]["code"]) == (409, "not_yet")
        browser = company.of_browser(admin)
        shown = (await browser.get(address)).json()
        assert shown["material"] is None
        assert shown["share"]["recovery"] == company.key.recovery_recipient
        for _twice in range(2):
            assert (await browser.put(f"{address}/share", json=share)).status_code == 204
    for other in (company.ann, company.admins[2]):
        assert (await company.of_browser(other).get(address)).json()["material"] is None
    material = (await asker.get(address)).json()["material"]
    assert len(material["shares"]) == 2
    assert material["recovery_wrapped"] == company.key.recovery_wrapped
    assert (
        await company.of_browser(company.ann).put(f"{address}/completion", json=recovered)
    ).status_code == 403
    assert (await asker.put(f"{address}/completion", json=recovered)).status_code == 204
    assert [key["due"] for key in await vault(company, company.cas)] == [True]
    assert await vault(company, company.ann) == []


async def test_a_new_identity_ends_the_former_ones_use(company: Company) -> None:
    again = await another_identity(company.ben.reader)
    assert await vault(company, company.ben) == []
    former = await SealingIdentity.get(uid=company.ben.uid)
    assert (former.retired_at is not None, former.passphrase_wrapped) == (True, "")
    # A colleague gives the key to the new one, which takes the former one's place.
    _secret, renewed = new_key(company.team.group, [company.ann, again], company.admins)
    body = {"before": [company.ann.recipient, company.ben.recipient], "grants": sent(renewed)["grants"]}
    assert (
        await company.of_browser(company.ann).put(f"{API}/keys/{company.key.uid}/grants", json=body)
    ).status_code == 204
    [key] = await vault(company, company.ben)
    assert {one["recipient"] for one in key["reviewers"]} == {company.ann.recipient, again.recipient}


async def test_a_lock_can_be_changed_and_the_last_one_stays(company: Company) -> None:
    browser, address = company.of_browser(company.ann), f"{API}/identities/{company.ann.uid}"
    by_passphrase = (await SealingIdentity.get(uid=company.cas.uid)).passphrase_wrapped
    changed = await browser.patch(address, json={"passphrase_wrapped": by_passphrase})
    assert changed.json()["passphrase_wrapped"] == by_passphrase
    assert (await browser.patch(address, json={"passphrase_wrapped": ""})).status_code == 422
    assert (await browser.patch(address, json={"passphrase_wrapped": "in the clear"})).status_code == 422
    assert (await company.of_browser(company.ben).patch(address, json={})).status_code == 404


async def test_neither_events_nor_the_audit_log_hold_what_is_locked(company: Company) -> None:
    kept = json.dumps([entry.details for entry in await AuditEntry.all()])
    told = json.dumps([event.data for event in await RecordedEvent.all()])
    assert "BEGIN AGE" not in kept + told
    assert {"team_key.made", "sealing_identity.made"} <= {entry.action for entry in await AuditEntry.all()}


async def test_the_page_of_a_team_asks_the_database_as_often_however_many_hold_its_key(
    company: Company, make: Make
) -> None:
    page = f"/sealing/teams/{company.team.group.uid}"
    with counted() as few:
        assert (await company.of_browser(company.ann).get(page)).status_code == 200
    for _more in range(3):
        reader = await make.reader()
        await membership.join(None, company.team.group, reader.id)
        own = await another_identity(reader)
        await KeyGrant.create(
            key=company.key,
            identity=await SealingIdentity.get(uid=own.uid),
            wrapped="x",
            author_id=reader.id,
            created_at=company.key.created_at,
        )
    with counted() as many:
        assert (await company.of_browser(company.ann).get(page)).status_code == 200
    assert len(many) <= len(few)
