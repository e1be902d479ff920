"""The OpenAPI 3.1 document, made from the models that validate requests and answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hub.api.answers import JSON, ErrorBody
from hub.api.routing import PREFIX, ApiRoute
from hub.settings import get_settings

Schema = dict[str, Any]

# What every refusal of a status has in common; an operation adds its own codes.
_REFUSALS = {
    400: ("BadRequest", "The body cannot be read: `unreadable_body`, `bad_request`."),
    401: ("Unauthorized", "No token or session, or one that is not valid (any more): `sign_in_required`."),
    403: ("Forbidden", "The caller may see it, the action is not theirs: `forbidden`."),
    404: ("NotFound", "There is nothing that the caller may see: `not_found`."),
    409: ("Conflict", "It does not fit what is there now."),
    413: ("TooLarge", "The body is too large: `too_large`."),
    415: ("UnsupportedMediaType", "The body is not JSON: `unsupported_media_type`."),
    422: ("Invalid", "Fields or parameters need other values; `fields` says which and why: `invalid`."),
}

_PARAMETER = re.compile(r"{(\w+)(?::(\w+))?}")
_PATH_TYPES: Mapping[str | None, Schema] = {
    None: {"type": "string"},
    "int": {"type": "integer", "format": "int64", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}


VERSION = "1.0.0"


class OpenApiDocument(RootModel[dict[str, Any]]):
    """An OpenAPI 3.1 document."""


def self_describing(operations: Sequence[ApiRoute]) -> list[ApiRoute]:
    """The operations and one more, ``/openapi.json``, that describes them all."""

    async def show(_request: Request) -> Response:
        settings = get_settings()
        return JSONResponse(openapi(known, title=f"{settings.name} API", server=settings.address))

    known = [
        *operations,
        ApiRoute("GET", "/openapi.json", show, "This document", response=OpenApiDocument, public=True),
    ]
    return known


def openapi(operations: Iterable[ApiRoute], *, title: str, server: str) -> Schema:
    """The description of all operations, at the address `server`."""
    known = list(operations)
    references, schemas = _schemas(known)
    paths: dict[str, Schema] = {}
    for route in known:
        # Path convertors are Starlette's ({id:int}); OpenAPI writes {id}.
        path = PREFIX + _PARAMETER.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, references, schemas)
    for route in known:
        if route.query:
            schemas.pop(_component(references[route.query, "validation"]), None)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(map(_tag, known))],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {name: _refusal(text) for name, text in _REFUSALS.values()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas(routes: Iterable[ApiRoute]) -> tuple[dict[tuple[Any, str], Schema], dict[str, Schema]]:
    """References to the schemas of all models by model and mode, and the schemas by name."""
    inputs = {model for route in routes for model in (route.request, route.query) if model}
    outputs = {route.response for route in routes if route.response} | {ErrorBody}
    outputs |= {model for route in routes for model in route.instead.values()}
    references, definitions = models_json_schema(
        [(model, "validation") for model in sorted(inputs, key=_name)]
        + [(model, "serialization") for model in sorted(outputs, key=_name)],
        ref_template="#/components/schemas/{model}",
    )
    return {(model, mode): schema for (model, mode), schema in references.items()}, definitions["$defs"]


def _name(model: type[BaseModel]) -> str:
    return model.__qualname__


def _component(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _tag(route: ApiRoute) -> str:
    return route.path.split("/")[1].partition(".")[0]


def _operation(
    route: ApiRoute, references: Mapping[tuple[Any, str], Schema], schemas: Mapping[str, Schema]
) -> Schema:
    query = schemas[_component(references[route.query, "validation"])] if route.query else {}
    operation: Schema = {
        "tags": [_tag(route)],
        "summary": route.summary,
        "operationId": _operation_id(route),
        "parameters": [*_path_parameters(route), *_query_parameters(query)],
        "responses": _answers(route, references) | _refusals(route),
    }
    if route.description:
        operation["description"] = route.description
    if route.public:
        operation["security"] = []
    if route.request:
        operation["requestBody"] = {
            "required": any(field.is_required() for field in route.request.model_fields.values()),
            "content": {route.request_type: {"schema": references[route.request, "validation"]}},
        }
    return {name: value for name, value in operation.items() if value or name == "security"}


def _operation_id(route: ApiRoute) -> str:
    """Made of the module and function that answer, such as ``discussions_threads_create``."""
    modules = [part for part in route.endpoint.__module__.split(".") if part not in ("hub", "api", "routes")]
    return "_".join([*modules, route.endpoint.__name__])


def _path_parameters(route: ApiRoute) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": dict(_PATH_TYPES[kind or None])}
        for name, kind in _PARAMETER.findall(route.path)
    ]


def _query_parameters(query: Schema) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "query",
            "required": name in query.get("required", ()),
            "description": schema.get("description", ""),
            "schema": _given(schema),
        }
        for name, schema in query.get("properties", {}).items()
    ]


def _given(schema: Schema) -> Schema:
    """The schema of a parameter that is there: in an address, null is to leave it out."""
    kept = {name: value for name, value in schema.items() if name not in ("title", "description")}
    if kept.get("default", ...) is None:
        del kept["default"]
    if options := [one for one in kept.pop("anyOf", []) if one != {"type": "null"}]:
        kept |= options[0] if len(options) == 1 else {"anyOf": options}
    return kept


def _answers(route: ApiRoute, references: Mapping[tuple[Any, str], Schema]) -> dict[str, Schema]:
    models = {route.status: route.response, **route.instead}
    return {str(status): _answer(route, status, model, references) for status, model in models.items()}


def _answer(
    route: ApiRoute,
    status: int,
    model: type[BaseModel] | None,
    references: Mapping[tuple[Any, str], Schema],
) -> Schema:
    if status == 204:
        return {"description": "Done; no body."}
    # Bytes of any kind have no schema (OpenAPI 3.1, "Considerations for File Uploads").
    schema = {"schema": references[model, "serialization"]} if model else {}
    return {"description": route.summary, "content": {route.response_type: schema}}


def _refusals(route: ApiRoute) -> dict[str, Schema]:
    statuses = {error.status for error in route.errors}
    statuses |= set() if route.public else {401}
    statuses |= {404} if _PARAMETER.search(route.path) else set()
    statuses |= {422} if route.query or route.request else set()
    if route.request:
        statuses |= {400, 413} | ({415} if route.request_type == JSON else set())
    return {str(status): _refused(status, route) for status in sorted(statuses)}


def _refused(status: int, route: ApiRoute) -> Schema:
    name, text = _REFUSALS[status]
    codes = [f"`{error.code}`" for error in route.errors if error.status == status]
    if status in (403, 409) and codes:
        return _refusal(f"{text.split(':')[0].rstrip('.')}: {', '.join(dict.fromkeys(codes))}.")
    return {"$ref": f"#/components/responses/{name}"}


def _refusal(text: str) -> Schema:
    return {
        "description": text,
        "content": {JSON: {"schema": {"$ref": "#/components/schemas/ErrorBody"}}},
    }
