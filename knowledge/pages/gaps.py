"""The page of gaps: what is missing, and who fills it, with one press each."""

from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.accounts.models import User
from hub.api import Body
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.pages.returning import came_from
from hub.text import Line
from knowledge import gaps
from knowledge.articles.queries import LARGEST_ID
from knowledge.gaps import policy
from knowledge.gaps.queries import all_gaps
from knowledge.gaps.subjects import parse
from knowledge.models import Gap
from knowledge.pages.forms import OptionalId


class AssignmentForm(Body):
    """What is missing, and who fills it: without `assignee` whoever sends the form."""

    subject: Annotated[str, Line(140)]
    assignee: OptionalId = None


async def index(request: Request) -> Response:
    """All gaps that the reader may see."""
    context = await _context(request)
    return await pages.render(request, "knowledge/gaps/page.html", error=None, errors={}, **context)


async def create(request: Request) -> Response:
    """Assign a gap."""
    reader = reader_of(request)
    try:
        form = await forms.parse(request, AssignmentForm)
        assignee = await assignee_of(reader, form)
        await gaps.assign(reader, await parse(form.subject), assignee)
    except InvalidInput as error:
        return await refused(request, error, "knowledge/gaps/page.html", **await _context(request))
    mine = assignee.id == reader.id
    text = _("It is yours now.") if mine else _("%(name)s fills it from now on.") % {"name": assignee.name}
    return pages.redirect(came_from(request, "/gaps"), notice=text)


async def delete(request: Request) -> Response:
    """Give a gap back."""
    await gaps.give_back(reader_of(request), await find_gap(request))
    return pages.redirect(came_from(request, "/gaps"), notice=_("Given back."))


async def put_completion(request: Request) -> Response:
    """The gap is filled."""
    await gaps.finish(reader_of(request), await find_gap(request))
    return pages.redirect(came_from(request, "/gaps"), notice=_("Done. Thank you."))


async def delete_completion(request: Request) -> Response:
    """The gap is not filled after all."""
    await gaps.reopen(reader_of(request), await find_gap(request))
    return pages.redirect(came_from(request, "/gaps"))


async def assignee_of(reader: Reader, form: AssignmentForm) -> User | Reader:
    """Whom a form names; InvalidInput for nobody."""
    if form.assignee is None or form.assignee == reader.id:
        return reader
    if not policy.may_assign(reader, form.assignee):
        raise Forbidden
    person = await User.get_or_none(id=form.assignee, active=True)
    if person is None:
        raise InvalidInput({"assignee": _("Please choose a person.")})
    return person


async def find_gap(request: Request) -> Gap:
    """The visible gap that an address names; NotFound otherwise."""
    gap_id = request.path_params["id"]
    found = policy.visible_to(reader_of(request)).filter(id=min(gap_id, LARGEST_ID))
    gap = await found.select_related("assignee", "article").get_or_none()
    if gap is None:
        raise NotFound
    return gap


async def _context(request: Request) -> dict[str, Any]:
    reader = reader_of(request)
    to: User | None = None
    people: list[User] = []
    if reader.is_lead:
        people = await User.filter(active=True).order_by("name", "id")
        asked = forms.ids_among([request.query_params.get("to", "")])
        to = next((person for person in people if person.id in asked and person.id != reader.id), None)
    found = await all_gaps(reader)
    return {
        "nav": "articles",
        "gaps": found,
        "people": [(person.id, person.name, person.handle) for person in people],
        "to": to,
        "is_lead": reader.is_lead,
        "reader_id": reader.id,
        "sections": [
            ("searches", _("Searched for, and not found"), "search", found.searches),
            ("flagged", _("Flagged"), "flag", found.flagged),
            ("stale", _("To be checked again"), "clock", found.stale),
            ("cells", _("Cells of the case library without a case"), "book", found.cells),
        ],
    }
