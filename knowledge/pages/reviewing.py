"""The form of seven fields: a deal is looked back on, and what was said of one is corrected."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from discussions.models import Thread
from discussions.policy import visible_to as visible_threads
from hub import pages
from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, HubError, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.pages.returning import came_from
from hub.vocabulary.models import FACET_LABELS, SINGLE_FACETS, Facet
from hub.vocabulary.queries import find_terms, terms_by_facet
from knowledge import reviews
from knowledge.articles.readership import choices
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Review
from knowledge.pages.forms import chosen_audience, field_of
from knowledge.reviews import policy, words
from knowledge.reviews.forms import CorrectionForm, ReviewForm, values_of
from knowledge.reviews.queries import find_review


async def new(request: Request) -> Response:
    """The form, filled in as far as the address, or the case it names, can say."""
    reader = reader_of(request)
    thread = await _thread(reader, request.query_params.get("thread"))
    values: dict[str, Any] = {"uid": new_uid(), "thread": thread.id if thread else ""}
    values["audience"] = thread.audience_id if thread else (await everyone()).id
    values |= {
        name: request.query_params[name] for name in ("outcome", "reason") if request.query_params.get(name)
    }
    for facet in SINGLE_FACETS:
        for term in await find_terms(facet, [request.query_params.get(facet.value, "")]):
            values[field_of(facet)] = term.key
    if thread:
        values |= {
            field_of(term.facet): term.key for term in await thread.terms if term.facet is not Facet.TAG
        }
    return await pages.render(
        request,
        "knowledge/reviews/form.html",
        errors={},
        error=None,
        values=values,
        gained=[],
        **await _new_context(request, reader, thread),
    )


async def create(request: Request) -> Response:
    """A new review."""
    reader = reader_of(request)
    thread: Thread | None = None
    try:
        form = await forms.parse(request, ReviewForm)
        thread = await form.about(reader)
        audience = await audience_of(reader, form, thread)
        review = await reviews.file(
            reader,
            await form.deal(reader),
            audience=audience,
            thread=thread,
            confirmed=form.confirmed,
            uid=form.uid,
        )
    except (InvalidInput, Conflict) as error:
        context = await _new_context(request, reader, thread)
        return await _refused(request, error, context)
    return pages.redirect(f"/reviews/{review.id}", notice=_("Filed. Thank you: the next one will know."))


async def edit(request: Request) -> Response:
    """The form with what the review says now."""
    reader = reader_of(request)
    review = await _own(reader, request.path_params["id"])
    return await pages.render(
        request,
        "knowledge/reviews/form.html",
        errors={},
        error=None,
        values=await values_of(review),
        gained=[],
        **await _edit_context(reader, review),
    )


async def update(request: Request) -> Response:
    """Correct a review."""
    reader = reader_of(request)
    review = await _own(reader, request.path_params["id"])
    try:
        form = await forms.parse(request, CorrectionForm)
        audience = review.audience
        if form.audience is not None and form.audience != review.audience_id:
            audience = await chosen_audience(reader, form.audience)
        await reviews.correct(
            reader,
            review,
            await form.deal(reader),
            base_version=form.base_version,
            audience=audience,
            confirmed=form.confirmed,
        )
    except (InvalidInput, Conflict) as error:
        return await _refused(request, error, await _edit_context(reader, review))
    return pages.redirect(f"/reviews/{review.id}", notice=_("Saved."))


async def _refused(request: Request, error: HubError, context: dict[str, Any]) -> Response:
    if isinstance(error, WideningNotConfirmed):
        context |= {"gained": error.gained, "agreement": error.agreement}
    return await refused(request, error, "knowledge/reviews/form.html", **{"gained": []} | context)


async def audience_of(reader: Reader, form: ReviewForm, thread: Thread | None) -> Audience:
    """The readers that a form names, else those of its case, else everybody."""
    if form.audience is None:
        return await thread.audience if thread else await everyone()
    if thread and form.audience == thread.audience_id:
        return await thread.audience
    return await chosen_audience(reader, form.audience)


async def _thread(reader: Reader, id_: str | None) -> Thread | None:
    found = forms.ids_among([id_ or ""])
    threads = visible_threads(reader).prefetch_related("terms").select_related("audience")
    return await threads.get_or_none(id=found[0]) if found else None


async def _own(reader: Reader, review_id: int) -> Review:
    review = await find_review(reader, review_id)
    if not policy.may_correct(reader, review):
        raise Forbidden
    return review


async def _new_context(request: Request, reader: Reader, thread: Thread | None) -> dict[str, Any]:
    return {
        "heading": _("New review"),
        "action": "/reviews",
        "method": "POST",
        "back": came_from(request, "/win-loss"),
        "draft_key": "review:new",
        "thread": thread,
        **await _form_context(reader, [await thread.audience] if thread else []),
    }


async def _edit_context(reader: Reader, review: Review) -> dict[str, Any]:
    return {
        "heading": _("Correct the review"),
        "action": f"/reviews/{review.id}",
        "method": "PUT",
        "back": f"/reviews/{review.id}",
        "draft_key": f"review:{review.id}",
        "thread": None,
        **await _form_context(reader, [review.audience]),
    }


async def _form_context(reader: Reader, present: list[Audience]) -> dict[str, Any]:
    labels = {name: _(label) for name, label in words.FIELDS.items()}
    return {
        "nav": "articles",
        "labels": labels | {field_of(facet): _(FACET_LABELS[facet]) for facet in SINGLE_FACETS},
        "terms": await terms_by_facet(),
        "outcomes": [(value.value, _(label), None) for value, label in words.OUTCOMES.items()],
        "reasons": [(value.value, _(label)) for value, label in words.REASONS.items()],
        "sources": [(value.value, _(label), None) for value, label in words.SOURCES.items()],
        "audiences": await choices(reader, present),
    }
