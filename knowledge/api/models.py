"""The bodies of the API's requests and answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from discussions.api.models import Person, Revision
from discussions.filing import Customer, Filing
from hub.accounts.naming import Handle
from hub.api import Body, Page
from hub.settings import get_settings
from hub.text import Line, Prose
from hub.vocabulary.models import CUSTOMER_FACETS, Facet
from hub.vocabulary.queries import Word, by_facet
from knowledge.articles.queries import LARGEST_ID, ArticlePage
from knowledge.kinds.kind import LONGEST
from knowledge.models import Article, ArticleRevision, CheckUnit, Confidence
from knowledge.verification.standing import Standing, standing

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Title = Annotated[str, Line(200)]
# Markdown as text; dates, amounts, references and tables as the kind of the article wants them.
Contents = dict[Annotated[str, Field(max_length=40)], Annotated[str, Prose(LONGEST)] | JsonValue]


class NewArticle(Filing):
    """An article of a kind; `content` has the fields of the kind (a solution: problem, context, solution).

    `uid` makes the request safe to repeat. Without `audience` everybody may read it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "uid": "01980f61-5d0e-7a44-b1a3-3f0a9f6c2d18",
                    "title": "LP-480 loses the Wi-Fi when the access point steers it to 5 GHz",
                    "content": {
                        "problem": "The printer drops off the network every night.",
                        "context": "Access points with band steering.",
                        "solution": "Give the printer a network of its own on 2.4 GHz.",
                    },
                }
            ]
        }
    )

    uid: UUID | None = None
    kind: Word = "solution"
    title: Title
    content: Contents
    audience: Id | None = None


class ArticleEdit(Filing):
    """A new revision. `base_revision` is the `revision` that was edited: a later one of others is a conflict.

    Title and fields of `content` that are not given stay as they are. Terms are replaced when any is given.
    """

    uid: UUID | None = None
    base_revision: Revision
    title: Title | None = None
    content: Contents = Field(default_factory=dict)
    note: Annotated[str, Line(200, min_length=0)] = ""


class Restoration(Body):
    """`revision` is brought back; `base_revision` as in an edit."""

    revision: Revision
    base_revision: Revision


class ConfidenceChoice(Body):
    confidence: Confidence


class AudienceChoice(Body):
    """Other readers. Without `confirmed` a conflict names the people who would gain."""

    audience: Id
    confirmed: bool = False


class OwnerChoice(Body):
    """The handle of the person who answers for the article from now on."""

    owner: Handle


class ArticleSummary(BaseModel):
    """An article without its text. Terms are given by key.

    `standing` says whether it can be relied on now: its `confidence`, or that its time is over (`expired` when it has
    to be verified again, `lapsed` when what it says was valid until a day that is over).
    """

    id: int
    uid: UUID
    url: str
    kind: str
    title: str
    summary: str
    confidence: Confidence
    standing: Standing
    verifier: Person | None
    verified_until: datetime | None
    check_every: Annotated[
        int | None, Field(description="How long a verification holds; null without an end")
    ]
    check_unit: CheckUnit
    audience: int
    author: Person
    owner: Person
    tags: list[str]
    product: str | None
    competitor: str | None
    customer: Customer
    stage: str | None
    revision: int
    created_at: datetime
    edited_at: datetime
    validated_at: datetime | None

    @classmethod
    def of(cls, article: Article) -> "ArticleSummary":
        return cls(**_summary(article))


class SourceOut(BaseModel):
    """A case that the article was made of; `changed` since somebody last compared the two."""

    id: int
    title: str
    url: str
    changed: bool


class ArticleOut(ArticleSummary):
    """An article with its text as written and as safe HTML, and those of its sources that the caller may see."""

    content: dict[str, JsonValue]
    html: dict[str, str]
    sources: list[SourceOut]
    source_changed: bool

    @classmethod
    def full(cls, page: ArticlePage) -> "ArticleOut":
        address = get_settings().address
        return cls(
            **_summary(page.article),
            content=page.content,
            html={part.field: str(part.html) for part in page.parts},
            sources=[
                SourceOut(
                    id=source.thread.id,
                    title=source.thread.title,
                    url=f"{address}/threads/{source.thread.id}",
                    changed=source.changed,
                )
                for source in page.sources
            ],
            source_changed=page.source_changed,
        )


class ArticleList(Page[ArticleSummary]):
    """A page of articles, the last edited first."""


class RevisionOut(BaseModel):
    """One state of an article; `restored` is the revision that it brought back."""

    uid: UUID
    number: int
    author: Person
    title: str
    content: dict[str, JsonValue]
    note: str
    restored: int | None
    created_at: datetime

    @classmethod
    def of(cls, revision: ArticleRevision, content: dict[str, JsonValue]) -> "RevisionOut":
        """`content` is what of the revision the caller may see."""
        return cls(
            uid=revision.uid,
            number=revision.number,
            author=Person.of(revision.author),
            title=revision.title,
            content=content,
            note=revision.note,
            restored=revision.restored,
            created_at=revision.created_at,
        )


class RevisionList(Page[RevisionOut]):
    """A page of revisions, the newest first."""


def _summary(article: Article) -> dict[str, object]:
    grouped = by_facet(article.terms)
    first = {facet: terms[0].key for facet, terms in grouped.items()}
    return {
        "id": article.id,
        "uid": article.uid,
        "url": f"{get_settings().address}/articles/{article.id}",
        "kind": article.kind,
        "title": article.title,
        "summary": article.summary,
        "confidence": article.confidence,
        "standing": standing(article),
        "verifier": Person.of(article.verifier) if article.verifier else None,
        "verified_until": article.verified_until,
        "check_every": article.check_every,
        "check_unit": article.check_unit,
        "audience": article.audience_id,
        "author": Person.of(article.author),
        "owner": Person.of(article.owner),
        "tags": [term.key for term in grouped.get(Facet.TAG, [])],
        "product": first.get(Facet.PRODUCT),
        "competitor": first.get(Facet.COMPETITOR),
        "customer": Customer(**{facet.value: first.get(facet) for facet in CUSTOMER_FACETS}),
        "stage": first.get(Facet.STAGE),
        "revision": article.revision_number,
        "created_at": article.created_at,
        "edited_at": article.edited_at,
        "validated_at": article.validated_at,
    }
