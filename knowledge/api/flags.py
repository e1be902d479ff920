"""Flags of articles in the API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from hub.api import ApiRoute, Body, Page, Paging, answer, latest_first, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.text import Prose
from knowledge import policy
from knowledge.articles.queries import find_article
from knowledge.errors import FlaggedAlready, FlagResolved
from knowledge.flags import flag, resolve
from knowledge.flags.queries import find_flag
from knowledge.models import Flag, FlagReason

LONGEST = 2000


class NewFlag(Body):
    """What is the matter; `words` are needed for ``other``. `uid` makes the request safe to repeat."""

    uid: UUID | None = None
    reason: FlagReason
    words: Annotated[str, Prose(LONGEST)] = ""


class FlagAnswer(Body):
    """What the author of the flag is told."""

    answer: Annotated[str, Prose(LONGEST, min_length=1)]


class FlagOut(BaseModel):
    """A reader's word that something is the matter, open until `resolved_at`."""

    id: int
    uid: UUID
    article: int
    author: Person
    reason: FlagReason
    words: str
    revision: int
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: Person | None
    answer: str

    @classmethod
    def of(cls, flag: Flag) -> "FlagOut":
        return cls(
            id=flag.id,
            uid=flag.uid,
            article=flag.article_id,
            author=Person.of(flag.author),
            reason=flag.reason,
            words=flag.words,
            revision=flag.revision_number,
            created_at=flag.created_at,
            resolved_at=flag.resolved_at,
            resolved_by=Person.of(flag.resolved_by) if flag.resolved_by else None,
            answer=flag.answer,
        )


class FlagList(Page[FlagOut]):
    """A page of flags, the newest first: those of the caller, and those that are theirs to answer."""


async def index(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    wanted = parse_query(request, Paging)
    visible = policy.flags_visible_to(reader).filter(article_id=article.id)
    flags, cursor = await latest_first(visible.select_related("author", "resolved_by"), "created_at", wanted)
    return answer(FlagList(items=[FlagOut.of(one) for one in flags], next_cursor=cursor))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    article = await find_article(reader, request.path_params["id"])
    body = await parse_body(request, NewFlag)
    raised = await flag(reader, article, body.reason, body.words, uid=body.uid)
    return answer(FlagOut.of(await find_flag(reader, raised.id)), 201)


async def show(request: Request) -> Response:
    return answer(FlagOut.of(await find_flag(reader_of(request), request.path_params["id"])))


async def put_answer(request: Request) -> Response:
    reader = reader_of(request)
    found = await find_flag(reader, request.path_params["id"])
    body = await parse_body(request, FlagAnswer)
    await resolve(reader, found, body.answer)
    return answer(FlagOut.of(await find_flag(reader, found.id)))


routes = [
    ApiRoute("GET", "/articles/{id:int}/flags", index, "List the flags", query=Paging, response=FlagList),
    ApiRoute(
        "POST",
        "/articles/{id:int}/flags",
        create,
        "Flag an article",
        NewFlag,
        FlagOut,
        status=201,
        errors=(Forbidden, FlaggedAlready, UidTaken),
    ),
    ApiRoute("GET", "/flags/{id:int}", show, "Read a flag", response=FlagOut),
    ApiRoute(
        "PUT",
        "/flags/{id:int}/answer",
        put_answer,
        "Answer a flag",
        FlagAnswer,
        FlagOut,
        errors=(Forbidden, FlagResolved),
    ),
]
