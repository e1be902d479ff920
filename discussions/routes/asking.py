"""Asking a question, and editing it."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import policy, threads
from discussions.complaints.stepping import LONGEST_CUSTOMER, LONGEST_DEMAND, Claim
from discussions.errors import StaleRevision
from discussions.filing import Filing, terms_of
from discussions.models import CaseKind, Post, Thread
from discussions.queries import choices
from discussions.queries.choices import LARGEST_ID, ReaderChoice
from discussions.queries.history import unsaved_changes
from discussions.queries.reading import find_thread
from discussions.sending import CASE_DRAFT, send_case
from discussions.writing import Body, Title, Tried
from hub import pages
from hub.database import new_uid
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.text import Line, Prose
from hub.vocabulary.models import CUSTOMER_FACETS, Facet
from hub.vocabulary.queries import by_facet


class ClaimFields(BaseModel):
    """What a complaint takes besides; of a question it is left alone."""

    customer: Annotated[str, Line(LONGEST_CUSTOMER, min_length=0)] = ""
    demand: Annotated[str, Prose(LONGEST_DEMAND)] = ""

    def claim(self) -> Claim:
        """What was filled in; InvalidInput for what was not."""
        given = {"complaint.customer": self.customer, "complaint.demand": self.demand}
        if missing := [name for name, text in given.items() if not text]:
            raise InvalidInput({name: _("Please fill this in.") for name in missing})
        return Claim(self.customer, self.demand)


class CaseForm(Filing):
    """The form of a new case."""

    title: Title
    body: Body
    tried: Tried = ""
    kind: CaseKind = CaseKind.QUESTION
    complaint: ClaimFields = Field(default_factory=ClaimFields)
    space: Annotated[str, Line(60)]
    readers: Annotated[str, Line(40)] = choices.SPACE_READERS
    groups: list[Annotated[int, Field(le=LARGEST_ID)]] = Field(default_factory=list, max_length=200)
    people: list[Annotated[int, Field(le=LARGEST_ID)]] = Field(default_factory=list, max_length=200)
    uid: UUID | None = None


class EditForm(Filing):
    """The form of a case that is there already."""

    title: Title
    body: Body
    tried: Tried = ""
    base_revision: int


async def new(request: Request) -> Response:
    """An empty form; `title`, `space` and `kind` may be given in the address."""
    given = {name: request.query_params.get(name, "")[:200] for name in ("title", "space", "kind")}
    return await _ask_page(request, {"readers": choices.SPACE_READERS} | given, {})


async def create(request: Request) -> Response:
    reader = reader_of(request)
    sent: dict[str, Any] = {}
    try:
        form = await forms.parse(request, CaseForm)
        sent = form.model_dump(mode="json")
        space = await choices.chosen_space(reader, form.space)
        terms = await terms_of(form)
        claim = form.complaint.claim() if form.kind is CaseKind.COMPLAINT else None
        choice = ReaderChoice(form.readers, form.groups, form.people)
        audience = await choices.audience_of(reader, choice, always={reader.id})
        thread = await send_case(
            reader,
            space=space,
            title=form.title,
            body=form.body,
            tried=form.tried,
            terms=terms,
            audience=audience,
            claim=claim,
            uid=form.uid,
        )
    except InvalidInput as error:
        return await _ask_page(request, sent or error.values, error.errors)
    return pages.redirect(f"/threads/{thread.id}")


async def _ask_page(request: Request, values: dict[str, Any], errors: dict[str, str]) -> Response:
    reader = reader_of(request)
    spaces = [(slug, name) for slug, name, _keywords in await choices.space_options(reader)]
    return await pages.render(
        request,
        "discussions/ask.html",
        status=422 if errors else 200,
        nav="ask",
        values=values | _filing(values) | {name: _ids(values, name) for name in ("groups", "people")},
        errors=errors,
        uid=values.get("uid") or new_uid(),
        spaces=spaces,
        draft_key=CASE_DRAFT,
        **await choices.vocabulary(),
        **await choices.reader_choices(reader),
    )


def _ids(sent: dict[str, Any], name: str) -> list[int]:
    return forms.ids_among(_list(sent.get(name)))


def _filing(sent: dict[str, Any]) -> dict[str, Any]:
    """What of a refused form is more than a text; it may have been sent as anything."""
    nested = {name: sent.get(name) for name in ("customer", "complaint")}
    return {"tags": _list(sent.get("tags"))} | {
        name: value if isinstance(value, dict) else {} for name, value in nested.items()
    }


def _list(sent: Any) -> list[Any]:
    return sent if isinstance(sent, list) else []


async def edit(request: Request) -> Response:
    thread, post = await _editable(request)
    return await _edit_page(request, thread, post.revision_number, _values_of(thread, post), {})


async def update(request: Request) -> Response:
    reader = reader_of(request)
    thread, post = await _editable(request)
    sent: dict[str, Any] = {}
    try:
        form = await forms.parse(request, EditForm)
        sent = form.model_dump(mode="json")
        await threads.edit_thread(
            reader,
            thread,
            title=form.title,
            body=form.body,
            tried=form.tried,
            terms=await terms_of(form),
            base_revision=form.base_revision,
        )
    except InvalidInput as error:
        return await _edit_page(request, thread, post.revision_number, sent or error.values, error.errors)
    except StaleRevision as error:
        thread, post = await _editable(request)
        conflict = await unsaved_changes(
            post, form.body, before=_plain_header(thread), after=_typed_header(form)
        )
        return await _edit_page(
            request, thread, error.current, sent, {}, conflict_text=error.message(), **conflict
        )
    return pages.redirect(f"/threads/{thread.id}")


async def _editable(request: Request) -> tuple[Thread, Post]:
    reader: Reader = reader_of(request)
    thread = await find_thread(reader, request.path_params["id"])
    post = await Post.get(thread_id=thread.id, number=1)
    if not policy.may_edit(reader, post):
        raise Forbidden
    return thread, post


async def _edit_page(
    request: Request,
    thread: Thread,
    base_revision: int,
    values: dict[str, Any],
    errors: dict[str, str],
    **conflict: Any,
) -> Response:
    return await pages.render(
        request,
        "discussions/edit_case.html",
        status=409 if conflict else 422 if errors else 200,
        nav="threads",
        thread=thread,
        base_revision=base_revision,
        values=values | _filing(values),
        errors=errors,
        conflict=conflict,
        **conflict,
        **await choices.vocabulary(),
    )


def _values_of(thread: Thread, post: Post) -> dict[str, Any]:
    grouped = by_facet(thread.terms)
    first = {facet.value: terms[0].key for facet, terms in grouped.items()}
    return {
        "title": thread.title,
        "body": post.body,
        "tried": thread.tried,
        "tags": [term.key for term in grouped.get(Facet.TAG, [])],
        "customer": {facet.value: first.get(facet.value) for facet in CUSTOMER_FACETS},
        **{name: first.get(name) for name in ("product", "competitor", "stage")},
    }


def _plain_header(thread: Thread) -> dict[str, str]:
    return {"title": thread.title, "tried": thread.tried}


def _typed_header(form: EditForm) -> dict[str, str]:
    return {"title": form.title, "tried": form.tried}


routes = [
    Route("/threads/new", new, methods=["GET"]),
    Route("/threads", create, methods=["POST"]),
    Route("/threads/{id:int}/edit", edit, methods=["GET"]),
    Route("/threads/{id:int}", update, methods=["PATCH"]),
]
