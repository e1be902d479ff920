"""Limits on tries, in sliding windows that every process shares."""

import hashlib
import ipaddress
import math
from dataclasses import dataclass

from hub.accounts.models import Attempt
from hub.database import connection
from hub.errors import TooMany

_WINDOW = """
SELECT count(*) AS tries, extract(epoch FROM min(at) - now())::float + $2 AS seconds_left
FROM attempt WHERE key = $1 AND at > now() - make_interval(secs => $2)
"""


@dataclass(frozen=True)
class Limit:
    """At most `tries` within `seconds` for each thing that is limited."""

    name: str
    tries: int
    seconds: int

    def key(self, *things: str) -> str:
        """What is stored: a digest, so that the table does not collect addresses of people."""
        return hashlib.sha256("\0".join((self.name, *things)).encode("utf-8", "replace")).hexdigest()


async def count(limit: Limit, *things: str) -> Attempt:
    """Count a try before it is made; TooMany when the window is full. A refused try does not count.

    Counting comes first and looking second, so that a hundred tries at once do not all find an empty window.
    """
    attempt = await Attempt.create(key=limit.key(*things))
    [window] = await connection().execute_query_dict(_WINDOW, [attempt.key, float(limit.seconds)])
    if window["tries"] > limit.tries:
        await attempt.delete()
        raise TooMany(max(1, math.ceil(window["seconds_left"])))
    return attempt


async def forget(limit: Limit, *things: str) -> None:
    """Start a window anew: the person has proved who they are."""
    await Attempt.filter(key=limit.key(*things)).delete()


def network(address: str) -> str:
    """What one attacker has at hand: an IPv4 address, or the 64-bit network of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
