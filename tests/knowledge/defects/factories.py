"""Product teams and reports of defects for tests, through the package's own operations."""

from typing import Any

from hub.audiences.models import Group
from hub.database import in_transaction
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import Words, create_defect, report
from knowledge.defects.routing import audience_of
from knowledge.models import Defect, DefectKind, Origin, Severity
from tests.factories import Make


class Team:
    """A product with the group that answers for it."""

    def __init__(self, product: Term, group: Group) -> None:
        self.product = product
        self.group = group

    def filing(self, severity: Severity = Severity.MEDIUM, **filed: Any) -> Filing:
        """What a report for the team is filed under."""
        return Filing(
            self.product,
            filed.pop("origin", Origin.OWN),
            filed.pop("kind", DefectKind.TECHNICAL),
            severity,
            **filed,
        )


async def a_team(make: Make, *members: Reader, name: str = "") -> Team:
    """The team of a product of its own; its members have to be read afresh (`make.fresh`)."""
    product = await make.term(Facet.PRODUCT, name)
    group = await make.group(f"Team {product.name_en}", members)
    group.product_id = product.id
    await group.save(update_fields=["product_id"])
    await audience_of(group)
    return Team(product, group)


async def a_defect(
    author: Reader,
    team: Team,
    severity: Severity = Severity.MEDIUM,
    *,
    title: str = "Ribbon tears",
    **given: Any,
) -> Defect:
    """A report that is not sealed."""
    words = Words(
        title, given.pop("body", "It tears at *low* speed."), given.pop("said", "Every second roll!")
    )
    filed = {name: given.pop(name) for name in ("kind", "origin", "product_version") if name in given}
    return await report(author, team.filing(severity, **filed), words, **given)


async def a_sealed_defect(author: Reader, team: Team, severity: Severity = Severity.MEDIUM) -> Defect:
    """A sealed report without its ciphertext."""
    async with in_transaction():
        return await create_defect(author, team.filing(severity), digest="0" * 64, sealed=True)
