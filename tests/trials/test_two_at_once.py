"""Two people do the same thing at the same moment over HTTP: one wins, the other is told, nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from tests.site import Site
from tests.trials.inert_pages import assert_page_inert
from tests.trials.people import person

pytestmark = [pytest.mark.trial, pytest.mark.pure]

ROUNDS = 30


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("two")) as site:
        yield site


@pytest.fixture(scope="module")
async def two(hub: Site) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Two leads, who may both do everything to a case."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(person(hub, name, "lead")) for name in ("Ann", "Bo")]


async def both(*requests: Any) -> list[httpx.Response]:
    """The answers to requests sent together, the successful one first."""
    answers: list[httpx.Response] = await asyncio.gather(*requests)
    return sorted(answers, key=lambda answer: answer.status_code)


def is_told(answer: httpx.Response, code: str) -> None:
    """The loser's answer: a conflict with a sentence."""
    assert answer.status_code == 409, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"].endswith(".")


async def case(client: httpx.AsyncClient) -> tuple[int, int]:
    """A case with a reply: their ids."""
    thread = (await client.post("/api/v1/threads", json={"title": "Both", "body": "x"})).json()["id"]
    reply = await client.post(f"/api/v1/threads/{thread}/replies", json={"body": "Try this."})
    return thread, reply.json()["id"]


async def test_two_edits_one_is_kept_and_the_other_told(two: list[httpx.AsyncClient]) -> None:
    ann, bo = two
    for number in range(ROUNDS):
        thread, reply = await case(ann)
        won, lost = await both(
            *(
                client.patch(f"/api/v1/posts/{reply}", json={"body": f"{name} {number}", "base_revision": 1})
                for client, name in ((ann, "Ann"), (bo, "Bo"))
            )
        )
        assert won.status_code == 200
        is_told(lost, "stale_revision")
        shown = await ann.get(f"/threads/{thread}")
        assert won.json()["body"] in shown.text
        assert won.json()["revision"] == 2


async def test_an_edit_in_the_browser_that_lost_still_has_its_text(two: list[httpx.AsyncClient]) -> None:
    ann, bo = two
    thread, reply = await case(ann)
    texts = ["Heat the head with apples.", "Cool the roller with bananas."]
    won, lost = await both(
        *(
            client.patch(f"/posts/{reply}", data={"body": text, "base_revision": "1"})
            for client, text in zip((ann, bo), texts, strict=True)
        )
    )
    assert (won.status_code, lost.status_code) == (303, 409)
    words = assert_page_inert(lost.text)
    kept = (await ann.get(f"/api/v1/threads/{thread}/replies")).text
    [unsaved] = [text for text in texts if text not in kept]
    assert unsaved in words
    assert "apples" in words
    assert "bananas" in words


async def test_two_acceptances_are_one(two: list[httpx.AsyncClient]) -> None:
    ann, bo = two
    for _number in range(ROUNDS):
        thread, reply = await case(ann)
        answers = await both(
            *(client.put(f"/api/v1/threads/{thread}/answers/{reply}") for client in (ann, bo))
        )
        assert [answer.status_code for answer in answers] == [200, 200]
        shown = (await ann.get(f"/api/v1/threads/{thread}")).json()
        assert (shown["answers"], shown["answer_count"]) == ([reply], 1)


async def test_two_promotions_make_one_article_and_the_other_is_led_to_it(
    two: list[httpx.AsyncClient],
) -> None:
    ann, bo = two
    for _number in range(ROUNDS):
        thread, reply = await case(ann)
        assert (await ann.put(f"/api/v1/threads/{thread}/answers/{reply}")).status_code == 200
        won, lost = await both(
            *(client.post(f"/api/v1/threads/{thread}/promotion", json={}) for client in (ann, bo))
        )
        assert won.status_code == 201
        is_told(lost, "already_promoted")
        assert str(won.json()["id"]) in str(lost.json()["error"]["details"])


async def test_two_edits_of_an_article_one_is_kept_and_the_other_told(two: list[httpx.AsyncClient]) -> None:
    ann, bo = two
    thread, reply = await case(ann)
    assert (await ann.put(f"/api/v1/threads/{thread}/answers/{reply}")).status_code == 200
    article = (await ann.post(f"/api/v1/threads/{thread}/promotion", json={})).json()["id"]
    for number in range(1, ROUNDS + 1):
        won, lost = await both(
            *(
                client.patch(
                    f"/api/v1/articles/{article}",
                    json={"title": f"{name} {number}", "base_revision": number},
                )
                for client, name in ((ann, "Ann"), (bo, "Bo"))
            )
        )
        assert won.status_code == 200
        is_told(lost, "stale_revision")
    assert (await ann.get(f"/api/v1/articles/{article}")).json()["revision"] == ROUNDS + 1


async def test_accepting_what_is_deleted_at_that_moment_leaves_no_accepted_stub(
    two: list[httpx.AsyncClient],
) -> None:
    ann, bo = two
    for _number in range(ROUNDS):
        thread, reply = await case(ann)
        await asyncio.gather(
            ann.put(f"/api/v1/threads/{thread}/answers/{reply}"), bo.delete(f"/api/v1/posts/{reply}")
        )
        assert (await ann.get(f"/api/v1/threads/{thread}")).json()["answers"] == []


async def test_replies_of_both_while_one_locks_are_numbered_without_gaps(
    two: list[httpx.AsyncClient],
) -> None:
    ann, bo = two
    thread, _reply = await case(ann)
    sent = [client.post(f"/api/v1/threads/{thread}/replies", json={"body": "x"}) for client in two * 20]
    answers = await asyncio.gather(
        *sent, ann.put(f"/threads/{thread}/lock"), bo.delete(f"/threads/{thread}/lock")
    )
    assert {answer.status_code for answer in answers} <= {201, 303}
    replies = (await ann.get(f"/api/v1/threads/{thread}/replies", params={"limit": 100})).json()
    listed = replies.get("items", replies.get("replies"))
    assert [reply["number"] for reply in listed] == list(range(2, 43))
