"""A report is sealed by one browser and opened by another; nobody in between reads it, and nothing false is shown."""

import asyncio
import base64
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Error, FilePayload, Page, Request, Response, Route, WebSocket

from tests.browsing import Person, person
from tests.site import Site

pytestmark = pytest.mark.pure

CANARY = "Quetzalcoatlus"
IN_THE_CLEAR = "Pachycephalosaurus"
FILES = {
    "first.txt": f"{CANARY} in the first file.\n" * 500,
    "second.txt": f"{CANARY} in the second one.\n" * 500,
}


async def a_person(browser: Browser, demo: Site, handle: str) -> Person:
    somebody = await person(browser, demo.url)
    await somebody.sign_in(f"{handle}@northlabel.example")
    return somebody


async def unlock(page: Page, passphrase: str = "label-printer") -> None:
    await page.fill("[data-vault-target=passphrase]", passphrase)
    await page.click("[data-vault-target=locked] .button--primary")


async def seal(somebody: Person, title: str) -> str:
    """Seal a report with two files; returns its reference."""
    page = somebody.page
    await somebody.open("/defects/new/sealed?product=labelcloud")
    await page.wait_for_selector("[data-sealed-form-target=submit]:not([disabled])")
    await page.fill("#field-sealed-title", title)
    await page.fill("#field-sealed-body", f"{CANARY} melts.\n\nSee https://example.com/a?b=c, <b>please</b>.")
    files = [
        FilePayload(name=name, mimeType="text/plain", buffer=text.encode()) for name, text in FILES.items()
    ]
    await page.set_input_files("#sealed-files", files)
    await page.click("[data-sealed-form-target=submit]")
    await page.wait_for_selector("[data-sealed-form-target=sent]:not([hidden])")
    return await page.inner_text("[data-receipt=reference]")


async def test_a_sealed_report_is_read_by_its_team_and_stands_nowhere_in_the_clear(
    demo: Site, browser: Browser, tmp_path: Path
) -> None:
    tom, elena = await a_person(browser, demo, "tom"), await a_person(browser, demo, "elena")
    wire = Wire(tom, elena)
    reference = await seal(tom, f"{CANARY} of Tom's")
    digest = await tom.page.inner_text("[data-receipt=digest]")
    await tom.page.click("[data-sealed-form-target=link]")
    await tom.page.wait_for_selector(f".receipt:has-text('{digest}')")
    await tom.page.fill("[data-sealed-entry-target=text]", f"{CANARY}, once more.")
    await tom.page.click("[data-sealed-entry-target=send]")
    await tom.page.wait_for_selector(".entry:has-text('not even you')")

    await elena.open(f"/defects/{reference}")
    await unlock(elena.page)
    await elena.page.wait_for_selector(".sealed__words:not([hidden])")
    words = await elena.page.inner_text(".sealed__words")
    assert f"{CANARY} of Tom's" in words
    assert "<b>please</b>" in words
    assert await elena.page.get_attribute(".sealed__words .prose a", "href") == "https://example.com/a?b=c"
    await elena.page.wait_for_selector(f".sealed-entry:has-text('{CANARY}, once more.')")
    for row, text in enumerate(FILES.values()):
        async with elena.page.expect_download() as download:
            await elena.page.locator(".sealed-file__save").nth(row).click()
        assert Path(await (await download.value).path()).read_text() == text
    await elena.page.click(".entry-form--note summary")
    await elena.page.fill(".entry-form--note textarea", f"{CANARY}: noted.")
    await elena.page.click(".entry-form--note [data-sealed-entry-target=send]")
    await elena.page.wait_for_selector(f".entry--note:has-text('{CANARY}: noted.')")
    await elena.page.fill(".entry-form--clear textarea", f"{IN_THE_CLEAR} is known.")
    await elena.page.check(".entry-form--clear [name=agreed]")
    await elena.page.click(".entry-form--clear .button")
    await elena.page.wait_for_selector(f".entry--reply:has-text('{IN_THE_CLEAR}')")

    await elena.open("/defects/sealed")
    await unlock(elena.page)
    await elena.page.fill("#sealed-query", f"{CANARY.lower()} noted")
    await elena.page.wait_for_selector(f".sealed-search__results mark:has-text('{CANARY}')")
    await elena.page.click("[data-action='vault#lock']")
    await elena.page.wait_for_function(f"!document.documentElement.outerHTML.includes('{CANARY}')")

    assert tom.complaints == elena.complaints == []
    passed = await wire.passed()
    # Once on its way to the hub, and on every page that shows it.
    assert len([body for body in passed if IN_THE_CLEAR.encode() in body]) > 1
    assert not [body[:200] for body in passed if CANARY.encode() in body]
    backup = tmp_path / "backup"
    assert demo.command("backup", str(backup)).returncode == 0
    kept = [gzip.decompress(backup.read_bytes()), *(file.read_bytes() for file in files_of(demo.folder))]
    assert any(IN_THE_CLEAR.encode() in content for content in kept)
    assert not [len(content) for content in kept if CANARY.encode() in content]


