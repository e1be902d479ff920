"""What the API answers with."""

from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import Response

JSON = "application/json"


class Problem(BaseModel):
    """Why a request was refused: a stable code, and a sentence for people in the caller's language."""

    code: str
    message: str
    fields: dict[str, str] | None = Field(
        None, description="With the code `invalid`: a sentence for each field or parameter at fault."
    )
    request_id: str | None = Field(
        None, description="With status 500 and above: what to tell whoever can look into the hub's logs."
    )
    details: dict[str, Any] | None = Field(
        None, description="What the code promises, such as the article that exists already."
    )


class ErrorBody(BaseModel):
    """The one shape of every error. `fields`, `details` and `request_id` are left out where there are none."""

    error: Problem


def answer(model: BaseModel, status: int = 200) -> Response:
    """A model as the JSON body of an answer."""
    return Response(model.model_dump_json(), status, media_type=JSON)


def no_content() -> Response:
    return Response(status_code=204)
