"""Reading what programs send. They are held to the letter, so that typing mistakes are noticed."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from hub.api.answers import JSON
from hub.errors import HubError, InvalidInput
from hub.i18n import _
from hub.pages import forms

T = TypeVar("T", bound=BaseModel)


class Body(BaseModel):
    """Base of request bodies and query strings: a field that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class UnsupportedMediaType(HubError):
    """A body of another content type than the operation takes."""

    status = 415
    code = "unsupported_media_type"

    def message(self) -> str:
        return _("Please send JSON, with the header “Content-Type: application/json”.")


async def parse_body(request: Request, model: type[T]) -> T:
    """The JSON body of a request as `model`; no body at all counts as ``{}``.

    Raises UnsupportedMediaType, UnreadableBody, or InvalidInput naming the fields that need another value.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        return await forms.parse(request, model)
    if await request.body():
        raise UnsupportedMediaType
    return forms.validate(model, {})


def parse_query(request: Request, model: type[T]) -> T:
    """The query string as `model`; InvalidInput names wrong parameters and those that are not known."""
    unknown = [name for name in request.query_params if name not in model.model_fields]
    if unknown:
        raise InvalidInput(dict.fromkeys(unknown, _("This field is not known here.")))
    return forms.parse_query(request.query_params, model)
