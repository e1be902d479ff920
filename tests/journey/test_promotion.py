"""A solved case with names and numbers becomes an article: passages ticked, sensitive words masked, nothing copied."""

import re
import time

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browsing import person
from tests.site import Site

pytestmark = pytest.mark.pure

CASE = "Cold store goes live"


async def open_promotion(page: Page, url: str) -> None:
    """From the queue to the promote page of the case."""
    await page.goto(f"{url}/articles/to-promote")
    row = page.locator(".to-promote", has_text=CASE)
    await row.get_by_role("link", name="Promote").click()
    await expect(page.locator("html[data-scripted] .promote")).to_be_visible()
    await expect(page.locator("#nearest li").first).to_be_attached()


async def test_passages_come_and_go_and_what_is_masked_is_not_published(demo: Site, browser: Browser) -> None:
    sofia = await person(browser, demo.url)
    await sofia.sign_in("sofia@northlabel.example")
    page = sofia.page
    await open_promotion(page, demo.url)
    started = time.monotonic()
    solution = page.locator("textarea[name=solution]")
    before = await solution.input_value()
    answer, ending = page.locator(".passages").nth(1), page.locator(".passages").nth(2)

    await answer.locator(".passage input").nth(2).uncheck()
    await expect(solution).not_to_have_value(re.compile("Agnieszka"))
    assert (await solution.input_value()).count("— [Priya") == 1
    await answer.locator(".passage input").nth(2).check()
    await expect(solution).to_have_value(before)
    await ending.locator(".passage__text").click()
    await expect(solution).to_have_value(re.compile(r"called out of bed\.\n\n— \[Tom Hollis\]"))

    await expect(page.locator(".finding")).to_have_count(6)
    name = page.locator(".finding", has=page.locator("mark", has_text="Agnieszka"))
    await name.get_by_role("button", name="Show").click()
    assert await solution.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    ) == ("Agnieszka Nowak")
    await page.locator(".finding", has_text="€180").get_by_label("Keep").check()
    await page.get_by_label("Mask everything").check()
    await expect(page.locator(".promote__open")).to_be_hidden()
    await page.get_by_role("button", name="Publish").click()
    await page.wait_for_url(re.compile(r"/articles/\d+"))
    assert time.monotonic() - started < 60
    text = await page.locator(".article-body").inner_text()
    assert "[name], [phone]" in text
    assert "€180" in text
    assert "Tom Hollis" in text
    assert not re.search(r"Agnieszka|555|coldhall", text)
    assert sofia.complaints == []


async def test_on_a_phone_the_case_and_the_article_take_turns(demo: Site, browser: Browser) -> None:
    linyue = await person(
        browser, demo.url, "zh-CN", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    await linyue.sign_in("linyue@northlabel.example")
    page = linyue.page
    await page.goto(f"{demo.url}/articles/to-promote")
    await page.locator(".to-promote__actions a.button--primary").first.click()
    await expect(page.locator(".promote__article")).to_be_visible()
    await expect(page.locator(".promote__source")).to_be_hidden()
    await page.locator(".promote__side").first.click()
    await expect(page.locator(".promote__source")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert linyue.complaints == []
