"""One word of the vocabulary: renamed, moved, archived, merged."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.accounts.models import User
from hub.admin.frame import Id, admin_of, chosen, form_page_admin, refused_admin, row_of
from hub.admin.vocabulary import TermForm
from hub.audiences.models import Group
from hub.errors import HubError, InvalidInput
from hub.i18n import _
from hub.pages import forms, redirect
from hub.vocabulary import operations
from hub.vocabulary.experts import EXPERT_FACETS, MOST_EXPERTS, name_experts
from hub.vocabulary.models import FACET_LABELS, ExpertGroup, ExpertPerson, Term

TEMPLATE = "admin/term.html"


class Position(BaseModel):
    """Where a word stands in its facet, counted from 0."""

    position: int


class Merger(BaseModel):
    """The id of the word that stays."""

    into: Id


class ExpertsForm(BaseModel):
    """The ids of the people and groups that know about a word."""

    people: list[Id] = Field(default_factory=list, max_length=MOST_EXPERTS)
    groups: list[Id] = Field(default_factory=list, max_length=MOST_EXPERTS)


async def show(request: Request) -> Response:
    admin_of(request)
    term = await row_of(Term, request)
    return await form_page_admin(request, TEMPLATE, values=_values(term), **await _context(term))


async def change(request: Request) -> Response:
    admin = admin_of(request)
    term = await row_of(Term, request)
    try:
        sent = await forms.parse(request, TermForm)
        await operations.change_term(admin, term, nicknames=sent.nickname_list(), **sent.names())
    except HubError as error:
        return await refused_admin(request, error, TEMPLATE, **await _context(await row_of(Term, request)))
    return _to_facet(term, _("“%(name)s” is saved.") % {"name": term.name})


async def change_experts(request: Request) -> Response:
    """Name who knows about the word."""
    admin = admin_of(request)
    term = await row_of(Term, request)
    try:
        sent = await forms.parse(request, ExpertsForm)
        await name_experts(admin, term, people=sent.people, groups=sent.groups)
    except HubError as error:
        context = await _context(term) | {name: await chosen(request, name) for name in ("people", "groups")}
        return await refused_admin(request, error, TEMPLATE, **context | {"values": _values(term)})
    return _to_facet(term, _("“%(name)s” is saved.") % {"name": term.name})


async def move(request: Request) -> Response:
    admin = admin_of(request)
    term = await row_of(Term, request)
    sent = await forms.parse(request, Position)
    await operations.move(admin, term, sent.position)
    return _to_facet(term, "")


async def archive(request: Request) -> Response:
    admin = admin_of(request)
    term = await row_of(Term, request)
    await operations.archive(admin, term)
    return _to_facet(term, _("“%(name)s” is no longer offered.") % {"name": term.name})


async def restore(request: Request) -> Response:
    admin = admin_of(request)
    term = await row_of(Term, request)
    try:
        await operations.restore(admin, term)
    except InvalidInput as error:
        return redirect(f"/admin/vocabulary/{term.id}", notice=" ".join(error.errors.values()), kind="error")
    return _to_facet(term, _("“%(name)s” is offered again.") % {"name": term.name})


async def merge(request: Request) -> Response:
    admin = admin_of(request)
    term = await row_of(Term, request)
    try:
        sent = await forms.parse(request, Merger)
        into = await Term.get_or_none(id=sent.into)
        if into is None:
            raise InvalidInput({"into": _("Choose another word of the same kind.")})
        await operations.merge(admin, term, into)
    except InvalidInput as error:
        context = await _context(term) | {"values": _values(term)}
        return await refused_admin(request, error, TEMPLATE, **context)
    notice = _("Everything filed under “%(gone)s” is now under “%(name)s”.")
    return _to_facet(into, notice % {"gone": term.name, "name": into.name})


def _values(term: Term) -> dict[str, object]:
    return {"name_en": term.name_en, "name_zh": term.name_zh, "nicknames": "\n".join(term.nicknames)}


async def _context(term: Term) -> dict[str, object]:
    others = Term.filter(facet=term.facet, archived_at__isnull=True).exclude(id=term.id)
    return {
        "has_experts": term.facet in EXPERT_FACETS,
        "people": {row.user_id for row in await ExpertPerson.filter(term_id=term.id)},
        "groups": {row.group_id for row in await ExpertGroup.filter(term_id=term.id)},
        "all_people": await User.filter(active=True).order_by("name"),
        "all_groups": await Group.all().order_by("name"),
        "term": term,
        "facet_label": _(FACET_LABELS[term.facet]),
        "others": await others.order_by("position", "name_en", "id"),
    }


def _to_facet(term: Term, notice: str) -> Response:
    return redirect(f"/admin/vocabulary?facet={term.facet.value}", notice=notice)


routes = [
    Route("/admin/vocabulary/{id:int}", show, methods=["GET"]),
    Route("/admin/vocabulary/{id:int}", change, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/experts", change_experts, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/position", move, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/archival", archive, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/archival", restore, methods=["DELETE"]),
    Route("/admin/vocabulary/{id:int}/merger", merge, methods=["POST"]),
]
