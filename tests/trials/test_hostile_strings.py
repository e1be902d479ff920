"""Thousands of hostile strings in every field of a running hub: stored or refused, and always shown inert."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx
import pytest

from tests.kernel.inert import assert_inert
from tests.site import Site
from tests.trials.inert_pages import assert_page_inert
from tests.trials.people import each, person, signed_in
from tests.trials.real_data import hostile_strings

pytestmark = [pytest.mark.trial, pytest.mark.pure]

REFUSED = (413, 422)
FEW = 7  # where a page is costly, every seventh string is looked at there


@pytest.fixture(scope="module")
def strings() -> list[str]:
    return hostile_strings()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("strings")) as site:
        yield site


@pytest.fixture(scope="module")
async def ann(hub: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with person(hub, "Ann", "admin") as client:
        yield client


@dataclass
class Tally:
    """What became of the requests. Prints itself, so that a trial's numbers can be read."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, answer: httpx.Response, *expected: int, sent: str) -> bool:
        """Note an answer; whether it is among the expected ones."""
        self.statuses[answer.status_code] += 1
        if answer.status_code not in expected:
            self.faults.append(
                f"{answer.request.method} {answer.status_code} for {sent!r}: {answer.text[:200]}"
            )
        return answer.status_code in expected

    def page(self, answer: httpx.Response, *expected: int, sent: str, shows: str = "") -> None:
        """A page that must be inert and show `shows` as it is."""
        if not self.count(answer, *expected, sent=sent):
            return
        try:
            words = assert_page_inert(answer.text)
        except AssertionError as error:
            self.faults.append(f"{answer.request.url.path} acts on {sent!r}: {error}")
        else:
            if shows not in words:
                self.faults.append(f"{answer.request.url.path} does not show {shows!r}")

    def check(self, name: str) -> None:
        print(f"\n{name}: {dict(sorted(self.statuses.items()))}")
        assert not self.faults, f"{len(self.faults)} faults:\n" + "\n".join(self.faults[:30])


