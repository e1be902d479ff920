"""Discussions in the JSON API."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from discussions.models import Post, Thread
from hub.vocabulary.models import Facet
from tests.conftest import ClientOf
from tests.factories import Make

API = "/api/v1"


async def test_a_case_goes_in_and_comes_out_whole(make: Make, client_of: ClientOf) -> None:
    ann, space = await make.reader("Ann"), await make.space()
    product = await make.term(Facet.PRODUCT, "LP-480", nicknames=["the big one"])
    size, tag = await make.term(Facet.SIZE, "Small"), await make.term(name="Wi-Fi")
    client = await client_of(ann)
    body = {
        "space": space.name,
        "title": "It stops",
        "body": "**Why?**",
        "tried": "Turning it off",
        "tags": ["wi-fi"],
        "product": "The Big One",
        "customer": {"size": "small"},
    }
    created = await client.post(f"{API}/threads", json=body)
    assert created.status_code == 201
    thread = created.json()
    assert thread["url"].endswith(f"/threads/{thread['id']}")
    assert (thread["title"], thread["body"], thread["tried"]) == ("It stops", "**Why?**", "Turning it off")
    assert (thread["product"], thread["tags"], thread["customer"]["size"]) == (
        product.key,
        [tag.key],
        size.key,
    )
    assert (await client.get(f"{API}/threads/{thread['id']}")).json() == thread


async def test_a_case_needs_no_header_and_no_space(make: Make, client_of: ClientOf) -> None:
    ann, space = await make.reader(), await make.space()
    created = await (await client_of(ann)).post(f"{API}/threads", json={"title": "T", "body": "B"})
    assert created.status_code == 201
    assert created.json()["space"] == space.slug


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": None}, "title"),
        ({"body": " \u200b\n"}, "body"),
        ({"body": "x" * 100_001}, "body"),
        ({"body": "\ud800"}, "body"),
        ({"tried": "x" * 20_001}, "tried"),
        ({"tags": ["no such tag"]}, "tags"),
        ({"tags": ["x"] * 21}, "tags"),
        ({"customer": {"size": "gigantic"}}, "customer.size"),
        ({"customer": {"shoes": "brown"}}, "customer.shoes"),
        ({"stage": "no such stage"}, "stage"),
        ({"space": "no such space"}, "space"),
        ({"uid": "not a uuid"}, "uid"),
        ({"titel": "typing mistake"}, "titel"),
    ],
)
async def test_a_field_that_needs_another_value_is_named(
    make: Make, client_of: ClientOf, change: dict[str, object], field: str
) -> None:
    ann = await make.reader()
    await make.space()
    client = await client_of(ann)
    body = json.dumps({"title": "T", "body": "B"} | change)
    headers = {"Content-Type": "application/json"}
    answer = await client.post(f"{API}/threads", content=body, headers=headers)
    assert answer.status_code == 422
    page = await client.post("/threads", content=body, headers=headers)
    assert page.status_code == 422
    assert answer.json()["error"]["code"] == "invalid"
    assert field in answer.json()["error"]["fields"]
    assert not await Thread.exists()


async def test_repeating_a_request_is_harmless_and_misuse_of_a_uid_is_told(
    make: Make, client_of: ClientOf
) -> None:
    ann, bob = await make.reader(), await make.reader()
    await make.space()
    first, second = await client_of(ann), await client_of(bob)
    body = {"uid": str(uuid4()), "title": "T", "body": "B"}
    answers = [await first.post(f"{API}/threads", json=body) for _repetition in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    for client, changed in ((first, body | {"body": "Other"}), (second, body)):
        refused = await client.post(f"{API}/threads", json=changed)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "uid_taken")
    address = f"{API}/threads/{answers[0].json()['id']}/replies"
    reply = {"uid": str(uuid4()), "body": "R"}
    sent = [(await first.post(address, json=reply)).json()["id"] for _repetition in range(2)]
    assert len(set(sent)) == 1
    assert (await first.post(address, json=reply | {"body": "S"})).status_code == 409
    assert await Thread.all().count() == 1
    assert await Post.all().count() == 2


async def test_lists_are_walked_by_cursor_without_loss_or_double(make: Make, client_of: ClientOf) -> None:
    ann, space = await make.reader(), await make.space()
    threads = [await make.thread(ann, f"Case {number}", space=space) for number in range(7)]
    for _place in range(6):
        await make.reply(ann, threads[0])
    client = await client_of(ann)
    titles = await _walk(client, f"{API}/threads?limit=3", "title")
    assert sorted(titles) == sorted(f"Case {number}" for number in range(7))
    assert titles[0] == "Case 0"
    numbers = await _walk(client, f"{API}/threads/{threads[0].id}/replies?limit=4", "number")
    assert numbers == list(range(2, 8))


async def _walk(client: httpx.AsyncClient, address: str, field: str) -> list[Any]:
    found, cursor = list[Any](), ""
    for _page in range(10):
        page = (await client.get(f"{address}&cursor={cursor}" if cursor else address)).json()
        found += [item[field] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            return found
    raise AssertionError("The list has no end")


async def test_answers_are_accepted_and_taken_back(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    reply = await make.reply(bob, thread)
    asker, other = await client_of(ann), await client_of(bob)
    address = f"{API}/threads/{thread.id}/answers/{reply.id}"
    refused = await other.put(address)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    for _repetition in range(2):
        accepted = await asker.put(address)
        assert (accepted.status_code, accepted.json()["accepted"]) == (200, True)
    shown = (await asker.get(f"{API}/threads/{thread.id}")).json()
    assert (shown["answers"], shown["states"]) == ([reply.id], ["solved"])
    for _repetition in range(2):
        assert (await asker.delete(address)).status_code == 204
    assert (await asker.get(f"{API}/threads/{thread.id}")).json()["answers"] == []
    case = await Post.get(thread_id=thread.id, number=1)
    wrong = await asker.put(f"{API}/threads/{thread.id}/answers/{case.id}")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (409, "not_an_answer")


async def test_posts_are_edited_deleted_and_reacted_to(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    reply = await make.reply(ann, await make.thread(ann), "First")
    author, other = await client_of(ann), await client_of(bob)
    address = f"{API}/posts/{reply.id}"
    assert (await other.patch(address, json={"body": "x"})).status_code == 403
    edited = await author.patch(address, json={"body": "Second", "base_revision": 1})
    assert (edited.json()["body"], edited.json()["revision"]) == ("Second", 2)
    stale = await author.patch(address, json={"body": "Third", "base_revision": 1})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale_revision")
    assert (await other.put(f"{address}/reactions/thanks")).status_code == 204
    assert (await other.put(f"{address}/reactions/nonsense")).status_code == 404
    replies = f"{API}/threads/{reply.thread_id}/replies"
    [shown] = (await author.get(replies)).json()["items"]
    assert shown["reactions"] == {"thanks": 1}
    assert (await other.delete(f"{address}/reactions/thanks")).status_code == 204
    assert (await author.delete(address)).status_code == 204
    [stub] = (await author.get(replies)).json()["items"]
    assert (stub["deleted"], stub["body"], stub["html"]) == (True, "", "")


async def test_watching_is_told_and_given_up(make: Make, client_of: ClientOf) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    client = await client_of(bob)
    address = f"{API}/threads/{thread.id}/watch"
    assert (await client.put(address, json={"level": "muted"})).status_code == 204
    assert (await client.put(address, json={"level": "loudly"})).status_code == 422
    assert (await client.delete(address)).status_code == 204


async def test_the_list_is_filtered_by_every_field_of_the_header(make: Make, client_of: ClientOf) -> None:
    ann = await make.reader()
    client = await client_of(ann)
    spaces = [await make.space(), await make.space()]
    for facet in Facet:
        term, other = await make.term(facet), await make.term(facet)
        await make.thread(ann, f"With {facet}", terms=[term], space=spaces[0])
        await make.thread(ann, f"With another {facet}", terms=[other], space=spaces[1])
        listed = (await client.get(f"{API}/threads?{facet}={term.key}")).json()["items"]
        assert [thread["title"] for thread in listed] == [f"With {facet}"]
    listed = (await client.get(f"{API}/threads?space={spaces[1].slug}")).json()["items"]
    assert len(listed) == len(Facet)
    assert (await client.get(f"{API}/threads?space=elsewhere")).status_code == 422
