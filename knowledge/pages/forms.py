"""The form of an article: title, the fields of its kind, what it is filed under, who may read it."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, create_model

from discussions.filing import Filing
from hub.accounts.models import User
from hub.audiences.models import Audience
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.text import Line
from hub.vocabulary.models import CUSTOMER_FACETS, FACET_LABELS, Facet, Term
from hub.vocabulary.queries import by_facet, terms_by_facet
from knowledge import kinds
from knowledge.articles.queries import LARGEST_ID
from knowledge.kinds import Kind


def _none_if_blank(value: Any) -> Any:
    return None if value == "" else value


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
# A field that was left empty arrives as an empty text.
NONE_IF_BLANK = BeforeValidator(_none_if_blank)
OptionalId = Annotated[Id | None, NONE_IF_BLANK]
OptionalUid = Annotated[UUID | None, NONE_IF_BLANK]
# To who gains: a page's to the very people whom it named, a program's to whoever they are.
Agreement = bool | Annotated[str, Line(64, min_length=0)]


class ArticleForm(Filing):
    """What the forms of all kinds have. `confirmed` is an agreement to who gains.

    `suggest` asks for a suggestion where an edit would be allowed, `flag` is the one that an edit answers.
    """

    title: Annotated[str, Line(200)]
    uid: UUID | None = None
    note: Annotated[str, Line(200, min_length=0)] = ""
    flag: Id | None = None
    suggest: bool = False
    base_revision: int = Field(1, ge=1, lt=2**31)
    audience: Id | None = None
    confirmed: Annotated[str, Line(64, min_length=0)] = ""
    another: bool = False


@cache
def form_of(kind: Kind) -> type[ArticleForm]:
    """The model of the form of one kind."""
    bases: tuple[type[BaseModel], ...] = (ArticleForm, kind.content)
    return cast(type[ArticleForm], create_model(f"{kind.key.title()}Form", __base__=bases))


def content_of(kind: Kind, form: ArticleForm) -> dict[str, Any]:
    """The kind's fields of a form."""
    return form.model_dump(mode="json", include={field.name for field in kind.fields})


async def values_of(
    reader: Reader, kind: Kind, title: str, content: Mapping[str, Any], terms: Iterable[Term]
) -> dict[str, Any]:
    """The fields of a form by name, as a browser sends them, without what the reader may not see."""
    targets = await kinds.targets_of(reader, kind, [content])
    values: dict[str, Any] = {"title": title, **kinds.typed(kind, content, targets)}
    for facet, group in by_facet(terms).items():
        keys = [term.key for term in group]
        values[field_of(facet)] = keys if facet is Facet.TAG else keys[0]
    return values


def field_of(facet: Facet) -> str:
    """The name of the form's field for a facet."""
    if facet is Facet.TAG:
        return "tags"
    return f"customer.{facet.value}" if facet in CUSTOMER_FACETS else facet.value


def labels_of(kind: Kind) -> dict[str, str]:
    """What the fields of a form are called, for the list of errors."""
    labels = {"title": _("Title"), "audience": _("Readers")}
    labels |= {field.name: _(field.label) for field in kind.fields}
    return labels | {field_of(facet): _(FACET_LABELS[facet]) for facet in Facet}


async def pickers() -> list[tuple[str, str, list[Term], bool]]:
    """For each facet: the form's field, its label, the terms to choose from, and whether several fit."""
    offered = await terms_by_facet()
    return [
        (field_of(facet), _(FACET_LABELS[facet]), offered[facet], facet is Facet.TAG)
        for facet in (Facet.STAGE, *CUSTOMER_FACETS, Facet.PRODUCT, Facet.COMPETITOR, Facet.TAG)
        if offered[facet]
    ]


async def offered_people(kind: Kind) -> list[tuple[str, str, str]]:
    """The active people by uid, for kinds that name some."""
    if all(shape.noun != "person" for _name, shape in kind.references):
        return []
    return [
        (str(user.uid), user.name, user.handle) for user in await User.filter(active=True).order_by("name")
    ]


async def chosen_audience(reader: Reader, audience_id: int | None) -> Audience:
    """The audience that a form names; InvalidInput for one that the reader does not belong to."""
    if audience_id not in reader.audience_ids:
        raise InvalidInput({"audience": _("Please choose who may read this.")})
    return await Audience.get(id=audience_id)
