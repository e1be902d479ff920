"""The bodies of the API's requests and answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from discussions.api.strategy import StrategyOut
from discussions.complaints.stepping import Customer as Complainer
from discussions.complaints.stepping import Demand
from discussions.filing import Customer, Filing
from discussions.models import CaseKind, Thread, WatchLevel
from discussions.queries.posts import PostView
from discussions.queries.threads import states_of
from discussions.strategies.marking import StrategyTitle
from discussions.writing import Body as BodyText
from discussions.writing import Title, Tried
from hub.accounts.models import User
from hub.api import Body, Page, RowId
from hub.settings import get_settings
from hub.vocabulary.models import CUSTOMER_FACETS, Facet
from hub.vocabulary.queries import Word, by_facet

# Revisions of one text are counted from 1.
Revision = Annotated[int, Field(ge=1, lt=2**31)]


class Person(BaseModel):
    """Who wrote or did something."""

    id: int
    name: str
    handle: str

    @classmethod
    def of(cls, user: User) -> "Person":
        return cls(id=user.id, name=user.name, handle=user.handle)


class ClaimIn(Body):
    """Who complains, and what they demand."""

    customer: Complainer
    demand: Demand


class NewThread(Filing):
    """A case; with `complaint` it is one. Terms are named by key, name, nickname or id; none of the header is required.

    `uid` makes the request safe to repeat. `space` is given by slug, name or id; without it the first one is taken
    in which the caller can post.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "uid": "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b10",
                    "title": "LP-480 drops off the Wi-Fi every night",
                    "body": "Three printers, **always at 02:00**. They threaten to send them back.",
                    "tried": "Restarting the access point",
                }
            ]
        }
    )

    uid: UUID | None = None
    space: Word | RowId | None = None
    title: Title
    body: BodyText
    tried: Tried = ""
    complaint: ClaimIn | None = None


class ThreadEdit(Filing):
    """Another text or header of a case. What is not given stays; terms are replaced as a whole when any is given.

    With `base_revision`, the `revision` that was edited, a later edit of others is a conflict.
    """

    base_revision: Revision | None = None
    title: Title | None = None
    body: BodyText | None = None
    tried: Tried | None = None


class NewReply(Body):
    """A reply. `uid` makes the request safe to repeat."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "uid": "01980f5f-02b7-7c3e-8d0e-6a1f0f1f7a55",
                    "body": "Turn off *band steering*: the printer does not follow to 5 GHz.",
                }
            ]
        }
    )

    uid: UUID | None = None
    body: BodyText
    strategy: Annotated[StrategyTitle | None, Field(description="What it is called when it is one")] = None


class PostEdit(Body):
    """Another text. With `base_revision`, the `revision` that was edited, a later edit of others is a conflict."""

    body: BodyText
    base_revision: Revision | None = None


class WatchChoice(Body):
    """What to hear of a case, whatever was chosen for its space and terms; `first_post` is not for cases."""

    level: WatchLevel = WatchLevel.WATCHING


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
    strategy: StrategyOut | None

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
            strategy=StrategyOut.of(view.strategy) if view.strategy else None,
        )


class ThreadSummary(BaseModel):
    """A case without its text. Terms are given by key."""

    id: int
    uid: UUID
    url: str
    kind: CaseKind
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
    """A case with its text, as written and as safe HTML, and the ids of the replies accepted as answers."""

    body: str
    html: str
    tried: str
    tried_html: str
    revision: int
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
            revision=case.revision_number,
            answers=[answer.id for answer in answers],
        )


class ThreadList(Page[ThreadSummary]):
    """A page of cases, latest activity first."""


class PostList(Page[PostOut]):
    """A page of replies in order."""


def _summary(thread: Thread, space: str | None) -> dict[str, object]:
    grouped = by_facet(thread.terms)
    first = {facet: terms[0].key for facet, terms in grouped.items()}
    return {
        "id": thread.id,
        "uid": thread.uid,
        "url": f"{get_settings().address}/threads/{thread.id}",
        "kind": thread.kind,
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
