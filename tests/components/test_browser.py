"""The browser's code in Chromium, against a stand-in for the hub."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable

import pytest
import uvicorn
from playwright.async_api import Browser, ConsoleMessage, Page, Route, async_playwright, expect

from hub.i18n import LOCALES
from tests.components import samples
from tests.components.sheet import PAGES, SheetServer, render_post

pytestmark = pytest.mark.pure

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
REPLY = "#reply textarea"
# What a thumb has to hit alone; links inside running text and tools in a row of their own height are not meant.
SMALL_TARGETS = """() => [...document.querySelectorAll("button, summary, select, textarea, .tool, .nav__item, .button")]
  .filter((e) => e.checkVisibility() && !e.closest("dialog, .similar") && e.getBoundingClientRect().width > 1)
  .filter((e) => e.getBoundingClientRect().height < 44)
  .map((e) => e.outerHTML.slice(0, 120))"""


class Stage(SheetServer):
    """The stand-in, running, and the address of its pages."""

    address: str


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    server = uvicorn.Server(uvicorn.Config(stage.app, port=0, log_level="warning", ws="websockets-sansio"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    stage.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield stage
    server.should_exit = True
    await serving


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(chromium: Browser, stage: Stage) -> AsyncIterator[Page]:
    """A page of the stage; fails its test when anything is refused by the policy or throws."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.extend(refusals(message)))
    yield page
    await context.close()
    assert faults == []


