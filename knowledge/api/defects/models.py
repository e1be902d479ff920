"""What the API tells of reports of defects."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from discussions.api.models import Person
from hub.api import Page
from hub.files.routes import FileOut
from hub.settings import get_settings
from knowledge.defects.forms import SeverityKey, WeightKey
from knowledge.defects.routing import Readership
from knowledge.defects.standing import Standing
from knowledge.models import Defect, DefectKind, DefectState, Demand, Origin


class DemandOut(BaseModel):
    """A customer on whose behalf a report matters. `value` is the deal that hangs on it, in `currency`."""

    uid: UUID
    customer: str
    weight: WeightKey
    value: Decimal | None
    currency: str
    words: str
    author: Person
    created_at: datetime

    @classmethod
    def of(cls, demand: Demand) -> "DemandOut":
        return cls(
            uid=demand.uid,
            customer=demand.customer,
            weight=demand.weight.name.lower(),
            value=demand.value,
            currency=demand.currency,
            words=demand.words,
            author=Person.of(demand.author),
            created_at=demand.created_at,
        )


class DefectCard(BaseModel):
    """A report in a list. A sealed one has no title here. `known`: the team had another report of the same."""

    uid: UUID
    reference: str
    url: str
    sealed: bool
    kind: DefectKind
    origin: Origin
    product: Annotated[str, Field(description="The key of the product.")]
    severity: SeverityKey
    state: Annotated[
        DefectState, Field(description="Of a duplicate, once decided, the state of the other report.")
    ]
    known: bool
    fixed_in: str
    title: str
    author: Person
    created_at: datetime

    @classmethod
    def of(cls, defect: Defect, standing: Standing, **more: object) -> "DefectCard":
        return cls(
            uid=defect.uid,
            reference=defect.reference,
            url=f"{get_settings().address}/defects/{defect.reference}",
            sealed=defect.sealed,
            kind=defect.kind,
            origin=defect.origin,
            product=defect.product.key,
            severity=defect.severity.name.lower(),
            state=standing.state,
            known=standing.known,
            fixed_in=standing.fixed_in,
            title=defect.title,
            author=Person.of(defect.author),
            created_at=defect.created_at,
            **more,
        )


class DefectList(Page[DefectCard]):
    """A page of reports, the last made first."""


class DefectOut(DefectCard):
    """A report. What a sealed one says is in its sealed parts alone.

    `demands` are those that the caller may know of. `version`, for its team, grows with every decision, which sends it.
    """

    product_version: str
    team: str
    readers: Annotated[str, Field(description="Who can read it besides its author, in words.")]
    body: str
    said: str
    thread: Annotated[int | None, Field(description="The case in which it came up, for those who see it.")]
    files: list[FileOut]
    demands: list[DemandOut]
    version: int | None


class ReadersOut(BaseModel):
    """Who would read a report besides whoever makes it. `readers` is sent along with it, as having seen these names."""

    team: str
    people: list[Person]
    readers: str

    @classmethod
    def of(cls, answering: Readership) -> "ReadersOut":
        return cls(
            team=answering.team.name,
            people=[Person.of(user) for user in answering.people],
            readers=answering.agreement,
        )
