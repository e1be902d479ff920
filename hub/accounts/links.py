"""Signed links: whoever holds one may do one thing with one row. Nothing secret is stored in the database."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import StrEnum
from uuid import UUID

from hub.settings import get_settings

# 128 bits: a guess succeeds once in 2**128 tries, and the link still fits on a line of mail.
SIGNATURE_BYTES = 16
_TOKEN_CHARACTERS = 43


class Purpose(StrEnum):
    """What a link is good for; a link for one purpose opens nothing else."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password-reset"  # noqa: S105  # the name of a purpose
    UNSUBSCRIBE = "unsubscribe"


_PATHS = {
    Purpose.INVITATION: "invitations",
    Purpose.PASSWORD_RESET: "password-resets",
    Purpose.UNSUBSCRIBE: "unsubscriptions",
}


def link_for(purpose: Purpose | str, uid: UUID) -> str:
    """The absolute address that opens the row `uid` for `purpose`. It is valid as long as the row says."""
    chosen = Purpose(purpose)
    return f"{get_settings().address}/{_PATHS[chosen]}/{token_for(chosen, uid)}"


def token_for(purpose: Purpose | str, uid: UUID) -> str:
    """The last part of such an address: the uid and its signature, 43 characters that are safe in URLs."""
    return urlsafe_b64encode(uid.bytes + _signature(Purpose(purpose), uid)).decode().rstrip("=")


def open_link(purpose: Purpose | str, token: str) -> UUID | None:
    """The uid that a token was made for, or None for one that we did not make for this purpose."""
    if len(token) != _TOKEN_CHARACTERS or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token + "=")
    except ValueError:
        return None
    if len(raw) != 16 + SIGNATURE_BYTES:
        return None
    uid = UUID(bytes=raw[:16])
    # Comparing what was sent, not what was decoded: base64 has several spellings of the same bytes.
    return uid if hmac.compare_digest(token, token_for(purpose, uid)) else None


def _signature(purpose: Purpose, uid: UUID) -> bytes:
    message = b"hub link\0" + purpose.encode() + b"\0" + uid.bytes
    return hmac.digest(get_settings().signing_key(), message, hashlib.sha256)[:SIGNATURE_BYTES]
