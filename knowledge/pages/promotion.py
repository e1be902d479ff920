"""The promote page: the case with its passages on the left, the article that it becomes on the right."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from discussions.filing import terms_of
from discussions.models import Thread
from discussions.queries.reading import find_thread
from hub import pages
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.rendering import error_context
from knowledge import policy
from knowledge.articles.queries import LARGEST_ID, find_article
from knowledge.articles.readership import choices
from knowledge.defects.of_thread import reported_of
from knowledge.defects.words import STATES
from knowledge.errors import StaleRevision, WideningNotConfirmed
from knowledge.models import Article
from knowledge.pages.forms import (
    chosen_audience,
    content_of,
    labels_of,
    offered_people,
    pickers,
    values_of,
)
from knowledge.pages.promotion_form import (
    Sheet,
    decisions_of,
    form_of,
    gathered_values,
    sent_values,
    texts_in,
)
from knowledge.promotion import draft_key, improve, prefill, promote
from knowledge.promotion.findings import Findings, findings
from knowledge.promotion.passages import Source
from knowledge.promotion.redacting import SensitiveText, scan
from knowledge.promotion.sources import sources_of
from knowledge.sources import articles_of, changed_sources
from knowledge.uses.queries import used_in_thread
from knowledge.verification.standing import standing

# No case has as many pages of posts.
LAST_PAGE = 100_000


async def show(request: Request) -> Response:
    """The thread and, beside it, the article that it already contains; or the article that it could better."""
    reader = reader_of(request)
    thread, sheet = await _loaded(request, reader)
    made = await prefill(reader, thread, sheet.prefilled)
    article = sheet.article
    if article is None:
        values = await values_of(reader, sheet.kind, made.title, made.content, made.terms)
        values |= {"audience": made.audience.id}
    else:
        values = await values_of(reader, sheet.kind, article.title, article.content, article.terms)
        answers = made.content["solution"] or made.content["problem"]
        values[sheet.into] = "\n\n".join(text for text in (values.get(sheet.into, ""), answers) if text)
        values |= {"base_revision": article.revision_number}
    return await _page(request, reader, thread, sheet, values | {"uid": new_uid()})


async def create(request: Request) -> Response:
    """Publish, or suggest. When that cannot be, what was typed is still in the form."""
    reader = reader_of(request)
    thread, sheet = await _loaded(request, reader)
    error: HubError | None = None
    try:
        if "gather" not in await request.form():
            return await _written(request, reader, thread, sheet)
    except (InvalidInput, Conflict) as refusal:
        error = refusal
    values = gathered_values(await sent_values(request), await _sources(reader, thread), sheet)
    if isinstance(error, SensitiveText):
        values |= error.texts
    return await _page(request, reader, thread, sheet, values, error)


async def hits(request: Request) -> Response:
    """The redaction step for what has been typed so far: a fragment of the page."""
    reader = reader_of(request)
    _case, sheet = await _loaded(request, reader)
    found = await _findings(await sent_values(request), sheet)
    return pages.fragment(request, "knowledge/promotion/redaction.html", findings=found)


async def passages(request: Request) -> Response:
    """A further page of the case's posts: a frame on the promote page."""
    reader = reader_of(request)
    thread, _sheet = await _loaded(request, reader)
    number = min(request.path_params["page"], LAST_PAGE)
    found, following = await sources_of(reader, thread, number)
    return pages.fragment(
        request,
        "knowledge/promotion/posts.html",
        thread=thread,
        posts=[(source, set[int]()) for source in found],
        number=number,
        following=following,
    )


async def of_thread(request: Request) -> Response:
    """The articles made of a thread, and where its reports stand: a frame on the thread's page."""
    reader = reader_of(request)
    thread = await _thread(request)
    articles = await articles_of(reader, thread)
    changed = await changed_sources(reader, articles)
    shown = [(article, standing(article), article.id in changed) for article in articles]
    return pages.fragment(
        request,
        "knowledge/of_thread.html",
        thread=thread,
        articles=shown,
        used=await used_in_thread(reader, thread),
        reported=await reported_of(reader, thread),
        report_states=STATES,
    )


