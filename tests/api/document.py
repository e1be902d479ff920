"""The API's own description, and answers held against it."""

import copy
import re
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from hub import composition
from hub.api.description import openapi
from tests.conftest import ADDRESS

DOCUMENT = openapi(composition.api_routes(), title="Hub API", server=ADDRESS)

OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def _in_utc(value: object) -> bool:
    """Every time in an answer is in UTC, and says so."""
    return not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value) is not None


FORMATS = FormatChecker()
FORMATS.checks("date-time")(_in_utc)


def problems(schema: dict[str, Any], value: object) -> list[str]:
    """Where a value differs from a schema of the document, fields that the schema does not name included."""
    validator = Draft202012Validator({"components": _CLOSED} | schema, format_checker=FORMATS)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def undeclared(operation_id: str, answer: httpx.Response) -> list[str]:
    """What in an answer the operation's description does not say."""
    _method, _path, operation = OPERATIONS[operation_id]
    declared = operation["responses"].get(str(answer.status_code))
    if declared is None:
        return [f"status {answer.status_code}"]
    if "$ref" in declared:
        declared = DOCUMENT["components"]["responses"][declared["$ref"].rpartition("/")[2]]
    content = declared.get("content")
    if content is None:
        return ["a body"] if answer.content else []
    kind = answer.headers["content-type"].split(";")[0]
    if kind not in content:
        return [] if "*/*" in content else [f"content type {kind}"]
    return problems(content[kind]["schema"], answer.json())


def _closed(schema: Any) -> Any:
    """A copy of a schema in which objects have the fields it names and no others."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return copy.copy(schema)
    closed = {name: _closed(value) for name, value in schema.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


_CLOSED = _closed(DOCUMENT["components"])
