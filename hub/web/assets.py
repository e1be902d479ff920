"""Serving ``static/``: what carries its own hash is cached for ever."""

from pathlib import Path

from starlette.datastructures import URL
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from hub.i18n import ROOT
from hub.pages.assets import is_current

STATIC = ROOT / "static"


class Assets(StaticFiles):
    """Static files with cache lifetimes that follow their addresses."""

    def __init__(self, directory: Path = STATIC) -> None:
        super().__init__(directory=directory)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        version = URL(scope=scope).query.removeprefix("v=")
        lasting = is_current(path, version)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response
