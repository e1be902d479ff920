"""What stands below a report: notes and replies, what happened to it, and what its team works with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from hub.accounts.models import User
from hub.database import now
from hub.identity import Reader
from knowledge.defects import policy
from knowledge.defects.ranking import Ranked, ranked
from knowledge.defects.routing import people_of
from knowledge.models import Defect, DefectAct, DefectEntry, DefectStep, Demand

# What whoever reported it is told. The rest is the team's own business; of an article its readers are told.
TOLD = (
    DefectAct.REPORTED, DefectAct.ACCEPTED, DefectAct.MERGED, DefectAct.DECLINED, DefectAct.REOPENED,
    DefectAct.FIXED, DefectAct.MOVED,
)  # fmt: skip
MOST_STEPS = 200


@dataclass(frozen=True)
class Entry:
    """A note or a reply; `theirs` tells that it came from the team."""

    entry: DefectEntry
    html: Markup
    theirs: bool


@dataclass(frozen=True)
class Teamwork:
    """What the team alone sees: who may be assigned, what is merged, what customers would give."""

    members: Sequence[User]
    main: Defect | None
    duplicates: Sequence[Defect]
    demand: Ranked
    lent: Sequence[Demand]
    snoozed: bool


@dataclass(frozen=True)
class Review:
    """What stands below a report for one reader. `others` are how many read it besides its reporter and team."""

    defect: Defect
    may_reply: bool
    entries: Sequence[Entry]
    steps: Sequence[DefectStep]
    others: int
    assignees: dict[str, str] = field(default_factory=dict)
    team: Teamwork | None = None


async def review_of(reader: Reader, defect: Defect, *, readers: int) -> Review:
    """What stands below a visible report, loaded by `find_defect`; a handful of statements.

    `readers` are how many belong to its audience.
    """
    may_review = policy.may_review(reader, defect)
    members = await people_of(defect.team_id)
    team = await _teamwork(reader, defect, members) if may_review else None
    return Review(
        defect=defect,
        may_reply=policy.may_reply(reader, defect),
        entries=await _entries(reader, defect, {one.id for one in members}),
        steps=await _steps(reader, defect, may_review=may_review),
        others=readers - len(members),
        assignees={str(one.id): one.name for one in members} if may_review else {},
        team=team,
    )


def is_snoozed(defect: Defect, at: datetime | None = None) -> bool:
    """Whether a report is put off at this moment."""
    return defect.snoozed_until is not None and defect.snoozed_until > (at or now())


async def _teamwork(reader: Reader, defect: Defect, members: list[User]) -> Teamwork:
    own = policy.reviewed_by(reader)
    duplicates = await own.filter(duplicate_of=defect).order_by("created_at").select_related("author")
    lent = Demand.filter(defect_id__in=[one.id for one in duplicates]).order_by("-weight", "id")
    return Teamwork(
        members=members,
        main=await own.get_or_none(id=defect.duplicate_of_id) if defect.duplicate_of_id else None,
        duplicates=duplicates,
        demand=(await ranked(reader, [defect.id]))[defect.id],
        lent=await lent.select_related("author", "defect") if duplicates else [],
        snoozed=is_snoozed(defect),
    )


async def _entries(reader: Reader, defect: Defect, team: set[int]) -> list[Entry]:
    rows = policy.entries_visible_to(reader).filter(defect_id=defect.id).order_by("id")
    return [
        # Sanitised when it was written.
        Entry(one, Markup(one.html), theirs=one.author_id in team and one.author_id != defect.author_id)  # noqa: S704
        for one in await rows.select_related("author")
    ]


async def _steps(reader: Reader, defect: Defect, *, may_review: bool) -> list[DefectStep]:
    """What happened, the latest first: all of it for the team, what they are told for the reporter, else nothing."""
    rows = DefectStep.filter(defect_id=defect.id)
    if not may_review:
        if defect.author_id != reader.id:
            return []
        rows = rows.filter(act__in=TOLD)
    return await rows.order_by("-id").limit(MOST_STEPS).select_related("actor")
