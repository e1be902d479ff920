"""Real browsers: Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, async_playwright

from hub.demo.founding import PASSWORD

# Without these Chromium looks for its maker's servers; as root it needs --no-sandbox.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Chromium is missing; `make test` installs it."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


class Person:
    """Somebody at a browser of their own. `complaints` collects errors in its console."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", self._note_fault)

    def _note_fault(self, error: Error) -> None:
        # A request that is given up because its page is left is no fault.
        if error.name != "AbortError":
            self.complaints.append(str(error))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    async def sign_in(self, email: str, password: str = PASSWORD) -> None:
        await self.page.goto(f"{self.url}/session/new")
        await self.page.fill("[name=email]", email)
        await self.page.fill("[name=password]", password)
        await self.page.click("form[action='/session'] button[type=submit]")
        await self.page.wait_for_selector("body[data-reader-id]:not([data-reader-id=''])")

    async def open(self, path: str) -> None:
        await self.page.goto(self.url + path)


async def person(browser: Browser, url: str, locale: str = "en-GB", **options: Any) -> Person:
    """Somebody with a browser window of their own; `options` are those of a Playwright context."""
    window = {"viewport": {"width": 1280, "height": 800}} | options
    context: BrowserContext = await browser.new_context(locale=locale, **window)
    context.set_default_timeout(10_000)
    return Person(await context.new_page(), url)
