"""One word of the vocabulary: renamed, moved, archived, merged."""

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.admin.frame import Id, admin_of, form_page_admin, refused_admin, row_of
from hub.admin.vocabulary import TermForm
from hub.errors import HubError, InvalidInput
from hub.i18n import _
from hub.pages import forms, redirect
from hub.vocabulary import operations
from hub.vocabulary.models import FACET_LABELS, Term

TEMPLATE = "admin/term.html"


class Position(BaseModel):
    """Where a word stands in its facet, counted from 0."""

    position: int


class Merger(BaseModel):
    """The id of the word that stays."""

    into: Id


async def show(request: Request) -> Response:
    admin_of(request)
    term = await row_of(Term, request)
    values = {"name_en": term.name_en, "name_zh": term.name_zh, "nicknames": "\n".join(term.nicknames)}
    return await form_page_admin(request, TEMPLATE, values=values, **await _context(term))


async def change(request: Request) -> Response:
    admin = admin_of(request)
    term = await row_of(Term, request)
    try:
        sent = await forms.parse(request, TermForm)
        await operations.change_term(admin, term, nicknames=sent.nickname_list(), **sent.names())
    except HubError as error:
        return await refused_admin(request, error, TEMPLATE, **await _context(await row_of(Term, request)))
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
        return redirect(f"/admin/vocabulary/{term.id}", notice=" ".join(error.errors.values()), kind="error")
    notice = _("Everything filed under “%(gone)s” is now under “%(name)s”.")
    return _to_facet(into, notice % {"gone": term.name, "name": into.name})


async def _context(term: Term) -> dict[str, object]:
    others = Term.filter(facet=term.facet, archived_at__isnull=True).exclude(id=term.id)
    return {
        "term": term,
        "facet_label": _(FACET_LABELS[term.facet]),
        "others": await others.order_by("position", "name_en", "id"),
    }


def _to_facet(term: Term, notice: str) -> Response:
    return redirect(f"/admin/vocabulary?facet={term.facet.value}", notice=notice)


routes = [
    Route("/admin/vocabulary/{id:int}", show, methods=["GET"]),
    Route("/admin/vocabulary/{id:int}", change, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/position", move, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/archival", archive, methods=["PUT"]),
    Route("/admin/vocabulary/{id:int}/archival", restore, methods=["DELETE"]),
    Route("/admin/vocabulary/{id:int}/merger", merge, methods=["POST"]),
]
