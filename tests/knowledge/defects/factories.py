"""Product teams and reports of defects for tests, through the package's own operations."""

from typing import Any
from uuid import uuid4

import pyrage

from hub.audiences.models import Group
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.defects.filing import Filing
from knowledge.defects.reporting import Words as ClearWords
from knowledge.defects.reporting import report
from knowledge.defects.routing import audience_of
from knowledge.defects.sealed import reporting as sealed
from knowledge.defects.sealed.keys import current_key
from knowledge.defects.sealed.parts import Words
from knowledge.models import Defect, DefectKind, Origin, Severity, TeamKey
from tests.factories import Make

SECRET = pyrage.x25519.Identity.generate()


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
    await audience_of(group.id)
    return Team(product, group)


async def a_reviewed_product(make: Make) -> tuple[Reader, Reader, Team]:
    """A reporter, a reviewer, and the reviewer's team."""
    rep, reviewer = await make.reader("Rep"), await make.reader("Reviewer")
    team = await a_team(make, reviewer)
    return rep, await make.fresh(reviewer), team


async def a_defect(
    author: Reader,
    team: Team,
    severity: Severity = Severity.MEDIUM,
    *,
    title: str = "Ribbon tears",
    **given: Any,
) -> Defect:
    """A report that is not sealed."""
    words = ClearWords(
        title, given.pop("body", "It tears at *low* speed."), given.pop("said", "Every second roll!")
    )
    filed = {name: given.pop(name) for name in ("kind", "origin", "product_version") if name in given}
    return await report(author, team.filing(severity, **filed), words, **given)


async def a_sealed_defect(author: Reader, team: Team, severity: Severity = Severity.MEDIUM) -> Defect:
    """A sealed report; the team gets a key, which nobody has, if it has none."""
    key = await current_key(team.group.id) or await a_team_key(team.group, author, SECRET)
    words = Words(uuid4(), pyrage.encrypt(b"words", [SECRET.to_public()]))
    return await sealed.report(author, uuid4(), team.filing(severity), key.uid, words)


async def a_team_key(group: Group, author: Reader, secret: Any, generation: int = 1) -> TeamKey:
    """A key that the server knows of and nobody holds."""
    return await TeamKey.create(
        team=group,
        generation=generation,
        recipient=str(secret.to_public()),
        recovery_recipient="age1",
        recovery_wrapped="",
        author_id=author.id,
        created_at=now(),
    )
