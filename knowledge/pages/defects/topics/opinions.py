"""One topic, what people say of it as far as the reader may know, and the form to say something."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Paging
from hub.database import new_uid
from hub.errors import Conflict, HubError, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.rendering import error_context
from knowledge.defects import topics
from knowledge.defects.topics.forms import OpinionForm, SharingForm
from knowledge.defects.topics.giving import draft_key
from knowledge.defects.topics.queries import (
    TopicPage,
    find_opinion,
    find_topic,
    opinions_of,
    topic_page,
)
from knowledge.defects.topics.readership import team_named
from knowledge.pages.defects.frame import confidential


async def show(request: Request) -> Response:
    """The topic, one's own opinions or all of them, and the form."""
    page = await topic_page(reader_of(request), request.path_params["uid"])
    return await _page(request, page, {"uid": new_uid()})


async def create(request: Request) -> Response:
    """Say something; refused, and what was typed kept, when others would read it than the form said."""
    reader = reader_of(request)
    topic = await find_topic(reader, request.path_params["uid"])
    try:
        form = await forms.parse(request, OpinionForm)
        await topics.give(reader, topic, form.body, told=form.readers, uid=form.uid)
    except (InvalidInput, Conflict) as error:
        sent = await request.form()
        page = await topic_page(reader, topic.uid)
        return await _page(request, page, {name: sent.get(name) for name in ("body", "uid")}, error)
    notice = (
        _("Thank you. The team reads it.")
        if form.readers is None
        else _("Thank you. You will find it below.")
    )
    return pages.redirect(f"/topics/{topic.uid}", notice=notice)


async def put_readers(request: Request) -> Response:
    """Let others read what one said in confidence."""
    reader = reader_of(request)
    topic = await find_topic(reader, request.path_params["uid"])
    opinion = await find_opinion(reader, topic, request.path_params["opinion"])
    form = await forms.parse(request, SharingForm)
    await topics.share(reader, topic, opinion, told=form.readers)
    return pages.redirect(f"/topics/{topic.uid}", notice=_("Those who read the topic can read it now."))


async def _page(
    request: Request, page: TopicPage, values: dict[str, Any], error: HubError | None = None
) -> Response:
    return await confidential(
        request,
        "knowledge/defects/topics/topic.html",
        status=error.status if error else 200,
        **(error_context(error) if error else {"errors": {}, "error": None})
        | {
            "values": values,
            "draft_key": draft_key(page.topic),
            "team_named": await team_named(page.topic.team),
            **await _opinions(request, page),
        },
    )


async def _opinions(request: Request, page: TopicPage) -> dict[str, Any]:
    reader: Reader = reader_of(request)
    wanted = forms.parse_query(request.query_params, Paging)
    heard = await opinions_of(reader, page.topic, wanted)
    more = f"{page.url}?{urlencode({'cursor': heard.cursor})}" if heard.cursor else None
    return {"page": page, "topic": page.topic, "heard": heard, "more": more, "first": not wanted.cursor}
