"""What the database is asked, counted from its log: the embedded PostgreSQL has no pg_stat_statements."""

import re
from types import TracebackType
from typing import Self

from tests.bench.measured_hub import MeasuredHub

_STATEMENT = re.compile(
    rb"^\d{4}-\d\d-\d\d .* LOG:  (?:execute |statement: )(?!.*pg_reload_conf)", re.MULTILINE
)
_WAIT = re.compile(rb"^\d{4}-\d\d-\d\d .* LOG:  process \d+ still waiting for", re.MULTILINE)
_SETTINGS = {"log_statement": "all", "log_lock_waits": "on", "deadlock_timeout": "2ms"}


class Statements:
    """Counts the statements of its `with` block, and how often one waited for a lock longer than 2 ms.

    Logging takes time of its own: what happens inside is counted, not timed.
    """

    executed = 0
    waits = 0

    def __init__(self, hub: MeasuredHub) -> None:
        self._hub = hub
        self._log = hub.sites[0].folder / "postgres" / "postgres.log"

    def __enter__(self) -> Self:
        for name, value in _SETTINGS.items():
            self._hub.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        self._hub.execute("SELECT pg_reload_conf()")
        # A connection takes up new settings between two statements.
        self._hub.execute("SELECT pg_sleep(0.2)")
        self._begun = self._log.stat().st_size
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._log.open("rb") as log:
            log.seek(self._begun)
            written = log.read()
        self.executed, self.waits = len(_STATEMENT.findall(written)), len(_WAIT.findall(written))
        for name in _SETTINGS:
            self._hub.execute(f"ALTER SYSTEM RESET {name}")
        self._hub.execute("SELECT pg_reload_conf()")
