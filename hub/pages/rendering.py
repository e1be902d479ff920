"""One template environment for all packages, and the answers made from it."""

from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from cachetools import LRUCache
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hub.errors import HubError
from hub.i18n import PACKAGES, ROOT, _, babel_locale, current_locale, in_locale, ngettext
from hub.identity import Reader, maybe_reader
from hub.pages import assets
from hub.pages.notices import add_notice, clear_notices, take_notices
from hub.pages.skeletons import Piece, Skeleton, slot
from hub.settings import get_settings

ContextProvider = Callable[[Request], Awaitable[dict[str, Any]]]

THEMES = ("light", "dark", "auto")

_providers: list[ContextProvider] = []


def add_context(provider: ContextProvider) -> None:
    """Let an upper package add variables to every page, such as the number on the bell."""
    if provider not in _providers:
        _providers.append(provider)


@lru_cache
def environment() -> Environment:
    """The template environment. Packages keep templates in a folder of theirs, and kinds of things in their own."""
    folders = [ROOT / package / "templates" for package in PACKAGES]
    of_kinds = [folder for package in PACKAGES for folder in sorted((ROOT / package).glob("*/*/templates"))]
    env = Environment(
        loader=FileSystemLoader([*folders, *of_kinds]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
        auto_reload=False,
    )
    env.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    env.globals |= assets.template_globals() | {"current_locale": current_locale, "kept": kept, "slot": slot}
    env.filters |= {"datetime": show_datetime, "date": show_date, "clock": _clock, "iso": _iso}
    return env


_macros: LRUCache[Hashable, Markup] = LRUCache(5000)


def kept(macro: Macro, *arguments: Hashable) -> Markup:
    """What `macro` makes of `arguments`, made once for each language; for macros that depend on nothing else."""
    key = (macro, current_locale(), arguments)
    made = _macros.get(key)
    if made is None:
        made = _macros[key] = Markup(macro(*arguments))  # noqa: S704  # autoescaped
    return made


def show_datetime(value: datetime, reader: Reader | None = None) -> str:
    """A moment in the reader's time zone and language."""
    zone = ZoneInfo(reader.timezone if reader else "UTC")
    return format_datetime(value, "medium", tzinfo=zone, locale=babel_locale())


def show_date(value: datetime | date, reader: Reader | None = None) -> str:
    """A day in the reader's language; of a moment, the day that it is in their time zone."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(reader.timezone if reader else "UTC")).date()
    return format_date(value, "medium", locale=babel_locale())


def _clock(value: datetime, reader: Reader) -> str:
    """The time of day where somebody is."""
    return format_time(value, "short", tzinfo=ZoneInfo(reader.timezone), locale=babel_locale())


def _iso(value: datetime) -> str:
    return value.isoformat()


async def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    pieces: Mapping[str, Piece] | None = None,
    **context: Any,
) -> Response:
    """A whole page; `pieces` are for slots of its template."""
    # A page that reports a fault of ours must not ask the part that may be at fault.
    shared = await _provided(request) if status < 500 else {}
    skeleton = make_skeleton(template, **(_frame(request) | shared | context))
    html = skeleton.fill(_frame_of(request, skeleton.nav, shared, context) | dict(pieces or {}))
    response = HTMLResponse(html, status)
    clear_notices(request, response)
    return response


async def fill(
    request: Request, skeleton: Skeleton, pieces: Mapping[str, Piece], *, once: Collection[str] = ()
) -> Response:
    """A page of which most is kept; a browser that has it already is told so. Pieces named in `once` never recur."""
    shared = await _provided(request)
    filling = {**_frame_of(request, skeleton.nav, shared, {}), **pieces}
    headers = {"ETag": skeleton.tag(filling, without=once)}
    response: Response
    if request.headers.get("if-none-match") == headers["ETag"]:
        response = Response(status_code=304, headers=headers)
    else:
        response = HTMLResponse(skeleton.fill(filling), headers=headers)
    clear_notices(request, response)
    return response


def make_skeleton(template: str, *, nav: str = "", **context: Any) -> Skeleton:
    """A page without what its frame shows of the reader, in the current language."""
    shared = {"locale": current_locale(), "site_name": get_settings().name, "nav": nav}
    return Skeleton(environment().get_template(template).render(shared | context), nav)


def fragment(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A piece of a page that the browser puts into place."""
    return HTMLResponse(environment().get_template(template).render(_frame(request) | context), status)


def render_text(template: str, locale: str, **context: Any) -> Markup:
    """A template outside of a request: for mail and for live frames."""
    with in_locale(locale):
        shared = {"locale": current_locale(), "site_name": get_settings().name}
        return Markup(environment().get_template(template).render(shared | context))  # noqa: S704  # autoescaped


async def _provided(request: Request) -> dict[str, Any]:
    shared: dict[str, Any] = {}
    for provider in _providers:
        shared |= await provider(request)
    return shared


def _frame(request: Request) -> dict[str, Any]:
    return {
        "request": request,
        "reader": maybe_reader(request),
        "locale": current_locale(),
        "site_name": get_settings().name,
    }


def _frame_of(
    request: Request, nav: str, shared: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, Piece]:
    reader = maybe_reader(request)
    theme = reader.theme if reader else request.cookies.get("hub_theme", "")
    pieces = frame_pieces(reader, nav, shared.get("unread", 0), theme if theme in THEMES else "auto")
    notices = [*take_notices(request), *context.get("notices", ())]
    return pieces | {"notices": Piece.of(_module("ui").notices(notices))} if notices else pieces


_frames: LRUCache[Hashable, dict[str, Piece]] = LRUCache(5000)


def frame_pieces(reader: Reader | None, nav: str, unread: int, theme: str) -> dict[str, Piece]:
    """What the frame of a page shows of its reader, in the current language."""
    key = (reader, nav, unread, theme, current_locale())
    pieces = _frames.get(key)
    if pieces is None:
        macros = _module("frame")
        made = {
            "theme": theme,
            "reader": macros.reader_data(reader),
            "topbar": macros.topbar(reader, unread, theme),
            "navigation": macros.navigation(reader, nav),
            "tabbar": macros.tabbar(reader, nav, unread),
            "notices": "",
        }
        pieces = _frames[key] = {name: Piece.of(html) for name, html in made.items()}
    return pieces


def _module(name: str) -> Any:
    return environment().get_template(f"macros/{name}.html").module


def redirect(path: str, *, notice: str = "", kind: str = "success") -> Response:
    """Send the browser to another of our pages (303), with a message to show there."""
    response = RedirectResponse(path, 303)
    if notice:
        add_notice(response, notice, kind)
    return response


def redirect_to_sign_in(request: Request) -> Response:
    """Send a guest to the sign-in page and back afterwards."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return redirect("/session/new" + (f"?next={quote(here)}" if here != "/" else ""))


def local_path(path: str, default: str = "/") -> str:
    """`path` when it leads to one of our own pages, else `default`: a link may not send people elsewhere."""
    safe = (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and path.isprintable()
        and "\\" not in path
    )
    return path if safe else default


def error_context(error: HubError) -> dict[str, Any]:
    """What a form template needs to show an error next to its fields."""
    return {"errors": getattr(error, "errors", {}), "values": getattr(error, "values", {}), "error": error}
