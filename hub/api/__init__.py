"""The JSON API's building blocks; each package describes its operations with them in a module `api`."""

from hub.api.answers import JSON, ErrorBody, Problem, answer, no_content
from hub.api.description import self_describing
from hub.api.lists import Moment, Page, Paging, RowId, decode_cursor, encode_cursor, latest_first, latest_ids
from hub.api.requests import Body, parse_body, parse_query
from hub.api.routing import PREFIX, ApiRoute, mount

__all__ = [
    "JSON",
    "PREFIX",
    "ApiRoute",
    "Body",
    "ErrorBody",
    "Moment",
    "Page",
    "Paging",
    "Problem",
    "RowId",
    "answer",
    "decode_cursor",
    "encode_cursor",
    "latest_first",
    "latest_ids",
    "mount",
    "no_content",
    "parse_body",
    "parse_query",
    "self_describing",
]
