"""What the demo company consists of, as written in the TOML files of ``company/``.

Things name each other by key, people and groups by handle. In a text, ``@handle`` mentions somebody and
``{{case:key}}`` or ``{{article:key}}`` refers to another thing.
"""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from discussions.models import ComplaintStep, ReactionKind, Satisfaction
from hub.accounts.models import Role
from knowledge.models import CheckUnit, Confidence, FlagReason

_AGE = re.compile(r"-(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?")


def _age(value: object) -> object:
    """``-3d 4h 5m`` as the length of time that has passed since."""
    if not isinstance(value, str):
        return value
    parts = _AGE.fullmatch(value.strip())
    if parts is None or not any(parts.groups()):
        raise ValueError(f"not an age like '-3d 4h 5m': {value!r}")
    days, hours, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


Age = Annotated[timedelta, BeforeValidator(_age)]
"""How long before the seeding something happened. Larger is earlier."""
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Handle = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Language = Literal["en", "zh"]
Reactions = dict[ReactionKind, tuple[Handle, ...]]


class Content(BaseModel):
    """Base of everything read from the files: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Content):
    handle: Handle
    name: Text
    role: Role
    job: Text
    locale: Language
    timezone: Text

    @property
    def email(self) -> str:
        return f"{self.handle}@northlabel.example"


class Group(Content):
    handle: Handle
    name: Text
    purpose: Text
    product: Key | None = None
    """The product this team answers for."""
    vendor_liaison: bool = False
    members: tuple[Handle, ...] = Field(min_length=1)


class Readers(Content):
    """Who may read something, by name. No ``Readers`` at all means: whoever may read what contains it."""

    groups: tuple[Handle, ...] = ()
    people: tuple[Handle, ...] = ()


class Space(Content):
    key: Key
    name: Text
    purpose: Text
    readers: Readers | None = None


class Term(Content):
    key: Key
    name_en: Text
    name_zh: Text
    nicknames: tuple[Text, ...] = ()


class Customer(Content):
    """The customer's type, each part a term key of the facet of that name."""

    personality: Key | None = None
    size: Key | None = None
    industry: Key | None = None
    purchasing_power: Key | None = None


class Act(Content):
    """Somebody did something to a post or a case."""

    by: Handle
    at: Age


class Edit(Content):
    """The author replaced one passage, which stands once in the text as it was, by another."""

    at: Age
    passage: Text
    replacement: Text

    def apply(self, text: str) -> str:
        if text.count(self.passage) != 1:
            raise ValueError(f"the edited passage must stand once in the text: {self.passage!r}")
        return text.replace(self.passage, self.replacement)


class Reply(Content):
    by: Handle
    at: Age
    body: Text
    accepted: Act | None = None
    deleted: Act | None = None
    reactions: Reactions = {}
    edits: tuple[Edit, ...] = ()


class Filing(Content):
    """Where a case or an article is filed in the vocabulary."""

    product: Key | None = None
    competitor: Key | None = None
    stage: Key | None = None
    customer: Customer = Customer()
    tags: tuple[Key, ...] = ()


class Step(Act):
    """A step of a complaint after its reception."""

    step: ComplaintStep
    note: Text | None = None


class Said(Act):
    """What the customer said in the end."""

    satisfaction: Satisfaction
    note: Text | None = None


class Complaint(Content):
    """What makes a case a complaint."""

    customer: Text
    demand: Text
    steps: tuple[Step, ...] = ()
    said: Said | None = None


class Case(Filing):
    key: Key
    language: Language
    space: Key
    author: Handle
    at: Age
    readers: Readers | None = None
    title: Text
    tried: Text | None = None
    body: Text
    reactions: Reactions = {}
    edits: tuple[Edit, ...] = ()
    complaint: Complaint | None = None
    claimed: Act | None = None
    locked: Act | None = None
    hidden: Act | None = None
    replies: tuple[Reply, ...] = ()

    @property
    def accepted(self) -> tuple[Reply, ...]:
        return tuple(reply for reply in self.replies if reply.accepted)


class Plan(Content):
    """Who verifies an article besides its owner, and how many days or months it holds."""

    verifier: Handle | None = None
    every: int
    unit: CheckUnit = CheckUnit.MONTHS


class Answer(Act):
    words: Text


class Flag(Act):
    """A reader said that something is the matter, and was answered or not yet."""

    reason: FlagReason
    words: Text
    answered: Answer | None = None


class Article(Filing):
    key: Key
    language: Language
    owner: Handle
    at: Age
    readers: Readers | None = None
    confidence: Confidence
    case: Key | None = None
    verified: Act | None = None
    plan: Plan | None = None
    flags: tuple[Flag, ...] = ()
    title: Text
    problem: Text
    context: Text
    solution: Text
    edits: tuple[Edit, ...] = ()


class Company(Content):
    """Everything there is to seed, with every reference between the parts resolved."""

    people: tuple[Person, ...]
    groups: tuple[Group, ...]
    spaces: tuple[Space, ...]
    products: tuple[Term, ...]
    competitors: tuple[Term, ...]
    tags: tuple[Term, ...]
    cases: tuple[Case, ...]
    articles: tuple[Article, ...]
