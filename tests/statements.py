"""What reaches the database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Listed(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.statements: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.statements.append(record.getMessage())


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of the block."""
    logger = logging.getLogger("tortoise.db_client")
    handler, level = _Listed(), logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield handler.statements
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
