"""A market activity: when, where, who runs it, with which materials, and what came of it."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from hub.i18n import N_, _
from hub.identity import Reader
from hub.pages.forms import told
from hub.text import Line, Prose
from knowledge.kinds.kind import LONGEST, Content, Kind
from knowledge.kinds.references import Reference
from knowledge.kinds.shapes import Choice, Day, Section, Words
from knowledge.models import Article

FORMS = (
    ("fair", N_("Trade fair")),
    ("seminar", N_("Seminar")),
    ("visit", N_("Visit day")),
    ("campaign", N_("Campaign")),
    ("online", N_("Online event")),
    ("other", N_("Something else")),
)


class ActivityContent(Content):
    """A market activity from its plan to its result."""

    starts_on: Annotated[date, Day(N_("First day"), card=True)]
    ends_on: Annotated[
        date | None, Day(N_("Last day"), N_("Empty when it is one day.")), Field(validate_default=True)
    ] = None
    region: Annotated[str, Line(100), Words(N_("Region"), card=True)]
    form: Annotated[str | None, Choice(N_("Form"), card=True, choices=FORMS)] = None
    runner: Annotated[
        str | None,
        Reference(
            N_("Run by"), N_("Who is asked for the result; empty: the owner of this page."), noun="person"
        ),
    ] = None
    plan: Annotated[
        str,
        Prose(LONGEST, min_length=1),
        Section(N_("Plan"), N_("For whom, what happens, what it shall bring.")),
    ]
    materials: Annotated[
        str, Prose(LONGEST), Section(N_("Materials"), N_("Files and links: drop them here."), rows=5)
    ] = ""
    result: Annotated[
        str, Prose(LONGEST), Section(N_("Result"), N_("What it brought; filled in afterwards."), rows=5)
    ] = ""

    @field_validator("ends_on")
    @classmethod
    def _not_before_it_begins(cls, value: date | None, info: ValidationInfo) -> date | None:
        begins: date | None = info.data.get("starts_on")
        if value and begins and value < begins:
            raise told(_("The last day comes before the first."))
        return value or begins


async def _activity(reader: Reader, article: Article) -> object:
    # Queries of articles need the kinds first.
    from knowledge.activities.queries import activity_of

    return await activity_of(reader, article)


KIND = Kind(
    "activity",
    N_("Market activity"),
    ActivityContent,
    summary="plan",
    hint=N_("A fair, a seminar or a campaign, from the plan to what it brought."),
    place=100,
    page="knowledge/kinds/activity.html",
    load=_activity,
)
