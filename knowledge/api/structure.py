"""Kinds, amounts, versions and the tree in the API."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from discussions.api.models import Person
from discussions.filing import terms_of
from hub.accounts.models import User
from hub.accounts.naming import Handle
from hub.api import ApiRoute, Body, answer, parse_body
from hub.audiences.models import Audience, Group
from hub.audiences.operations import chosen
from hub.errors import Conflict, Forbidden, InvalidInput, NotFound, UidTaken
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.text import Prose
from knowledge import articles, kinds, tree
from knowledge.amounts import Offer, amounts_of, put_amounts
from knowledge.api.articles import full, naming_content
from knowledge.api.models import ArticleOut, Id, NewArticle
from knowledge.articles.queries import find_article
from knowledge.articles.superseding import supersede
from knowledge.errors import AlreadySuperseded
from knowledge.kinds.shapes import Amount, Currency
from knowledge.models import Article, QuotationAmount
from knowledge.pages.forms import chosen_audience


class FieldOut(BaseModel):
    """A field of a kind's content; `type` is what it holds, `markdown`, `line`, `day`, `amount`, `choice`, `rows`…"""

    name: str
    label: str
    type: str
    required: bool


class KindOut(BaseModel):
    """A kind of article, and the facets under which each of that kind is filed."""

    key: str
    label: str
    fields: list[FieldOut]
    requires: list[str]


class Kinds(BaseModel):
    """All kinds of articles."""

    items: list[KindOut]


class AmountsIn(Body):
    """What was offered, for the named groups, people and the caller. `base_number` is the `number` that is replaced."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "currency": "CNY",
                    "amount": "1250.50",
                    "discount": "8.2",
                    "people": ["marta"],
                    "base_number": 0,
                }
            ]
        }
    )

    uid: UUID | None = None
    base_number: int = Field(0, ge=0, lt=2**31)
    currency: Annotated[str, Currency("")]
    amount: Annotated[Decimal, Amount("")]
    list_amount: Annotated[Decimal | None, Amount("")] = None
    discount: Annotated[Decimal | None, Amount("")] = None
    terms: Annotated[str, Prose(5000)] = ""
    groups: list[Handle] = Field(default_factory=list, max_length=100)
    people: list[Handle] = Field(default_factory=list, max_length=200)


class AmountsOut(BaseModel):
    """What was offered; amounts are exact and given as text."""

    number: int
    currency: str
    amount: Decimal
    list_amount: Decimal | None
    discount: Decimal | None
    terms: str
    audience: int
    author: Person
    created_at: datetime


class Place(Body):
    """The article below which this one shall stand; null for the top."""

    parent: Id | None


async def every_kind(_request: Request) -> Response:
    return answer(
        Kinds(
            items=[
                KindOut(
                    key=kind.key,
                    label=_(kind.label),
                    fields=[
                        FieldOut(name=one.name, label=_(one.label), type=one.widget, required=one.required)
                        for one in kind.fields
                    ],
                    requires=[facet.value for facet in kind.requires],
                )
                for kind in kinds.every()
            ],
        )
    )


async def amounts(request: Request) -> Response:
    shown = (await amounts_of(reader_of(request), await _article(request))).current
    if shown is None:
        raise NotFound
    return _kept(shown.amount)


async def put(request: Request) -> Response:
    reader = reader_of(request)
    article = await _article(request)
    if not (await amounts_of(reader, article)).may_put:
        raise Forbidden
    body = await parse_body(request, AmountsIn)
    offer = Offer(body.currency, body.amount, body.list_amount, body.discount, body.terms)
    audience = await _readers(reader, body)
    kept = await put_amounts(
        reader, article, offer, audience=audience, base_number=body.base_number, uid=body.uid
    )
    return _kept(await QuotationAmount.get(id=kept.id).select_related("author"))


def _kept(kept: QuotationAmount) -> Response:
    return answer(
        AmountsOut(
            number=kept.number,
            currency=kept.currency,
            amount=kept.amount,
            list_amount=kept.list_amount,
            discount=kept.discount,
            terms=kept.terms,
            audience=kept.audience_id,
            author=Person.of(kept.author),
            created_at=kept.created_at,
        )
    )


async def _readers(reader: Reader, body: AmountsIn) -> Audience:
    groups = {group.handle: group.id for group in await Group.filter(handle__in=body.groups)}
    people = {user.handle: user.id for user in await User.filter(handle__in=body.people, active=True)}
    unknown = {
        name: _("Please choose one of the offered values.")
        for name, asked, found in (("groups", body.groups, groups), ("people", body.people, people))
        if set(asked) - set(found)
    }
    if unknown:
        raise InvalidInput(unknown)
    return await chosen(group_ids=groups.values(), user_ids={*people.values(), reader.id})


async def new_version(request: Request) -> Response:
    reader = reader_of(request)
    older = await _article(request)
    body = await parse_body(request, NewArticle)
    with naming_content():
        article = await supersede(
            reader,
            older,
            await articles.compose(older.kind, body.title, body.content),
            terms=await terms_of(body),
            audience=await chosen_audience(reader, body.audience or older.audience_id),
            uid=body.uid,
        )
    return await full(request, article.id, 201)


async def put_parent(request: Request) -> Response:
    reader = reader_of(request)
    article = await _article(request)
    body = await parse_body(request, Place)
    try:
        parent = await find_article(reader, body.parent) if body.parent else None
    except NotFound:
        raise InvalidInput({"parent": _("Please choose one of the offered values.")}) from None
    await tree.move(reader, article, parent)
    return await full(request, article.id)


async def _article(request: Request) -> Article:
    return await find_article(reader_of(request), request.path_params["id"])


_ARTICLE = "/articles/{id:int}"

routes = [
    ApiRoute("GET", "/kinds", every_kind, "List the kinds of articles", response=Kinds),
    ApiRoute("GET", f"{_ARTICLE}/amounts", amounts, "Read the amounts of a quotation", response=AmountsOut),
    ApiRoute(
        "PUT",
        f"{_ARTICLE}/amounts",
        put,
        "Keep other amounts of a quotation",
        AmountsIn,
        AmountsOut,
        errors=(Forbidden, Conflict, UidTaken),
    ),
    ApiRoute(
        "POST",
        f"{_ARTICLE}/versions",
        new_version,
        "Publish the version after a price list",
        NewArticle,
        ArticleOut,
        status=201,
        errors=(Forbidden, AlreadySuperseded, UidTaken),
    ),
    ApiRoute(
        "PUT",
        f"{_ARTICLE}/parent",
        put_parent,
        "Move an article in the tree",
        Place,
        ArticleOut,
        errors=(Forbidden,),
    ),
]
