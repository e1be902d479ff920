"""Choosing levels on pages, and the page that shows all that was chosen."""

import re

import httpx
import pytest

from discussions import watching
from discussions.models import Watch, WatchLevel
from discussions.queries.levels import chosen_spaces, chosen_terms
from hub.audiences import operations as audiences
from hub.vocabulary.models import Facet
from tests.conftest import ADDRESS, ClientOf
from tests.factories import Make

FOLLOWING = "/settings/following"


def current(page: httpx.Response) -> str:
    """The level that the one menu of a page shows as chosen."""
    [level] = re.findall(r'name="level" value="(\w+)" aria-pressed="true"', page.text)
    return str(level)


def offered(page: httpx.Response) -> list[str]:
    return re.findall(r'name="level" value="(\w+)"', page.text)


async def test_a_case_offers_its_levels_and_takes_the_choice_without_scripts(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob = await make.reader(), await make.reader()
    space = await make.space()
    thread = await make.thread(ann, space=space)
    client = await client_of(bob)
    address = f"/threads/{thread.id}"
    page = await client.get(address)
    assert offered(page) == ["watching", "tracking", "normal", "muted"]
    assert current(page) == "normal"
    await watching.watch_space(bob, space, WatchLevel.TRACKING)
    page = await client.get(address)
    assert current(page) == "tracking"
    assert 'value="DELETE"' not in page.text.partition("levels__sheet")[2].partition("</details>")[0]
    # As a browser without scripts sends a form.
    answer = await client.post(f"{address}/watch", data={"_method": "PUT", "level": "muted"})
    assert answer.headers["location"] == address
    page = await client.get(address)
    assert current(page) == "muted"
    assert 'value="DELETE"' in page.text.partition("levels__sheet")[2].partition("</details>")[0]
    await client.post(f"{address}/watch", data={"_method": "DELETE"})
    assert current(await client.get(address)) == "tracking"


@pytest.mark.parametrize(
    "address", ["/threads?space={space}", "/threads?product={term}", "/articles?product={term}"]
)
async def test_a_list_of_one_space_or_term_offers_its_levels(
    make: Make, client_of: ClientOf, address: str
) -> None:
    bob, space, term = await make.reader(), await make.space(), await make.term(Facet.PRODUCT)
    address = address.format(space=space.slug, term=term.key)
    client = await client_of(bob)
    page = await client.get(address)
    assert offered(page) == ["watching", "tracking", "first_post", "normal", "muted"]
    assert current(page) == "normal"
    [url] = re.findall(r'action="(/(?:spaces|terms)/\d+/watch)"', page.text)
    answer = await client.put(url, data={"level": "first_post"}, headers={"Referer": ADDRESS + address})
    assert answer.headers["location"] == address
    assert current(await client.get(address)) == "first_post"
    assert offered(await client.get(f"{address}&tag=")) == offered(page)
    assert offered(await client.get(f"{address}&stage=")) == offered(page)


async def test_a_list_that_is_filtered_by_more_or_by_nothing_offers_no_level(
    make: Make, client_of: ClientOf
) -> None:
    bob, space, term = await make.reader(), await make.space(), await make.term()
    client = await client_of(bob)
    for query in ("", f"?space={space.slug}&tag={term.key}", "?state=solved", "?tag=nonsense"):
        assert offered(await client.get(f"/threads{query}")) == []


async def test_everything_that_was_chosen_stands_on_one_page(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    space, term = await make.space("Printers"), await make.term(Facet.COMPETITOR, "Tallowin")
    threads = [await make.thread(ann, title) for title in ("It jams", "It smells", "It hums")]
    await watching.watch_space(bob, space, WatchLevel.WATCHING)
    await watching.watch_term(bob, term, WatchLevel.MUTED)
    await watching.watch(bob, threads[0], WatchLevel.TRACKING)
    await watching.watch(bob, threads[1], WatchLevel.MUTED)
    client = await client_of(bob)
    page = await client.get(FOLLOWING)
    found = re.findall(r'row__link" href="[^"]*">([^<]+)<', page.text)
    assert found == ["Printers", "Tallowin", "It smells", "It jams"]
    pressed = re.findall(r'name="level" value="(\w+)" aria-pressed="true"', page.text)
    assert pressed == ["watching", "muted", "muted", "tracking"]
    muted = await client.get(f"{FOLLOWING}?level=muted")
    assert "It smells" in muted.text
    assert "It jams" not in muted.text
    first = await client.get(f"{FOLLOWING}?limit=1")
    assert "It jams" not in first.text
    [more] = re.findall(r'href="(/settings/following\?cursor=[^"]+)"', first.text)
    assert "It jams" in (await client.get(more)).text


async def test_a_space_or_term_can_be_followed_from_there(make: Make, client_of: ClientOf) -> None:
    bob, space, term = await make.reader(), await make.space(), await make.term()
    client = await client_of(bob)
    for target, level in ((f"space:{space.id}", "muted"), (f"term:{term.id}", "watching")):
        answer = await client.put(FOLLOWING, data={"target": target, "level": level})
        assert answer.headers["location"] == FOLLOWING
    assert [(found.id, level) for found, level in await chosen_spaces(bob)] == [(space.id, "muted")]
    assert [(found.id, level) for found, level in await chosen_terms(bob)] == [(term.id, "watching")]
    await client.put(f"/terms/{term.id}/watch", data={"level": "normal"})
    assert await chosen_terms(bob) == []


@pytest.mark.parametrize(
    "target", ["", "space:0", "term:", "term:99999999999999999999", "thread:1", "term:²"]
)
async def test_what_cannot_be_followed_is_refused_on_the_page(
    make: Make, client_of: ClientOf, target: str
) -> None:
    client = await client_of(await make.reader())
    answer = await client.put(FOLLOWING, data={"target": target, "level": "watching"})
    assert answer.status_code == 422
    assert "field-target-error" in answer.text


@pytest.mark.parametrize("address", ["/threads/{id}/watch", "/spaces/{id}/watch", "/terms/{id}/watch"])
async def test_an_unknown_level_is_refused(make: Make, client_of: ClientOf, address: str) -> None:
    ann, term = await make.reader(), await make.term()
    space = await make.space()
    thread = await make.thread(ann, space=space)
    client = await client_of(ann)
    ids = {"threads": thread.id, "spaces": space.id, "terms": term.id}
    url = address.format(id=ids[address.split("/")[1]])
    assert (await client.put(url, data={"level": "loud"})).status_code == 422
    assert (await client.put(url, data={"level": "tracking"})).status_code == 303


async def test_first_post_of_one_case_is_refused(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    answer = await (await client_of(ann)).put(f"/threads/{thread.id}/watch", data={"level": "first_post"})
    assert answer.status_code == 422
    assert (await Watch.get(thread_id=thread.id)).level is WatchLevel.WATCHING


async def test_what_somebody_may_see_no_more_is_gone_from_their_page(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    audience = await make.audience(ann, bob)
    ann, bob = await make.fresh(ann), await make.fresh(bob)
    space = await make.space("Secret space", audience)
    thread = await make.thread(ann, "Secret case", space=space)
    await watching.watch_space(bob, space, WatchLevel.WATCHING)
    await watching.watch(bob, thread, WatchLevel.WATCHING)
    client = await client_of(bob)
    addresses = (FOLLOWING, "/api/v1/watches", "/api/v1/watches?of=spaces")
    assert ["Secret" in (await client.get(address)).text for address in addresses] == [True] * 3
    await audiences.change(None, audience, name="Fewer", group_ids=[], user_ids=[ann.id])
    assert ["Secret" in (await client.get(address)).text for address in addresses] == [False] * 3
    assert (await client.put(f"/spaces/{space.id}/watch", data={"level": "muted"})).status_code == 404


async def test_the_tab_of_muted_cases_appears_with_the_first_mute(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    term = await make.term()
    thread = await make.thread(ann, "It jams", terms=[term])
    client = await client_of(bob)
    page = await client.get("/threads")
    assert thread.title in page.text
    assert "tab=muted" not in page.text
    await watching.watch_term(bob, term, WatchLevel.MUTED)
    page = await client.get("/threads")
    assert thread.title not in page.text
    assert "tab=muted" in page.text
    assert thread.title in (await client.get("/threads?tab=muted")).text


async def test_rows_count_unread_replies_of_tracked_and_watched_cases_alone(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await watching.mark_read(bob, thread, 1)
    await make.reply(ann, thread)
    client = await client_of(bob)
    counts = {}
    for level in ("normal", "tracking", "watching"):
        await watching.watch(bob, thread, WatchLevel(level))
        counts[level] = 'class="count" title="1 new reply"' in (await client.get("/threads")).text
    assert counts == {"normal": False, "tracking": True, "watching": True}


async def test_choices_are_told_apart_in_the_api(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    space, term = await make.space(), await make.term(Facet.TAG, "Winter")
    thread = await make.thread(ann, space=space, terms=[term])
    client = await client_of(bob)
    api = "/api/v1"
    await client.put(f"{api}/terms/tag/winter/watch", json={"level": "tracking"})
    await client.put(f"{api}/spaces/{space.slug}/watch", json={"level": "muted"})
    watch = f"{api}/threads/{thread.id}/watch"
    assert (await client.get(watch)).json() == {"level": "tracking", "chosen": None}
    await client.put(watch, json={"level": "muted"})
    assert (await client.get(watch)).json() == {"level": "muted", "chosen": "muted"}
    for of, name in (("terms", "Winter"), ("spaces", space.name), ("threads", thread.title)):
        [item] = (await client.get(f"{api}/watches?of={of}")).json()["items"]
        assert item["name"] == name
    assert (await client.get(f"{api}/watches?of=terms&level=muted")).json()["items"] == []
    await client.delete(f"{api}/terms/tag/winter/watch")
    assert (await client.get(f"{api}/terms/tag/winter/watch")).json() == {"level": "normal", "chosen": None}
    for address in (
        f"{api}/terms/tag/nothing/watch",
        f"{api}/terms/nothing/winter/watch",
        f"{api}/spaces/%00/watch",
    ):
        assert (await client.get(address)).status_code == 404
    for number in range(3):
        await watching.watch_term(bob, await make.term(), list(WatchLevel)[number % 2 * 3])
    walked, cursor = [], ""
    while cursor is not None:
        page = (await client.get(f"{api}/watches?of=terms&limit=1&cursor={cursor}")).json()
        walked += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert walked == sorted(found.id for found, _level in await chosen_terms(bob))
    assert len(walked) == 3
