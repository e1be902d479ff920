"""A mail server that can refuse, and what it took in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.site import free_port


@dataclass
class Post:
    """Takes mail in. `answers` maps an address to what the server says to it instead of yes."""

    messages: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str | bytes] = field(default_factory=dict)
    senders: list[str] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(  # noqa: N802  # the name aiosmtpd calls
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str | bytes:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.senders.append(envelope.mail_from)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 Taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]


class MailServer:
    """A real SMTP server that can be stopped and started on one port."""

    def __init__(self) -> None:
        self.post = Post()
        self.port = free_port()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self, **options: Any) -> None:
        self._controller = Controller(self.post, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def part(message: EmailMessage, kind: str) -> str:
    """The text of one alternative: plain or html."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())
