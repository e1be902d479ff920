"""Verification and hand-over in the API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person, Revision
from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import ApiRoute, Body, answer, parse_body, parse_query
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.settings import get_settings
from knowledge.api.articles import full
from knowledge.api.models import ArticleOut
from knowledge.articles import change_confidence
from knowledge.articles.queries import find_article
from knowledge.errors import StaleRevision
from knowledge.models import CheckUnit, Confidence
from knowledge.verification.due import Reason, Waiting, queue
from knowledge.verification.handing_over import hand_over
from knowledge.verification.planning import plan
from knowledge.verification.standing import Standing


class NewVerification(Body):
    """`revision` is what was read: something newer is not verified by it."""

    revision: Revision


class PlanChoice(Body):
    """Who verifies, by handle, and for how many days or months it holds; null for nobody, and without an end."""

    verifier: Handle | None
    every: Annotated[int, Field(ge=1, lt=2**15)] | None
    unit: CheckUnit = CheckUnit.MONTHS


class DueQuery(Body):
    whose: Annotated[Literal["mine", "all"], Field(description="all of them are for leads")] = "mine"


class DueItem(BaseModel):
    """An article that waits; `reasons` says why, the most pressing first, `flags` counts the open ones."""

    id: int
    title: str
    url: str
    standing: Standing
    reasons: list[Reason]
    flags: int
    owner: Person
    verifier: Person | None
    verified_until: datetime | None
    revision: int

    @classmethod
    def of(cls, waiting: Waiting) -> "DueItem":
        article = waiting.article
        return cls(
            id=article.id,
            title=article.title,
            url=f"{get_settings().address}/articles/{article.id}",
            standing=waiting.standing,
            reasons=waiting.reasons,
            flags=waiting.flags,
            owner=Person.of(article.owner),
            verifier=Person.of(article.verifier) if article.verifier else None,
            verified_until=article.verified_until,
            revision=article.revision_number,
        )


class DueOut(BaseModel):
    """What waits, the most pressing first; at most a hundred articles for each reason."""

    items: list[DueItem]


class NewHandOver(Body):
    """From whom to whom, by handle."""

    giver: Handle
    taker: Handle


class HandOverOut(BaseModel):
    """How many articles went over, and the ids of those that the new person cannot read: they stay."""

    moved: int
    left: list[int]


async def verify(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    body = await parse_body(request, NewVerification)
    await change_confidence(reader, article, Confidence.VALIDATED, revision=body.revision)
    return await full(request, article.id)


async def put_plan(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    body = await parse_body(request, PlanChoice)
    verifier = await _person(body.verifier, "verifier") if body.verifier else None
    await plan(reader, article, verifier=verifier, every=body.every, unit=body.unit)
    return await full(request, article.id)


async def due(request: Request) -> Response:
    wanted = parse_query(request, DueQuery)
    waiting = await queue(reader_of(request), everybody=wanted.whose == "all")
    return answer(DueOut(items=[DueItem.of(one) for one in waiting]))


async def create_hand_over(request: Request) -> Response:
    body = await parse_body(request, NewHandOver)
    giver = await User.get_or_none(handle=body.giver)
    if giver is None:
        raise InvalidInput({"giver": _("Please choose a person.")})
    moved = await hand_over(reader_of(request), giver, await _person(body.taker, "taker"))
    return answer(HandOverOut(moved=moved.count, left=[article.id for article in moved.left]), 201)


async def _person(handle: str, field: str) -> User:
    person = await User.get_or_none(handle=handle, active=True)
    if person is None:
        raise InvalidInput({field: _("Please choose a person.")})
    return person


routes = [
    ApiRoute("GET", "/articles/due", due, "What waits to be verified", query=DueQuery, response=DueOut),
    ApiRoute(
        "PUT",
        "/articles/{id:int}/verification",
        verify,
        "Say that an article is true",
        NewVerification,
        ArticleOut,
        errors=(Forbidden, StaleRevision),
    ),
    ApiRoute(
        "PUT",
        "/articles/{id:int}/plan",
        put_plan,
        "Choose who verifies an article, and how often",
        PlanChoice,
        ArticleOut,
        errors=(Forbidden,),
    ),
    ApiRoute(
        "POST",
        "/hand-overs",
        create_hand_over,
        "Hand over all that somebody answers for",
        NewHandOver,
        HandOverOut,
        status=201,
        errors=(Forbidden,),
    ),
]
