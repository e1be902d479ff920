"""What the tests of discussions share."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hub.outbox.events import Event, restore
from hub.outbox.models import RecordedEvent


class Queries(logging.Handler):
    """Counts the statements that reach the database."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.statements.append(record.getMessage())

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements of the block."""
        logger = logging.getLogger("tortoise.db_client")
        level = logger.level
        logger.setLevel(logging.DEBUG)
        logger.addHandler(self)
        self.statements = []
        try:
            yield self.statements
        finally:
            logger.removeHandler(self)
            logger.setLevel(level)


@pytest.fixture
def queries() -> Queries:
    return Queries()


async def recorded() -> list[Event]:
    """Every event so far, oldest first."""
    return [restore(row.type, row.data) for row in await RecordedEvent.all().order_by("id")]


async def types_recorded() -> list[str]:
    return [event.type.removeprefix("discussions.") for event in await recorded()]
