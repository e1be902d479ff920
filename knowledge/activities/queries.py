"""Market activities as their list and their calendar show them."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import Field
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from hub.accounts.models import User
from hub.api import Paging, RowId, decode_cursor, encode_cursor
from hub.database import now
from hub.identity import Reader
from hub.text import Line
from knowledge import policy
from knowledge.kinds.activity import FORMS
from knowledge.models import Article, Confidence

KIND = "activity"

# Whoever runs an activity has a week to say what came of it.
DUE_AFTER = timedelta(days=7)

# More of them are coming or overdue in no company; more days than this no month has.
MOST = 300


class State(StrEnum):
    """How far an activity is. Overdue is one whose result nobody has given in time."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True)
class Activity:
    """An activity in a list; `runner` is who runs it, or else the owner of its article."""

    article: Article
    runner: User
    region: str
    form: str
    state: State

    @property
    def starts_on(self) -> date:
        return self.article.starts_on or self.article.created_at.date()

    @property
    def ends_on(self) -> date:
        return self.article.ends_on or self.starts_on


class ActivityFilter(Paging):
    """What of the activities is asked for: a month such as 2026-05, a part of a region's name, somebody's own."""

    month: Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")] | None = None
    region: Annotated[str, Line(100, min_length=0)] = ""
    mine: bool = False

    def query(self, **changes: str) -> str:
        """The query string of these filters, from the beginning of the list and without a month."""
        kept = self.model_dump(exclude_defaults=True, include={"region", "mine"}, mode="json") | changes
        return urlencode(kept)


@dataclass(frozen=True)
class Listed:
    """Activities by what is to be done about them; `cursor` leads to older ones."""

    overdue: list[Activity]
    coming: list[Activity]
    past: list[Activity]
    cursor: str | None


@dataclass(frozen=True)
class Day:
    """A day of the calendar with what is on; `within` the month that is shown."""

    date: date
    within: bool
    activities: list[Activity]


def today_of(reader: Reader) -> date:
    """The day it is where the reader is."""
    return now().astimezone(ZoneInfo(reader.timezone)).date()


async def activity_of(reader: Reader, article: Article) -> Activity:
    """One article as an activity."""
    [activity] = await _activities([article], today_of(reader))
    return activity


async def list_activities(reader: Reader, wanted: ActivityFilter) -> Listed:
    """The visible activities: overdue ones and those to come at once, what is over in pages."""
    today = today_of(reader)
    rows = _visible(reader, wanted)
    undone = Q(ends_on__lt=today - DUE_AFTER) & _without_result()
    past = rows.filter(ends_on__lt=today).exclude(undone)
    if wanted.cursor:
        starts_on, id_ = decode_cursor(wanted.cursor, tuple[date, RowId])
        past = past.filter(Q(starts_on__lt=starts_on) | Q(starts_on=starts_on, id__lt=id_))
        overdue, coming = [], []
    else:
        overdue = await rows.filter(undone).order_by("ends_on", "id").limit(MOST)
        coming = await rows.filter(ends_on__gte=today).order_by("starts_on", "id").limit(MOST)
    over = await past.order_by("-starts_on", "-id").limit(wanted.limit + 1)
    page = over[: wanted.limit]
    made = await _activities([*overdue, *coming, *page], today)
    first, second = len(overdue), len(overdue) + len(coming)
    cursor = encode_cursor(str(page[-1].starts_on), page[-1].id) if len(over) > len(page) else None
    return Listed(made[:first], made[first:second], made[second:], cursor)


async def month_of(reader: Reader, wanted: ActivityFilter) -> list[list[Day]]:
    """The weeks of a month, Monday first, with the visible activities of each day."""
    first = date.fromisoformat(f"{wanted.month}-01")
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    rows = _visible(reader, wanted).filter(starts_on__lte=weeks[-1][-1], ends_on__gte=weeks[0][0])
    found = await _activities(await rows.order_by("starts_on", "id").limit(MOST), today_of(reader))
    return [
        [
            Day(day, day.month == first.month, [one for one in found if one.starts_on <= day <= one.ends_on])
            for day in week
        ]
        for week in weeks
    ]


def _visible(reader: Reader, wanted: ActivityFilter) -> QuerySet[Article]:
    rows = policy.visible_to(reader).filter(kind=KIND).exclude(confidence=Confidence.ARCHIVED)
    if wanted.region:
        rows = rows.filter(content__filter={"region__icontains": wanted.region})
    if wanted.mine:
        rows = rows.filter(Q(owner_id=reader.id) | Q(content__filter={"runner": str(reader.uid)}))
    return rows.select_related("owner")


def _without_result() -> Q:
    return Q(content__filter={"result": ""})


async def _activities(articles: Sequence[Article], today: date) -> list[Activity]:
    runners = {uid for article in articles if (uid := article.content.get("runner"))}
    people = {str(user.uid): user for user in await User.filter(uid__in=list(runners))} if runners else {}
    labels = dict(FORMS)
    return [
        Activity(
            article=article,
            runner=people.get(article.content.get("runner") or "", article.owner),
            region=article.content.get("region", ""),
            form=labels.get(article.content.get("form") or "", ""),
            state=state_of(article.content, article.starts_on or today, article.ends_on or today, today),
        )
        for article in articles
    ]


def state_of(content: dict[str, Any], starts_on: date, ends_on: date, today: date) -> State:
    """How far an activity is on a day."""
    if today < starts_on:
        return State.PLANNED
    if today <= ends_on:
        return State.RUNNING
    if content.get("result"):
        return State.DONE
    return State.OVERDUE if ends_on + DUE_AFTER < today else State.OVER
