"""Ways out for mail: an SMTP server, or a folder where none is configured."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from copy import deepcopy
from email.message import EmailMessage
from pathlib import Path
from ssl import SSLError
from typing import Protocol
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from hub.settings import Settings
from notifications.smtp.replies import Stage, Verdict, judge, legible
from notifications.smtp.troubles import Fault

TIMEOUT_SECONDS = 20.0


class Refused(Exception):
    """The server will never take this mail."""


class NoSuchAddress(Refused):
    """Nor any other mail to its address."""


class Deferred(Exception):
    """This mail was not taken now; it may be later."""


class NotRelayed(Exception):
    """The server takes no mail of ours for this address, until an administrator makes it."""


class Away(Exception):
    """No mail can be delivered at all now: the server is away, or does not accept us."""

    def __init__(self, reason: str, fault: Fault = Fault.AWAY) -> None:
        super().__init__(reason)
        self.fault = fault


class Transport(Protocol):
    """Somewhere mail can be handed over. `send` raises Refused, Deferred, NotRelayed or Away."""

    async def send(self, message: EmailMessage, name: str, sender: str) -> None:
        """Hand one message over. `name` is the same each time it is sent; to `sender` it comes back if it must."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Transport]:
    """The configured transport, ready for any number of mails; Away when it cannot be reached."""
    if not settings.smtp_url:
        yield Folder(settings.data_dir / "mail")
        return
    client = _client(settings.smtp_url)
    try:
        await client.connect()
    except (SMTPException, OSError, ValueError) as error:
        client.close()
        raise Away(_said(error), _why_unconnected(error)) from error
    try:
        yield Server(client)
    finally:
        with suppress(SMTPException, OSError):
            await client.quit(timeout=2)
        client.close()


class Folder:
    """Writes ``.eml`` files, for people who try the hub out."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, message: EmailMessage, name: str, sender: str) -> None:  # noqa: ARG002
        try:
            await asyncio.to_thread(self._write, _readable(message).as_bytes(), name)
        except OSError as error:
            raise Away(_said(error)) from error

    def _write(self, content: bytes, name: str) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        unfinished = self._path / f".{name}"
        unfinished.write_bytes(content)
        unfinished.replace(self._path / f"{name}.eml")


def _readable(message: EmailMessage) -> EmailMessage:
    """The same mail with texts that are not encoded: a link can be copied from the file as it stands."""
    copy = deepcopy(message)
    for part in copy.walk():
        if part.get_content_maintype() == "text":
            part.set_content(part.get_content(), subtype=part.get_content_subtype(), cte="8bit")
    return copy


class Server:
    """Sends over one SMTP connection."""

    def __init__(self, client: SMTP) -> None:
        self._client = client

    async def send(self, message: EmailMessage, name: str, sender: str) -> None:  # noqa: ARG002  # Message-ID
        try:
            await self._client.send_message(message, sender=sender)
        except SMTPRecipientsRefused as error:
            refusal = error.recipients[0]
            raise _sorted(Stage.RECIPIENT, refusal) from error
        except SMTPSenderRefused as error:
            raise _sorted(Stage.SENDER, error) from error
        except SMTPResponseException as error:
            raise _sorted(Stage.CONTENT, error) from error
        except (SMTPNotSupported, ValueError) as error:
            raise Refused(_said(error)) from error
        except (SMTPException, OSError) as error:
            # It may be this very mail that makes the server hang up, so the mail is counted, not only the server.
            raise Deferred(_said(error)) from error


def _sorted(stage: Stage, error: SMTPResponseException) -> Exception:
    reason = _said(error)
    match judge(stage, error.code, error.message):
        case Fault.RELAY:
            return NotRelayed(reason)
        case Fault() as fault:
            return Away(reason, fault)
        case Verdict.STOP_ADDRESS:
            return NoSuchAddress(reason)
        case Verdict.GIVE_UP:
            return Refused(reason)
        case Verdict.RETRY:
            return Deferred(reason)


def _why_unconnected(error: Exception) -> Fault:
    if _is_tls(error):
        return Fault.TLS
    if isinstance(error, SMTPResponseException):
        stage = Stage.SIGN_IN if isinstance(error, SMTPAuthenticationError) else Stage.CONNECT
        verdict = judge(stage, error.code, error.message)
        return verdict if isinstance(verdict, Fault) else Fault.REFUSED
    # The library's plainest error: the server offers no way to sign in.
    return Fault.AUTHENTICATION if type(error) is SMTPException else Fault.AWAY


def _is_tls(error: BaseException | None) -> bool:
    return error is not None and (isinstance(error, SSLError) or _is_tls(error.__cause__))


def _client(url: str) -> SMTP:
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    username = unquote(parts.username) if parts.username else None
    return SMTP(
        hostname=parts.hostname,
        port=parts.port or (465 if tls else 587 if username else 25),
        username=username,
        password=unquote(parts.password or "") if username else None,
        use_tls=tls,
        timeout=TIMEOUT_SECONDS,
    )


def _said(error: BaseException) -> str:
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {legible(error.message)}"
    return legible(f"{type(error).__name__}: {error}")
