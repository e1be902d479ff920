"""Threads as lists, headers and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from discussions.models import CaseKind, Satisfaction, Thread
from hub.accounts.models import User
from hub.database import now
from hub.i18n import _
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from hub.vocabulary.queries import by_facet

# How long a case that somebody has not opened is called new.
NEW_FOR = timedelta(days=7)

# What the functions here need of a thread; load threads with these.
RELATED = ("author", "assignee", "audience", "space")


@dataclass(frozen=True)
class Fact:
    """A label, a word of the vocabulary, and the page that it leads to."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Author:
    """Somebody by name."""

    id: int
    name: str
    handle: str


@dataclass(frozen=True)
class ThreadView:
    """What the head of a thread's page shows, the same for every reader. `states` are keys of `ui.state`."""

    id: int
    version: int
    asker_id: int
    title: str
    asker: User
    created_at: datetime
    active_at: datetime
    assignee: User | None
    reply_count: int
    last_number: int
    states: list[str]
    facts: list[Fact]
    tags: list[Fact]
    term_ids: list[int]
    tried_html: Markup

    @property
    def url(self) -> str:
        return f"/threads/{self.id}"


@dataclass(frozen=True)
class ComplaintLine:
    """How far a complaint has come, in the current language. It is done with a `result`, what the customer said."""

    customer: str
    label: str
    next_label: str
    due_at: datetime | None
    satisfaction: Satisfaction | None
    result: str


@dataclass(frozen=True)
class ThreadRow:
    """One line of a list. `unread` counts others' posts that the reader has not seen."""

    id: int
    version: int
    url: str
    title: str
    author: User | Author
    space: str | None
    tags: list[str]
    states: list[str]
    reply_count: int
    unread: int
    last_at: datetime
    last_author: Author | None
    assignee: User | Author | None
    complaint: ComplaintLine | None


def thread_view(thread: Thread, terms: Sequence[Term]) -> ThreadView:
    """The view of a thread that was loaded with `RELATED`, in the current language."""
    grouped = by_facet(terms)
    tags = grouped.pop(Facet.TAG, [])
    return ThreadView(
        id=thread.id,
        version=thread.version,
        asker_id=thread.author_id,
        title=thread.title,
        asker=thread.author,
        created_at=thread.created_at,
        active_at=thread.active_at,
        assignee=thread.assignee,
        reply_count=thread.reply_count,
        last_number=thread.last_number,
        states=states_of(thread),
        facts=[fact_of(term) for group in grouped.values() for term in group],
        tags=[fact_of(tag) for tag in tags],
        term_ids=[term.id for term in terms],
        tried_html=Markup(thread.tried_html),  # noqa: S704  # sanitised when it was written
    )


def fact_of(term: Term) -> Fact:
    """A term with what it leads to: of a competitor its card, of others the cases that share it."""
    if term.facet is Facet.COMPETITOR:
        return Fact(_(FACET_LABELS[term.facet]), term.name, f"/rivals/of/{term.id}")
    parameter = "tag" if term.facet is Facet.TAG else term.facet.value
    return Fact(_(FACET_LABELS[term.facet]), term.name, f"/threads?{urlencode({parameter: term.key})}")


def states_of(thread: Thread) -> list[str]:
    """The words for where a case stands, most telling first."""
    return state_words(
        hidden=thread.hidden_at is not None,
        answers=thread.answer_count,
        unanswered=thread.reply_count == thread.own_count,
        escalated=thread.escalated_at is not None,
        complaint=thread.kind is CaseKind.COMPLAINT,
        locked=thread.locked_at is not None,
        private=not thread.audience.everyone,
    )


def state_words(
    *,
    hidden: bool,
    answers: int,
    unanswered: bool,
    escalated: bool,
    complaint: bool,
    locked: bool,
    private: bool,
) -> list[str]:
    """What `states_of` says, for what is no model."""
    waits = unanswered and not answers and not complaint
    words = {
        "hidden": hidden,
        "overdue": escalated and (complaint or (waits and not locked)),
        "complaint": complaint,
        "solved": answers > 0,
        "unanswered": waits,
        "locked": locked,
        "private": private,
    }
    return [word for word, holds in words.items() if holds]


def is_new(created_at: datetime, *, opened: bool) -> bool:
    """Whether a case is called new to somebody who has, or has not, opened it."""
    return not opened and created_at > now() - NEW_FOR
