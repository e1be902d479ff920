"""Topics in the API: list, read, publish, change, open, close."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from hub.api import ApiRoute, Page, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.settings import get_settings
from knowledge.defects import topics
from knowledge.defects.topics.errors import StaleTopic
from knowledge.defects.topics.forms import OpeningForm, TopicEditForm, TopicForm
from knowledge.defects.topics.giving import readers_told
from knowledge.defects.topics.queries import (
    TopicFilter,
    find_topic,
    list_topics,
)
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Topic


class TopicOut(BaseModel):
    """A topic. The product is given by key."""

    uid: UUID
    url: str
    team: str
    title: str
    body: str
    product: str | None
    audience: int
    readers: Annotated[
        int | None,
        Field(description="The audience that reads what is said now; null while the team alone does."),
    ]
    author: Person
    version: int
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, topic: Topic) -> "TopicOut":
        return cls(
            uid=topic.uid,
            url=f"{get_settings().address}/topics/{topic.uid}",
            team=topic.team.name,
            title=topic.title,
            body=topic.body,
            product=topic.product.key if topic.product else None,
            audience=topic.audience_id,
            readers=readers_told(topic),
            author=Person.of(topic.author),
            version=topic.version,
            created_at=topic.created_at,
            opened_at=topic.opened_at,
            closed_at=topic.closed_at,
        )


class TopicItem(BaseModel):
    """A topic in a list. `opinions` is null for those who do not lead it; `mine` is how many the caller gave."""

    uid: UUID
    title: str
    team: str
    created_at: datetime
    closed_at: datetime | None
    opinions: int | None
    mine: int


class TopicList(Page[TopicItem]):
    """A page of topics, the last published first."""


async def index(request: Request) -> Response:
    cards, cursor = await list_topics(reader_of(request), parse_query(request, TopicFilter))
    items = [
        TopicItem(
            uid=card.topic.uid,
            title=card.topic.title,
            team=card.topic.team.name,
            created_at=card.topic.created_at,
            closed_at=card.topic.closed_at,
            opinions=card.opinions,
            mine=card.mine,
        )
        for card in cards
    ]
    return answer(TopicList(items=items, next_cursor=cursor))


async def create(request: Request) -> Response:
    reader = reader_of(request)
    body = await parse_body(request, TopicForm)
    team = await body.asking(reader)
    topic = await topics.publish(
        reader, team, await body.words(), audience=await body.readers(reader), uid=body.uid
    )
    return await _full(request, topic.uid, 201)


async def show(request: Request) -> Response:
    return await _full(request, request.path_params["uid"])


async def update(request: Request) -> Response:
    reader = reader_of(request)
    topic = await named_topic(request)
    body = await parse_body(request, TopicEditForm)
    await topics.edit(
        reader,
        topic,
        await body.words(),
        base_version=body.base_version,
        audience=await body.readers(reader, topic.audience),
        confirmed=body.confirmed,
    )
    return await _full(request, topic.uid)


async def put_opening(request: Request) -> Response:
    topic = await named_topic(request)
    body = await parse_body(request, OpeningForm)
    await topics.open_to_readers(reader_of(request), topic, confirmed=body.confirmed)
    return await _full(request, topic.uid)


async def delete_opening(request: Request) -> Response:
    topic = await named_topic(request)
    await topics.keep_to_team(reader_of(request), topic)
    return await _full(request, topic.uid)


async def put_closing(request: Request) -> Response:
    topic = await named_topic(request)
    await topics.close(reader_of(request), topic)
    return await _full(request, topic.uid)


async def delete_closing(request: Request) -> Response:
    topic = await named_topic(request)
    await topics.reopen(reader_of(request), topic)
    return await _full(request, topic.uid)


async def named_topic(request: Request) -> Topic:
    """The visible topic that an address names; NotFound otherwise."""
    return await find_topic(reader_of(request), request.path_params["uid"])


async def _full(request: Request, uid: UUID, status: int = 200) -> Response:
    return answer(TopicOut.of(await find_topic(reader_of(request), uid)), status)


TOPIC = "/topics/{uid:uuid}"

routes = [
    ApiRoute("GET", "/topics", index, "List topics", query=TopicFilter, response=TopicList),
    ApiRoute(
        "POST",
        "/topics",
        create,
        "Publish a topic",
        TopicForm,
        TopicOut,
        status=201,
        errors=(Forbidden, UidTaken),
    ),
    ApiRoute("GET", TOPIC, show, "Read a topic", response=TopicOut),
    ApiRoute(
        "PUT",
        TOPIC,
        update,
        "Change a topic",
        TopicEditForm,
        TopicOut,
        errors=(Forbidden, StaleTopic, WideningNotConfirmed),
    ),
    ApiRoute(
        "PUT",
        f"{TOPIC}/opening",
        put_opening,
        "Let readers see the opinions",
        OpeningForm,
        TopicOut,
        errors=(Forbidden, WideningNotConfirmed),
        description="Holds for what is said afterwards. What was given to the team alone stays with it.",
    ),
    ApiRoute(
        "DELETE",
        f"{TOPIC}/opening",
        delete_opening,
        "Keep opinions within the team",
        response=TopicOut,
        errors=(Forbidden,),
    ),
    ApiRoute("PUT", f"{TOPIC}/closing", put_closing, "Close a topic", response=TopicOut, errors=(Forbidden,)),
    ApiRoute(
        "DELETE",
        f"{TOPIC}/closing",
        delete_closing,
        "Take opinions again",
        response=TopicOut,
        errors=(Forbidden,),
    ),
]
