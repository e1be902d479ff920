"""The pages of sealed reports: sealing one, all of them for those who can open them, and answering in the clear."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.api import Body
from hub.database import new_uid
from hub.errors import Conflict, InvalidInput
from hub.i18n import _
from hub.identity import reader_of
from hub.pages import forms
from hub.pages.returning import came_from
from hub.settings import get_settings
from hub.text import Line
from knowledge.defects import words
from knowledge.defects.entries import EntryBody
from knowledge.defects.forms import LONGEST_BODY, LONGEST_SAID
from knowledge.defects.queries import find_defect
from knowledge.defects.routing import answered_products, is_in_a_team
from knowledge.defects.sealed import answering
from knowledge.defects.sealed.parts import MOST_FILES
from knowledge.kinds.shapes import Currency
from knowledge.pages.defects.frame import confidential, confidential_refused
from knowledge.pages.defects.reporting import kind_choices, severity_choices, weight_choices

# Nothing else may stand in an address: addresses end up in logs.
_GIVEN = ("kind", "origin", "product", "severity")


class ClearReplyForm(Body):
    """A reply in the clear; `agreed` is the agreement to those who were named to read it."""

    uid: UUID | None = None
    body: EntryBody
    agreed: Annotated[str, Line(64)]


async def new(request: Request) -> Response:
    """The form of a sealed report. Its words have no names and so cannot be sent to the server."""
    reader = reader_of(request)
    return await confidential(
        request,
        "knowledge/defects/sealed/new.html",
        author=reader.uid,
        given={name: request.query_params.get(name, "") for name in _GIVEN},
        kinds=kind_choices(),
        origins=[(origin.value, _(label), None) for origin, label in words.ORIGINS.items()],
        severities=severity_choices(),
        weights=weight_choices(),
        currencies=Currency("").options(),
        products=await answered_products(),
        longest_body=LONGEST_BODY,
        longest_said=LONGEST_SAID,
        largest_file=get_settings().max_upload,
        most_files=MOST_FILES,
        back=came_from(request, "/defects"),
    )


async def index(request: Request) -> Response:
    """All sealed reports for the teams of the reader; their browser opens and searches them."""
    reader = reader_of(request)
    return await confidential(
        request, "knowledge/defects/sealed/list.html", reviews=await is_in_a_team(reader)
    )


async def create_clear_reply(request: Request) -> Response:
    """Answer whoever reported, in the clear, after agreeing to those who read it."""
    reader = reader_of(request)
    defect = await find_defect(reader, request.path_params["reference"])
    readers = await answering.readers_of_reply(reader, defect)
    try:
        form = await forms.parse(request, ClearReplyForm)
        await answering.answer(reader, defect, form.body, agreed=form.agreed, uid=form.uid)
    except (InvalidInput, Conflict) as error:
        return await confidential_refused(
            request,
            error,
            "knowledge/defects/sealed/reply.html",
            defect=defect,
            readers=readers,
            agreement=answering.agreement(defect, readers),
            new_uid=new_uid,
        )
    return pages.redirect(f"/defects/{defect.reference}#entries", notice=_("Sent, in the clear."))
