"""The titles of references, for those who may see them."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from hub import references
from hub.errors import NotFound
from hub.identity import reader_of
from hub.pages import forms


class Asked(BaseModel):
    """References as they stand in pages: ``kind:key``."""

    references: list[str] = Field(max_length=200)


async def titles(request: Request) -> Response:
    """The title, address and state of each asked reference that the reader may see; the others are left out."""
    asked = await forms.parse(request, Asked)
    pairs = [(kind, key) for kind, _colon, key in (one.partition(":") for one in asked.references)]
    found = await references.resolve(reader_of(request), pairs)
    return JSONResponse(
        {
            f"{kind}:{key}": {
                "title": target.title,
                "url": target.url,
                "state": target.state,
                "label": target.label,
            }
            for (kind, key), target in found.items()
        }
    )


async def follow(request: Request) -> Response:
    """Open what a reference points at: the way for browsers without JavaScript."""
    pair = (request.path_params["kind"], request.path_params["key"])
    found = await references.resolve(reader_of(request), [pair])
    if pair not in found:
        raise NotFound
    return RedirectResponse(found[pair].url, 303)


routes = [
    Route("/references", titles, methods=["POST"]),
    Route("/references/{kind}/{key}", follow),
]
