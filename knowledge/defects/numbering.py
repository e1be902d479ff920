"""Reference numbers of reports."""

import hashlib
from uuid import UUID

# Crockford's base 32: no letters that are taken for digits on the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DIGITS = 8


def reference_of(uid: UUID) -> str:
    """What people call the report with this `uid`: ``D-`` and eight digits, the first 40 bits of a SHA-256.

    It follows from the uid, so a browser knows it before it seals, and it tells neither order nor number. The browser
    makes it in the same way (``static/js/lib/sealing/``).
    """
    number = int.from_bytes(hashlib.sha256(uid.bytes).digest()[:5], "big")
    return "D-" + "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (DIGITS - 1), -1, -5))
