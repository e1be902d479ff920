"""The bodies of the API's requests and answers about the cards of rivals."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from discussions.api.models import Person, Revision
from hub.api import Body, Page
from hub.settings import get_settings
from hub.text import Prose
from knowledge.models import Certainty, DisputeDecision, LineSection, LineState, RivalDispute
from knowledge.rivals.queries.lines import LineView
from knowledge.rivals.queries.rivals import Counts, RivalRow
from knowledge.rivals.sending import ForCustomers
from knowledge.rivals.wording import LONGEST_REASON, Wording
from knowledge.verification.standing import Standing

Words = Annotated[str, Prose(1000)]


class NewLine(Wording):
    """A line for a rival's card; whoever does not curate the rival proposes it. `uid` makes it safe to repeat."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "uid": "01980f61-5d0e-7a44-b1a3-3f0a9f6c2d19",
                    "section": "weakness",
                    "text": "Their service answers after two days.",
                    "source": "Told by a customer in Rotterdam",
                    "observed_on": "2026-03-01",
                    "certainty": "likely",
                    "sendable": False,
                }
            ]
        }
    )

    uid: UUID | None = None


class LineEdit(Wording):
    """Another wording, whole. `base_revision` is the `revision` that was edited."""

    base_revision: Revision
    words: Words = ""


class StateChoice(Body):
    """What becomes of a line; the reason in `words`."""

    state: LineState
    words: Words = ""


class NewDispute(Body):
    """Why a line is wrong, in Markdown. `revision` is the wording that is meant."""

    uid: UUID | None = None
    reason: Annotated[str, Prose(LONGEST_REASON, min_length=1)]
    revision: Revision


class Decision(Body):
    """What becomes of a disputed line; `wording` with `base_revision` when it is corrected."""

    decision: DisputeDecision
    words: Annotated[str, Prose(1000, min_length=1)]
    wording: Wording | None = None
    base_revision: Revision = 1


class DisputeOut(BaseModel):
    """A dispute; `decision` is null while it is open."""

    id: int
    uid: UUID
    line: int
    author: Person
    reason: str
    revision: int
    created_at: datetime
    decision: DisputeDecision | None
    words: str

    @classmethod
    def of(cls, dispute: RivalDispute) -> "DisputeOut":
        return cls(
            id=dispute.id,
            uid=dispute.uid,
            line=dispute.line_id,
            author=Person.of(dispute.author),
            reason=dispute.reason,
            revision=dispute.revision,
            created_at=dispute.created_at,
            decision=dispute.decision,
            words=dispute.words,
        )


class LineOut(BaseModel):
    """A line of a card. `disputed` tells how many disputes are open, `old` that it was seen long ago."""

    id: int
    url: str
    section: LineSection
    text: str
    source_html: str
    observed_on: date
    old: bool
    certainty: Certainty
    sendable: bool
    state: LineState
    author: Person
    revision: int
    disputed: int

    @classmethod
    def of(cls, line: LineView) -> "LineOut":
        return cls(
            id=line.id,
            url=f"{get_settings().address}/rivals/{line.rival_id}/lines/{line.id}",
            section=line.section,
            text=line.text,
            source_html=str(line.source_html),
            observed_on=line.observed_on,
            old=line.old,
            certainty=line.certainty,
            sendable=line.sendable,
            state=line.state,
            author=Person.of(line.author),
            revision=line.revision,
            disputed=len(line.disputes),
        )


class RivalSummary(BaseModel):
    """A rival without its lines; its text is the article of the same id. `competitor` is the key of the term."""

    id: int
    url: str
    title: str
    summary: str
    competitor: str | None
    standing: Standing
    owner: Person
    lines: int
    disputed: int
    old: int
    proposed: int
    won: int
    lost: int

    @classmethod
    def of(cls, row: RivalRow) -> "RivalSummary":
        counts: Counts = row.counts
        return cls(
            id=row.article.id,
            url=f"{get_settings().address}/rivals/{row.article.id}",
            title=row.article.title,
            summary=row.article.summary,
            competitor=row.competitor.key if row.competitor else None,
            standing=row.standing,
            owner=Person.of(row.article.owner),
            lines=counts.standing,
            disputed=counts.disputed,
            old=counts.old,
            proposed=counts.proposed,
            won=row.tally.won,
            lost=row.tally.lost,
        )


class RivalOut(RivalSummary):
    """A rival with the lines that are on its card or proposed."""

    card: list[LineOut]


class RivalList(Page[RivalSummary]):
    """A page of rivals, the last edited first."""


class CustomerText(BaseModel):
    """What customers may be sent; `message` says how much it is and what was left out."""

    text: str
    lines: int
    disputed: int
    old: int
    message: str

    @classmethod
    def of(cls, sending: ForCustomers) -> "CustomerText":
        return cls(
            text=sending.text,
            lines=sending.lines,
            disputed=sending.disputed,
            old=sending.old,
            message=sending.message,
        )
