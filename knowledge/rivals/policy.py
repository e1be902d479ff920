"""Who may see and do what with rivals; everything hangs on who may read and steward the article."""

from tortoise.queryset import QuerySet

from hub.audiences.models import Group
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge import policy
from knowledge.models import Article, Confidence

KIND = "competitor"


def visible_to(reader: Reader) -> QuerySet[Article]:
    """The rivals that `reader` may know of, archived ones included."""
    return policy.visible_to(reader).filter(kind=KIND)


def may_curate(reader: Reader, rival: Article) -> bool:
    """Decide about lines and disputes, fill the rival's column of a matrix: who may steward the article."""
    return policy.may_steward(reader, rival)


def may_propose(reader: Reader, rival: Article) -> bool:
    """Propose and dispute lines: every reader, until the article is archived."""
    return rival.confidence is not Confidence.ARCHIVED or may_curate(reader, rival)


async def may_keep_matrix(reader: Reader, product: Term) -> bool:
    """Choose the features of a product's matrix, and fill our own column: leads, and the team behind the product."""
    if product.facet is not Facet.PRODUCT:
        return False
    return reader.is_lead or await Group.exists(id__in=list(reader.group_ids), product_id=product.id)


def may_keep_our_shares(reader: Reader) -> bool:
    """Say how large our own share of a market is: leads."""
    return reader.is_lead
