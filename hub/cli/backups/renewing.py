"""What makes a restored database fit to go on from: the present schema, and nothing that happens twice.

The hub that was lost went on after the backup was made. What it mailed then is not mailed again; numbers that it gave
then, and that links, mail programs and browsers remember, are not given to something else.
"""

from dataclasses import dataclass

from hub import composition, database, installation
from hub.database import connected, connection, in_transaction, now
from hub.settings import Settings

# Further than a hub comes between two backups. People see the numbers of cases and articles.
_GAP = 1_000_000
_SEEN_GAP = 1_000
_SEEN = ["thread_id_seq", "article_id_seq"]

_SEQUENCES = """
SELECT setval(
    format('%I.%I', schemaname, sequencename)::regclass,
    coalesce(last_value, 0) + CASE WHEN sequencename = ANY($1) THEN $2::bigint ELSE $3::bigint END
)
FROM pg_sequences WHERE schemaname = 'public' AND data_type = 'bigint'::regtype
"""
# Browsers keep pages by the version of their thread, and show nothing older than what they have.
_VERSIONS = "UPDATE thread SET version = version + 1000"
# What is owed is due from now on, whoever had claimed it.
_DUE = (
    "UPDATE delivery SET run_at = now(), lease_until = NULL WHERE run_at < now()",
    "UPDATE mail SET run_at = now(), lease_until = NULL WHERE run_at < now() AND state = 'queued'",
)
_OWED = """
SELECT (SELECT count(*) FROM mail WHERE state = 'queued') AS mails,
    (SELECT count(*) FROM delivery WHERE parked_at IS NULL) AS deliveries
"""


@dataclass(frozen=True)
class Owed:
    """What was owed to people and consumers when the backup was made."""

    mails: int
    deliveries: int


async def renew(settings: Settings, *, moved: bool) -> Owed:
    """Bring the database beside the present one up to date and begin a new line of data in it.

    `moved` says that nothing happened after the backup: then what it owes is owed, and numbers go on.
    """
    await database.migrate(settings)
    composition.wire()
    async with connected(settings), in_transaction():
        [owed] = await connection().execute_query_dict(_OWED)
        await installation.begin_anew(mailed_until=None if moved else now())
        for statement in _DUE:
            await connection().execute_query(statement)
        if not moved:
            await connection().execute_query(_SEQUENCES, [_SEEN, _SEEN_GAP, _GAP])
            await connection().execute_query(_VERSIONS)
    async with connected(settings):
        await connection().execute_query("ANALYZE")
    return Owed(**owed)
