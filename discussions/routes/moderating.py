"""Locking, hiding, assigning, moving a thread, and changing who may read it."""

import hashlib
import json
from typing import Annotated, Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discussions import moderation, policy
from discussions.models import Thread
from discussions.queries import choices
from discussions.queries.choices import LARGEST_ID, ReaderChoice
from discussions.queries.reading import find_thread
from hub import pages
from hub.accounts.models import User
from hub.audiences import queries as audiences
from hub.audiences.models import Audience
from hub.audiences.operations import members_of
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.text import Line


class AssignmentForm(BaseModel):
    """Without an assignee the case goes to whoever asks."""

    assignee: int | None = Field(None, ge=1, le=LARGEST_ID)


class SpaceForm(BaseModel):
    space: Annotated[str, Line(60)]


class ReadersForm(BaseModel):
    """`confirmed` names the widening that was shown and agreed to."""

    readers: Annotated[str, Line(40)]
    groups: list[Annotated[int, Field(le=LARGEST_ID)]] = Field(default_factory=list, max_length=200)
    people: list[Annotated[int, Field(le=LARGEST_ID)]] = Field(default_factory=list, max_length=200)
    confirmed: str = Field("", max_length=64)


async def lock(request: Request) -> Response:
    reader, thread = await _load(request)
    await moderation.lock(reader, thread)
    return _back(thread)


async def unlock(request: Request) -> Response:
    reader, thread = await _load(request)
    await moderation.unlock(reader, thread)
    return _back(thread)


async def hide(request: Request) -> Response:
    reader, thread = await _load(request)
    await moderation.hide(reader, thread)
    return _back(thread)


async def unhide(request: Request) -> Response:
    reader, thread = await _load(request)
    await moderation.unhide(reader, thread)
    return _back(thread)


async def choose_assignee(request: Request) -> Response:
    _reader, thread = await _load_for_lead(request)
    return await _assignee_page(request, thread, thread.assignee_id, {})


async def assign(request: Request) -> Response:
    reader, thread = await _load(request)
    try:
        form = await forms.parse(request, AssignmentForm)
        await moderation.assign(reader, thread, form.assignee or reader.id)
    except InvalidInput as error:
        return await _assignee_page(request, thread, error.values.get("assignee"), error.errors)
    return _back(thread)


async def unassign(request: Request) -> Response:
    reader, thread = await _load(request)
    await moderation.assign(reader, thread, None)
    return _back(thread)


async def _assignee_page(request: Request, thread: Thread, value: object, errors: dict[str, str]) -> Response:
    people = await User.filter(id__in=list(await members_of(thread.audience_id))).order_by("name")
    return await _choice_page(
        request,
        thread,
        "assignment",
        errors,
        heading=_("Assign the case"),
        name="assignee",
        label=_("Who works on it?"),
        options=[(person.id, person.name, person.handle) for person in people],
        value=value,
        hint=_("Those who may read the case."),
    )


async def choose_space(request: Request) -> Response:
    _reader, thread = await _load_for_lead(request)
    return await _space_page(request, thread, thread.space.slug, {})


async def move(request: Request) -> Response:
    reader, thread = await _load(request)
    try:
        form = await forms.parse(request, SpaceForm)
        await moderation.move(reader, thread, await choices.chosen_space(reader, form.space))
    except InvalidInput as error:
        return await _space_page(request, thread, error.values.get("space"), error.errors)
    return _back(thread)


async def _space_page(request: Request, thread: Thread, value: object, errors: dict[str, str]) -> Response:
    return await _choice_page(
        request,
        thread,
        "space",
        errors,
        heading=_("Move the case"),
        name="space",
        label=_("To which space?"),
        options=await choices.space_options(reader_of(request)),
        value=value,
        hint=_("Who can read the case stays the same."),
    )


