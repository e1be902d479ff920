"""What the API tells of the work of product teams with reports, and takes for it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from discussions.api.models import Person
from hub.accounts.naming import Handle
from hub.api import Body, Moment, Page, Paging
from hub.text import Line, Prose
from knowledge.api.defects.models import DefectCard
from knowledge.defects.entries import EntryBody
from knowledge.defects.forms import ClearFilingForm
from knowledge.defects.standing import Standing
from knowledge.defects.triage import Row
from knowledge.models import DefectEntry, DefectLook, EntryKind, LookAct
from knowledge.pages.forms import Id


class TriageCard(DefectCard):
    """A report as its team's lists show it. `points` and `customers` speak for its duplicates, too."""

    version: int
    active_at: datetime
    assignee: Person | None
    snoozed_until: datetime | None
    duplicates: int
    customers: int
    points: int
    deals: Annotated[dict[str, str], Field(description="The sum of deals in each currency.")]

    @classmethod
    def of_row(cls, row: Row) -> "TriageCard":
        defect, demand = row.defect, row.demand
        defect.product = row.product
        return cls(
            **DefectCard.of(
                defect, Standing(defect.state, known=False, fixed_in=defect.fixed_in)
            ).model_dump(),
            version=defect.version,
            active_at=defect.active_at,
            assignee=Person.of(defect.assignee) if defect.assignee else None,
            snoozed_until=defect.snoozed_until,
            duplicates=row.duplicates,
            customers=demand.customers,
            points=demand.points,
            deals={currency: str(value) for currency, value in demand.values},
        )


class TriageList(Page[TriageCard]):
    """A page of what was reported to the caller's teams."""


class ReportEntryOut(BaseModel):
    """A note of the team, or a reply. A sealed one has no words here."""

    uid: UUID
    kind: EntryKind
    sealed: bool
    author: Person
    body: str
    created_at: datetime

    @classmethod
    def of(cls, entry: DefectEntry) -> "ReportEntryOut":
        return cls(
            uid=entry.uid,
            kind=entry.kind,
            sealed=entry.sealed,
            author=Person.of(entry.author),
            body=entry.body,
            created_at=entry.created_at,
        )


class ReportEntryList(Page[ReportEntryOut]):
    """A page of what was written below a report, as far as the caller may read it, the latest first."""


class ReportEntryIn(Body):
    """A `note` is read by the team alone, a `reply` by everybody who may read the report, its author included."""

    kind: EntryKind
    body: EntryBody
    uid: UUID | None = None


class LookOut(BaseModel):
    """Somebody read, fetched or exported a report on a day, so many times."""

    person: Person
    act: LookAct
    day: date
    times: int
    last_at: datetime

    @classmethod
    def of(cls, look: DefectLook) -> "LookOut":
        return cls(
            person=Person.of(look.user), act=look.act, day=look.day, times=look.times, last_at=look.last_at
        )


class LookList(Page[LookOut]):
    """A page of the log of looks, the latest first."""


class LooksQuery(Paging):
    """Which looks at the report."""

    act: LookAct | None = None


class DecisionIn(Body):
    """`version` is the one of the report that the decision is made from."""

    version: Annotated[int, Field(ge=1, lt=2**31)]


class WakingQuery(DecisionIn):
    """The same for what has no body."""


class RefusalIn(DecisionIn):
    """Why, for whoever reported it; a sealed report is declined without a reason."""

    reason: Annotated[str, Prose(2000)] = ""


class RepairIn(DecisionIn):
    """The version of the product in which it is fixed, if that is known; none for a sealed report."""

    fixed_in: Annotated[str, Line(60, min_length=0)] = ""


class MergerIn(DecisionIn):
    """The reference of the main report."""

    main: Annotated[str, Line(12)]


class SnoozeIn(DecisionIn):
    """Until when it is put off, at most a year."""

    until: Moment


class AssignmentIn(DecisionIn):
    """The handle of somebody of the team, null for nobody."""

    assignee: Handle | None


class FilingIn(ClearFilingForm, DecisionIn):
    """A product of another team hands the report over: `confirmed` is the agreement to who could read it newly."""

    confirmed: Annotated[str, Line(64, min_length=0)] = ""


class OpeningIn(DecisionIn):
    """The groups and people, by id, who read it besides its team; `confirmed` is the agreement to who gains."""

    groups: list[Id] = Field(default_factory=list, max_length=100)
    people: list[Id] = Field(default_factory=list, max_length=200)
    confirmed: Annotated[str, Line(64, min_length=0)] = ""
