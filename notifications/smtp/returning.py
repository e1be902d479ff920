"""Mail that comes back (RFC 3464): which address it was for is read from a signed envelope sender, never believed."""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parseaddr

from hub.settings import Settings, get_settings
from notifications.models import Mail
from notifications.smtp import troubles
from notifications.smtp.replies import Stage, Verdict, judge, legible

# 80 bits in letters that survive a server that ignores case.
_SIGNATURE_CHARACTERS = 16
_TOKEN = re.compile(r"\+([1-9][0-9]{0,17})-([a-z2-7]{16})@", re.IGNORECASE | re.ASCII)
_REPLY = re.compile(r"\b([45]\d\d)\b")
# Where mail servers put the address that a message was delivered to.
_DELIVERED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@dataclass(frozen=True)
class Returned:
    """What became of a mail that came back: whether its address gets no more."""

    address: str
    hard: bool
    reason: str


def return_address(mail_id: int, settings: Settings) -> str:
    """The envelope sender of one mail."""
    local, _at, domain = settings.bounce_address.rpartition("@")
    if not local:
        return parseaddr(settings.mail_from)[1]
    return f"{local}+{mail_id}-{_signature(mail_id)}@{domain}"


async def take_back(content: bytes, recipient: str = "") -> Returned | None:
    """Note what a message says about an address of ours; `recipient` is the address that it was delivered to.

    None for what is no report of a failure, such as a reply from somebody on holiday, and for what does not come to
    an address that we made.
    """
    message = message_from_bytes(content)
    mail = await _mail_of([recipient] if recipient else _recipients(message))
    failure = _failure(message)
    if mail is None or failure is None:
        return None
    hard, reason = failure
    if hard:
        await troubles.stop(mail.address, reason)
    else:
        await troubles.count_soft(mail.address, reason)
    return Returned(mail.address, hard, reason)


async def _mail_of(addresses: list[str]) -> Mail | None:
    for address in addresses:
        token = _TOKEN.search(address)
        if token and hmac.compare_digest(token[2].lower(), _signature(int(token[1]))):
            return await Mail.get_or_none(id=int(token[1]))
    return None


def _recipients(message: Message) -> list[str]:
    headers = [str(value) for name in _DELIVERED_TO for value in message.get_all(name, [])]
    return [address for _name, address in getaddresses(headers)]


def _failure(message: Message) -> tuple[bool, str] | None:
    """Whether the failure that a report tells of is for ever, and its words; None when it tells of none."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                    return _judged(block)
    return None


def _judged(block: Message) -> tuple[bool, str]:
    status = legible(str(block.get("Status", "")))
    said = legible(str(block.get("Diagnostic-Code", ""))).removeprefix("smtp;").strip()
    reason = said or status
    if not status.startswith("5"):
        # A server tried for days and gave up: it may be back by the next mail.
        return False, reason
    reply = _REPLY.search(said)
    # Some servers know no better status than 5.0.0 and tell in words.
    text = said if status == "5.0.0" else status
    verdict = judge(Stage.RECIPIENT, int(reply[1]) if reply else 554, text)
    return verdict is Verdict.STOP_ADDRESS, reason


def _signature(mail_id: int) -> str:
    digest = hmac.digest(get_settings().signing_key(), b"hub bounce\0%d" % mail_id, "sha256")
    return b32encode(digest).decode()[:_SIGNATURE_CHARACTERS].lower()
