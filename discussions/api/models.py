"""The bodies of the API's requests and answers."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from discussions.filing import Customer, Filing, Word, by_facet
from discussions.models import Thread, WatchLevel
from discussions.queries.posts import PostView
from discussions.queries.threads import states_of
from discussions.writing import Body as BodyText
from discussions.writing import Title, Tried
from hub.accounts.models import User
from hub.api import Body
from hub.settings import get_settings
from hub.vocabulary.models import CUSTOMER_FACETS, Facet


class Person(BaseModel):
    """Who wrote or did something."""

    id: int
    name: str
    handle: str

    @classmethod
    def of(cls, user: User) -> "Person":
        return cls(id=user.id, name=user.name, handle=user.handle)


class NewThread(Filing):
    """A case. Terms are named by key, name, nickname or id; none of the header is required.

    `uid` makes the request safe to repeat. Without `space` the first one is taken that is open to the caller.
    """

    uid: UUID | None = None
    space: Word | None = None
    title: Title
    body: BodyText
    tried: Tried = ""


class NewReply(Body):
    """A reply. `uid` makes the request safe to repeat."""

    uid: UUID | None = None
    body: BodyText


class PostEdit(Body):
    """Another text. With `base_revision`, the `revision` that was edited, a later edit of others is a conflict."""

    body: BodyText
    base_revision: int | None = Field(None, ge=1)


class WatchChoice(Body):
    level: WatchLevel = WatchLevel.WATCHING


class PageQuery(BaseModel):
    """Where a page of a list begins and how long it is."""

    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)


class PostOut(BaseModel):
    """A case's text (number 1) or a reply. A deleted one has no text."""

    id: int
    uid: UUID
    number: int
    url: str
    author: Person
    body: str
    html: str
    revision: int
    created_at: datetime
    edited_at: datetime | None
    deleted: bool
    accepted: bool
    reactions: dict[str, int]

    @classmethod
    def of(cls, view: PostView) -> "PostOut":
        return cls(
            id=view.id,
            uid=view.uid,
            number=view.number,
            url=get_settings().address + view.url,
            author=Person.of(view.author),
            body=view.body,
            html=str(view.html),
            revision=view.revision_number,
            created_at=view.at,
            edited_at=view.edited_at,
            deleted=view.deleted,
            accepted=view.accepted,
            reactions={kind: len(people) for kind, people in view.reactions.items()},
        )


class ThreadSummary(BaseModel):
    """A case without its text. Terms are given by key."""

    id: int
    uid: UUID
    url: str
    title: str
    space: str | None
    author: Person
    assignee: Person | None
    tags: list[str]
    product: str | None
    competitor: str | None
    customer: Customer
    stage: str | None
    states: list[str]
    version: int
    reply_count: int
    answer_count: int
    created_at: datetime
    active_at: datetime

    @classmethod
    def of(cls, thread: Thread, *, space: str | None) -> "ThreadSummary":
        return cls(**_summary(thread, space))


class ThreadOut(ThreadSummary):
    """A case with its text."""

    body: str
    html: str
    tried: str
    tried_html: str
    answers: list[int]

    @classmethod
    def full(
        cls, thread: Thread, case: PostView, answers: list[PostView], *, space: str | None
    ) -> "ThreadOut":
        return cls(
            **_summary(thread, space),
            body=case.body,
            html=str(case.html),
            tried=thread.tried,
            tried_html=thread.tried_html,
            answers=[answer.id for answer in answers],
        )


class ThreadList(BaseModel):
    """A page of cases, latest activity first; `next` is the cursor of the following page."""

    threads: list[ThreadSummary]
    next: str | None


class PostList(BaseModel):
    """A page of replies in order; `next` is the cursor of the following page."""

    replies: list[PostOut]
    next: str | None


def _summary(thread: Thread, space: str | None) -> dict[str, object]:
    grouped = by_facet(thread.terms)
    first = {facet: terms[0].key for facet, terms in grouped.items()}
    return {
        "id": thread.id,
        "uid": thread.uid,
        "url": f"{get_settings().address}/threads/{thread.id}",
        "title": thread.title,
        "space": space,
        "author": Person.of(thread.author),
        "assignee": Person.of(thread.assignee) if thread.assignee else None,
        "tags": [term.key for term in grouped.get(Facet.TAG, [])],
        "product": first.get(Facet.PRODUCT),
        "competitor": first.get(Facet.COMPETITOR),
        "customer": Customer(**{facet.value: first.get(facet) for facet in CUSTOMER_FACETS}),
        "stage": first.get(Facet.STAGE),
        "states": states_of(thread),
        "version": thread.version,
        "reply_count": thread.reply_count,
        "answer_count": thread.answer_count,
        "created_at": thread.created_at,
        "active_at": thread.active_at,
    }
