"""The JSON API's building blocks: routes that know their models, cursors, and the OpenAPI document made from both."""

import base64
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.errors import InvalidInput
from hub.i18n import _

PREFIX = "/api/v1"
JSON = "application/json"
Endpoint = Callable[[Request], Awaitable[Response]]


class Body(BaseModel):
    """Base of request bodies: a field that is not known is an error, so that typing mistakes are noticed."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Why a request was refused: a stable code, a sentence, and sentences by field where fields are at fault.

    `details` holds what the code's description promises, such as the article that exists already.
    """

    code: str
    message: str
    fields: dict[str, str] | None = None
    details: dict[str, Any] | None = None


class ErrorBody(BaseModel):
    """The one shape of every error."""

    error: Problem


@dataclass(frozen=True)
class ApiRoute:
    """One operation of the API. `path` is below ``/api/v1``; models of None mean no body."""

    method: str
    path: str
    endpoint: Endpoint
    summary: str
    request: type[BaseModel] | None = None
    response: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    status: int = 200
    errors: Sequence[int] = field(default=(401, 404, 422))
    upload: bool = False

    def route(self) -> Route:
        return Route(PREFIX + self.path, self.endpoint, methods=[self.method])


def answer(model: BaseModel, status: int = 200) -> Response:
    """A model as the JSON body of an answer."""
    return Response(model.model_dump_json(), status, media_type=JSON)


def encode_cursor(*position: Any) -> str:
    """An opaque place in a list, to be sent back as ``cursor``."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, shape: type[Any]) -> Any:
    """The place that `encode_cursor` made, validated as `shape`; InvalidInput for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return TypeAdapter(shape).validate_json(base64.urlsafe_b64decode(padded))
    except ValueError as error:
        raise InvalidInput({"cursor": _("This cursor did not come from here.")}) from error


def openapi(routes: Iterable[ApiRoute], *, title: str, version: str, server: str) -> dict[str, Any]:
    """The OpenAPI 3.1 description of the API, from the models that validate it."""
    known = list(routes)
    inputs = {model for route in known for model in (route.request, route.query) if model}
    outputs = {route.response for route in known if route.response} | {ErrorBody}
    names, definitions = models_json_schema(
        [(model, "validation") for model in sorted(inputs, key=_name)]
        + [(model, "serialization") for model in sorted(outputs, key=_name)],
        ref_template="#/components/schemas/{model}",
    )
    schemas = {(model, mode): schema for (model, mode), schema in names.items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in known:
        # Path convertors are Starlette's ({id:int}); OpenAPI writes {id}.
        path = PREFIX + re.sub(r"{(\w+):\w+}", r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _name(model: type[BaseModel]) -> str:
    return model.__qualname__


def _operation(route: ApiRoute, schemas: dict[tuple[Any, Any], Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": route.endpoint.__module__.replace(".", "_") + "_" + route.endpoint.__name__,
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "integer" if kind == ":int" else "string"},
            }
            for name, kind in re.findall(r"{(\w+)(:\w+)?}", route.path)
        ],
        "responses": {str(route.status): _response(route, schemas)},
    }
    if route.query:
        operation["parameters"] += [
            {"name": name, "in": "query", "required": info.is_required(), "schema": schema}
            for (name, info), schema in zip(
                route.query.model_fields.items(),
                route.query.model_json_schema()["properties"].values(),
                strict=True,
            )
        ]
    if route.request:
        content: dict[str, Any] = {JSON: {"schema": schemas[route.request, "validation"]}}
        operation["requestBody"] = {"required": True, "content": content}
    elif route.upload:
        upload = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": upload}}}
    for status in route.errors:
        operation["responses"][str(status)] = {
            "description": "The request was refused.",
            "content": {JSON: {"schema": schemas[ErrorBody, "serialization"]}},
        }
    return operation


def _response(route: ApiRoute, schemas: dict[tuple[Any, Any], Any]) -> dict[str, Any]:
    if route.response is None:
        return {"description": "Done; no body."}
    return {
        "description": route.summary,
        "content": {JSON: {"schema": schemas[route.response, "serialization"]}},
    }


def no_content() -> Response:
    return Response(status_code=204)


def json_document(document: dict[str, Any]) -> Response:
    return JSONResponse(document)
