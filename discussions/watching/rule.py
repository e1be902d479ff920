"""How what somebody chose for a thread, its space and its terms makes one level: docs/notifications.md tells why.

Their choice for the thread itself counts alone. Without one the strongest of those for its space and terms counts,
and `normal` when there is none of those either. Of one thread `first_post` says no more than `normal`.
"""

from discussions.enums import WatchLevel

# One row for every choice that bears on a thread; `own` is the choice for the thread itself. PostgreSQL looks up
# only the rows of the thread, or of the person, that a query asks for.
CHOICES = """(
    SELECT thread_id, user_id, level, true AS own FROM watch
    UNION ALL SELECT thread.id, user_id, level, false FROM thread JOIN space_watch USING (space_id)
    UNION ALL SELECT thread_id, user_id, level, false FROM thread_term JOIN term_watch USING (term_id)
)"""

# The levels of a thread whose news somebody wants counted.
COUNTED = (WatchLevel.TRACKING, WatchLevel.WATCHING)

_STRENGTHS = (WatchLevel.MUTED, WatchLevel.NORMAL, *COUNTED)
_STRENGTH = "CASE level WHEN 'muted' THEN 1 WHEN 'tracking' THEN 3 WHEN 'watching' THEN 4 ELSE 2 END"

# The level that a group of choices of one person for one thread makes.
LEVEL = f"""(ARRAY[{", ".join(f"'{level}'" for level in _STRENGTHS)}])[coalesce(
    max({_STRENGTH}) FILTER (WHERE own), max({_STRENGTH}) FILTER (WHERE NOT own), 2
)]"""

# Whether a group of choices asks for word of a new case. Who chose something for the case itself has seen it.
WANTS_FIRST_POST = "NOT bool_or(own) AND bool_or(level IN ('first_post', 'watching'))"

# The expressions below are made of SQL alone, never of values from outside.


def level_of(user: str, thread: str = '"thread"."id"') -> str:
    """The SQL expression for somebody's level of a thread; both are given as SQL, such as ``$1``."""
    return (
        f"(SELECT {LEVEL} FROM {CHOICES} AS choice"  # noqa: S608
        f" WHERE choice.user_id = {user} AND choice.thread_id = {thread})"
    )


def is_muted(user: str) -> str:
    """The SQL condition for rows of ``thread`` that are muted for somebody, by whatever choice.

    The rule is asked only of threads for which anything is muted: in a list of all threads these are few.
    """
    return f"""((
        "thread"."id" IN (SELECT thread_id FROM watch WHERE user_id = {user} AND level = 'muted')
        OR "thread"."space_id" IN (SELECT space_id FROM space_watch WHERE user_id = {user} AND level = 'muted')
        OR EXISTS (
            SELECT FROM thread_term WHERE thread_term.thread_id = "thread"."id" AND term_id IN (
                SELECT term_id FROM term_watch WHERE user_id = {user} AND level = 'muted'
            )
        )
    ) AND {level_of(user)} = 'muted')"""  # noqa: S608


def muted(user: str) -> str:
    """The SQL query for the ids of the threads that are muted for somebody, by whatever choice."""
    return f"""(
        SELECT chosen.thread_id FROM {CHOICES} AS chosen
        WHERE chosen.user_id = {user} AND level = 'muted' AND {level_of(user, "chosen.thread_id")} = 'muted'
    )"""  # noqa: S608


def with_news(user: str, new_for: str) -> str:
    """The SQL query for the ids of the threads that somebody wants counted and has not read to the end.

    Those that they have never opened are news while they are younger than `new_for`, an SQL interval.
    """
    return f"""(
        SELECT unread.thread_id FROM (
            SELECT thread_id FROM read_mark JOIN thread AS opened ON opened.id = thread_id
            WHERE user_id = {user} AND read_mark.last_number < opened.last_number
            UNION ALL
            SELECT thread_id FROM {CHOICES} AS choice JOIN thread AS fresh ON fresh.id = thread_id
            WHERE user_id = {user} AND level IN ('tracking', 'watching')
                AND fresh.created_at > now() - {new_for} AND fresh.active_at > now() - {new_for}
                AND NOT EXISTS (SELECT FROM read_mark WHERE thread_id = fresh.id AND user_id = {user})
        ) AS unread WHERE {level_of(user, "unread.thread_id")} IN ('tracking', 'watching')
    )"""  # noqa: S608
