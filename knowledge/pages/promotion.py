"""The promote page, and the article of a thread beside the thread."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from discussions.models import Post, Thread
from discussions.queries.posts import PostView
from discussions.queries.reading import ThreadPage, find_thread, thread_page
from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from knowledge import kinds, policy
from knowledge.articles.queries import LARGEST_ID
from knowledge.articles.readership import choices
from knowledge.errors import WideningNotConfirmed
from knowledge.pages.forms import (
    chosen_audience,
    content_of,
    form_of,
    labels_of,
    offered_people,
    pickers,
    values_of,
)
from knowledge.promotion import draft_key, passage, prefill, promote
from knowledge.promotion.prefilling import KIND
from knowledge.sources import articles_of, changed_sources
from knowledge.verification.standing import standing


async def show(request: Request) -> Response:
    """The thread and, beside it, the article that it already contains."""
    reader = reader_of(request)
    context = await _context(request, reader)
    made = await prefill(reader, context["thread"])
    values = await values_of(reader, kinds.get(made.kind), made.title, made.content, made.terms) | {
        "audience": made.audience.id,
        "uid": new_uid(),
    }
    return await pages.render(
        request, "knowledge/promotion.html", errors={}, error=None, gained=[], values=values, **context
    )


async def create(request: Request) -> Response:
    """Publish. When that cannot be, what was typed is still in the form."""
    reader = reader_of(request)
    thread = await _thread(request)
    kind = kinds.get(KIND)
    try:
        form = await forms.parse(request, form_of(kind))
        audience = await chosen_audience(reader, form.audience)
        article = await promote(
            reader,
            thread,
            title=form.title,
            content=content_of(kind, form),
            terms=await terms_of(form),
            audience=audience,
            another=form.another,
            confirmed=form.confirmed == audience.id,
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        gained = error.gained if isinstance(error, WideningNotConfirmed) else []
        context = await _context(request, reader)
        return await refused(request, error, "knowledge/promotion.html", gained=gained, **context)
    return pages.redirect(
        f"/articles/{article.id}", notice=_("Published. The case links to the article now.")
    )


async def of_thread(request: Request) -> Response:
    """The articles made of a thread: a frame on the thread's page."""
    reader = reader_of(request)
    thread = await _thread(request)
    articles = await articles_of(reader, thread)
    changed = await changed_sources(reader, articles)
    shown = [(article, standing(article), article.id in changed) for article in articles]
    return pages.fragment(request, "knowledge/of_thread.html", thread=thread, articles=shown)


async def _thread(request: Request) -> Thread:
    return await find_thread(reader_of(request), min(request.path_params["id"], LARGEST_ID))


async def _context(request: Request, reader: Reader) -> dict[str, Any]:
    thread = await _thread(request)
    if not policy.may_promote(reader, thread):
        raise Forbidden
    page = await thread_page(reader, thread.id, page=1)
    shown = _shown(page)
    kind = kinds.get(KIND)
    return {
        "nav": "articles",
        "thread": thread,
        "page": page,
        "posts": shown,
        "passages": await _passages(shown),
        "present": await articles_of(reader, thread),
        "kind": kind,
        "labels": labels_of(kind),
        "people": await offered_people(kind),
        "pickers": await pickers(),
        "audiences": await choices(reader, [thread.audience]),
        "draft_key": draft_key(thread),
    }


def _shown(page: ThreadPage) -> list[PostView]:
    """The case, its accepted answers wherever they stand, and the first replies."""
    posts = {
        post.id: post
        for post in [
            *([page.window.case] if page.window.case else []),
            *page.window.highlights.answers,
            *page.window.replies,
        ]
    }
    return [post for post in posts.values() if not post.deleted]


async def _passages(shown: list[PostView]) -> dict[int, str]:
    """The Markdown that stands for each post in an article."""
    posts = await Post.filter(id__in=[post.id for post in shown]).select_related("author")
    return {post.id: passage(post) for post in posts}
