"""A product team works through its reports by keys alone, and without any script."""

import pytest
from playwright.async_api import Browser, Page

from tests.browsing import person
from tests.site import Site

pytestmark = pytest.mark.pure

REVIEWER = "sunli@northlabel.example"
CURRENT = ".triage [aria-current=true]"


async def references(page: Page) -> list[str]:
    rows: list[str] = await page.eval_on_selector_all(
        ".triage__list .row", "rows => rows.map(row => row.id.replace('row-', ''))"
    )
    return rows


async def read(page: Page, reference: str) -> None:
    """Wait until that report stands in the pane."""
    await page.wait_for_selector(f".triage__pane .defect__crumbs:has-text('{reference}')")


async def test_reports_are_triaged_by_keys_alone(demo: Site, browser: Browser) -> None:
    reviewer = await person(browser, demo.url)
    page = reviewer.page
    await reviewer.sign_in(REVIEWER)
    await reviewer.open("/defects/triage?state=all")
    everything = await references(page)
    await reviewer.open("/defects/triage")
    first, second, *_rest = await references(page)
    await page.keyboard.press("?")
    await page.wait_for_selector("#triage-keys")
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await read(page, first)
    await page.keyboard.press("j")
    await read(page, second)
    await page.keyboard.press("k")
    await read(page, first)

    # What is typed into a field is no key.
    await page.keyboard.press("3")
    await page.wait_for_selector("#field-reason:focus")
    await page.keyboard.type("j1 works as the standard asks")
    assert await page.input_value("#field-reason") == "j1 works as the standard asks"
    await page.keyboard.press("Escape")
    await page.wait_for_selector("details.decision:not([open]) #field-reason", state="hidden")

    # Accepting goes on to the next one, and is undone.
    await page.keyboard.press("1")
    await read(page, second)
    assert first not in await references(page)
    await page.keyboard.press("z")
    await page.wait_for_selector(f"#row-{first}")
    await read(page, first)

    # What was sent is no draft any more.
    await page.keyboard.press("r")
    await page.wait_for_selector("#field-reply:focus")
    await page.keyboard.type("Thank you, we look into it.")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_selector(".triage__pane .entry:has-text('we look into it')")
    await page.reload()
    await page.wait_for_function("document.querySelector('#field-reply').value === ''")
    await page.wait_for_load_state("networkidle")
    assert await page.input_value("#field-reply") == ""

    # Duplicate: the main report by its reference.
    await page.click(f"#row-{second} a")
    await read(page, second)
    await page.keyboard.press("2")
    await page.wait_for_selector("#field-main:focus")
    await page.keyboard.type(first.lower())
    await page.keyboard.press("Enter")
    await page.wait_for_selector(f"#row-{second}", state="detached")
    await page.keyboard.press("z")
    await page.wait_for_selector(f"#row-{second}")

    # Put off: it leaves the list, and comes back when it is woken.
    await page.click(f"#row-{first} a")
    await read(page, first)
    await page.keyboard.press("h")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(f"#row-{first}", state="detached")
    await page.keyboard.press("z")
    await page.wait_for_selector(f"#row-{first}")
    await reviewer.open("/defects/triage?state=all")
    assert sorted(await references(page)) == sorted(everything)
    assert reviewer.complaints == []


async def test_triage_works_without_scripts(demo: Site, browser: Browser) -> None:
    reviewer = await person(browser, demo.url, java_script_enabled=False)
    page = reviewer.page
    await page.goto(f"{demo.url}/session/new")
    await page.fill("[name=email]", REVIEWER)
    await page.fill("[name=password]", "label-printer")
    await page.click("form[action='/session'] button[type=submit]")
    await reviewer.open("/defects/triage")
    first = await page.get_attribute(".triage__list .row", "id")
    await page.click(f"#{first} a")
    await page.click(".decision:has([name=reason]) > summary")
    await page.fill("[name=reason]", "It works as the standard asks.")
    await page.click(".decision:has([name=reason]) button")
    await page.wait_for_selector(".banner--positive")
    assert await page.query_selector(f"#{first}") is None
    await page.click(".banner--positive button")
    await page.wait_for_selector(f"#{first}")
