"""Logs on standard error: lines for people, or JSON for programs. Each carries the id of its request."""

import logging
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from hub.monitoring.ids import request_id


def log_to_stderr(kind: str) -> None:
    """Send every log of this process to standard error; `kind` is ``text`` or ``json``."""
    handler = logging.StreamHandler()
    handler.addFilter(mark_with_request)
    handler.setFormatter(formatter(kind))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # One line for every request of the engine's HTTP client would drown everything else.
    for chatty in ("urllib3", "tortoise"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def formatter(kind: str) -> logging.Formatter:
    """How a record looks: ``text`` or ``json``."""
    return _JSON if kind == "json" else _Text()


def mark_with_request(record: logging.LogRecord) -> bool:
    """Put the id of the present request on a record; a filter that lets everything pass."""
    if id_ := request_id.get():
        record.request_id = id_
    return True


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the standard library's name
        line = super().formatMessage(record)
        marked: dict[str, Any] = record.__dict__
        return f"{line} [{marked['request_id']}]" if "request_id" in marked else line


_JSON = JsonFormatter(
    "%(asctime)s %(levelname)s %(name)s %(message)s",
    rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
    datefmt="%Y-%m-%dT%H:%M:%S%z",
    # Uvicorn repeats its messages with colours for terminals.
    reserved_attrs=[*RESERVED_ATTRS, "color_message"],
    json_ensure_ascii=False,
)