async def _written(request: Request, reader: Reader, thread: Thread, sheet: Sheet) -> Response:
    form = await forms.parse(request, form_of(sheet.kind))
    values = gathered_values(await sent_values(request), await _sources(reader, thread), sheet)
    written: dict[str, Any] = {
        "title": form.title,
        "content": content_of(sheet.kind, form)
        | {name: values[name] for name in sheet.prose if name in values},
        "terms": await terms_of(form),
        "decisions": decisions_of(form),
        "uid": form.uid,
    }
    if sheet.article:
        suggestion = await improve(
            reader,
            thread,
            sheet.article,
            base_revision=form.base_revision,
            note=form.note,
            confirmed=form.confirmed,
            **written,
        )
        return pages.redirect(
            f"/suggestions/{suggestion.id}", notice=_("Suggested. Whoever answers for the article decides.")
        )
    audience = await chosen_audience(reader, form.audience)
    article = await promote(
        reader,
        thread,
        kind=sheet.kind.key,
        audience=audience,
        another=form.another,
        confirmed=form.confirmed,
        **written,
    )
    return pages.redirect(
        f"/articles/{article.id}", notice=_("Published. The case links to the article now.")
    )


async def _loaded(request: Request, reader: Reader) -> tuple[Thread, Sheet]:
    """The case and what shall be made of it; NotFound and Forbidden as everywhere."""
    thread = await _thread(request)
    if not policy.may_promote(reader, thread):
        raise Forbidden
    article: Article | None = None
    if asked := forms.ids_among([request.query_params.get("improving", "")]):
        article = await find_article(reader, asked[0])
        if not policy.may_suggest(reader, article):
            raise Forbidden
    return thread, Sheet.of(thread, request.query_params.get("kind", ""), article)


async def _thread(request: Request) -> Thread:
    return await find_thread(reader_of(request), min(request.path_params["id"], LARGEST_ID))


async def _sources(reader: Reader, thread: Thread) -> list[Source]:
    """The posts whose passages a form without JavaScript can have ticked."""
    found, _following = await sources_of(reader, thread, 1)
    return found


async def _findings(values: dict[str, Any], sheet: Sheet) -> Findings:
    texts = texts_in(values, sheet)
    labels = labels_of(sheet.kind) | {"note": _("What the case adds")}
    return findings(texts, await scan(texts), decisions_of(values), labels)


async def _page(
    request: Request,
    reader: Reader,
    thread: Thread,
    sheet: Sheet,
    values: dict[str, Any],
    error: HubError | None = None,
) -> Response:
    found, following = await sources_of(reader, thread, 1)
    text = "\n\n".join(texts_in(values, sheet).values())
    return await pages.render(
        request,
        "knowledge/promotion.html",
        status=error.status if error else 200,
        **(error_context(error) if error else {"errors": {}, "error": None})
        | {
            "values": values,
            "nav": "articles",
            "thread": thread,
            "posts": [(source, source.ticked(text)) for source in found],
            "following": following,
            "present": [] if sheet.article else await articles_of(reader, thread),
            "sheet": sheet,
            "kind": sheet.kind,
            "labels": labels_of(sheet.kind),
            "people": await offered_people(sheet.kind),
            "pickers": await pickers(),
            "audiences": [] if sheet.article else await choices(reader, [await thread.audience]),
            "draft_key": draft_key(thread)
            if not sheet.article
            else f"improve:{thread.id}:{sheet.article.id}",
            "gained": error.gained if isinstance(error, WideningNotConfirmed) else [],
            "agreement": error.agreement if isinstance(error, WideningNotConfirmed) else "",
            "stale": isinstance(error, StaleRevision),
            "findings": await _findings(values, sheet),
        },
    )
