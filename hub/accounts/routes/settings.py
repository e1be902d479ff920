"""A person's own profile, language and theme. Guests may choose a language and a theme, too."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts.models import User
from hub.accounts.profile import ProfileChange, change_profile, timezones
from hub.api import no_content
from hub.errors import HubError
from hub.i18n import _, set_locale
from hub.identity import maybe_reader, reader_of
from hub.pages import forms, redirect
from hub.pages.refusing import form_page, refused
from hub.pages.returning import came_from
from hub.web.failing import wants_json
from hub.web.identifying import LOCALE_COOKIE

THEME_COOKIE = "hub_theme"
YEAR_SECONDS = 365 * 24 * 3600


class Theme(BaseModel):
    theme: Literal["light", "dark", "auto"]


class Language(BaseModel):
    locale: Literal["en", "zh"]


async def show(request: Request) -> Response:
    user = await User.get(id=reader_of(request).id)
    return await form_page(
        request, "accounts/profile.html", user=user, values=_values(user), timezones=timezones()
    )


async def change(request: Request) -> Response:
    reader = reader_of(request)
    try:
        changed = await change_profile(reader, await forms.parse(request, ProfileChange))
    except HubError as error:
        user = await User.get(id=reader.id)
        return await refused(request, error, "accounts/profile.html", user=user, timezones=timezones())
    if changed.locale:
        set_locale(changed.locale)
    return redirect("/settings", notice=_("Your settings are saved."))


async def change_theme(request: Request) -> Response:
    sent = await forms.parse(request, Theme)
    if reader := maybe_reader(request):
        await change_profile(reader, ProfileChange(theme=sent.theme))
    response = no_content() if wants_json(request) else redirect(came_from(request))
    response.set_cookie(THEME_COOKIE, sent.theme, max_age=YEAR_SECONDS, samesite="lax")
    return response


async def change_language(request: Request) -> Response:
    sent = await forms.parse(request, Language)
    if reader := maybe_reader(request):
        await change_profile(reader, ProfileChange(locale=sent.locale))
    response = no_content() if wants_json(request) else redirect(came_from(request))
    response.set_cookie(LOCALE_COOKIE, sent.locale, max_age=YEAR_SECONDS, samesite="lax")
    return response


def _values(user: User) -> dict[str, str]:
    return {name: str(getattr(user, name)) for name in ProfileChange.model_fields}


routes = [
    Route("/settings", show, methods=["GET"]),
    Route("/settings", change, methods=["PUT"]),
    Route("/settings/theme", change_theme, methods=["PUT"]),
    Route("/settings/locale", change_language, methods=["PUT"]),
]