async def _choice_page(
    request: Request, thread: Thread, noun: str, errors: dict[str, str], **choice: Any
) -> Response:
    return await pages.render(
        request,
        "discussions/choose.html",
        status=422 if errors else 200,
        nav="threads",
        thread=thread,
        action=f"/threads/{thread.id}/{noun}",
        errors=errors,
        **choice,
    )


async def choose_readers(request: Request) -> Response:
    reader, thread = await _load(request)
    if not policy.may_choose_audience(reader, thread):
        raise Forbidden
    return await _readers_page(request, thread, await choices.current_choice(thread), {})


async def change_readers(request: Request) -> Response:
    """Change who may read; when somebody gains, only after the reader has seen who."""
    reader, thread = await _load(request)
    choice = await choices.current_choice(thread)
    try:
        form = await forms.parse(request, ReadersForm)
        choice = ReaderChoice(form.readers, form.groups, form.people)
        if not policy.may_choose_audience(reader, thread):
            raise Forbidden
        audience = await choices.audience_of(reader, choice, always={reader.id, thread.author_id})
        audience = audience or await Audience.get(id=thread.space.audience_id)
        # Before anybody is named: who may not read a space may not learn who does.
        if reader.id not in await members_of(audience):
            raise InvalidInput({"readers": _("You must be one of the readers yourself.")})
        gained = (await audiences.widening(thread.audience_id, audience.id)).gained
        shown = _digest(audience, gained)
        if gained and form.confirmed != shown:
            return await _readers_page(request, thread, choice, {}, gained=gained, confirmed=shown)
        await moderation.change_audience(reader, thread, audience, before=thread.audience_id)
    except InvalidInput as error:
        return await _readers_page(request, thread, choice, error.errors)
    return _back(thread)


async def _readers_page(
    request: Request,
    thread: Thread,
    choice: ReaderChoice,
    errors: dict[str, str],
    *,
    gained: list[User] | None = None,
    confirmed: str = "",
) -> Response:
    return await pages.render(
        request,
        "discussions/readers.html",
        # Turbo shows the answer to a form only when it is a redirect or an error.
        status=422 if errors or gained else 200,
        nav="threads",
        thread=thread,
        values={"readers": choice.readers, "groups": choice.groups, "people": choice.people},
        errors=errors,
        gained=gained,
        confirmed=confirmed,
        current=await audiences.label(thread.audience),
        **await choices.reader_choices(reader_of(request)),
    )


def _digest(audience: Audience, gained: list[User]) -> str:
    named = json.dumps([audience.id, sorted(user.id for user in gained)])
    return hashlib.sha256(named.encode()).hexdigest()


async def _load(request: Request) -> tuple[Reader, Thread]:
    reader = reader_of(request)
    return reader, await find_thread(reader, request.path_params["id"])


async def _load_for_lead(request: Request) -> tuple[Reader, Thread]:
    reader, thread = await _load(request)
    if not policy.may_moderate(reader):
        raise Forbidden
    return reader, thread


def _back(thread: Thread) -> Response:
    return pages.redirect(f"/threads/{thread.id}")


routes = [
    Route("/threads/{id:int}/lock", lock, methods=["PUT"]),
    Route("/threads/{id:int}/lock", unlock, methods=["DELETE"]),
    Route("/threads/{id:int}/hiding", hide, methods=["PUT"]),
    Route("/threads/{id:int}/hiding", unhide, methods=["DELETE"]),
    Route("/threads/{id:int}/assignment", choose_assignee, methods=["GET"]),
    Route("/threads/{id:int}/assignment", assign, methods=["PUT"]),
    Route("/threads/{id:int}/assignment", unassign, methods=["DELETE"]),
    Route("/threads/{id:int}/space", choose_space, methods=["GET"]),
    Route("/threads/{id:int}/space", move, methods=["PUT"]),
    Route("/threads/{id:int}/audience", choose_readers, methods=["GET"]),
    Route("/threads/{id:int}/audience", change_readers, methods=["PUT"]),
]
