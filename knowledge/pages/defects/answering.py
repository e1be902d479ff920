"""Replies and notes below a report."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.api import Body
from hub.errors import Conflict, InvalidInput
from hub.identity import reader_of
from hub.pages import forms
from hub.text import Line
from knowledge.defects import entries
from knowledge.defects.queries import find_defect
from knowledge.models import EntryKind
from knowledge.pages.defects import triage
from knowledge.pages.defects.reviewing import onward


class Writing(Body):
    """`triage` is the list in which the report is read, if it is one."""

    uid: UUID | None = None
    triage: Annotated[str | None, Line(600, min_length=0)] = None


class Reply(Writing):
    reply: entries.EntryBody


class Note(Writing):
    note: entries.EntryBody


async def create_reply(request: Request) -> Response:
    """Say something to the other side."""
    return await _write(request, EntryKind.REPLY)


async def create_note(request: Request) -> Response:
    """Keep something for the team."""
    return await _write(request, EntryKind.NOTE)


async def _write(request: Request, kind: EntryKind) -> Response:
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    form: Reply | Note
    try:
        if kind is EntryKind.NOTE:
            form = await forms.parse(request, Note)
            await entries.write(reader, defect, kind, form.note, uid=form.uid)
        else:
            form = await forms.parse(request, Reply)
            await entries.write(reader, defect, kind, form.reply, uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await triage.again(request, error, defect)
    return onward(defect, form.triage, defect.reference)


_DEFECT = "/defects/{reference}"
routes: list[BaseRoute] = [
    Route(f"{_DEFECT}/replies", create_reply, methods=["POST"]),
    Route(f"{_DEFECT}/notes", create_note, methods=["POST"]),
]
