"""Which team answers for a product, and who is in it: the people who will read a report."""

from collections.abc import Collection
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from hub.accounts.models import User
from hub.audiences.models import Audience, Group
from hub.audiences.operations import chosen
from hub.database import connection
from hub.errors import InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.repetition import digest_of
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import Facet, Term
from knowledge.models import Origin

_ANSWERED = """
SELECT people_group.product_id, people_group.vendor_liaison FROM people_group
WHERE (people_group.product_id IS NOT NULL OR people_group.vendor_liaison) AND EXISTS (
    SELECT FROM membership JOIN account ON account.id = user_id AND account.active
    WHERE group_id = people_group.id
)
"""


@dataclass(frozen=True)
class Readership:
    """Who reads a report besides its reporter: the people of the team, by name.

    `agreement` stands for exactly these people: whoever saw their names and sends it along has seen nobody else's.
    """

    team: Group
    people: list[User]
    agreement: str


async def team_for(product: Term, origin: Origin) -> Group:
    """The team that answers for a product: of a resold one the vendor liaison, of our own its product's.

    InvalidInput at ``product`` when there is none.
    """
    mine = {"vendor_liaison": True} if origin is Origin.RESOLD else {"product_id": product.id}
    group = await Group.filter(**mine).order_by("id").first()
    if group is None:
        raise InvalidInput({"product": _nobody(product, origin)})
    return group


async def readership(product: Term, origin: Origin) -> Readership:
    """The team that answers for a product, and its people. InvalidInput at ``product`` when there is nobody."""
    team = await team_for(product, origin)
    people = await people_of(team.id)
    if not people:
        raise InvalidInput({"product": _nobody(product, origin)})
    return Readership(team, people, digest_of("defect readers", team.id, [user.id for user in people]))


async def people_of(team_id: int) -> list[User]:
    """The active members of a team, by name."""
    return await User.filter(memberships__group_id=team_id, active=True).order_by("name", "id")


async def audience_of(
    team_id: int, *, group_ids: Collection[int] = (), user_ids: Collection[int] = ()
) -> Audience:
    """The audience of a team, and of whoever is chosen besides."""
    return await chosen(group_ids={team_id, *group_ids}, user_ids=set(user_ids))


async def answered_products() -> list[Term]:
    """The products that somebody can report about: with a vendor liaison all of them, else those that have a team."""
    rows = await connection().execute_query_dict(_ANSWERED)
    liaison = any(row["vendor_liaison"] for row in rows)
    with_team = {row["product_id"] for row in rows}
    return [
        term
        for term in await all_terms()
        if term.facet is Facet.PRODUCT and term.archived_at is None and (liaison or term.id in with_team)
    ]


def product_teams() -> QuerySet[Group]:
    """The groups that reports come to."""
    return Group.filter(Q(product_id__isnull=False) | Q(vendor_liaison=True))


def teams_of(reader: Reader) -> QuerySet[Group]:
    """Those of them that `reader` belongs to, by name."""
    return product_teams().filter(id__in=list(reader.group_ids)).order_by("name")


async def is_in_a_team(reader: Reader) -> bool:
    """Whether `reader` is in a team that reports come to."""
    return bool(reader.group_ids) and await teams_of(reader).exists()


def _nobody(product: Term, origin: Origin) -> str:
    if origin is Origin.RESOLD:
        return _("Nobody answers for resold products yet. Ask an admin to name the vendor liaison.")
    text = _(
        "No team answers for “%(name)s” yet. Is it a resold product? If not, ask an admin to name its team."
    )
    return text % {"name": product.name}
