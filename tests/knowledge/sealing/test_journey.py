"""What only browsers can do: make keys, give them, change them, and recover a lost one."""

import base64
import json
from io import BytesIO
from typing import Any
from uuid import uuid4

import pyrage
from playwright.async_api import Page, Route, expect
from starlette.datastructures import UploadFile

from hub.audiences import membership
from hub.files.operations import upload
from hub.files.unused import SEALED_NAME
from hub.identity import Reader
from knowledge.defects.sealed import reporting
from knowledge.defects.sealed.keys import current_key
from knowledge.defects.sealed.parts import SentFile, Words
from knowledge.models import Defect, KeyGrant, PartKind, SealedPart, TeamKey
from tests.browsing import Person
from tests.factories import Make
from tests.knowledge.defects.factories import Team, a_team
from tests.knowledge.sealing.conftest import BrowserOf
from tests.knowledge.sealing.keys import PASSPHRASE, an_identity

SECRET = "The nozzle melts at 80 degrees"
OPEN_FILE = """async ([keyUid, address]) => {
  const { openFile } = await import("hub/lib/sealing/vault")
  const { blob } = await openFile(keyUid, await (await fetch(address)).blob())
  return blob.text()
}"""
OPEN = """async ([keyUid, content]) => {
  const { open } = await import("hub/lib/sealing/vault")
  const bytes = await open(keyUid, Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)))
    .catch((error) => new TextEncoder().encode(error.code))
  return new TextDecoder().decode(bytes)
}"""


async def a_report(author: Reader, team: Team) -> Defect:
    """A report with a file, sealed by another implementation."""
    key = await current_key(team.group.id)
    assert key
    uid, part = uuid4(), uuid4()
    words = {"v": 1, "kind": "report", "report": str(uid), "part": str(part), "title": SECRET}
    to = pyrage.x25519.Recipient.from_str(key.recipient)
    sealed = pyrage.encrypt(json.dumps(words).encode(), [to])
    content = pyrage.encrypt(SECRET.encode() * 10_000, [to])
    file = await upload(author, UploadFile(BytesIO(content), filename=SEALED_NAME, size=len(content)))
    files = [SentFile(uuid4(), file.uid)]
    return await reporting.report(author, uid, team.filing(), key.uid, Words(part, sealed), files)


async def opened(page: Page, report: Defect) -> str:
    """What a browser makes of the report as it stands now: its words, or the code of what is wrong."""
    part = await SealedPart.get(defect=report, kind=PartKind.REPORT).select_related("key")
    assert part.content
    return str(await page.evaluate(OPEN, [str(part.key.uid), base64.b64encode(part.content).decode()]))


async def opened_file(page: Page, report: Defect) -> str:
    """What a browser finds in the report's file."""
    part = await SealedPart.get(defect=report, kind=PartKind.FILE).select_related("key")
    address = f"/api/v1/defects/{report.reference}/sealed/{part.uid}"
    return str(await page.evaluate(OPEN_FILE, [str(part.key.uid), address]))


async def unlock(person: Person, path: str, passphrase: str = PASSPHRASE) -> None:
    await person.open(path)
    await person.page.fill("[data-vault-target=passphrase]", passphrase)
    await person.page.click("[data-vault-target=locked] button.button--primary")
    await expect(person.page.locator("[data-vault-target=unlocked]")).to_be_visible()


async def visit(page: Page, path: str) -> None:
    """Goes to another page as a click on a link does: what is unlocked stays so."""
    await page.evaluate("async (path) => (await import('@hotwired/turbo')).visit(path)", path)
    await page.wait_for_url(f"**{path}")


async def make_own_key(page: Page, passphrase: str) -> None:
    form = page.locator("form[data-action='identity#make']")
    await form.locator("[data-identity-target=passphrase]").fill(passphrase)
    await form.locator("[data-identity-target=again]").fill(passphrase)
    await form.locator("button:not([type=button])").click()


async def make_team_key(page: Page) -> None:
    await page.locator("[data-action='teamkey#make'] [name=compared]").check()
    await page.locator("[data-action='teamkey#make'] button").click()


