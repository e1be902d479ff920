"""The amounts of a quotation: a page of its own, so that no form of the article carries them."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from hub import pages
from hub.accounts.models import User
from hub.api import Body
from hub.audiences.models import Audience, AudienceGroup, AudiencePerson, Group
from hub.audiences.operations import chosen
from hub.database import new_uid
from hub.errors import Conflict, Forbidden, InvalidInput, NotFound
from hub.i18n import _
from hub.identity import Reader, reader_of
from hub.pages import forms
from hub.pages.refusing import refused
from hub.text import Prose
from knowledge.amounts import Offer, amounts_of, history_of, put_amounts
from knowledge.amounts.reading import KIND
from knowledge.articles.queries import find_article
from knowledge.kinds.shapes import Amount, Currency
from knowledge.models import Article
from knowledge.pages.forms import Id


class AmountsForm(Body):
    """What was offered, and the groups and people who may see it besides whoever writes it."""

    currency: Annotated[str, Currency("")]
    amount: Annotated[Decimal, Amount("")]
    list_amount: Annotated[Decimal | None, Amount("")] = None
    discount: Annotated[Decimal | None, Amount("")] = None
    terms: Annotated[str, Prose(5000)] = ""
    groups: list[Id] = Field(default_factory=list, max_length=100)
    people: list[Id] = Field(default_factory=list, max_length=200)
    base_number: int = Field(0, ge=0, lt=2**31)
    uid: UUID | None = None

    @property
    def offer(self) -> Offer:
        return Offer(self.currency, self.amount, self.list_amount, self.discount, self.terms)


async def show(request: Request) -> Response:
    """The amounts as they are, to be changed, and as they were."""
    reader = reader_of(request)
    article = await _quotation(request)
    context = await _context(reader, article)
    current = context["amounts"].current and context["amounts"].current.amount
    values: dict[str, Any] = {
        "uid": new_uid(),
        "base_number": 0,
        "currency": "CNY",
        **await _first_readers(article),
    }
    if current:
        values |= {
            "base_number": current.number,
            "currency": current.currency,
            "amount": _typed(current.amount),
            "list_amount": _typed(current.list_amount),
            "discount": _typed(current.discount),
            "terms": current.terms,
            **await _readers(current.audience),
        }
    return await pages.render(
        request, "knowledge/amounts/page.html", errors={}, error=None, values=values, **context
    )


async def put(request: Request) -> Response:
    """Keep other amounts."""
    reader = reader_of(request)
    article = await _quotation(request)
    try:
        form = await forms.parse(request, AmountsForm)
        audience = await named_readers(reader, form.groups, form.people)
        await put_amounts(
            reader, article, form.offer, audience=audience, base_number=form.base_number, uid=form.uid
        )
    except (InvalidInput, Conflict) as error:
        sent = await request.form()
        readers = {name: forms.ids_among(sent.getlist(name)) for name in ("groups", "people")}
        values = {name: sent.get(name) for name in sent} | readers
        context = await _context(reader, article)
        if isinstance(error, Conflict) and context["amounts"].current:
            values["base_number"] = context["amounts"].current.amount.number
        return await refused(request, error, "knowledge/amounts/page.html", **context | {"values": values})
    return pages.redirect(
        f"/articles/{article.id}", notice=_("The amounts are kept, for the chosen readers alone.")
    )


async def named_readers(reader: Reader, group_ids: list[int], people_ids: list[int]) -> Audience:
    """The audience of these groups and people and of the reader; InvalidInput when nobody is named."""
    groups = {group.id for group in await Group.filter(id__in=group_ids)}
    people = {user.id for user in await User.filter(id__in=people_ids, active=True)}
    if not groups and not people:
        raise InvalidInput({"groups": _("Please choose who may see the amounts.")})
    return await chosen(group_ids=groups, user_ids=people | {reader.id})


async def _quotation(request: Request) -> Article:
    article = await find_article(reader_of(request), request.path_params["id"])
    if article.kind != KIND:
        raise NotFound
    return article


async def _context(reader: Reader, article: Article) -> dict[str, Any]:
    amounts = await amounts_of(reader, article)
    if not amounts.may_put:
        raise Forbidden
    return {
        "nav": "articles",
        "article": article,
        "amounts": amounts,
        "history": await history_of(reader, article),
        "currency": Currency(""),
        "groups": await Group.all().order_by("name"),
        "people": await User.filter(active=True).order_by("name"),
    }


async def _readers(audience: Audience) -> dict[str, list[int]]:
    return {
        "groups": [row.group_id for row in await AudienceGroup.filter(audience=audience)],
        "people": [row.user_id for row in await AudiencePerson.filter(audience=audience)],
    }


async def _first_readers(article: Article) -> dict[str, list[int]]:
    """Who approved the quotation, to begin with."""
    approver = await User.get_or_none(uid=article.content.get("approver"))
    return {"groups": [], "people": [approver.id] if approver else []}


def _typed(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"
