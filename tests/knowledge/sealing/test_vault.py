"""The keys of a page while they are unlocked, in Chromium."""

import json
from typing import Any

import pyrage
import pytest
from playwright.async_api import Page, Route, expect

from hub.identity import Reader
from knowledge.models import SealingIdentity
from knowledge.sealing.keys import make_key
from tests.factories import Make
from tests.knowledge.defects.factories import a_team
from tests.knowledge.sealing.conftest import BrowserOf
from tests.knowledge.sealing.keys import PASSPHRASE, Own, an_identity, another_identity, new_key, wrapped

VAULT = 'const vault = await import("hub/lib/sealing/vault"); '
SMALL = """async ([keyUid, recipient]) => {
  const vault = await import("hub/lib/sealing/vault")
  const texts = Array.from({ length: 1000 }, (_text, number) => new TextEncoder().encode(`report ${number}`))
  const sealed = await Promise.all(texts.map((text) => vault.seal(recipient, text)))
  sealed[7] = sealed[7].slice(0, -1)
  const wrong = []
  const steps = []
  await vault.openMany(sealed.map((bytes) => ({ keyUid, bytes })), {
    each: (place, bytes, code) => {
      if (!bytes || new TextDecoder().decode(bytes) !== `report ${place}`) wrong.push([place, code])
    },
    progress: (done) => steps.push(done),
  })
  return { wrong, steps: steps.length, last: Math.max(...steps) }
}"""
LARGE = """async ([keyUid, recipient]) => {
  const vault = await import("hub/lib/sealing/vault")
  const file = new File([new Uint8Array(25 * 1024 * 1024).fill(7)], "large.bin")
  const told = []
  let answered = 0
  const ticking = setInterval(() => { answered += 1 })
  const sealed = await vault.sealFile(recipient, file, { progress: (bytes) => told.push(bytes) })
  const opened = await vault.openFile(keyUid, sealed.blob.stream())
  clearInterval(ticking)
  const cut = await vault.openFile(keyUid, sealed.blob.slice(0, -1)).catch((error) => error.code)
  return { size: opened.blob.size, same: opened.digest === sealed.digest, told: told.at(-1), cut, answered }
}"""


