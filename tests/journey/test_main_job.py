"""The main job, end to end, in real browsers against a real hub: ask, answer, accept, promote, find, be told."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.browsing import Person, person
from tests.site import Site

pytestmark = pytest.mark.pure

TITLE = "LP-480 smears the batch code after alcohol wipes at a dairy"
BODY = "Forty printers at a dairy. They wipe crates with 75% alcohol and the code smears. 报价3999元已发。"
REPLY = "Use a full resin ribbon with the PET label and lower the speed to 100 mm/s; that survives alcohol."


async def test_a_hard_case_becomes_knowledge_that_the_next_rep_finds(demo: Site, browser: Browser) -> None:
    tom, sofia, linyue = [await person(browser, demo.url, locale) for locale in ("en-GB", "en-GB", "zh-CN")]
    await tom.sign_in("tom@northlabel.example")
    await sofia.sign_in("sofia@northlabel.example")
    await linyue.sign_in("linyue@northlabel.example")

    thread = await ask(tom)
    await sofia.open(thread)
    await reply_live(sofia, sees=tom)
    await accept(tom, sees=sofia)
    article = await promote(tom)
    await find(linyue, "smears alcohol dairy", article)
    await find(linyue, "酒精 3999元", article)
    await is_told(sofia, demo)
    assert [complaint for who in (tom, sofia, linyue) for complaint in who.complaints] == []


async def ask(tom: Person) -> str:
    """Similar cases are shown while the title is typed; the case is posted. Returns its path."""
    page = tom.page
    await tom.open("/threads/new")
    await page.get_by_role("textbox", name="The question in one line").press_sequentially(TITLE[:40])
    await expect(page.locator("#similar summary").first).to_be_visible()
    await page.fill("#field-title", TITLE)
    await page.fill("#field-body", BODY)
    await page.get_by_role("button", name="Post the").click()
    await page.wait_for_url(re.compile(r"/threads/\d+"))
    await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    return path_of(page.url)


async def reply_live(sofia: Person, sees: Person) -> None:
    """Tom sees Sofia there, sees her type, and has her reply within a second, without a reload."""
    watching = sees.page
    await watching.evaluate("window.neverReloaded = true")
    await expect(watching.locator("[data-thread-target=presence]")).to_contain_text("Sofia")
    await sofia.page.locator("#reply textarea").press_sequentially(REPLY[:30])
    await expect(watching.locator("[data-thread-target=typing]")).to_contain_text("Sofia")
    await sofia.page.fill("#reply textarea", REPLY)
    sent = time.monotonic()
    await sofia.page.keyboard.press("Control+Enter")
    await expect(watching.locator(".post", has_text=REPLY)).to_be_attached(timeout=2000)
    assert time.monotonic() - sent < 1
    assert await watching.evaluate("window.neverReloaded")
    await expect(watching.locator(".post", has_text=REPLY)).to_have_count(1)
    await expect(sofia.page.locator("#reply textarea")).to_have_value("")
    await expect(sofia.page.locator(".post", has_text=REPLY)).to_have_count(1)


async def accept(tom: Person, sees: Person) -> None:
    """The asker accepts; both see the case solved without a reload."""
    await tom.page.locator(".post", has_text=REPLY).get_by_role("button", name="Accept").click()
    for page in (tom.page, sees.page):
        await expect(page.locator(".thread-head")).to_contain_text("Solved")
        await expect(page.locator(".answers")).to_be_visible()


async def promote(tom: Person) -> str:
    """Everything is filled in; nothing is copied by hand. Returns the article's path."""
    page = tom.page
    started = time.monotonic()
    await page.locator(".thread-tools").get_by_role("link", name="Promote").click()
    await expect(page.get_by_role("textbox", name="Title")).to_have_value(TITLE)
    solution = page.locator("textarea[name$=solution]")
    assert REPLY in await solution.input_value()
    assert BODY in await page.locator("textarea[name$=problem]").input_value()
    # The case speaks of a price: nothing is published until somebody has decided about it.
    await expect(page.locator(".finding mark")).to_have_text("3999元")
    await expect(page.get_by_role("link", name="1 to decide")).to_be_visible()
    await page.get_by_label("Keep", exact=True).check()
    await expect(page.get_by_role("link", name="to decide")).to_be_hidden()
    await page.get_by_role("button", name="Publish").click()
    await page.wait_for_url(re.compile(r"/articles/\d+"))
    assert time.monotonic() - started < 60
    await expect(page.get_by_text("Not validated").first).to_be_visible()
    return path_of(page.url)


async def find(reader: Person, words: str, article: str) -> None:
    """The palette shows the article as soon as it is indexed, and opens it."""
    page = reader.page
    await reader.open("/")
    hit = page.locator(f"#palette-results a[href^='{article}']").first
    deadline = time.monotonic() + 10
    while True:
        await page.keyboard.press("Control+k")
        await page.locator("dialog.palette input").fill(words)
        try:
            await expect(hit).to_be_visible(timeout=2000)
            break
        except AssertionError:
            # Indexing takes a moment; a person would simply look again.
            assert time.monotonic() < deadline, f"{words!r} does not find {article}"
            await reader.open("/")
    await hit.click()
    await page.wait_for_url(re.compile(article))
    await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


async def is_told(sofia: Person, demo: Site) -> None:
    """The bell counts, the inbox says why, and mail has come in Sofia's language."""
    await sofia.open("/notifications")
    await expect(sofia.page.locator("main")).to_contain_text("accepted")
    await expect(sofia.page.locator("main")).to_contain_text(TITLE)
    await mail_to(sofia, demo, "sofia@northlabel.example", about=TITLE)


async def mail_to(reader: Person, demo: Site, address: str, about: str) -> EmailMessage:
    """The mail about something that was written to the folder, waiting until there is one."""
    for _try in range(100):
        for path in demo.mails():
            mail: EmailMessage = email.message_from_bytes(path.read_bytes(), policy=default)
            if address in str(mail["to"]) and about in str(mail["subject"]):
                return mail
        await reader.page.wait_for_timeout(200)
    raise AssertionError(f"No mail to {address} about {about}")


def path_of(url: str) -> str:
    """The path of a thread or an article, without what leads to a place inside it."""
    return urlsplit(url).path
