"""The OpenAPI document: true, complete and valid."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.routing import Route

from hub.api import PREFIX
from tests.api.calls import CALLS, World
from tests.api.document import DOCUMENT, OPERATIONS, problems, undeclared
from tests.conftest import ADDRESS


@pytest.mark.pure
def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


async def test_the_document_is_served_to_everybody(client_of: Any) -> None:
    answer = await (await client_of(None)).get(f"{PREFIX}/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["paths"] == DOCUMENT["paths"]


def test_every_route_is_described_and_every_description_is_served(app: Starlette) -> None:
    served = {
        (method, route.path_format)
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith(f"{PREFIX}/")
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert len(served) > 30
    assert served == {(method, path) for method, path, _operation in OPERATIONS.values()}


@pytest.mark.pure
def test_every_operation_has_a_call_here() -> None:
    assert set(CALLS) == set(OPERATIONS)


@pytest.mark.pure
def test_a_difference_from_a_schema_is_noticed() -> None:
    person = {"id": 1, "name": "Ann", "handle": "ann"}
    schema = {"$ref": "#/components/schemas/Person"}
    assert problems(schema, person) == []
    for change in ({"id": "1"}, {"secret": 1}):
        assert problems(schema, person | change)
    moment = {"type": "string", "format": "date-time"}
    assert [bool(problems(moment, f"2026-01-02T03:04:05{zone}")) for zone in ("Z", "", "+02:00")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("operation_id", OPERATIONS)
async def test_an_operation_answers_as_it_is_described(
    world: World, ann: httpx.AsyncClient, operation_id: str
) -> None:
    call = CALLS[operation_id](world)
    _method, _path, operation = OPERATIONS[operation_id]
    if call.json is not None:
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        assert problems(body, call.json) == []
    parameters = {parameter["name"]: parameter for parameter in operation.get("parameters", ())}
    for name, value in (call.path | call.query).items():
        sent = [value] if parameters[name]["schema"].get("type") == "array" else value
        assert problems(parameters[name]["schema"], str(sent) if name == "uid" else sent) == []
    answer = await call.by(ann, operation_id)
    assert answer.is_success, answer.text
    assert undeclared(operation_id, answer) == []
    if answer.headers.get("content-type") == "application/json" and operation_id != "description_show":
        wrong = [url for url in urls(answer.json()) if not url.startswith(f"{ADDRESS}/")]
        assert wrong == []


def urls(value: Any) -> Iterator[str]:
    """Every address in an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from [inner] if name == "url" else urls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from urls(inner)


@pytest.mark.pure
def test_examples_fit_their_schemas() -> None:
    examples = [
        (name, example)
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for example in schema.get("examples", ())
    ]
    assert {name for name, _example in examples} >= {"NewThread", "NewReply", "NewArticle", "Promotion"}
    for name, example in examples:
        assert problems({"$ref": f"#/components/schemas/{name}"}, example) == []


@pytest.mark.pure
def test_all_lists_have_one_shape() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    lists = {name: schema for name, schema in schemas.items() if name.endswith("List")}
    assert len(lists) >= 5
    for schema in lists.values():
        assert {"items", "next_cursor"} <= set(schema["required"])
    taking = {
        operation_id
        for operation_id, (_method, _path, operation) in OPERATIONS.items()
        if {"cursor", "limit"} <= {parameter["name"] for parameter in operation.get("parameters", ())}
    }
    giving = {
        operation_id
        for operation_id, (_method, _path, operation) in OPERATIONS.items()
        if any(f'/{name}"' in str(operation).replace("'", '"') for name in [*lists, "SearchOut"])
    }
    assert taking == giving
