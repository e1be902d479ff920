"""The page on which people choose their mail, and the unsubscribe page, which needs no sign-in."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.accounts.links import Purpose, open_link
from hub.accounts.models import User
from hub.accounts.profile import timezones
from hub.api import no_content
from hub.errors import HubError, NotFound
from hub.i18n import N_, _
from hub.identity import reader_of
from hub.pages import forms, redirect, render
from hub.pages.refusing import form_page, refused
from notifications.digests.telling import SERIES
from notifications.models import Kind, Timing
from notifications.preferences.choosing import MailChange, change_mail, choose, clock, refuse
from notifications.preferences.wishes import Wishes, wishes_of
from notifications.smtp import troubles
from notifications.wording import subject

TIMINGS = {
    Timing.INSTANT: N_("At once"),
    Timing.DAILY: N_("Daily"),
    Timing.WEEKLY: N_("Weekly"),
    Timing.OFF: N_("Off"),
}
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


class Unsubscribing(BaseModel):
    """Which mail somebody wants no more: one kind, all that comes at one time, or all."""

    kind: Kind | None = None
    timing: Timing | None = None


async def show(request: Request) -> Response:
    wishes = await wishes_of(reader_of(request).id)
    return await form_page(
        request, "notifications/mail.html", values=_values(wishes), **await _frame(request, wishes)
    )


async def change(request: Request) -> Response:
    reader = reader_of(request)
    try:
        await change_mail(reader, await forms.parse(request, MailChange))
    except HubError as error:
        frame = await _frame(request, await wishes_of(reader.id))
        return await refused(request, error, "notifications/mail.html", **frame)
    return redirect("/settings/mail", notice=_("Your choice of mail is saved."))


async def confirm_address(request: Request) -> Response:
    """The person says that their address takes mail after all."""
    await troubles.confirm(reader_of(request).email or "")
    return redirect("/settings/mail", notice=_("Mail goes to your address again."))


async def show_unsubscription(request: Request) -> Response:
    """Following the link changes nothing: programs that look through mail follow links, too."""
    user = await _addressee(request)
    which = forms.parse_query(request.query_params, Unsubscribing)
    wishes = await wishes_of(user.id)
    return await render(
        request,
        "notifications/unsubscribe.html",
        address=user.email,
        subject=_subject(which),
        wanted=bool(_concerned(which, wishes)),
        any_wanted=bool(_concerned(Unsubscribing(), wishes)),
        query=request.url.query,
        action=request.url.path,
    )


async def unsubscribe(request: Request) -> Response:
    """From our page, or from a mail program without any page: RFC 8058, one click."""
    user = await _addressee(request)
    which = forms.parse_query(request.query_params, Unsubscribing)
    if which.kind:
        await choose(user.id, {which.kind: Timing.OFF})
    else:
        await refuse(user.id, *([which.timing] if which.timing else Timing))
    if (await request.form()).get("List-Unsubscribe") == "One-Click":
        return no_content()
    return redirect(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path)


def _subject(which: Unsubscribing) -> str:
    if which.kind:
        return subject(which.kind)
    return _(SERIES[which.timing]) if which.timing in SERIES else ""


def _concerned(which: Unsubscribing, wishes: Wishes) -> set[Kind]:
    """The kinds of mail that would come and that the link would end."""
    wanted = wishes.kinds(Timing.INSTANT, Timing.DAILY, Timing.WEEKLY)
    if which.kind:
        return wanted & {which.kind}
    return wishes.kinds(which.timing) if which.timing else wanted


async def _addressee(request: Request) -> User:
    uid = open_link(Purpose.UNSUBSCRIBE, request.path_params["token"])
    user = await User.get_or_none(uid=uid, active=True) if uid else None
    if user is None:
        raise NotFound
    return user


async def _frame(request: Request, wishes: Wishes) -> dict[str, Any]:
    return {
        "kinds": [(kind.value, subject(kind), wishes.timings[kind].value) for kind in Kind],
        "timings": [(timing.value, _(label)) for timing, label in TIMINGS.items()],
        "weekdays": [(number, _(name)) for number, name in enumerate(WEEKDAYS, 1)],
        "hours": [(hour, clock(hour * 60)) for hour in range(24)],
        "timezones": timezones(),
        "trouble": await troubles.stopped(reader_of(request).email or ""),
    }


def _values(wishes: Wishes) -> dict[str, str | int]:
    hours = wishes.hours
    begin, end = (clock(minute) for minute in hours.quiet) if hours.quiet else ("", "")
    return {
        "quiet_from": begin,
        "quiet_to": end,
        "digest_hour": hours.digest_hour,
        "digest_weekday": hours.digest_weekday,
        "timezone": hours.timezone,
    }


routes: list[BaseRoute] = [
    Route("/settings/mail", show, methods=["GET"]),
    Route("/settings/mail", change, methods=["PUT"]),
    Route("/settings/mail/address", confirm_address, methods=["PUT"]),
    Route("/unsubscriptions/{token}", show_unsubscription, methods=["GET"]),
    Route("/unsubscriptions/{token}", unsubscribe, methods=["POST"]),
]
