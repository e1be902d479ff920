"""What the API refuses, and how it says so: one shape, the right status, nothing about what is not the caller's."""

import httpx
import pytest

from discussions import spaces
from hub.api import PREFIX
from tests.api.call import Call
from tests.api.calls import CALLS, World
from tests.api.document import OPERATIONS, undeclared
from tests.conftest import ClientOf

FOR_ALL = {"description_show"}


def those(*, path: bool = False, body: bool = False, query: bool = False) -> list[str]:
    """The operations with path parameters, JSON bodies or query parameters."""
    return [
        operation_id
        for operation_id, (_method, address, operation) in OPERATIONS.items()
        if not path or "{" in address
        if not body or "application/json" in operation.get("requestBody", {}).get("content", {})
        if not query or any(one["in"] == "query" for one in operation.get("parameters", ()))
    ]


@pytest.mark.parametrize("operation_id", [one for one in OPERATIONS if one not in FOR_ALL])
async def test_without_a_token_nothing_is_done_whatever_was_sent(
    world: World, client_of: ClientOf, operation_id: str
) -> None:
    client = await client_of(None)
    client.headers["Authorization"] = "Bearer hub_nonsense"
    call = CALLS[operation_id](world)
    answers = [
        await call.by(client, operation_id),
        await Call(call.path, {"nonsense": 1}, json={"nonsense": 1}).by(client, operation_id),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in_required")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert undeclared(operation_id, answer) == []


# The words of the vocabulary, products among them, are everybody's.
@pytest.mark.parametrize(
    "operation_id", [one for one in those(path=True) if not one.endswith(("_term", "_show_matrix"))]
)
async def test_what_is_not_for_the_caller_is_what_does_not_exist(
    world: World, ann: httpx.AsyncClient, client_of: ClientOf, operation_id: str
) -> None:
    call = CALLS[operation_id](world)
    other = await client_of(world.other)
    hidden = await call.by(other, operation_id)
    missing = [
        await Call(
            call.path
            | {"id": number, "uid": world.thread.uid, "space": number, "reference": f"D-{number:08}"},
            call.query,
            call.json,
        ).by(ann, operation_id)
        for number in (987654321, 0, 2**63 - 1, 2**63, 10**30)
    ]
    assert [answer.status_code for answer in (hidden, *missing)] == [404] * 6
    assert {answer.content for answer in (hidden, *missing)} == {hidden.content}
    assert {answer.headers.get("content-length") for answer in (hidden, *missing)} == {
        str(len(hidden.content))
    }
    assert undeclared(operation_id, hidden) == []


BODIES = [
    (b'{"nonsense": 1}', "application/json", 422, "invalid"),
    (b'{"\\ud800": 1}', "application/json; charset=utf-8", 422, "invalid"),
    (b"[]", "application/json", 400, "unreadable_body"),
    (b'{"title": ', "application/json", 400, "unreadable_body"),
    (b"\xff\xfe\x00", "application/json", 400, "unreadable_body"),
    (b"[" * 100_000, "application/json", 400, "unreadable_body"),
    (b"title=T&body=B", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    (b'{"title": "T"}', "text/plain", 415, "unsupported_media_type"),
    (b" " * 1_100_000, "application/json", 413, "too_large"),
]


@pytest.mark.parametrize("operation_id", those(body=True))
async def test_a_body_that_is_not_what_it_should_be_is_refused(
    world: World, ann: httpx.AsyncClient, operation_id: str
) -> None:
    method, path, _operation = OPERATIONS[operation_id]
    address = path.format(**CALLS[operation_id](world).path)
    for body, kind, status, code in BODIES:
        answer = await ann.request(method, address, content=body, headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), body[:40]
        assert undeclared(operation_id, answer) == []


@pytest.mark.parametrize("operation_id", those(query=True))
async def test_a_parameter_that_is_not_known_or_wrong_is_named(
    world: World, ann: httpx.AsyncClient, operation_id: str
) -> None:
    method, path, _operation = OPERATIONS[operation_id]
    address = path.format(**CALLS[operation_id](world).path)
    for query in ("nonsense=1", "cursor=x", "limit=0", "limit=101", "limit=many"):
        answer = await ann.request(method, f"{address}?{query}")
        assert answer.status_code == 422, query
        assert set(answer.json()["error"]["fields"]) == {query.partition("=")[0]}
        assert undeclared(operation_id, answer) == []


async def test_a_wrong_method_is_told_the_right_ones(world: World, ann: httpx.AsyncClient) -> None:
    address = f"{PREFIX}/threads/{world.thread.id}"
    refused = await ann.put(address, json={})
    assert (refused.status_code, refused.json()["error"]["code"]) == (405, "method_not_allowed")
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS, PATCH"
    asked = await ann.options(address)
    assert (asked.status_code, asked.content, asked.headers["Allow"]) == (
        204,
        b"",
        "GET, HEAD, OPTIONS, PATCH",
    )
    shown, head = await ann.get(address), await ann.head(address)
    assert head.status_code == shown.status_code == 200
    assert head.headers["content-length"] == shown.headers["content-length"]


async def test_wrong_addresses_below_the_api_are_answered_in_json(ann: httpx.AsyncClient) -> None:
    for address in ("/nowhere", "/threads/seven", "/threads/-1", "/files/7", f"/threads/{'9' * 5000}"):
        answer = await ann.get(PREFIX + address)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_an_answer_of_another_case_does_not_exist_here(world: World, ann: httpx.AsyncClient) -> None:
    address = f"{PREFIX}/threads/{world.solved.id}/answers/{world.reply.id}"
    assert (await ann.put(address)).status_code == 404
    assert (await ann.delete(address)).status_code == 404


async def test_a_space_in_which_the_caller_cannot_post_is_a_wrong_field(
    world: World, client_of: ClientOf
) -> None:
    other = await client_of(world.other)
    case = {"title": "T", "body": "B"}
    open_space = world.open_space
    for given in (open_space.slug, open_space.name, open_space.id, str(open_space.id), None):
        posted = await other.post(f"{PREFIX}/threads", json=case | {"space": given})
        assert (posted.status_code, posted.json()["space"]) == (201, open_space.slug)
    await spaces.archive(None, open_space)
    for given in ("Closed", world.thread.space_id, "no such space", 999, open_space.slug, None):
        refused = await other.post(f"{PREFIX}/threads", json=case | {"space": given})
        assert (refused.status_code, set(refused.json()["error"]["fields"])) == (422, {"space"}), given


async def test_names_longer_than_any_there_is_name_nothing(world: World, ann: httpx.AsyncClient) -> None:
    for length in (40, 61, 100, 101, 5000):
        name = "x" * length
        for address in (f"/threads?space={name}", f"/articles?owner={name}", f"/threads?product={name}"):
            assert (await ann.get(PREFIX + address)).status_code in (200, 422)
        case = {"title": "T", "body": "B", "space": name}
        assert (await ann.post(f"{PREFIX}/threads", json=case)).status_code == 422
        handed = await ann.put(f"{PREFIX}/articles/{world.article.id}/owner", json={"owner": name})
        assert handed.status_code == 422