def refusals(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def open_thread(page: Page, stage: Stage) -> None:
    """Opens the thread and waits until it has subscribed and caught up."""
    await page.goto(f"{stage.address}/en/thread")
    await until(lambda: stage.loaded == {"draft", "changes", "references"})


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", PAGES)
async def test_a_page_breaks_no_policy_and_fits_a_desk_and_a_phone(
    page: Page, stage: Stage, name: str, locale: str
) -> None:
    await page.goto(f"{stage.address}/{locale}/{name}")
    await page.wait_for_selector("html[data-scripted]")
    # Turbo's own style came through the policy, by its hash.
    assert await page.evaluate("document.styleSheets[0].ownerNode.tagName") == "STYLE"
    assert await page.evaluate("document.styleSheets[0].cssRules.length") == 1
    for width in (1280, 360):
        await page.set_viewport_size({"width": width, "height": 740})
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(SMALL_TARGETS) == []


async def test_a_reply_arrives_in_place_without_moving_what_is_read(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await stage.send(
        topic="thread:7", event="reply", id="post-17", number=7, version=32, html=render_post(7, "en", 32)
    )
    await page.wait_for_selector("#post-17")
    reading = page.locator("#post-17")
    before = await reading.evaluate("(e) => e.getBoundingClientRect().top")
    await stage.send(
        topic="thread:7", event="reply", id="post-16", number=6, version=33, html=render_post(6, "en", 33)
    )
    changed = render_post(1, "en", 34, html="<p>short</p>")
    await stage.send(topic="thread:7", event="edit", id="post-11", number=1, version=34, html=changed)
    await page.wait_for_selector("#post-11 :text('short')")
    numbers = await page.eval_on_selector_all(
        ".posts > .post", "(all) => all.map((e) => Number(e.dataset.number))"
    )
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert before != 0
    assert await page.evaluate("document.querySelectorAll('#post-16').length") == 1


async def test_what_is_read_stays_where_it_is_when_posts_above_change(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.locator("#post-14").evaluate("(e) => e.scrollIntoView({block: 'start', behavior: 'instant'})")
    await page.evaluate("scrollBy({top: 40, behavior: 'instant'})")
    before = await page.locator("#post-14").evaluate("(e) => e.getBoundingClientRect().top")
    await stage.send(
        topic="thread:7",
        event="edit",
        id="post-11",
        version=34,
        html=render_post(1, "en", 34, html="<p>short</p>"),
    )
    await page.wait_for_selector("#post-11 :text('short')")
    after = await page.locator("#post-14").evaluate("(e) => e.getBoundingClientRect().top")
    assert abs(after - before) < 2


async def test_an_older_version_never_overwrites_a_newer_one(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    for version, words in ((40, "newest"), (35, "late and old")):
        html = render_post(5, "en", version, html=f"<p>{words}</p>")
        await stage.send(topic="thread:7", event="edit", id="post-15", version=version, html=html)
    await stage.send(topic="thread:7", event="reply", id="post-16", version=41, html=render_post(6, "en", 41))
    await page.wait_for_selector("#post-16")
    await expect(page.locator("#post-15 .post__body")).to_have_text("newest")


async def test_a_reply_below_the_fold_is_announced_by_a_pill(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await expect(page.locator(".pill")).to_be_hidden()
    for number in (6, 7):
        html = render_post(number, "en", 30 + number)
        await stage.send(
            topic="thread:7", event="reply", id=f"post-{10 + number}", version=30 + number, html=html
        )
    await expect(page.locator(".pill")).to_have_text("2 new replies")
    assert await page.evaluate("scrollY") == 0
    await page.locator(".pill").click()
    await expect(page.locator("#post-16")).to_be_in_viewport()
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(page.locator(".pill")).to_be_hidden()


async def test_after_a_lost_connection_everything_missed_comes_once_and_in_order(
    page: Page, stage: Stage
) -> None:
    await open_thread(page, stage)
    posts = [{"id": f"post-{10 + n}", "number": n, "html": render_post(n, "en", 40)} for n in (5, 6, 7)]
    stage.changes = {"version": 40, "posts": posts, "gone": ["post-13"], "header": ""}
    for socket in list(stage.sockets):
        await socket.close()
    await page.wait_for_selector("#post-17")
    await stage.send(topic="thread:7", event="reply", id="post-17", version=40, html=render_post(7, "en", 40))
    await stage.send(topic="thread:7", event="reply", id="post-18", version=41, html=render_post(8, "en", 41))
    await page.wait_for_selector("#post-18")
    numbers = await page.eval_on_selector_all(
        ".posts > .post", "(all) => all.map((e) => Number(e.dataset.number))"
    )
    assert numbers == [1, 2, 4, 5, 6, 7, 8]


async def test_who_is_told_to_catch_up_asks_for_what_was_missed(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    missed = {"id": "post-15", "number": 5, "html": render_post(5, "en", 40)}
    stage.changes = {"version": 40, "posts": [missed], "gone": [], "header": ""}
    await stage.send(topic="thread:7", event="catch-up", id="thread:7", html="", spread=0.01)
    await page.wait_for_selector("#post-15")


# Half of the way from the shortest wait to the longest.
WAITS = """async ([spread, code]) => {
  const { LiveConnection } = await import("hub/lib/live")
  const sockets = [], waits = []
  window.WebSocket = class {
    static OPEN = 1
    readyState = 1
    constructor() { sockets.push(this) }
    send() {}
  }
  window.setTimeout = (_callback, wait) => waits.push(wait)
  Math.random = () => 0.5
  new LiveConnection().start("/live")
  const [socket] = sockets
  socket.onopen()
  socket.onmessage({ data: JSON.stringify({ subscribed: [], spread }) })
  socket.readyState = 3
  waits.length = 0
  socket.onclose({ code })
  return waits.at(-1)
}"""


@pytest.mark.parametrize(
    ("spread", "code", "wait"), [(1, 1012, 750), (20, 1012, 10_250), (20, 1006, 10_250), (1, 4429, 45_000)]
)
async def test_a_crowd_that_lost_its_server_comes_back_one_after_the_other(
    page: Page, stage: Stage, spread: float, code: int, wait: float
) -> None:
    await open_thread(page, stage)
    assert await page.evaluate(WAITS, [spread, code]) == wait


async def test_who_is_signed_out_does_not_connect_again(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    assert await page.evaluate(WAITS, [1, 4401]) is None


async def test_who_is_here_and_who_types_is_told_in_words_without_myself(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    me, mei = {"id": 1, "name": "Ann Lee"}, {"id": 2, "name": "Mei Zhang"}
    await stage.send(topic="thread:7", event="presence", people=[me, mei], count=2)
    await stage.send(topic="thread:7", event="typing", user=me)
    await stage.send(topic="thread:7", event="typing", user=mei)
    await expect(page.locator(".presence")).to_have_text("Mei Zhang is here")
    await expect(page.locator(".typing")).to_have_text("Mei Zhang is typing…")
    await page.locator(REPLY).press_sequentially("hello")
    await until(lambda: {"typing": "thread:7"} in stage.received)
    assert stage.received.count({"typing": "thread:7"}) == 1


async def test_what_differs_per_reader_is_revealed_in_live_fragments(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    mine = render_post(9, "en", 31, reactions={"agree": [1, 2]})
    others = render_post(10, "en", 32)
    await stage.send(topic="thread:7", event="reply", id="post-19", version=32, html=mine + others)
    await page.wait_for_selector("#post-20")
    assert await page.locator("#post-19 [data-only=own]").is_visible()
    assert not await page.locator("#post-20 [data-only=own]").is_visible()
    assert await page.locator("#post-20 [data-only=accept]").is_visible()
    reaction = page.locator("#post-19 button[data-reactors='1 2']")
    assert await reaction.get_attribute("aria-pressed") == "true"
    assert await reaction.get_attribute("value") == "DELETE"


async def test_sending_merges_the_answer_and_empties_the_composer(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.locator(REPLY).fill("Measure the dew point")
    await page.locator(REPLY).press("Control+Enter")
    await page.wait_for_selector("#post-16")
    await expect(page.locator("#post-16 .post__body")).to_have_text("Measure the dew point")
    await expect(page.locator(REPLY)).to_have_value("")
    assert [body for _method, path, body in stage.requests if path == "/threads/7/replies"] == [
        "Measure the dew point"
    ]
    await until(lambda: stage.drafts == {})


async def test_enter_while_composing_chinese_sends_nothing(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.locator(REPLY).focus()
    session = await page.context.new_cdp_session(page)
    await session.send("Input.imeSetComposition", {"text": "冷凝", "selectionStart": 2, "selectionEnd": 2})
    press = """([composing, code]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "Enter", keyCode: code, ctrlKey: true, isComposing: composing, bubbles: true, cancelable: true}))"""
    await page.evaluate(press, [True, 229])
    await page.evaluate(press, [False, 229])
    await session.send("Input.insertText", {"text": "冷凝水"})
    await page.wait_for_timeout(300)
    assert stage.replies == []
    await page.evaluate(press, [False, 13])
    await until(lambda: len(stage.replies) == 1)


async def test_a_reply_that_cannot_be_sent_is_kept_and_survives_a_reload(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.context.set_offline(True)
    await page.locator(REPLY).fill("Written in a tunnel")
    await page.locator("#reply .button--primary").click()
    await expect(page.locator(".composer__notice")).to_contain_text("kept on this device")
    await expect(page.locator(REPLY)).to_have_value("Written in a tunnel")
    await page.context.set_offline(False)
    await page.reload()
    await expect(page.locator(REPLY)).to_have_value("Written in a tunnel")
    await expect(page.locator(".composer__state")).to_have_text("Your draft is back")
    await page.locator(".composer__discard").click()
    await expect(page.locator(REPLY)).to_have_value("")


async def test_a_draft_of_another_device_is_offered(page: Page, stage: Stage) -> None:
    stage.drafts["reply-7"] = {"body": ["begun on the phone"]}
    await open_thread(page, stage)
    await expect(page.locator(REPLY)).to_have_value("begun on the phone")


async def test_a_file_is_uploaded_and_linked_where_the_caret_is(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.locator(REPLY).fill("See")
    await page.locator("#reply input[type=file]").set_input_files(
        {"name": "log.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    await expect(page.locator(REPLY)).to_have_value("See\n\n[log.txt](/files/f1)\n\n")


async def test_an_at_sign_offers_colleagues(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.locator(REPLY).press_sequentially("@me")
    await page.locator(".mentions [role=option]").nth(1).click()
    await expect(page.locator(REPLY)).to_have_value("@p2 ")


async def test_the_palette_searches_from_the_keyboard(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.keyboard.press("Control+k")
    await expect(page.locator(".palette__query")).to_be_focused()
    await page.keyboard.type("label")
    await expect(page.locator(".palette__option[aria-selected=true]")).to_have_count(1)
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#palette-thread-1")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Cases")
    await expect(page.locator(".palette")).to_be_hidden()
    await page.keyboard.press("Control+k")
    await expect(page.locator(".palette__option").first).to_contain_text(samples.TITLES["en"][1])
    await page.keyboard.press("Escape")
    await expect(page.locator(".palette")).to_be_hidden()


async def test_the_palette_keeps_no_title_of_a_report_on_the_device(page: Page, stage: Stage) -> None:
    async def as_report(route: Route) -> None:
        answer = await route.fetch()
        text = re.sub(r'href="[^"]*"', 'href="/defects/D-00000000"', await answer.text())
        await route.fulfill(response=answer, body=text)

    await open_thread(page, stage)
    await page.route("**/search/palette*", as_report)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("label")
    await expect(page.locator(".palette__option[aria-selected=true]")).to_have_count(1)
    await page.keyboard.press("Control+d")
    assert samples.TITLES["en"][0] not in await page.evaluate("JSON.stringify(localStorage)")


async def test_a_term_is_found_by_its_nickname_in_the_other_language(page: Page, stage: Stage) -> None:
    await page.goto(f"{stage.address}/en/ask")
    await page.get_by_label("Product").click()
    await page.get_by_label("Product").fill("斑马")
    await expect(page.locator(".picker__option")).to_have_text(["ZX-420 label printer"])
    await page.keyboard.press("Enter")
    assert await page.locator("select[name=product]").evaluate("(e) => e.value") == "zx420"
    await expect(page.get_by_label("Product")).to_have_value("ZX-420 label printer")
    await page.get_by_label("Product").click()
    await page.keyboard.press("Enter")
    await expect(page.locator("#field-product-options")).to_be_hidden()
    await expect(page.get_by_label("Product")).to_have_value("ZX-420 label printer")


async def test_what_is_not_chosen_is_missed_at_the_field_that_can_be_seen(page: Page, stage: Stage) -> None:
    await page.goto(f"{stage.address}/en/ask")
    box = page.get_by_label("Competitor")
    assert not await box.evaluate("(e) => e.reportValidity()")
    await expect(box).to_be_focused()
    assert await page.locator("select[name=competitor]").evaluate("(e) => e.checkValidity()")
    await box.fill("斑马")
    await page.keyboard.press("Enter")
    assert await box.evaluate("(e) => e.checkValidity()")


async def test_the_theme_changes_at_once_and_is_remembered(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.get_by_title("Light or dark").click()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"
    await until(lambda: ("POST", "/settings/theme", "_method=PUT&theme=dark") in stage.requests)
    assert (
        await page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(25, 24, 22)"
    )


async def test_the_bell_counts_without_a_reload(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await stage.send(topic="inbox", event="inbox.changed", unread=4)
    await expect(page.locator(".tool--bell .count")).to_have_text("4")
    await stage.send(topic="inbox", event="inbox.changed", unread=0)
    await expect(page.locator(".tool--bell .count")).to_be_hidden()


async def test_selected_words_are_quoted_with_credit(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('#post-14 .post__body p'))")
    await page.keyboard.press("q")
    value = await page.locator(REPLY).input_value()
    assert value.startswith("> **Oluwaseun Adebayo-Whitfield** ([#4](/threads/7#post-14))\n>\n> Condensation")


async def test_references_show_the_titles_that_the_reader_may_see(page: Page, stage: Stage) -> None:
    await open_thread(page, stage)
    await expect(page.locator("a[data-reference]").first).to_have_text(samples.TITLES["en"][1])
