"""Experts in the API: who knows a product, competitor or tag."""

from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from hub.accounts.models import User
from hub.api import ApiRoute, Body, answer, parse_body
from hub.audiences.models import Group
from hub.errors import Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import reader_of
from hub.vocabulary.experts import MOST_EXPERTS, name_experts
from hub.vocabulary.models import ExpertGroup, ExpertPerson, Facet, Term
from hub.vocabulary.queries import find_terms

Handles = Annotated[list[Annotated[str, Field(max_length=39)]], Field(max_length=MOST_EXPERTS)]


class Experts(Body):
    """Who knows a term: people and groups by their handles."""

    people: Handles = Field(default_factory=list)
    groups: Handles = Field(default_factory=list)


class ExpertsOut(BaseModel):
    """Who knows a term: people and groups by their handles."""

    people: list[str]
    groups: list[str]


async def experts_of_term(request: Request) -> Response:
    reader_of(request)
    return answer(await _experts(await _term(request)))


async def put_experts_of_term(request: Request) -> Response:
    lead = reader_of(request)
    if not lead.is_lead:
        raise Forbidden
    term = await _term(request)
    wanted = await parse_body(request, Experts)
    people = {user.handle: user.id for user in await User.filter(handle__in=wanted.people, active=True)}
    groups = {group.handle: group.id for group in await Group.filter(handle__in=wanted.groups)}
    _require_known("people", wanted.people, people)
    _require_known("groups", wanted.groups, groups)
    await name_experts(lead, term, people=people.values(), groups=groups.values())
    return answer(await _experts(term))


def _require_known(field: str, wanted: list[str], known: dict[str, int]) -> None:
    if unknown := [handle for handle in wanted if handle not in known]:
        raise InvalidInput({field: _("Nobody is called @%(handle)s.") % {"handle": unknown[0]}})


async def _experts(term: Term) -> ExpertsOut:
    people = await ExpertPerson.filter(term_id=term.id).select_related("user").order_by("user__handle")
    groups = await ExpertGroup.filter(term_id=term.id).select_related("group").order_by("group__handle")
    return ExpertsOut(people=[row.user.handle for row in people], groups=[row.group.handle for row in groups])


async def _term(request: Request) -> Term:
    """The term that the address names by its facet and a word for it."""
    try:
        [term] = await find_terms(Facet(request.path_params["facet"]), [request.path_params["term"]])
    except (ValueError, InvalidInput) as error:
        raise NotFound from error
    return term


_EXPERTS = "/terms/{facet}/{term}/experts"

routes = [
    ApiRoute("GET", _EXPERTS, experts_of_term, "Who knows a term", response=ExpertsOut),
    ApiRoute(
        "PUT",
        _EXPERTS,
        put_experts_of_term,
        "Name who knows a term",
        request=Experts,
        response=ExpertsOut,
        errors=(Forbidden,),
    ),
]
