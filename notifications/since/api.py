"""The list in the JSON API."""

from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from hub.api import ApiRoute, Body, answer, no_content, parse_query
from hub.identity import reader_of
from hub.settings import get_settings
from knowledge.verification.standing import Standing
from notifications.since.listing import MOST_ROWS, ROWS, Row, catch_up, since_of

Type = Literal["thread", "article", "defect", "topic"]


class SinceQuery(Body):
    """How much of the list is asked for."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="The most items.")] = ROWS


class SinceItem(BaseModel):
    """A case, an article, a report (by its reference) or a topic (by its uid).

    `reasons` says in the caller's language why it is there, `points` how much it weighs.
    """

    type: Type
    id: int | str
    title: str
    url: str
    own: Annotated[bool, Field(description="Whether it is the caller's own case")]
    standing: Annotated[Standing | None, Field(description="Whether an article can be relied on")]
    reasons: list[str]
    points: int
    at: datetime

    @classmethod
    def of(cls, row: Row) -> "SinceItem":
        return cls(
            type=cast(Type, row.type),
            id=row.id,
            title=row.title,
            url=get_settings().address + row.url,
            own=row.own,
            standing=row.standing,
            reasons=list(row.reasons),
            points=row.points,
            at=row.at,
        )


class SinceOut(BaseModel):
    """What matters of the caller's last longer absence and is still new to them, most first.

    Without such an absence `began_at` and `ended_at` are null and `items` is empty. `more` counts what is left out.
    """

    began_at: datetime | None
    ended_at: datetime | None
    items: list[SinceItem]
    more: int


async def show(request: Request) -> Response:
    since = await since_of(reader_of(request), parse_query(request, SinceQuery).limit)
    if since is None:
        return answer(SinceOut(began_at=None, ended_at=None, items=[], more=0))
    items = [SinceItem.of(row) for row in since.rows]
    return answer(SinceOut(began_at=since.began, ended_at=since.ended, items=items, more=since.more))


async def end(request: Request) -> Response:
    await catch_up(reader_of(request))
    return no_content()


routes = [
    ApiRoute(
        "GET", "/since", show, "What matters since the caller left", query=SinceQuery, response=SinceOut
    ),
    ApiRoute("DELETE", "/since", end, "Be caught up, on every device", status=204),
]
