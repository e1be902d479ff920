"""What writing a mail ends in: a letter, or a reason why there is none."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class NotOwed(Exception):
    """The mail has become pointless; the argument says why, for the log."""


class Later(Exception):
    """The mail must wait until `until`, through no fault of its own."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass(frozen=True)
class Draft:
    """Whom a mail goes to and what its template needs.

    `thread` names the conversation it belongs to, `unsubscribe` is the address that ends such mail, `series` the kind
    or timing by which mail programs tell such mail from other.
    """

    template: str
    address: str
    name: str
    locale: str
    context: dict[str, Any] = field(default_factory=dict)
    thread: str = ""
    unsubscribe: str = ""
    series: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail as it leaves."""

    message_id: str
    address: str
    name: str
    locale: str
    subject: str
    text: str
    html: str
    thread: str = ""
    unsubscribe: str = ""
    series: str = ""
