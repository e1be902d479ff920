"""Every component on a few pages, served with the real frame, scripts and CSP but no database.

Look at them with ``python -m tests.components.sheet PORT`` and open ``/en/thread``, ``/zh/search`` …
"""

import json
import re
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from discussions.cards import EVERYBODY, Viewer
from hub.i18n import ROOT, in_locale
from hub.pages import assets
from hub.pages.rendering import environment, frame_pieces
from hub.pages.skeletons import Piece, Skeleton
from tests.components import samples

PAGES = ("thread", "threads", "search", "ask", "plain", "more", "charts")
TEMPLATES = ROOT / "tests" / "components" / "templates"


def content_security_policy() -> str:
    """As strict as the hub's own."""
    scripts = " ".join(["'self'", *assets.csp_script_hashes()])
    styles = " ".join(["'self'", *assets.csp_style_hashes()])
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' data: blob:; "
        "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def sheet_environment() -> Environment:
    env = environment().overlay()
    assert env.loader is not None
    env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), env.loader])
    return env


def render_page(name: str, locale: str, theme: str = "auto", replies: Sequence[samples.Thing] = ()) -> str:
    """One page of the sheet as HTML; `replies` stand below the sample posts."""
    icons = re.findall(r'symbol id="([^"]+)"', (assets.STATIC / "icons.svg").read_text())
    sample: dict[str, Any] = {
        "thread": samples.thread(locale),
        "posts": [*samples.posts(locale), *replies],
        "people": samples.people(locale),
        "viewer": lambda post: Viewer(
            own=post.author.id == samples.reader(locale).id, leads=True, accepts=True
        ),
        "terms": samples.terms(),
        "tags": samples.TAGS[locale],
        "hits": samples.hits(locale),
        "articles": samples.articles(locale),
        "notes": samples.notes(locale),
        "bars": samples.bars(locale),
        "lines": samples.lines(locale),
        "thread_rows": samples.thread_rows(locale),
        "now": samples.NOW,
        "icons": icons,
        "diff_old": Markup("Move the applicator <del>before</del> the air knife."),
        "diff_new": Markup("Move the applicator <ins>behind</ins> the air knife."),
        "url": "/threads?page={}".format,
    }
    with in_locale(locale):
        reader, notices = samples.reader(locale), [("success", samples.TAGS[locale][0])]
        context = {"s": sample, "reader": reader, "locale": locale, "nav": "threads", "site_name": "Hub"}
        html = sheet_environment().get_template(f"{name}.html").render(context)
        pieces = frame_pieces(reader, "threads", 3, theme)  # type: ignore[arg-type]  # a sample will do
        if name == "more":
            ui: Any = environment().get_template("macros/ui.html").module
            pieces = pieces | {"notices": Piece.of(ui.notices(notices))}
        return Skeleton(html).fill(pieces).decode()


def render_post(number: int, locale: str, version: int, **changes: Any) -> str:
    """A post as a live frame carries it."""
    with in_locale(locale):
        macros: Any = sheet_environment().get_template("macros/thread.html").module
        if "html" in changes:
            changes["html"] = Markup(changes["html"])
        post = samples.post(number, locale, version=version, **changes)
        return str(macros.post_card(post, samples.thread(locale), EVERYBODY))


