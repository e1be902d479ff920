"""Threads as lists, headers and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from discussions.models import ReadMark, Thread
from discussions.watching.rule import level_of
from hub.accounts.models import User
from hub.database import connection, now
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.models import FACET_LABELS, Facet, Term
from hub.vocabulary.queries import by_facet

# How long a case that somebody has not opened is called new.
NEW_FOR = timedelta(days=7)

# What the functions here need of a thread; load threads with these.
RELATED = ("author", "assignee", "audience", "space")

_UNREAD = f"""
SELECT post.thread_id, count(*) AS unread
FROM read_mark JOIN post ON post.thread_id = read_mark.thread_id AND post.number > read_mark.last_number
WHERE read_mark.user_id = $1 AND read_mark.thread_id = ANY($2)
    AND post.author_id <> $1 AND post.deleted_at IS NULL
    AND {level_of("$1", "read_mark.thread_id")} IN ('tracking', 'watching')
GROUP BY post.thread_id
"""  # noqa: S608  # no value from outside

_LAST_AUTHORS = """
SELECT thread.id AS thread_id, account.id, account.name, account.handle
FROM thread JOIN post ON post.thread_id = thread.id AND post.number = thread.last_number
JOIN account ON account.id = post.author_id
WHERE thread.id = ANY($1)
"""


@dataclass(frozen=True)
class Fact:
    """A label, a word of the vocabulary, and the list of cases that share it."""

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
    tried_html: Markup

    @property
    def url(self) -> str:
        return f"/threads/{self.id}"


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
        tried_html=Markup(thread.tried_html),  # noqa: S704  # sanitised when it was written
    )


def fact_of(term: Term) -> Fact:
    parameter = "tag" if term.facet is Facet.TAG else term.facet.value
    return Fact(_(FACET_LABELS[term.facet]), term.name, f"/threads?{urlencode({parameter: term.key})}")


def states_of(thread: Thread) -> list[str]:
    """The words for where a case stands, most telling first."""
    return state_words(
        hidden=thread.hidden_at is not None,
        answers=thread.answer_count,
        replies=thread.reply_count,
        locked=thread.locked_at is not None,
        private=not thread.audience.everyone,
    )


def state_words(*, hidden: bool, answers: int, replies: int, locked: bool, private: bool) -> list[str]:
    """What `states_of` says, for what is no model."""
    words = {
        "hidden": hidden,
        "solved": answers > 0,
        "unanswered": not answers and not replies,
        "locked": locked,
        "private": private,
    }
    return [word for word, holds in words.items() if holds]


async def thread_rows(reader: Reader | None, threads: Sequence[Thread]) -> list[ThreadRow]:
    """The rows of threads loaded with `RELATED` and their terms; without a reader, for nobody in particular."""
    if not threads:
        return []
    ids = [thread.id for thread in threads]
    unread = await unread_counts(reader, ids) if reader else {}
    opened = await _opened(reader, ids) if reader else set(ids)
    writers = {
        row["thread_id"]: Author(row["id"], row["name"], row["handle"])
        for row in await connection().execute_query_dict(_LAST_AUTHORS, [ids])
    }
    return [
        ThreadRow(
            id=thread.id,
            version=thread.version,
            url=f"/threads/{thread.id}" + ("#new-since" if unread.get(thread.id) else ""),
            title=thread.title,
            author=thread.author,
            space=_space_name(reader, thread),
            tags=_labels(thread),
            states=states_of(thread)
            + (["new"] if is_new(thread.created_at, opened=thread.id in opened) else []),
            reply_count=thread.reply_count,
            unread=unread.get(thread.id, 0),
            last_at=thread.active_at,
            last_author=writers.get(thread.id),
            assignee=thread.assignee,
        )
        for thread in threads
    ]


async def unread_counts(reader: Reader, thread_ids: Sequence[int]) -> dict[int, int]:
    """How many posts of others came since the reader's last visit, for those threads that they track or watch."""
    rows = await connection().execute_query_dict(_UNREAD, [reader.id, list(thread_ids)])
    return {row["thread_id"]: row["unread"] for row in rows}


async def _opened(reader: Reader, thread_ids: Sequence[int]) -> set[int]:
    marks = await ReadMark.filter(user_id=reader.id, thread_id__in=list(thread_ids))
    return {mark.thread_id for mark in marks}


def is_new(created_at: datetime, *, opened: bool) -> bool:
    """Whether a case is called new to somebody who has, or has not, opened it."""
    return not opened and created_at > now() - NEW_FOR


def _space_name(reader: Reader | None, thread: Thread) -> str | None:
    """A space's name is shown to its readers only; a row for nobody in particular may reach others."""
    audience_id = thread.space.audience_id
    allowed = audience_id in reader.audience_ids if reader else audience_id == thread.audience_id
    return thread.space.name if allowed else None


def _labels(thread: Thread) -> list[str]:
    grouped = by_facet(thread.terms)
    order = (Facet.PRODUCT, Facet.COMPETITOR, Facet.STAGE, Facet.TAG)
    return [term.name for facet in order for term in grouped.get(facet, [])]
