"""Somebody comes back after days: what matters of them comes first, until it is read or done with."""

import asyncpg
import pytest
from playwright.async_api import Browser, expect

from hub.embedded import start_postgres
from tests.browsing import person
from tests.site import Site

pytestmark = pytest.mark.pure


async def test_who_comes_back_reads_what_matters_and_is_caught_up_on_every_device(
    demo: Site, browser: Browser
) -> None:
    await was_there(demo, "malan", "20 days")
    desk, phone = await person(browser, demo.url, "zh-CN"), await person(browser, demo.url, "zh-CN")
    for device in (desk, phone):
        await device.sign_in("malan@northlabel.example")
        await device.open("/")
    rows = desk.page.locator(".row--since")
    await expect(desk.page.get_by_role("heading", name="你离开期间")).to_be_visible()
    count = await rows.count()
    assert 1 < count <= 10
    first = rows.first.get_by_role("link")
    title = await first.inner_text()
    await first.click()
    await expect(desk.page.locator("h1")).to_contain_text(title)
    await desk.page.go_back()
    await expect(rows.first).to_be_visible()
    await expect(rows.get_by_role("link", name=title)).to_have_count(0)
    await desk.page.get_by_role("button", name="我已了解").click()
    await expect(rows).to_have_count(0)
    await expect(phone.page.locator(".row--since")).to_have_count(0)
    assert desk.complaints + phone.complaints == []


async def was_there(demo: Site, handle: str, before: str) -> None:
    """Move the clock: somebody was seen this long ago and not since."""
    with start_postgres(demo.folder) as server:
        link = await asyncpg.connect(server.url)
        await link.execute(
            "UPDATE account SET seen_at = now() - $2::text::interval WHERE handle = $1", handle, before
        )
        await link.close()