async def test_a_browser_names_what_is_wrong_and_shows_nothing_false(demo: Site, browser: Browser) -> None:
    tom, elena = await a_person(browser, demo, "tom"), await a_person(browser, demo, "elena")
    first, second = await seal(tom, "The first"), await seal(tom, "The second")
    page = elena.page
    await elena.open(f"/defects/{first}")
    await unlock(page, "a wrong guess")
    await page.wait_for_selector("#vault-error:has-text('not your passphrase')")
    parts = {ref: await parts_of(page, demo, ref) for ref in (first, second)}
    other = parts[second][0]

    async def shown(change: Callable[[list[dict[str, Any]]], object]) -> str:
        """What the page says of the first report when the server changed its parts."""

        async def answer(route: Route) -> None:
            response = await route.fetch()
            body = await response.json()
            change(body["parts"])
            await route.fulfill(response=response, json=body)

        await page.route(f"**/api/v1/defects/{first}/sealed", answer)
        await elena.open(f"/defects/{first}")
        await unlock(page)
        await page.wait_for_selector(":is(.sealed__words, [data-sealed-report-target=problem]):not([hidden])")
        await page.unroute(f"**/api/v1/defects/{first}/sealed")
        return await page.inner_text("#sealed")

    assert "The first" in await shown(lambda parts: None)
    for what, change in {
        "cut off or changed": lambda parts: parts[0].update(content=cut(parts[0]["content"])),
        "sealed for another report": lambda parts: parts[0].update(content=other["content"]),
        "Another part of the report": lambda parts: parts[0].update(uid=parts[1]["uid"]),
        "not sealed by whom the hub says": lambda parts: parts[0].update(author=parts[0]["key"]),
        "do not hold the key": lambda parts: parts[0].update(key=parts[0]["uid"]),
        "does not give out the words": lambda parts: parts.pop(0),
        "does not have it": lambda parts: parts.pop(1),
        "was not sealed with it": lambda parts: parts.append(parts[1] | {"uid": other["uid"]}),
    }.items():
        told = await shown(change)
        assert what in told
        assert ("The first" in told) == (what in ("does not have it", "was not sealed with it"))

    [_words, one, two] = parts[first]
    await page.route(
        f"**/sealed/{one['uid']}",
        lambda route: route.continue_(url=route.request.url.replace(one["uid"], two["uid"])),
    )
    await elena.open(f"/defects/{first}")
    await unlock(page)
    await page.click(".sealed-file__save >> nth=0")
    await page.wait_for_selector(".sealed-file__problem:has-text('not the file that was sealed')")


class Wire:
    """Everything that passes between browsers and the hub from now on: addresses, bodies, answers, frames."""

    def __init__(self, *people: Person) -> None:
        self._heard: list[bytes] = []
        self._answers: list[asyncio.Task[bytes]] = []
        for somebody in people:
            somebody.page.on("request", self._ask)
            somebody.page.on("response", self._answer)
            somebody.page.on("websocket", self._connect)

    def _ask(self, request: Request) -> None:
        self._heard.extend([request.url.encode(), request.post_data_buffer or b""])

    def _answer(self, response: Response) -> None:
        # An opened file is saved from the browser's own memory, under an address of ``blob:``.
        if response.url.startswith("http"):
            self._answers.append(asyncio.create_task(body_of(response)))

    def _connect(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._frame)
        socket.on("framesent", self._frame)

    def _frame(self, frame: bytes | str) -> None:
        self._heard.append(frame.encode() if isinstance(frame, str) else frame)

    async def passed(self) -> list[bytes]:
        return self._heard + await asyncio.gather(*self._answers)


async def body_of(response: Response) -> bytes:
    """What was answered; nothing for redirects, and for what the browser gave up."""
    try:
        return await response.body()
    except Error:
        return b""


def files_of(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def cut(content: str) -> str:
    return base64.b64encode(base64.b64decode(content)[:-10]).decode()


async def parts_of(page: Page, demo: Site, reference: str) -> list[dict[str, Any]]:
    answer = await page.request.get(f"{demo.url}/api/v1/defects/{reference}/sealed")
    parts: list[dict[str, Any]] = (await answer.json())["parts"]
    return parts


async def test_what_was_typed_before_sealing_leaves_the_drafts_and_another_key_is_asked_about(
    demo: Site, browser: Browser
) -> None:
    marta = await a_person(browser, demo, "marta")
    page = marta.page
    await marta.open("/defects/new?product=labelcloud")
    async with page.expect_response("**/drafts/**"):
        await page.fill("#field-body", f"{CANARY} was typed here.")
    await page.click("#defect-seal")
    await page.wait_for_selector("[data-sealed-form-target=submit]:not([disabled])")
    assert CANARY in await page.input_value("#field-sealed-body")
    kept = await page.request.get(f"{demo.url}/drafts/defect:new")
    assert (await kept.json())["fields"] == {}
    assert CANARY not in await page.evaluate("JSON.stringify(localStorage)")
    await page.click("a[href='/articles'] >> nth=0")
    await page.click("#confirmation[open] button[value=cancel]")
    assert page.url.startswith(f"{demo.url}/defects/new/sealed")

    query = "/api/v1/sealed-reports/addressee?product=labelcloud&origin=own"
    team = (await (await page.request.get(demo.url + query)).json())["team"]
    await page.evaluate(
        "team => localStorage.setItem('hub:sealing:teams', JSON.stringify({ [team]: 'age1' }))", team
    )
    await page.click("[name=origin][value=resold]")
    await page.wait_for_selector("[data-sealed-form-target=noAddressee]:not([hidden])")
    await page.click("[name=origin][value=own]")
    await page.wait_for_selector("[data-sealed-form-target=changed]:not([hidden])")
    await page.fill("#field-sealed-title", "To another key")
    await page.click("[data-sealed-form-target=submit]")
    assert await page.is_hidden("[data-sealed-form-target=sent]")
    await page.check("[data-sealed-form-target=agreed]")
    await page.click("[data-sealed-form-target=submit]")
    await page.wait_for_selector("[data-sealed-form-target=sent]:not([hidden])")
