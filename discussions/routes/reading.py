"""Reading a thread and writing in it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from discussions import live, policy, watching
from discussions.cards import card, viewer_of
from discussions.errors import ThreadLocked
from discussions.models import Thread
from discussions.queries.choices import LARGEST_ID
from discussions.queries.mentions import mentionable
from discussions.queries.posts import post_url
from discussions.queries.reading import ThreadPage, changes_since, find_thread, find_thread_row, thread_page
from discussions.sending import reply_draft, send_reply
from discussions.writing import Body
from hub import pages
from hub.database import new_uid
from hub.errors import InvalidInput
from hub.i18n import current_locale
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.text import Line
from hub.web.failing import wants_json


class Place(BaseModel):
    """Which part of a long thread is asked for: a page, or the page with a post's number."""

    page: int | None = Field(None, ge=1, le=LARGEST_ID)
    post: int | None = Field(None, ge=1, le=LARGEST_ID)


class ReplyForm(BaseModel):
    body: Body
    uid: UUID | None = None


class ReadForm(BaseModel):
    number: int = Field(ge=1, le=LARGEST_ID)


class Since(BaseModel):
    since: int = Field(0, ge=0, le=LARGEST_ID)


class MentionQuery(BaseModel):
    thread: int | None = Field(None, ge=1, le=LARGEST_ID)
    q: str = Field("", max_length=100)


@dataclass(frozen=True)
class May:
    """Which actions the page offers its reader; the operations decide again."""

    reply: bool
    edit: bool
    audience: bool
    moderate: bool
    unassign: bool


async def show(request: Request) -> Response:
    """A page of the thread. What it shows counts as read, unless the browser only fetches it in advance."""
    reader = reader_of(request)
    place = forms.parse_query(request.query_params, Place)
    page = await thread_page(reader, request.path_params["id"], page=place.page, number=place.post)
    response = await _thread_page(request, page, {}, {})
    purpose = request.headers.get("x-sec-purpose", request.headers.get("sec-purpose", ""))
    if page.seen < page.last_number and "prefetch" not in purpose:
        await watching.mark_read(reader, page.thread, page.last_number)
    return response


async def reply(request: Request) -> Response:
    """The operation looks itself whether the thread may be seen; so does a page that shows what is wrong."""
    reader, thread_id = reader_of(request), min(request.path_params["id"], LARGEST_ID)
    try:
        form = await forms.parse(request, ReplyForm)
        post = await send_reply(reader, thread_id, form.body, form.uid)
    except InvalidInput as error:
        page = await thread_page(reader, thread_id, number=LARGEST_ID)
        return await _thread_page(request, page, error.values, error.errors, status=422)
    except ThreadLocked as error:
        if wants_json(request):
            raise
        page = await thread_page(reader, thread_id, number=LARGEST_ID)
        notices = [("error", error.message())]
        return await _thread_page(request, page, {"body": form.body}, {}, status=403, notices=notices)
    return pages.redirect(post_url(thread_id, post.id, post.number))


async def _thread_page(
    request: Request,
    page: ThreadPage,
    values: dict[str, Any],
    errors: dict[str, str],
    **context: Any,
) -> Response:
    reader = reader_of(request)
    return await pages.render(
        request,
        "discussions/thread.html",
        nav="threads",
        page=page,
        page_url=lambda number: f"/threads/{page.view.id}?page={number}",
        card=lambda post: card(post, page.view, viewer_of(reader, post, page.view)),
        may=_may(reader, page.thread),
        uid=values.get("uid") or new_uid(),
        draft_key=reply_draft(page.thread.id),
        values=values,
        errors=errors,
        **context,
    )


def _may(reader: Reader, thread: Thread) -> May:
    return May(
        reply=policy.may_reply(reader, thread),
        edit=thread.author_id == reader.id or reader.is_lead,
        audience=policy.may_choose_audience(reader, thread),
        moderate=policy.may_moderate(reader),
        unassign=policy.may_assign(reader, thread, None),
    )


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
    header = live.head(found.view, found.answers, locale)
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
