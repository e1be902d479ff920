"""A rival's card on a phone, a dispute seen by somebody else at once, and what customers may be sent."""

import time

import pytest
from playwright.async_api import Browser

from tests.browsing import person
from tests.site import Site

pytestmark = pytest.mark.pure

PHONE = {"width": 360, "height": 740}
TITLE = "Tallowin"


async def test_a_dispute_is_seen_by_everybody_online_within_five_seconds(
    demo: Site, browser: Browser
) -> None:
    tom = await person(browser, demo.url, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    wei = await person(browser, demo.url)
    await tom.sign_in("tom@northlabel.example")
    await wei.sign_in("danielle@northlabel.example")
    for one in (tom, wei):
        await one.open("/rivals")
        await one.page.click(f"a.row__link:has-text('{TITLE}')")
        await one.page.wait_for_selector(".glance")
    # The whole card fits above the bar at the foot of a phone, and nothing is wider than it.
    bottom = await tom.page.evaluate("document.querySelector('.glance').getBoundingClientRect().bottom")
    bar = await tom.page.evaluate("document.querySelector('.tabbar').getBoundingClientRect().top")
    assert bottom <= bar
    assert await tom.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await wei.page.wait_for_function("document.querySelector('#glance-say:not(:has(.badge--danger))')")
    await tom.page.click("#part-say > summary")
    line = await tom.page.get_attribute("#lines-say .line", "id")
    await tom.page.click(f"#{line} a:has-text('Wrong?')")
    await tom.page.fill("[name=reason]", "Their contract says otherwise, see page 3.")
    await tom.page.click("button:has-text('Dispute the line')")
    sent = time.monotonic()
    await wei.page.wait_for_selector("#glance-say .badge--danger", timeout=5_000)
    assert time.monotonic() - sent < 5
    await wei.page.click("#part-say > summary")
    shown = await wei.page.text_content(f"#{line} .line__dispute")
    assert shown
    assert "see page 3" in shown
    await tom.page.wait_for_selector(f"#{line}.line--disputed")
    await tom.page.click("[data-action='copy#ask']")
    await tom.page.wait_for_selector(".toast")
    copied = await tom.page.evaluate("navigator.clipboard.readText()")
    assert "the printers are yours" in copied
    assert "Free printers, dear labels" not in copied
    assert "CFO" not in copied
    assert tom.complaints == wei.complaints == []
