"""Pages as axe sees them, in both languages and themes; and on a phone, where nothing may scroll sideways."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from tests.browsing import Person, person
from tests.site import ROOT, Site

pytestmark = pytest.mark.pure

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"

SIGNED_OUT = ["/session/new", "/password-resets/new"]
MEMBERS = [
    "/",
    "/threads",
    "/threads?product=t80",
    "/threads/new",
    "{solved}",
    "{solved}/promotion",
    "{open}",
    "{open}/audience",
    "/articles",
    "{article}",
    "{article}/edit",
    "/library",
    "/library/approach?personality=shrewd",
    "/win-loss",
    "/reviews",
    "/reviews/new",
    "/gaps",
    "/defects",
    "/defects/new?product=lp-480",
    "/defects/new/sealed?product=lp-480",
    "/defects/sealed",
    "/topics",
    "{topic}",
    "/search?q=T80",
    "/notifications",
    "/settings",
    "/settings/following",
    "/settings/push",
    "/since",
    "/people/sofia",
    "/threads/999999",
]
ADMINISTRATORS = [
    "/admin/people",
    "/admin/vocabulary",
    "/admin/audiences",
    "/admin/deliveries",
    "/admin/system",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
# The foot of a form stays in sight; what lies below it until somebody scrolls would count as too small to press.
TALL: ViewportSize = {"width": 1280, "height": 4000}


@pytest.mark.parametrize(("locale", "theme"), [("en-GB", "light"), ("zh-CN", "dark")])
async def test_axe_finds_nothing_serious(demo: Site, browser: Browser, locale: str, theme: str) -> None:
    window = {"viewport": TALL, "bypass_csp": True, "color_scheme": theme}
    lead, found = await somebody(demo, browser, locale, **window), list[str]()
    for path in SIGNED_OUT:
        found += await violations(lead, path)
    await lead.sign_in("sofia@northlabel.example" if locale == "en-GB" else "hejing@northlabel.example")
    for path in await addresses(lead, MEMBERS):
        found += await violations(lead, path)
    await lead.open("/threads")
    await lead.page.keyboard.press("Control+k")
    await lead.page.locator("#palette-go-ask").wait_for()
    found += await judged(lead.page, "the palette")
    assert found == []


async def test_axe_finds_nothing_serious_in_the_administration(demo: Site, browser: Browser) -> None:
    alex, found = await somebody(demo, browser, "en-GB", bypass_csp=True), list[str]()
    await alex.sign_in("alex@northlabel.example")
    for path in ADMINISTRATORS:
        found += await violations(alex, path)
    assert found == []


async def test_axe_would_find_something(demo: Site, browser: Browser) -> None:
    guest = await somebody(demo, browser, "en-GB", bypass_csp=True)
    await guest.open("/session/new")
    await guest.page.evaluate("document.querySelector('label[for=field-email]').remove()")
    assert any("label" in finding for finding in await judged(guest.page, "sign-in"))


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_no_page_scrolls_sideways_on_a_phone_or_complains(
    demo: Site, browser: Browser, locale: str
) -> None:
    alex = await somebody(demo, browser, locale, viewport=PHONE)
    await alex.sign_in("alex@northlabel.example")
    wide = []
    for path in await addresses(alex, MEMBERS + ADMINISTRATORS):
        await alex.open(path)
        if await alex.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []
    assert [text for text in alex.complaints if "status of 404" not in text] == []


async def somebody(demo: Site, browser: Browser, locale: str, **options: Any) -> Person:
    """Somebody whose browser leaves out all motion: axe must not judge half-shown colours."""
    return await person(browser, demo.url, locale, reduced_motion="reduce", **options)


async def addresses(reader: Person, paths: list[str]) -> list[str]:
    """The paths with the places of a solved and an open case, of an article and of a topic filled in."""
    known = {
        "solved": await first(reader, "/threads?state=solved"),
        "open": await first(reader, "/threads?state=answered"),
        "article": await first(reader, "/articles"),
        "topic": await first(reader, "/topics"),
    }
    return [path.format_map(known) for path in paths]


async def first(reader: Person, listing: str) -> str:
    await reader.open(listing)
    href = await reader.page.locator("main .row__link").first.get_attribute("href")
    assert href
    return href.partition("#")[0]


async def violations(reader: Person, path: str) -> list[str]:
    await reader.open(path)
    return await judged(reader.page, path)


async def judged(page: Page, where: str) -> list[str]:
    """What axe calls serious or critical, one line for each kind."""
    await page.add_script_tag(path=AXE)
    answer = await page.evaluate(RUN_AXE, WCAG)
    return [
        f"{where}: {found['id']}: {found['help']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in answer["violations"]
        if found["impact"] in ("serious", "critical")
    ]
