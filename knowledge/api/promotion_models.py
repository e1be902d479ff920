"""The bodies of promotion's requests and answers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from discussions.api.models import Person
from discussions.filing import Customer
from hub.accounts.naming import Handle
from hub.api import Body, Page
from hub.redaction import Sensitive
from hub.redaction.hits import KEY
from hub.settings import get_settings
from hub.text import Line
from hub.vocabulary.queries import Word
from knowledge.api.models import Contents, Id, Title
from knowledge.promotion import KINDS
from knowledge.promotion.queue import Waiting

Key = Annotated[str, Field(pattern=KEY)]


class Promotion(Body):
    """What shall differ from the article that the case already contains; ``{}`` publishes that.

    With `another`, a case that is in the knowledge base already becomes a further article. With `confirmed`, people
    may gain who cannot read the case. Terms are replaced as a whole when any of them is given. Names, numbers and
    amounts in the text are refused with ``sensitive_text`` until the key of each stands in `mask` or `keep`; with
    `mask_rest` everything that is not kept is masked.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{}, {"title": "Wi-Fi drops at night", "tags": ["wi-fi"]}]}
    )

    uid: UUID | None = None
    kind: Word = KINDS[0]
    title: Title | None = None
    content: Contents = Field(default_factory=dict)
    tags: list[Word] | None = Field(None, max_length=20)
    product: Word | None = None
    competitor: Word | None = None
    customer: Customer | None = None
    stage: Word | None = None
    audience: Id | None = None
    another: bool = False
    confirmed: bool = False
    mask: list[Key] = Field(default_factory=list, max_length=5000)
    keep: list[Key] = Field(default_factory=list, max_length=5000)
    mask_rest: bool = False


class PrefillQuery(Body):
    """The kind of article that the case shall become: solution, faq, success or failure."""

    kind: Word = KINDS[0]


class HitOut(BaseModel):
    """Characters `start` up to `end` of a field tell of a person or a deal. One value has one `key` everywhere."""

    key: str
    field: str
    start: int
    end: int
    kind: Sensitive
    text: str


class PrefillOut(BaseModel):
    """The article that a promotion without changes would publish, and the hits to decide about."""

    kind: str
    title: str
    content: dict[str, str]
    audience: int
    hits: list[HitOut]


class WaitingCase(BaseModel):
    """A solved case that is in no article which the caller may see."""

    id: int
    title: str
    url: str
    replies: int
    readers: int
    created_at: datetime
    assignee: Person | None
    dismissed_at: datetime | None
    dismissed_by: Person | None
    reason: str

    @classmethod
    def of(cls, case: Waiting) -> "WaitingCase":
        return cls(
            id=case.thread.id,
            title=case.thread.title,
            url=f"{get_settings().address}/threads/{case.thread.id}",
            replies=case.thread.reply_count,
            readers=case.readers,
            created_at=case.thread.created_at,
            assignee=Person.of(case.assignee) if case.assignee else None,
            dismissed_at=case.dismissed_at,
            dismissed_by=Person.of(case.dismissed_by) if case.dismissed_by else None,
            reason=case.reason,
        )


class WaitingList(Page[WaitingCase]):
    """A page of the queue."""


class MonthOut(BaseModel):
    """Cases first solved in a month (its first day), and what has become of them; `rate` is a percentage."""

    month: date
    solved: int
    promoted: int
    dismissed: int
    rate: int


class Months(BaseModel):
    """The last twelve months in which a case was solved."""

    items: list[MonthOut]


class Assignment(Body):
    """Who shall promote a case, by handle; without one, the caller."""

    assignee: Handle | None = None


class Dismissal(Body):
    """Why a case shall not become an article."""

    reason: Annotated[str, Line(300)]
