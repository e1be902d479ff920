"""What needs somebody: the page they start from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from discussions import policy
from discussions.queries.listing import NEW, Tab
from discussions.queries.rows import rows_of
from discussions.queries.threads import ThreadRow
from discussions.watching.rule import is_muted, with_news
from hub.database import connection, now
from hub.i18n import N_, _
from hub.identity import Reader

ROWS = 6
# An old case that nobody answered is no longer news; the queue of unanswered ones has it.
RECENT = timedelta(days=30)

_OPEN = "thread.answer_count = 0 AND thread.locked_at IS NULL"
# A complaint has steps instead of an accepted answer.
_UNDONE = """thread.locked_at IS NULL AND CASE thread.kind
    WHEN 'complaint' THEN EXISTS (SELECT FROM complaint WHERE thread_id = thread.id AND done_at IS NULL)
    ELSE thread.answer_count = 0 END"""

# (title, where the rest is, what it takes): most pressing first. $1 is the reader, $2 their groups, $3 the start of
# `RECENT`. Members of product teams are shown the unanswered cases of their products alone.
_SECTIONS = (
    (N_("Assigned to you"), f"/threads?tab={Tab.MINE}", f"{_UNDONE} AND thread.assignee_id = $1"),
    (
        N_("Does a reply solve your case?"),
        f"/threads?tab={Tab.MINE}",
        f"{_OPEN} AND thread.kind = 'question' AND thread.author_id = $1 AND thread.reply_count > thread.own_count",
    ),
    (
        N_("News in what you follow"),
        f"/threads?tab={Tab.UNREAD}",
        f"thread.id IN {with_news('$1', NEW)}",
    ),
    (
        N_("Waiting for a first reply"),
        "/threads?state=unanswered",
        f"""{_OPEN} AND thread.reply_count = thread.own_count AND thread.created_at > $3 AND thread.active_at > $3
        AND thread.author_id <> $1 AND NOT {is_muted("$1")}
        AND (NOT EXISTS (SELECT 1 FROM team) OR EXISTS (
            SELECT 1 FROM thread_term JOIN team ON team.product_id = thread_term.term_id
            WHERE thread_term.thread_id = thread.id
        ))""",  # noqa: S608  # no value from outside
    ),
)

_SECTION = """(
    SELECT {place} AS place, id, active_at, count(*) OVER () AS count FROM thread
    WHERE id IN (SELECT id FROM visible) AND {needs} ORDER BY active_at DESC, id DESC LIMIT {rows}
)"""
_NEEDS = """
WITH visible AS NOT MATERIALIZED ({{visible}}),
    team AS (SELECT product_id FROM people_group WHERE id = ANY($2) AND product_id IS NOT NULL)
{sections} UNION ALL (
    SELECT {last} AS place, id, active_at, 0 AS count FROM thread
    WHERE id IN (SELECT id FROM visible) AND NOT {muted} ORDER BY active_at DESC, id DESC LIMIT {enough}
)
ORDER BY place, active_at DESC, id DESC
""".format(  # noqa: S608  # no value from outside
    sections=" UNION ALL ".join(
        _SECTION.format(place=place, needs=needs, rows=ROWS)
        for place, (_title, _url, needs) in enumerate(_SECTIONS)
    ),
    last=len(_SECTIONS),
    muted=is_muted("$1"),
    enough=ROWS * 2,
)


@dataclass(frozen=True)
class Section:
    """Cases that need the reader for one reason; `count` is how many there are in all, None: no matter."""

    title: str
    rows: list[ThreadRow]
    count: int | None
    url: str


async def needs_of(reader: Reader, *, shown: Collection[int] = ()) -> list[Section]:
    """The sections that are not empty, most pressing first. A case stands only in the first that fits, and in none
    when it is among those `shown` already.

    When little needs the reader, on a first day above all, what is going on elsewhere fills the page.
    """
    visible = policy.visible_to(reader).values("id").sql(params_inline=True)
    found = await connection().execute_query_dict(
        _NEEDS.format(visible=visible), [reader.id, list(reader.group_ids), now() - RECENT]
    )
    ids: list[list[int]] = [[] for _place in range(len(_SECTIONS) + 1)]
    counts = {row["place"]: row["count"] for row in found}
    taken = set(shown)
    for row in found:
        if row["id"] not in taken:
            taken.add(row["id"])
            ids[row["place"]].append(row["id"])
    others = ids.pop()
    if sum(map(len, ids)) >= ROWS:
        others = []
    rows = await rows_of(reader, [id_ for alike in (*ids, others) for id_ in alike])
    sections = [
        Section(_(title), [rows[id_] for id_ in ids[place] if id_ in rows], counts[place], url)
        for place, (title, url, _needs) in enumerate(_SECTIONS)
        if ids[place]
    ]
    if others:
        sections.append(
            Section(_("Going on now"), [rows[id_] for id_ in others[:ROWS] if id_ in rows], None, "/threads")
        )
    return sections
