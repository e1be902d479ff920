"""Market activities as a list and as a calendar."""

from datetime import date, timedelta

from babel.dates import format_date, format_skeleton
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.errors import InvalidInput
from hub.i18n import babel_locale
from hub.identity import reader_of
from hub.pages import forms
from knowledge.activities.queries import ActivityFilter, list_activities, month_of, today_of


async def index(request: Request) -> Response:
    """What is overdue, what comes, what is over."""
    wanted, errors = _wanted(request)
    listed = None if errors else await list_activities(reader_of(request), wanted)
    return await pages.render(
        request,
        "knowledge/activities/list.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        wanted=wanted,
        listed=listed,
        month=f"{today_of(reader_of(request)):%Y-%m}",
        more=f"/activities?{wanted.query(cursor=listed.cursor)}" if listed and listed.cursor else None,
    )


async def calendar(request: Request) -> Response:
    """One month."""
    reader = reader_of(request)
    wanted, errors = _wanted(request)
    today = today_of(reader)
    wanted = wanted.model_copy(update={"month": wanted.month or f"{today:%Y-%m}"})
    first = date.fromisoformat(f"{wanted.month}-01")
    weeks = await month_of(reader, wanted)
    earlier, later = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
    return await pages.render(
        request,
        "knowledge/activities/calendar.html",
        status=422 if errors else 200,
        nav="articles",
        errors=errors,
        wanted=wanted,
        weeks=weeks,
        name=format_skeleton("yMMMM", first, locale=babel_locale()),
        weekdays=[format_date(day.date, "EEE", locale=babel_locale()) for day in weeks[0]],
        today=today,
        earlier=f"/activities/calendar?{wanted.query(month=f'{earlier:%Y-%m}')}",
        later=f"/activities/calendar?{wanted.query(month=f'{later:%Y-%m}')}",
    )


def _wanted(request: Request) -> tuple[ActivityFilter, dict[str, str]]:
    try:
        return forms.parse_query(request.query_params, ActivityFilter), {}
    except InvalidInput as error:
        return ActivityFilter(), error.errors
