"""Threads as the lines of a list, read in one statement."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from discussions.complaints.steps import SATISFACTIONS, STEPS, next_label
from discussions.models import CaseKind, ComplaintStep, Satisfaction
from discussions.queries.threads import Author, ComplaintLine, ThreadRow, is_new, state_words
from discussions.watching.rule import level_of
from hub.database import connection
from hub.i18n import _
from hub.identity import Reader
from hub.vocabulary.kept import all_terms
from hub.vocabulary.models import Facet, Term
from hub.vocabulary.queries import by_facet

_LABELLED = (Facet.PRODUCT, Facet.COMPETITOR, Facet.STAGE, Facet.TAG)

_ROWS = f"""
SELECT thread.id, thread.version, thread.title, thread.created_at, thread.active_at, thread.reply_count,
    thread.answer_count, thread.reply_count = thread.own_count AS unanswered, thread.kind,
    thread.escalated_at IS NOT NULL AS escalated, thread.hidden_at IS NOT NULL AS hidden,
    thread.locked_at IS NOT NULL AS locked, NOT audience.everyone AS private,
    CASE WHEN space.audience_id = ANY($3) OR $2 = 0 AND space.audience_id = thread.audience_id
        THEN space.name END AS space,
    author.id AS author_id, author.name AS author_name, author.handle AS author_handle,
    assignee.id AS assignee_id, assignee.name AS assignee_name, assignee.handle AS assignee_handle,
    writer.id AS writer_id, writer.name AS writer_name, writer.handle AS writer_handle,
    complaint.customer, complaint.step, complaint.due_at, complaint.satisfaction,
    ARRAY(SELECT term_id FROM thread_term WHERE thread_id = thread.id) AS terms,
    read_mark.last_number IS NOT NULL AS opened,
    CASE WHEN {level_of("$2")} IN ('tracking', 'watching') THEN (
        SELECT count(*) FROM post WHERE post.thread_id = thread.id AND post.number > read_mark.last_number
            AND post.author_id <> $2 AND post.deleted_at IS NULL
    ) ELSE 0 END AS unread
FROM thread
JOIN audience ON audience.id = thread.audience_id
JOIN space ON space.id = thread.space_id
JOIN account AS author ON author.id = thread.author_id
LEFT JOIN account AS assignee ON assignee.id = thread.assignee_id
LEFT JOIN post AS last ON last.thread_id = thread.id AND last.number = thread.last_number
LEFT JOIN account AS writer ON writer.id = last.author_id
LEFT JOIN complaint ON complaint.thread_id = thread.id
LEFT JOIN read_mark ON read_mark.thread_id = thread.id AND read_mark.user_id = $2
WHERE thread.id = ANY($1)
"""  # noqa: S608  # no value from outside
_NOBODY = 0


async def rows_of(reader: Reader, thread_ids: Iterable[int]) -> dict[int, ThreadRow]:
    """The rows of threads that are known to be visible to the reader, by id."""
    wanted = list(thread_ids)
    if not wanted:
        return {}
    found = await connection().execute_query_dict(_ROWS, [wanted, reader.id, list(reader.audience_ids)])
    terms = await _terms()
    return {row["id"]: _row(row, terms) for row in found}


async def row_for_all(thread_id: int) -> Callable[[], ThreadRow] | None:
    """Makes the row of a thread in the current language, without anything that is one reader's; None: no such thread.

    A space's name is shown to its readers only, and this row may reach others: it is left out unless all who may read
    the thread are among them.
    """
    found = await connection().execute_query_dict(_ROWS, [[thread_id], _NOBODY, []])
    terms = await _terms()
    return (lambda: _row(dict(found[0]) | {"opened": True}, terms)) if found else None


async def _terms() -> dict[int, Term]:
    return {term.id: term for term in await all_terms()}


def _row(row: Mapping[str, Any], vocabulary: Mapping[int, Term]) -> ThreadRow:
    states = state_words(
        hidden=row["hidden"],
        answers=row["answer_count"],
        unanswered=row["unanswered"],
        escalated=row["escalated"],
        complaint=row["kind"] == CaseKind.COMPLAINT,
        locked=row["locked"],
        private=row["private"],
    )
    author = _person(row, "author")
    assert author
    grouped = by_facet(vocabulary[id_] for id_ in row["terms"] if id_ in vocabulary)
    return ThreadRow(
        id=row["id"],
        version=row["version"],
        url=f"/threads/{row['id']}" + ("#new-since" if row["unread"] else ""),
        title=row["title"],
        author=author,
        space=row["space"],
        tags=[term.name for facet in _LABELLED for term in grouped.get(facet, [])],
        states=states + (["new"] if is_new(row["created_at"], opened=row["opened"]) else []),
        reply_count=row["reply_count"],
        unread=row["unread"],
        last_at=row["active_at"],
        last_author=_person(row, "writer"),
        assignee=_person(row, "assignee"),
        complaint=_complaint(row) if row["step"] else None,
    )


def _complaint(row: Mapping[str, Any]) -> ComplaintLine:
    step = ComplaintStep(row["step"])
    satisfaction = Satisfaction(row["satisfaction"]) if row["satisfaction"] else None
    return ComplaintLine(
        customer=row["customer"],
        label=_(STEPS[step]),
        next_label=next_label(step),
        due_at=row["due_at"],
        satisfaction=satisfaction,
        result=_(SATISFACTIONS[satisfaction]) if satisfaction else "",
    )


def _person(row: Mapping[str, Any], role: str) -> Author | None:
    id_ = row[f"{role}_id"]
    return Author(id_, row[f"{role}_name"], row[f"{role}_handle"]) if id_ else None
