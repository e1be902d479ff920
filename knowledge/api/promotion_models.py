"""The bodies of promotion's requests and answers."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from discussions.filing import Customer
from hub.api import Body
from hub.redaction import Sensitive
from hub.redaction.hits import KEY
from hub.vocabulary.queries import Word
from knowledge.api.models import Contents, Id, Title
from knowledge.promotion import KINDS

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
