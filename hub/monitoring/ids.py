"""The id of the request that is being worked on, in everything that is logged about it."""

import re
import secrets
from contextvars import ContextVar

# What a proxy or a program may call its request; anything else could forge lines of a log.
_SANE = re.compile(rb"[A-Za-z0-9._-]{8,64}")

request_id: ContextVar[str] = ContextVar("request_id", default="")


def id_from(header: bytes | None) -> str:
    """The id that came with a request when it is sane, else a new one of 64 random bits."""
    if header and _SANE.fullmatch(header):
        return header.decode("ascii")
    return secrets.token_hex(8)
