"""Opinions in the API: what people say of a topic, as far as the caller may know."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from hub.api import ApiRoute, Page, Paging, answer, parse_body, parse_query
from hub.errors import Forbidden, UidTaken
from hub.identity import reader_of
from hub.web.caching import not_stored
from knowledge.api.defects.topics import TOPIC, named_topic
from knowledge.defects import topics
from knowledge.defects.topics.errors import OpinionReadersChanged, TopicClosed
from knowledge.defects.topics.forms import OpinionForm, SharingForm
from knowledge.defects.topics.queries import find_opinion, opinions_of
from knowledge.models import Opinion


class OpinionOut(BaseModel):
    """An opinion. `readers` is the audience to which it was given; null: to the team alone."""

    uid: UUID
    author: Person
    body: str
    readers: int | None
    created_at: datetime

    @classmethod
    def of(cls, opinion: Opinion) -> "OpinionOut":
        return cls(
            uid=opinion.uid,
            author=Person.of(opinion.author),
            body=opinion.body,
            readers=opinion.audience_id,
            created_at=opinion.created_at,
        )


class OpinionList(Page[OpinionOut]):
    """A page of the opinions that the caller may read, the last first."""


async def index(request: Request) -> Response:
    topic = await named_topic(request)
    heard = await opinions_of(reader_of(request), topic, parse_query(request, Paging))
    items = [OpinionOut.of(voice.opinion) for voice in heard.voices]
    return not_stored(answer(OpinionList(items=items, next_cursor=heard.cursor)))


async def give(request: Request) -> Response:
    reader = reader_of(request)
    topic = await named_topic(request)
    body = await parse_body(request, OpinionForm)
    opinion = await topics.give(reader, topic, body.body, told=body.readers, uid=body.uid)
    return not_stored(answer(OpinionOut.of(await find_opinion(reader, topic, opinion.uid)), 201))


async def share(request: Request) -> Response:
    reader = reader_of(request)
    topic = await named_topic(request)
    opinion = await find_opinion(reader, topic, request.path_params["opinion"])
    body = await parse_body(request, SharingForm)
    await topics.share(reader, topic, opinion, told=body.readers)
    return not_stored(answer(OpinionOut.of(await find_opinion(reader, topic, opinion.uid))))


routes = [
    ApiRoute("GET", f"{TOPIC}/opinions", index, "List opinions", query=Paging, response=OpinionList),
    ApiRoute(
        "POST",
        f"{TOPIC}/opinions",
        give,
        "Give an opinion",
        OpinionForm,
        OpinionOut,
        status=201,
        errors=(TopicClosed, OpinionReadersChanged, UidTaken),
        description="`readers` says who reads it, as the topic says: refused when that is no longer so.",
    ),
    ApiRoute(
        "PUT",
        f"{TOPIC}/opinions/{{opinion:uuid}}/readers",
        share,
        "Share an earlier opinion of one's own",
        SharingForm,
        OpinionOut,
        errors=(Forbidden, OpinionReadersChanged),
    ),
]