async def test_as_a_case(hub: Site, ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()

    async def post(string: str) -> None:
        sent = {"title": string, "body": string, "tried": string}
        made = await ann.post("/api/v1/threads", json=sent)
        if not tally.count(made, 201, *REFUSED, sent=string) or made.status_code != 201:
            return
        case = made.json()
        assert_inert(case["html"])
        assert_inert(case["tried_html"])
        page = await ann.get(f"/threads/{case['id']}")
        tally.page(page, 200, sent=string, shows=case["title"])

    await each(strings, post)
    tally.check("cases")
    assert tally.statuses[201] > 0.9 * len(strings)


async def test_in_the_form_of_a_case(ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()

    async def post(string: str) -> None:
        # Refused for its space, so that the form comes back with everything in it.
        values = {"title": string, "body": string, "tried": string, "tags": string, "customer.size": string}
        again = await ann.post("/threads", data={**values, "space": string})
        tally.page(again, *REFUSED, sent=string)

    async def keep(string: str) -> None:
        kept = await ann.post("/threads", data={"title": string, "body": string, "space": "cases"})
        if tally.count(kept, 303, *REFUSED, sent=string) and kept.status_code == 303:
            tally.page(await ann.get(f"{kept.headers['location']}/edit"), 200, sent=string)

    await each(strings[::FEW], keep)
    await each(strings, post)
    tally.page(await ann.get("/threads"), 200, sent="the list")
    tally.page(await ann.get("/"), 200, sent="the start page")
    tally.check("forms of cases")
    assert tally.statuses[422] > 0.9 * len(strings)


async def test_as_a_reply(ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()
    size = 49

    async def discuss(start: int) -> None:
        made = await ann.post("/api/v1/threads", json={"title": f"Replies {start}", "body": "x"})
        path = f"/threads/{made.json()['id']}"
        for string in strings[start : start + size]:
            if len(string) % 2:
                reply = await ann.post(f"/api/v1{path}/replies", json={"body": string})
                if tally.count(reply, 201, *REFUSED, sent=string) and reply.status_code == 201:
                    assert_inert(reply.json()["html"])
            else:
                sent = await ann.post(f"{path}/replies", data={"body": string})
                tally.count(sent, 303, *REFUSED, sent=string)
        tally.page(await ann.get(path), 200, sent=path, shows=f"Replies {start}")

    await each(range(0, len(strings), size), discuss)
    tally.check("replies")
    assert tally.statuses[201] + tally.statuses[303] > 0.9 * len(strings)


async def test_as_a_name_and_profile(hub: Site, ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()
    async with person(hub, "Bo") as bo:
        for number, string in enumerate(strings):
            sent = {"name": string, "job_title": string, "about": string}
            changed = await bo.patch("/api/v1/me", json=sent)
            if not tally.count(changed, 200, *REFUSED, sent=string) or changed.status_code != 200:
                continue
            if number % FEW == 0:
                me = changed.json()
                tally.page(await ann.get(f"/people/{me['handle']}"), 200, sent=string, shows=me["name"])
                form = await bo.put("/settings", data={**sent, "handle": string, "timezone": string})
                tally.page(form, *REFUSED, sent=string)
    tally.check("names")
    assert tally.statuses[200] > 0.8 * len(strings)


async def test_as_a_question(ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()
    pages = ["/search?q={}", "/search/palette?q={}", "/search/similar?title={}", "/threads?tag={}&space={}"]

    async def ask(numbered: tuple[int, str]) -> None:
        number, string = numbered
        asked = await ann.get("/api/v1/search", params={"q": string})
        tally.count(asked, 200, *REFUSED, sent=string)
        path = pages[number % len(pages)].replace("{}", quote(string, safe=""))
        tally.page(await ann.get(path), 200, 404, *REFUSED, sent=string)

    await each(enumerate(strings), ask)
    tally.check("questions")
    assert tally.statuses[200] > len(strings)


async def test_as_the_name_of_a_file(ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()

    async def upload(numbered: tuple[int, str]) -> None:
        number, string = numbered
        sent = await ann.post("/api/v1/files", files={"file": (string or "x", string.encode())})
        if not tally.count(sent, 201, *REFUSED, sent=string) or sent.status_code != 201:
            return
        if number % FEW == 0:
            kept = await ann.get(sent.json()["url"])
            assert kept.status_code == 200
            assert kept.headers["content-disposition"].isprintable()
            assert kept.headers["x-content-type-options"] == "nosniff"
            assert kept.headers["content-type"].split(";")[0] not in (
                "text/html",
                "image/svg+xml",
                "text/xml",
            )
            assert "sandbox" in kept.headers["content-security-policy"]

    await each(enumerate(strings), upload)
    tally.check("files")
    assert tally.statuses[201] > 0.9 * len(strings)


async def test_as_a_draft(ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()

    async def keep(numbered: tuple[int, str]) -> None:
        number, string = numbered
        key = f"reply:{number % 200}"
        kept = await ann.put(f"/drafts/{key}", json={"fields": {"body": string, string: string}})
        tally.count(kept, 204, *REFUSED, sent=string)
        if number % FEW == 0:
            asked = await ann.get(f"/drafts/{quote(string, safe='')}")
            # 307: a string that is nothing but dots and slashes makes another address.
            tally.count(asked, 200, 307, 404, *REFUSED, sent=string)

    await each(enumerate(strings), keep)
    tally.check("drafts")
    assert tally.statuses[204] > 0.9 * len(strings)


async def test_as_a_tag(hub: Site, ann: httpx.AsyncClient, strings: list[str]) -> None:
    tally = Tally()

    async def file(string: str) -> None:
        sent = {"title": "Tagged", "body": "x", "tags": [string], "product": string, "stage": string}
        tally.count(await ann.post("/api/v1/threads", json=sent), 201, *REFUSED, sent=string)

    await each(strings, file)
    async with signed_in(hub, "Zoe", "admin") as zoe:
        for string in strings[:: FEW * FEW]:
            sent = {"facet": "tag", "name_en": string, "name_zh": string, "nicknames": string}
            made = await zoe.post("/admin/vocabulary", data=sent)
            if made.status_code == 303:
                tally.count(made, 303, sent=string)
            else:
                tally.page(made, *REFUSED, 409, sent=string)
        tally.page(await zoe.get("/admin/vocabulary?facet=tag"), 200, sent="the vocabulary")
    tally.page(await ann.get("/threads/new"), 200, sent="the form")
    tally.check("tags")
    assert tally.statuses[303] > 0.5 * len(strings) / FEW**2
