"""The preview of what somebody writes."""

from typing import Annotated

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from hub.computing import compute
from hub.identity import reader_of
from hub.markdown import render
from hub.pages import forms
from hub.settings import get_settings
from hub.text import Prose

# The longest text of a post or of an article's field, in characters.
LONGEST_TEXT = 100_000


class Source(BaseModel):
    body: Annotated[str, Prose(LONGEST_TEXT)] = ""


async def preview(request: Request) -> Response:
    """The text as HTML, exactly as it would be stored."""
    reader_of(request)
    source = await forms.parse(request, Source)
    rendered = await compute(render, source.body, base_url=get_settings().address)
    return HTMLResponse(rendered.html)


routes = [Route("/markdown/preview", preview, methods=["POST"])]
