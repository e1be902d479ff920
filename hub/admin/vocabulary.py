"""The vocabulary, facet by facet."""

import re
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.admin.frame import admin_of, form_page_admin, refused_admin
from hub.admin.paging import Page, page_of
from hub.errors import HubError, InvalidInput
from hub.i18n import _
from hub.pages import forms, redirect
from hub.text import Line
from hub.vocabulary import operations
from hub.vocabulary.models import FACET_LABELS, Facet, Term

PER_PAGE = 100


class Asked(BaseModel):
    """Which words to list."""

    facet: Facet = Facet.PRODUCT
    q: Annotated[str, Line(100, min_length=0)] = ""
    archived: bool = False
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class TermForm(BaseModel):
    """A word in both languages, one of which may be missing; nicknames one a line or parted by commas."""

    name_en: Annotated[str, Line(operations.LONGEST_NAME, min_length=0)] = ""
    name_zh: Annotated[str, Line(operations.LONGEST_NAME, min_length=0)] = ""
    nicknames: Annotated[str, Field(max_length=6000)] = ""

    def names(self) -> dict[str, str]:
        """Both names; InvalidInput when there is none."""
        if not self.name_en and not self.name_zh:
            raise InvalidInput({"name_en": _("Please give a name in one language at least.")})
        return {"name_en": self.name_en, "name_zh": self.name_zh}

    def nickname_list(self) -> list[str]:
        """The nicknames, cleaned; InvalidInput for one that is too long."""
        parts = re.split(r"[\n,，、;；]", self.nicknames)
        try:
            return [Line(operations.LONGEST_NAME)(part) for part in parts if part.strip()]
        except ValueError as error:
            text = _("A nickname may have at most %(count)s characters.") % {"count": operations.LONGEST_NAME}
            raise InvalidInput({"nicknames": text}) from error


class NewTerm(TermForm):
    facet: Facet


async def show(request: Request) -> Response:
    admin_of(request)
    asked = forms.parse_query(request.query_params, Asked)
    return await form_page_admin(request, "admin/vocabulary.html", **await _context(asked))


async def create(request: Request) -> Response:
    admin = admin_of(request)
    try:
        sent = await forms.parse(request, NewTerm)
        term = await operations.create_term(
            admin, facet=sent.facet, nicknames=sent.nickname_list(), **sent.names()
        )
    except HubError as error:
        facet = (await request.form()).get("facet")
        asked = Asked(facet=Facet(facet)) if facet in list(Facet) else Asked()
        return await refused_admin(request, error, "admin/vocabulary.html", **await _context(asked))
    notice = _("“%(name)s” is added.") % {"name": term.name}
    return redirect(f"/admin/vocabulary?facet={term.facet.value}", notice=notice)


async def _context(asked: Asked) -> dict[str, object]:
    found = Term.filter(facet=asked.facet, archived_at__isnull=not asked.archived)
    if asked.q:
        found = found.filter(id__in=await _ids_with(asked))
    page: Page[Term] = await page_of(found.order_by("position", "name_en", "id"), asked.page, PER_PAGE)
    return {
        "asked": asked,
        "terms": page,
        "facets": [
            (facet.value, _(FACET_LABELS[facet]), f"/admin/vocabulary?facet={facet.value}", None)
            for facet in Facet
        ],
        "facet_label": _(FACET_LABELS[asked.facet]),
        "movable": not asked.q and not asked.archived and page.pages == 1,
        "archived_count": await Term.filter(facet=asked.facet, archived_at__isnull=False).count(),
    }


async def _ids_with(asked: Asked) -> list[int]:
    """The terms of the asked facet one of whose words contains what is looked for."""
    wanted = asked.q.casefold()
    rows = await Term.filter(facet=asked.facet).values_list("id", "key", "name_en", "name_zh", "nicknames")
    return [
        id_
        for id_, *words, nicknames in rows
        if any(wanted in word.casefold() for word in (*words, *nicknames))
    ]


routes = [
    Route("/admin/vocabulary", show, methods=["GET"]),
    Route("/admin/vocabulary", create, methods=["POST"]),
]
