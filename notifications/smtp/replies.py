"""What an SMTP server's refusal means: try again, give up this mail, stop this address, or tell an administrator.

Reply codes are those of RFC 5321, enhanced status codes (``5.1.1``) those of RFC 3463 and its registry. Where a server
gives an enhanced code it decides; it is the more exact one.
"""

import re
from enum import Enum, auto

from hub.text import squeeze
from notifications.smtp.troubles import Fault


class Stage(Enum):
    """Which command the server answered."""

    CONNECT = auto()
    SIGN_IN = auto()
    SENDER = auto()
    RECIPIENT = auto()
    CONTENT = auto()


class Verdict(Enum):
    """What follows from a refusal for one mail."""

    RETRY = auto()
    GIVE_UP = auto()
    STOP_ADDRESS = auto()


_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_RELAY = re.compile(r"relay", re.IGNORECASE)
# What PostgreSQL does not take: NUL, and bytes that the library could not read as UTF-8 and kept as half a pair.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")

CLOSING = 421
# 530: sign in first. 534, 535, 538: not like this. 454 is the same for now.
_NOT_SIGNED_IN = {530, 534, 535, 538}
_UNKNOWN_MAILBOX = {550, 551, 553}
_TOO_BIG = 552

# No such mailbox, no such host, no address at all, moved away, takes no mail, closed.
_NO_SUCH_ADDRESS = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
# The sender's address or its host is bad; it is the hub's own.
_BAD_SENDER = {(1, 7), (1, 8)}
# Authentication is required, failed, too weak, or wants encryption.
_BAD_SIGN_IN = {(7, 3), (7, 8), (7, 9), (7, 11), (7, 14)}
_FULL = (2, 2)
_MESSAGE_TOO_BIG = {(2, 3), (3, 4)}


def judge(stage: Stage, code: int, text: str) -> Fault | Verdict:
    """What to do about a reply that is not a yes. A Fault concerns all mail, a Verdict this one."""
    enhanced = status_of(text)
    if code == CLOSING:
        return Fault.AWAY
    if code in _NOT_SIGNED_IN or (code >= 500 and enhanced in _BAD_SIGN_IN):
        return Fault.AUTHENTICATION
    if stage is Stage.SIGN_IN:
        return Fault.AUTHENTICATION if code >= 500 else Fault.AWAY
    if stage is Stage.CONNECT:
        return Fault.REFUSED if code >= 500 else Fault.AWAY
    if code >= 500 and enhanced in _BAD_SENDER:
        return Fault.SENDER
    if stage is Stage.SENDER:
        return _about_sender(code, enhanced)
    if code < 500:
        return Verdict.RETRY
    if _RELAY.search(text) and enhanced not in _NO_SUCH_ADDRESS:
        return Fault.RELAY
    return _about_mail(stage, code, enhanced)


def legible(words: str) -> str:
    """What a server said, on one line and fit to be stored."""
    return squeeze(_NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", words))


def status_of(text: str) -> tuple[int, int] | None:
    """Subject and detail of the first enhanced status code in a text, without its class."""
    found = _ENHANCED.search(text)
    return (int(found[2]), int(found[3])) if found else None


def _about_sender(code: int, enhanced: tuple[int, int] | None) -> Fault | Verdict:
    if code == _TOO_BIG or enhanced in _MESSAGE_TOO_BIG:
        return Verdict.GIVE_UP
    # Any other mail would fare no better: they all have one sender.
    return Fault.SENDER if code >= 500 else Fault.AWAY


def _about_mail(stage: Stage, code: int, enhanced: tuple[int, int] | None) -> Verdict:
    if enhanced in _NO_SUCH_ADDRESS:
        return Verdict.STOP_ADDRESS
    if enhanced == _FULL:
        return Verdict.RETRY
    if enhanced is None and stage is Stage.RECIPIENT and code in _UNKNOWN_MAILBOX:
        return Verdict.STOP_ADDRESS
    return Verdict.GIVE_UP