class SheetServer:
    """Serves the sheet and plays the hub's part towards the browser's code."""

    def __init__(self) -> None:
        self.sockets: list[WebSocket] = []
        self.received: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str, str]] = []
        self.changes: dict[str, Any] = {"version": 30, "posts": [], "gone": [], "header": ""}
        self.replies: list[samples.Thing] = []
        self.drafts: dict[str, Any] = {}
        self.loaded: set[str] = set()
        self.app = Starlette(
            routes=[
                Mount("/static", StaticFiles(directory=assets.STATIC)),
                WebSocketRoute("/live", self.live),
                Route("/threads/7/changes", self.show_changes),
                Route("/drafts/{key}", self.draft, methods=["GET", "PUT", "DELETE"]),
                Route("/settings/theme", self.record, methods=["POST"]),
                Route("/threads/7/replies", self.reply, methods=["POST"]),
                Route("/threads/7/read-mark", self.record, methods=["PUT"]),
                Route("/search/similar", self.similar),
                Route("/files", self.store, methods=["POST"]),
                Route("/mentions", self.mentions),
                Route("/markdown/preview", self.preview, methods=["POST"]),
                Route("/search/palette", self.palette),
                Route("/references", self.references, methods=["POST"]),
                Route("/{locale}/{page}", self.page),
            ]
        )

    async def page(self, request: Request) -> Response:
        name, locale = request.path_params["page"], request.path_params["locale"]
        html = render_page(name, locale, request.query_params.get("theme", "auto"), self.replies)
        return HTMLResponse(html, headers={"Content-Security-Policy": content_security_policy()})

    async def live(self, socket: WebSocket) -> None:
        await socket.accept()
        self.sockets.append(socket)
        try:
            while True:
                message = json.loads(await socket.receive_text())
                self.received.append(message)
                if "subscribe" in message:
                    await socket.send_json({"subscribed": message["subscribe"]})
        except WebSocketDisconnect:
            self.sockets.remove(socket)

    async def send(self, **frame: Any) -> None:
        """Send a frame to every open socket."""
        for socket in self.sockets:
            await socket.send_json(frame)

    async def show_changes(self, _request: Request) -> Response:
        self.loaded.add("changes")
        return JSONResponse(self.changes)

    async def record(self, request: Request) -> Response:
        self.requests.append((request.method, request.url.path, (await request.body()).decode()))
        return Response(status_code=204)

    async def draft(self, request: Request) -> Response:
        key = request.path_params["key"]
        if request.method == "GET":
            self.loaded.add("draft")
            fields = self.drafts.get(key)
            return JSONResponse(
                {"fields": fields or {}, "updated_at": samples.NOW.isoformat() if fields else None}
            )
        if request.method == "PUT":
            self.drafts[key] = (await request.json())["fields"]
        else:
            self.drafts.pop(key, None)
        return Response(status_code=204)

    async def reply(self, request: Request) -> Response:
        form = await request.form()
        self.requests.append(("POST", request.url.path, str(form["body"])))
        number = 6 + len(self.replies)
        author = samples.people("en")[0]
        self.replies.append(samples.post(number, "en", version=31, author=author, html=form["body"]))
        return RedirectResponse(request.headers["referer"], 303)

    async def store(self, request: Request) -> Response:
        async with request.form() as form:
            assert isinstance(form["file"], UploadFile)
            name = form["file"].filename
        return JSONResponse(
            {"uid": "f1", "url": "/files/f1", "name": name, "markdown": f"[{name}](/files/f1)"}
        )

    async def similar(self, _request: Request) -> Response:
        return HTMLResponse('<turbo-frame id="similar"></turbo-frame>')

    async def mentions(self, _request: Request) -> Response:
        return JSONResponse(
            [{"handle": p.handle, "name": p.name, "kind": "person"} for p in samples.people("en")]
        )

    async def preview(self, _request: Request) -> Response:
        return HTMLResponse(samples.PROSE["en"])

    async def palette(self, request: Request) -> Response:
        with in_locale("en"):
            macros: Any = sheet_environment().get_template("macros/lists.html").module
            return HTMLResponse("".join(str(macros.palette_option(hit)) for hit in samples.hits("en")))

    async def references(self, _request: Request) -> Response:
        self.loaded.add("references")
        return JSONResponse(
            {"thread:018f": {"title": samples.TITLES["en"][1], "url": "/threads/12", "state": "solved"}}
        )


if __name__ == "__main__":
    uvicorn.run(SheetServer().app, port=int(sys.argv[1]), log_level="warning")
