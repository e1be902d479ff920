"""Turning what people send into validated pydantic models, with messages in their language."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request

from hub.errors import HubError, InvalidInput
from hub.i18n import N_, _
from hub.text import scalar

T = TypeVar("T", bound=BaseModel)

_ID = re.compile("[0-9]{1,18}")
# No form has as many fields. A megabyte of them would take seconds to explain, for which everybody would wait.
MOST_ERRORS = 500

# Texts by pydantic's type of error; the placeholders are filled from the error's context.
_TEXTS = {
    "missing": N_("Please fill this in."),
    "empty": N_("Please fill this in."),
    "too_short": N_("This is too short: at least %(min_length)s characters are needed."),
    "string_too_short": N_("This is too short: at least %(min_length)s characters are needed."),
    "too_long": N_("This is too long: at most %(max_length)s characters are allowed."),
    "string_too_long": N_("This is too long: at most %(max_length)s characters are allowed."),
    "bad_text": N_("This text contains characters that are not valid Unicode."),
    "string_unicode": N_("This text contains characters that are not valid Unicode."),
    "extra_forbidden": N_("This field is not known here."),
    "int_parsing": N_("Please give a whole number."),
    "enum": N_("Please choose one of the offered values."),
    "literal_error": N_("Please choose one of the offered values."),
    "value_error": N_("Please give a valid value."),
}


class UnreadableBody(HubError):
    """The body of a request is not what its content type says."""

    code = "unreadable_body"

    def message(self) -> str:
        return _("The request could not be read.")


async def parse(request: Request, model: type[T]) -> T:
    """The form or JSON body of a request as `model`; InvalidInput names the fields that need another value."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            sent = await request.json()
        except (ValueError, RecursionError) as error:
            raise UnreadableBody from error
        if not isinstance(sent, dict):
            raise UnreadableBody
        return validate(model, sent)
    async with request.form(max_files=0, max_fields=500) as form:
        return validate(model, unflatten(model, form))


def parse_query(params: QueryParams, model: type[T]) -> T:
    """The query string as `model`. Empty values count as not given."""
    given = unflatten(model, params)
    return validate(model, {name: value for name, value in given.items() if value not in ("", [""])})


def validate(model: type[T], sent: dict[str, Any]) -> T:
    """`sent` as `model`; InvalidInput otherwise."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        if error.error_count() > MOST_ERRORS:
            raise UnreadableBody from error
        fields: dict[str, str] = {}
        for detail in error.errors():
            name = ".".join(str(part) for part in detail["loc"]) or "form"
            fields.setdefault(scalar(name), _explain(detail))
        raise InvalidInput(fields, {name: _showable(value) for name, value in sent.items()}) from error


def _showable(value: Any, depth: int = 2) -> Any:
    """What was sent, as a page can show it again.

    JSON may carry halves of surrogate pairs, which UTF-8 cannot, and may be nested deeper than any form.
    """
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, list):
        return [_showable(item, depth - 1) for item in value] if depth else []
    if isinstance(value, dict):
        return {scalar(name): _showable(item, depth - 1) for name, item in value.items()} if depth else {}
    return value


def ids_among(sent: Iterable[Any]) -> list[int]:
    """What can be ids of rows among the values of a form that was refused; they may be anything."""
    return [int(one) for one in map(str, sent) if _ID.fullmatch(one)]


def unflatten(model: type[BaseModel], form: FormData | QueryParams) -> dict[str, Any]:
    """The fields of a form: lists where the model has lists, nested where a name has a dot (`customer.size`)."""
    sent: dict[str, Any] = {}
    for name in form:
        info = model.model_fields.get(name)
        many = info is not None and get_origin(info.annotation) in (list, set, frozenset, tuple)
        value: Any = [item for item in form.getlist(name) if item != ""] if many else form.get(name)
        outer, _dot, inner = name.partition(".")
        if inner:
            nested = sent.setdefault(outer, {})
            if isinstance(nested, dict) and value != "":
                nested[inner] = value
        elif info is not None:
            sent[name] = value
    return sent


def told(text: str) -> PydanticCustomError:
    """What a validator raises to say in its own words, translated already, what is wrong."""
    return PydanticCustomError("told", "{text}", {"text": text})


def _explain(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "told":
        return str(context["text"])
    if "field_type" in context and detail["type"] == "too_long":
        return _("At most %(max_length)s can be chosen here.") % context
    text = _TEXTS.get(detail["type"], N_("Please give a valid value."))
    try:
        return _(text) % context
    except KeyError:
        return _("Please give a valid value.")