class Stage:
    """Somebody who holds the key of a team, with a browser at its page."""

    def __init__(self, own: Own, page: Page, path: str, secret: Any, key: dict[str, str]) -> None:
        self.own = own
        self.page = page
        self.path = path
        self.secret = secret
        self.key = key

    @classmethod
    async def of(cls, make: Make, browser_of: BrowserOf) -> "Stage":
        member = await make.reader("Mia")
        team = await a_team(make, member)
        member = await make.fresh(member)
        own = await an_identity(member, 0)
        keepers = [await another_identity(await make.reader(role="admin")) for _admin in range(3)]
        secret, new = new_key(team.group, [own], keepers)
        await make_key(member, team.group, new)
        browser = await browser_of(member)
        path = f"/sealing/teams/{team.group.uid}"
        await browser.open(path)
        return cls(own, browser.page, path, secret, {"uid": str(new.uid), "recipient": new.recipient})

    async def unlock(self) -> None:
        await self.page.fill("[data-vault-target=passphrase]", PASSPHRASE)
        await self.page.click("[data-vault-target=locked] button.button--primary")
        await expect(self.page.locator("[data-vault-target=unlocked]")).to_be_visible()

    async def state(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.page.evaluate(f"async () => {{ {VAULT} return vault.state() }}")
        return found

    @property
    def arguments(self) -> list[str]:
        return [self.key["uid"], self.key["recipient"]]


@pytest.fixture
async def stage(make: Make, browser_of: BrowserOf) -> Stage:
    return await Stage.of(make, browser_of)


async def test_many_reports_open_at_once_and_one_that_was_cut_keeps_none_from_it(
    stage: Stage,
) -> None:
    await stage.unlock()
    found = await stage.page.evaluate(SMALL, stage.arguments)
    assert found["wrong"] == [[7, "damaged"]]
    assert (found["steps"], found["last"]) == (20, 1000)


async def test_a_large_file_is_sealed_and_opened_without_freezing_the_page(stage: Stage) -> None:
    await stage.unlock()
    found = await stage.page.evaluate(LARGE, stage.arguments)
    assert (found["size"], found["same"], found["told"], found["cut"]) == (
        25 * 2**20,
        True,
        25 * 2**20,
        "damaged",
    )
    # The page went on with other things meanwhile.
    assert found["answered"] > 20


async def test_what_other_tools_seal_is_opened_and_what_the_browser_seals_they_open(stage: Stage) -> None:
    await stage.unlock()
    to = pyrage.x25519.Recipient.from_str(stage.key["recipient"])
    theirs = list(pyrage.encrypt("紙 and ink".encode(), [to]))
    opened = await stage.page.evaluate(
        f"""async ([uid, bytes]) => {{ {VAULT}
        return new TextDecoder().decode(await vault.open(uid, Uint8Array.from(bytes))) }}""",
        [stage.key["uid"], theirs],
    )
    assert opened == "紙 and ink"
    ours = await stage.page.evaluate(
        f"""async (recipient) => {{ {VAULT}
        return Array.from(await vault.seal(recipient, new TextEncoder().encode("墨"))) }}""",
        stage.key["recipient"],
    )
    assert pyrage.decrypt(bytes(ours), [stage.secret]).decode() == "墨"


@pytest.mark.parametrize(
    "tampered", ["a reviewer more", "a reviewer less", "another key", "another generation"]
)
async def test_a_key_that_is_not_what_the_server_says_is_refused(stage: Stage, tampered: str) -> None:
    async def lie(route: Route) -> None:
        answer = await route.fetch()
        told = await answer.json()
        [key] = told["keys"]
        if tampered == "a reviewer more":
            key["reviewers"].append(key["reviewers"][0] | {"user": told["identity"]["uid"]})
        elif tampered == "a reviewer less":
            key["reviewers"] = []
        elif tampered == "another generation":
            key["generation"] += 1
        else:
            document = stage.own.open(key["wrapped"])
            other = pyrage.x25519.Identity.generate()
            key["wrapped"] = wrapped(document | {"key": str(other)}, stage.own.recipient)
        await route.fulfill(response=answer, body=json.dumps(told))

    await stage.page.route("**/api/v1/sealing/vault", lie)
    await stage.unlock()
    await expect(
        stage.page.get_by_text("Somebody may have tampered with it: it was refused.")
    ).to_be_visible()
    found = await stage.state()
    assert ([key["uid"] for key in found["keys"]], [key["code"] for key in found["refused"]]) == (
        [],
        ["tampered"],
    )


async def test_a_newer_key_that_nobody_made_who_held_the_present_one_is_refused(stage: Stage) -> None:
    """Whoever writes to the database can lock a key of their own to everybody: it must draw no report to itself."""

    async def forge(route: Route) -> None:
        answer = await route.fetch()
        told = await answer.json()
        [key] = told["keys"]
        secret, uid = pyrage.x25519.Identity.generate(), "00000000-0000-4000-8000-000000000001"
        recipient = str(secret.to_public())
        document = stage.own.open(key["wrapped"]) | {
            "generation": 2,
            "key": str(secret),
            "recipient": recipient,
            "former": {"1": "a guess"},
        }
        forged = {"uid": uid, "generation": 2, "recipient": recipient}
        told["keys"].insert(0, key | forged | {"wrapped": wrapped(document, stage.own.recipient)})
        await route.fulfill(response=answer, body=json.dumps(told))

    await stage.page.route("**/api/v1/sealing/vault", forge)
    await stage.unlock()
    found = await stage.state()
    assert [key["uid"] for key in found["keys"]] == [stage.key["uid"]]
    assert [(key["generation"], key["code"]) for key in found["refused"]] == [(2, "tampered")]


async def test_locking_while_keys_are_fetched_leaves_them_locked(stage: Stage) -> None:
    await stage.unlock()
    found = await stage.page.evaluate(
        f"""async () => {{ {VAULT}
        const fetching = vault.refresh().catch((error) => error.code)
        vault.lock()
        return [await fetching, vault.state().unlocked] }}"""
    )
    assert found == ["locked", False]


async def test_keys_are_locked_by_the_button_and_after_a_quarter_of_an_hour_of_nothing(stage: Stage) -> None:
    await stage.page.clock.install()
    await stage.page.reload()
    await stage.unlock()
    lock = stage.page.locator(".topbar [data-controller=lock]")
    await lock.click()
    await expect(stage.page.locator("[data-vault-target=locked]")).to_be_visible()
    await expect(lock).to_be_hidden()
    await stage.unlock()
    await stage.page.clock.fast_forward(14 * 60_000)
    assert (await stage.state())["unlocked"] is True
    await stage.page.clock.fast_forward(2 * 60_000)
    await expect(stage.page.locator("[data-vault-target=locked]")).to_be_visible()
    assert (await stage.state())["keys"] == []


async def test_nothing_of_a_key_is_stored(stage: Stage) -> None:
    await stage.unlock()
    stored = await stage.page.evaluate(
        """async () => JSON.stringify([
          {...localStorage}, {...sessionStorage}, await caches.keys(), await indexedDB.databases(), document.cookie])"""
    )
    for secret in (str(stage.secret), str(stage.own.secret), PASSPHRASE, "BEGIN AGE"):
        assert secret not in stored


async def test_without_a_secure_connection_the_page_says_so(stage: Stage, address: str) -> None:
    async def pass_on(route: Route) -> None:
        await route.fulfill(
            response=await route.fetch(url=route.request.url.replace("http://hub.test", address))
        )

    page = await stage.page.context.new_page()
    await page.route("http://hub.test/**", pass_on)
    [cookie] = [one for one in await page.context.cookies(address) if one["name"] == "hub_session"]
    await page.context.add_cookies(
        [{"name": cookie["name"], "value": cookie["value"], "url": "http://hub.test"}]
    )
    await page.goto(f"http://hub.test{stage.path}")
    await expect(page.get_by_text("Sealing needs a secure connection")).to_be_visible()
    await expect(page.locator("[data-vault-target=locked]")).to_be_hidden()


async def test_a_passkey_locks_and_unlocks_an_identity(make: Make, browser_of: BrowserOf) -> None:
    reader: Reader = await make.reader("Pia")
    browser = await browser_of(reader)
    page = browser.page
    devices = await page.context.new_cdp_session(page)
    await devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasPrf": True}
    able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    await devices.send("WebAuthn.addVirtualAuthenticator", {"options": device | able})
    await browser.open("/sealing")
    await page.get_by_role("button", name="Use a passkey instead").click()
    await expect(page.get_by_role("heading", name="Your key", exact=True)).to_be_visible()
    identity = await SealingIdentity.get(user_id=reader.id)
    assert (identity.passphrase_wrapped, bool(identity.passkey_wrapped)) == ("", True)
    await page.reload()
    await page.locator("[data-vault-target=locked]").get_by_role("button", name="Use a passkey").click()
    await expect(page.locator("[data-vault-target=unlocked]")).to_be_visible()
