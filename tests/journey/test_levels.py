"""Following from the keyboard: a product on its list, a case on its page, and the notice that comes of it."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browsing import person
from tests.site import Site

pytestmark = pytest.mark.pure

TITLE = "T80 prints every label twice after the update"


async def choose(page: Page, level: str) -> None:
    """Open the one menu of levels and walk to a level, with the keyboard alone."""
    menu = page.locator("details.levels")
    await menu.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(menu).to_have_attribute("open", "")
    entries = await menu.locator(".levels__label").all_inner_texts()
    for _entry in range(entries.index(level) + 1):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("details.levels:not([open]) summary")).to_contain_text(level)


async def test_who_follows_a_product_is_told_of_a_new_case_about_it(demo: Site, browser: Browser) -> None:
    tom, sofia = await person(browser, demo.url), await person(browser, demo.url)
    await tom.sign_in("tom@northlabel.example")
    await sofia.sign_in("sofia@northlabel.example")
    await sofia.open("/threads?product=t80-mobile")
    await choose(sofia.page, "First post")
    assert sofia.page.url.endswith("/threads?product=t80-mobile")
    await sofia.open("/settings/following")
    await expect(sofia.page.locator("#followed-places .row")).to_contain_text("T80 mobile")

    told = sofia.page.locator("[data-bell-target=count]")
    before = await told.text_content()
    await tom.open("/threads/new")
    await tom.page.fill("#field-title", TITLE)
    await tom.page.fill("#field-body", "Since this morning, on all forty of them.")
    await tom.page.select_option("select[name=product]", "t80-mobile", force=True)
    await tom.page.get_by_role("button", name="Post the").click()
    await tom.page.wait_for_url(re.compile(r"/threads/\d+"))

    await expect(told).not_to_have_text(before or "")
    await sofia.open("/notifications")
    line = sofia.page.locator(".row--note", has_text=TITLE)
    await expect(line).to_contain_text("Tom Hollis posted a new case")
    await line.get_by_role("link", name=TITLE).click()
    await sofia.page.wait_for_url(re.compile(r"/threads/\d+"))

    await choose(sofia.page, "Muted")
    await sofia.open("/threads")
    await expect(sofia.page.get_by_role("link", name="Muted")).to_be_visible()
    await expect(sofia.page.get_by_role("link", name=TITLE)).to_have_count(0)
    await sofia.page.get_by_role("link", name="Muted").click()
    await expect(sofia.page.get_by_role("link", name=TITLE)).to_be_visible()
    assert tom.complaints + sofia.complaints == []


async def test_levels_are_chosen_without_scripts(demo: Site, browser: Browser) -> None:
    zihang = await person(browser, demo.url, java_script_enabled=False)
    await zihang.page.goto(f"{demo.url}/session/new")
    await zihang.page.fill("[name=email]", "zhouzihang@northlabel.example")
    await zihang.page.fill("[name=password]", "label-printer")
    await zihang.page.click("form[action='/session'] button[type=submit]")
    await zihang.open("/threads?product=t80-mobile")
    await zihang.page.click("details.levels summary")
    await zihang.page.click("details.levels button[value=tracking]")
    await expect(zihang.page.locator("details.levels summary")).to_contain_text("跟踪")
