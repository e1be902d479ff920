"""Reading a thread and writing in it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from discussions import live, showing, watching
from discussions.cards import card
from discussions.errors import ThreadLocked, TooManyStrategies
from discussions.queries.choices import LARGEST_ID
from discussions.queries.mentions import mentionable
from discussions.queries.posts import post_url
from discussions.queries.reading import changes_since, find_thread, find_thread_row, thread_page
from discussions.sending import send_reply
from discussions.strategies.marking import LONGEST_STRATEGY
from discussions.writing import Body
from hub import pages
from hub.errors import InvalidInput
from hub.i18n import _, current_locale
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.prefetching import is_prefetch
from hub.text import Line
from hub.web.failing import wants_json


class Place(BaseModel):
    """Which part of a long thread is asked for: a page, or the page with a post's number."""

    page: int | None = Field(None, ge=1, le=LARGEST_ID)
    post: int | None = Field(None, ge=1, le=LARGEST_ID)


class ReplyForm(BaseModel):
    """A reply. When it `is_strategy` it is one that is called `strategy`, which counts for nothing otherwise."""

    body: Body
    is_strategy: bool = False
    strategy: Annotated[str, Line(LONGEST_STRATEGY, min_length=0)] = ""
    uid: UUID | None = None

    @property
    def title(self) -> str:
        """What the strategy is called, empty for other replies; InvalidInput for one without a name."""
        if self.is_strategy and not self.strategy:
            raise InvalidInput({"strategy": _("Please fill this in.")}, self.model_dump(exclude={"uid"}))
        return self.strategy if self.is_strategy else ""


class ReadForm(BaseModel):
    number: int = Field(ge=1, le=LARGEST_ID)


class Since(BaseModel):
    since: int = Field(0, ge=0, le=LARGEST_ID)


class MentionQuery(BaseModel):
    thread: int | None = Field(None, ge=1, le=LARGEST_ID)
    q: str = Field("", max_length=100)


async def show(request: Request) -> Response:
    """A page of the thread. What it shows counts as read, unless the browser only fetches it in advance."""
    reader = reader_of(request)
    place = forms.parse_query(request.query_params, Place)
    page = await thread_page(reader, request.path_params["id"], page=place.page, number=place.post)
    response = await showing.show(request, reader, page)
    if page.seen < page.last_number and not is_prefetch(request):
        await watching.mark_read(reader, page.thread, page.last_number)
    return response


async def reply(request: Request) -> Response:
    """The operation looks itself whether the thread may be seen; so does a page that shows what is wrong."""
    reader, thread_id = reader_of(request), min(request.path_params["id"], LARGEST_ID)
    try:
        form = await forms.parse(request, ReplyForm)
        post = await send_reply(reader, thread_id, form.body, form.uid, form.title)
    except InvalidInput as error:
        page = await thread_page(reader, thread_id, number=LARGEST_ID)
        return await showing.show_again(
            request, reader, page, values=error.values, errors=error.errors, status=422
        )
    except (ThreadLocked, TooManyStrategies) as error:
        if wants_json(request):
            raise
        page = await thread_page(reader, thread_id, number=LARGEST_ID)
        notices = [("error", error.message())]
        return await showing.show_again(
            request,
            reader,
            page,
            values=form.model_dump(exclude={"uid"}),
            errors={},
            status=error.status,
            notices=notices,
        )
    return pages.redirect(post_url(thread_id, post.id, post.number))


async def changes(request: Request) -> Response:
    """What a browser that was away has missed since a version, ready to be merged; or that it must reload."""
    reader = reader_of(request)
    since = forms.parse_query(request.query_params, Since).since
    found = await changes_since(reader, request.path_params["id"], since)
    if not found.complete:
        return JSONResponse(
            {"version": found.view.version, "posts": [], "gone": [], "header": "", "reload": True}
        )
    locale = current_locale()
    posts = [
        {"id": f"post-{post.id}", "number": post.number, "html": card(post, found.view)}
        for post in found.posts
    ]
    header = live.head(found.view, found.highlights, locale)
    return JSONResponse({"version": found.view.version, "posts": posts, "gone": [], "header": header})


async def mentions(request: Request) -> Response:
    """Who can be named by an @ in a thread, or in a new one."""
    reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, MentionQuery)
    thread = await find_thread(reader, wanted.thread) if wanted.thread else None
    query = Line(100, min_length=0)(wanted.q)
    return JSONResponse(
        [
            {"handle": one.handle, "name": one.name, "kind": one.kind}
            for one in await mentionable(query, thread)
        ]
    )


async def read(request: Request) -> Response:
    """Note how far the reader has come while the page stood open."""
    reader = reader_of(request)
    thread = await find_thread_row(reader, request.path_params["id"])
    form = await forms.parse(request, ReadForm)
    await watching.mark_read(reader, thread, min(form.number, thread.last_number))
    return Response(status_code=204)


routes = [
    Route("/mentions", mentions, methods=["GET"]),
    Route("/threads/{id:int}", show, methods=["GET"]),
    Route("/threads/{id:int}/changes", changes, methods=["GET"]),
    Route("/threads/{id:int}/replies", reply, methods=["POST"]),
    Route("/threads/{id:int}/read-mark", read, methods=["PUT"]),
]
