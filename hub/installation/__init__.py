"""What a hub knows of itself: which line of the data it is, which key is its own, what mail it owes no more."""

from hub.installation.operations import (
    accept_key,
    begin_anew,
    ensure,
    key_check,
    key_fits,
    mailed_until,
    uid,
)

__all__ = ["accept_key", "begin_anew", "ensure", "key_check", "key_fits", "mailed_until", "uid"]