async def test_reviewers_come_and_go_and_a_lost_key_is_recovered(make: Make, browser_of: BrowserOf) -> None:
    rita, ron, rosa = [await make.reader(name) for name in ("Rita", "Ron", "Rosa")]
    admins = [await make.reader(name, role="admin") for name in ("Abe", "Ada", "Amy")]
    team = await a_team(make, rita, ron, rosa)
    path = f"/sealing/teams/{team.group.uid}"
    for number, reader in enumerate([ron, rosa, *admins]):
        await an_identity(reader, number)
    rita, ron, rosa = [await make.fresh(reader) for reader in (rita, ron, rosa)]

    # The first reviewer makes a key of her own, and the team's for herself and Ron.
    ritas = await browser_of(rita)
    await ritas.open("/sealing")
    await make_own_key(ritas.page, "too short")
    await expect(ritas.page.get_by_text("This passphrase is too short or too simple.")).to_be_visible()
    await make_own_key(ritas.page, "nine quiet otters swim")
    await expect(ritas.page.get_by_role("heading", name="Your key", exact=True)).to_be_visible()
    await visit(ritas.page, path)
    await ritas.page.locator(f"[data-teamkey-target=reviewer][value='{rosa.uid}']").uncheck()
    await make_team_key(ritas.page)
    await expect(ritas.page.get_by_text("You hold the key")).to_be_visible()
    report = await a_report(await make.reader(), team)
    assert SECRET in await opened(ritas.page, report)

    # Ron unlocks with his passphrase and nothing else; Rosa has no key until she is given it.
    rons, rosas = await browser_of(ron), await browser_of(rosa)
    await rons.open(path)
    await rons.page.fill("[data-vault-target=passphrase]", "eleven tame geese")
    await rons.page.click("[data-vault-target=locked] button.button--primary")
    await expect(rons.page.get_by_text("That is not your passphrase.")).to_be_visible()
    await unlock(rons, path)
    assert SECRET in await opened(rons.page, report)
    await unlock(rosas, path)
    assert await opened(rosas.page, report) == "no_key"
    await ritas.page.locator(f"[data-user='{rosa.uid}']").click()
    confirmation = ritas.page.locator("#confirmation")
    shown = ritas.page.locator(".holder", has_text="Rosa").locator(".fingerprint")
    await expect(confirmation).to_contain_text(await shown.inner_text())
    await confirmation.get_by_role("button", name="Give the key").click()
    await expect(ritas.page.locator(f"[data-user='{rosa.uid}'][data-recipient]")).to_have_count(0)
    await unlock(rosas, path)
    assert SECRET in await opened(rosas.page, report)

    # Ron leaves: he gets nothing any more, and Rita's browser seals what stands to a new key.
    await membership.leave(None, team.group, ron.id)
    assert await vault_of(rons.page) == []
    await ritas.page.reload()
    await unlock(ritas, path, "nine quiet otters swim")
    await expect(ritas.page.get_by_text("A new key is due:")).to_be_visible()
    first = await TeamKey.get(team=team.group)
    await make_team_key(ritas.page)
    await expect(ritas.page.get_by_text("Key 2", exact=True)).to_be_visible()
    await expect(ritas.page.locator(".moving")).to_have_count(0)
    assert SECRET in await opened(ritas.page, report)
    assert await opened_file(ritas.page, report) == SECRET * 10_000
    await first.refresh_from_db()
    assert (first.retired_at is not None, first.recovery_wrapped) == (True, "")
    assert not await KeyGrant.filter(key=first).exists()
    assert await opened(rons.page, report) == "no_key"
    assert SECRET in await opened(rosas.page, report)

    # Everybody loses everything. Rosa makes another key; two of three admins lend their shares.
    await rosas.open("/sealing")
    await rosas.page.get_by_text("I forgot my passphrase").click()
    await make_own_key(rosas.page, "seven loud herons wade")
    await rosas.page.locator("#confirmation").get_by_role("button", name="Make a new key").click()
    await expect(rosas.page.locator("[data-vault-target=unlocked]")).to_be_visible()
    await visit(rosas.page, path)
    await rosas.page.get_by_text("Nobody in the team can open it any more").click()
    await rosas.page.fill("#field-reason", "Rita has left and I forgot mine.")
    await rosas.page.get_by_role("button", name="Ask the admins").click()
    await expect(rosas.page.get_by_text("You are told when enough admins agreed.")).to_be_visible()
    recovery = rosas.page.url.removeprefix(rosas.url)
    for admin in admins[:2]:
        lender = await browser_of(admin)
        await unlock(lender, recovery)
        await lender.page.locator("[data-recovery-target=compared]").check()
        await refuses_another_asker(lender.page)
        await lender.page.get_by_role("button", name="Lend my share").click()
        await expect(lender.page.get_by_text("You have lent your share.")).to_be_visible()
        assert await vault_of(lender.page) == []
    await visit(rosas.page, recovery)
    await refuses_another_asker(rosas.page, "Open the team’s key")
    await rosas.page.get_by_role("button", name="Open the team’s key").click()
    await expect(rosas.page.get_by_text("A new key is due:")).to_be_visible()
    assert SECRET in await opened(rosas.page, report)
    await make_team_key(rosas.page)
    await expect(rosas.page.get_by_text("Key 3", exact=True)).to_be_visible()
    await expect(rosas.page.locator(".moving")).to_have_count(0)
    assert SECRET in await opened(rosas.page, report)
    assert await opened(ritas.page, report) == "no_key"


async def refuses_another_asker(page: Page, button: str = "Lend my share") -> None:
    """Nothing is locked to a key that the server puts in the place of the one that was compared."""

    async def lie(route: Route) -> None:
        answer = await route.fetch()
        told = await answer.json()
        told["asked_by"]["recipient"] = str(pyrage.x25519.Identity.generate().to_public())
        await route.fulfill(response=answer, body=json.dumps(told))

    await page.route("**/api/v1/sealing/recoveries/*", lie)
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_text("Somebody may have tampered with it")).to_be_visible()
    await page.unroute("**/api/v1/sealing/recoveries/*")


async def vault_of(page: Page) -> list[Any]:
    """The locked keys that the server gives to a browser."""
    answer = await page.evaluate("fetch('/api/v1/sealing/vault').then((response) => response.json())")
    keys: list[Any] = answer["keys"]
    return keys
