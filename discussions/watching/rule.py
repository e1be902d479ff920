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

_STRENGTHS = (WatchLevel.MUTED, WatchLevel.NORMAL, WatchLevel.TRACKING, WatchLevel.WATCHING)

# The level that a group of choices of one person for one thread makes.
LEVEL = f"""(ARRAY[{", ".join(f"'{level}'" for level in _STRENGTHS)}])[coalesce(
    max({{strength}}) FILTER (WHERE own), max({{strength}}) FILTER (WHERE NOT own), 2
)]""".format(
    strength="CASE level WHEN 'muted' THEN 1 WHEN 'tracking' THEN 3 WHEN 'watching' THEN 4 ELSE 2 END"
)

# Whether a group of choices asks for word of a new case. Who chose something for the case itself has seen it.
WANTS_FIRST_POST = "NOT bool_or(own) AND bool_or(level IN ('first_post', 'watching'))"


def level_of(user: str, thread: str = '"thread"."id"') -> str:
    """The SQL expression for somebody's level of a thread; both are given as SQL, such as ``$1``."""
    return (
        f"(SELECT {LEVEL} FROM {CHOICES} AS choice"  # noqa: S608  # no value from outside
        f" WHERE choice.user_id = {user} AND choice.thread_id = {thread})"
    )
