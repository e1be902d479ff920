"""Whatever is sent to whichever operation: an answer that the document describes, and never a fault of ours."""

import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.api.calls import CALLS, World
from tests.api.document import DOCUMENT, OPERATIONS, undeclared

CALLS_OF_EACH = 25

NUMBERS: list[Any] = [0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**40, 1.5, float("inf"), float("nan")]
TEXTS = [
    "",
    " ",
    "x",
    "\0",
    "a\0b",
    "\ud800",
    "\u202e",
    "\u200b",
    "𝒳" * 60,
    "é" * 100,
    "x" * 201,
    "x" * 100_001,
    "٣",
    "%00",
    "../../etc/passwd",
    "null",
    "[[thread:1]]",
    "@everyone",
    "![x](/files/00000000-0000-0000-0000-000000000000)",
    "```\n" * 50,
    "'; DROP TABLE thread; --",
    "2026-01-01T00:00:00Z",
    "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxXQ",
    "WzFlMzA4XQ",
    "Wy0xXQ",
    "WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTldXQ",
    "00000000-0000-0000-0000-000000000000",
]
OTHERS: list[Any] = [None, True, [], {}, [None], [[]], {"": ""}, {"a": {"b": {"c": 1}}}]


def nonsense(chance: random.Random) -> Any:
    return chance.choice(chance.choice([NUMBERS, TEXTS, OTHERS, [["x"] * 21, [chance.choice(TEXTS)]]]))


def spoiled(chance: random.Random, sent: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Something valid with some of its values, or fields that it might have had, replaced by nonsense."""
    changed = dict(sent)
    for name in chance.sample(names, min(len(names), chance.randint(1, 3))):
        changed[name] = nonsense(chance)
    return changed


def body_names(operation: dict[str, Any]) -> list[str]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        name = content["schema"]["$ref"].rpartition("/")[2]
        return [*DOCUMENT["components"]["schemas"][name].get("properties", {}), "nonsense"]
    return []


def parameter_names(operation: dict[str, Any], place: str) -> list[str]:
    return [one["name"] for one in operation.get("parameters", ()) if one["in"] == place]


def printable(value: Any) -> str:
    """A value as it can stand in an address."""
    return str(value).encode("utf-8", "replace").decode()[:3000]


@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_nonsense_is_refused_as_described(
    world: World, ann: httpx.AsyncClient, operation_id: str
) -> None:
    chance = random.Random(operation_id)
    seen = set()
    for _time in range(CALLS_OF_EACH):
        request = made_up(chance, world, operation_id)
        answer = await ann.send(request(ann))
        seen.add(answer.status_code)
        assert answer.status_code < 500
        assert answer.status_code in (404, 405) or undeclared(operation_id, answer) == [], answer.text
    _method, _path, operation = OPERATIONS[operation_id]
    if operation.get("parameters") or "requestBody" in operation:
        assert seen & {400, 404, 422}, "the nonsense has to be noticed, or it was none"


def made_up(
    chance: random.Random, world: World, operation_id: str
) -> Callable[[httpx.AsyncClient], httpx.Request]:
    """A request for an operation in which something is wrong."""
    method, path, operation = OPERATIONS[operation_id]
    call = CALLS[operation_id](world)
    in_path, in_query = parameter_names(operation, "path"), parameter_names(operation, "query")
    fields = body_names(operation)
    place = chance.choice([*(["path"] if in_path else []), *(["query"] if in_query else []), "body"])
    values = call.path
    if place == "path":
        values = {
            name: quote(printable(value), safe="") or "-"
            for name, value in spoiled(chance, call.path, in_path).items()
        }
    query = spoiled(chance, call.query, in_query) if place == "query" else call.query
    params = {name: printable(value) for name, value in query.items()}
    address = path.format(**values)
    if call.files is not None:
        sent = spoiled(chance, {}, fields)
        name = printable(nonsense(chance))
        files = {"file": (name, printable(nonsense(chance)).encode(), "image/png")}
        return lambda client: client.build_request(
            method,
            address,
            files=files,
            data={key: printable(value) for key, value in sent.items() if key != "file"},
        )
    if call.json is None and place != "body":
        return lambda client: client.build_request(method, address, params=params)
    body: Any = spoiled(chance, call.json or {}, fields or ["nonsense"]) if place == "body" else call.json
    content = json.dumps(body if chance.random() > 0.1 else nonsense(chance))
    return lambda client: client.build_request(
        method, address, params=params, content=content, headers={"Content-Type": "application/json"}
    )
