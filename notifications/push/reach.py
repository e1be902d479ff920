"""Which addresses the hub calls: a browser names any address it likes as that of its push service.

Without this, whoever has an account could let the hub call servers that only the hub can reach.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

LONGEST_CALL_SECONDS = 20
_HTTPS_PORT = 443

# All that IANA has given out of IPv6. Beside it are addresses of single networks, not all of which Python knows.
_GIVEN_OUT = IPv6Network("2000::/3")
# By these a gateway calls the IPv4 address in the last 32 bits (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Reach:
    """What may be called: servers with a permitted address, by one of these schemes, at the ports of `ports` alone."""

    schemes: frozenset[str]
    permits: Callable[[str], bool]
    ports: frozenset[int] | None

    def allows(self, endpoint: str) -> bool:
        """Whether `endpoint` looks like one to call. What its name stands for is checked on connecting."""
        try:
            parts = urlsplit(endpoint)
            port = parts.port or _HTTPS_PORT
        except ValueError:
            return False
        host = parts.hostname or ""
        if parts.scheme not in self.schemes or not host or parts.username or parts.password:
            return False
        return (self.ports is None or port in self.ports) and (not _is_number(host) or self.permits(host))

    def opened(self) -> ClientSession:
        """A client that connects to nothing else, whatever a name stands for at that moment."""
        return ClientSession(
            connector=TCPConnector(limit=20, socket_factory=self._socket),
            timeout=ClientTimeout(total=LONGEST_CALL_SECONDS),
            cookie_jar=DummyCookieJar(),
        )

    def _socket(self, address: tuple[Any, ...]) -> socket.socket:
        family, type_, protocol, _name, (host, *_rest) = address
        if not self.permits(host):
            raise OSError(f"{host} is no public address")
        return socket.socket(family, type_, protocol)


def is_public(host: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is None:
            return address in _GIVEN_OUT and address.is_global
        address = inner
    return address.is_global and not address.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is called by an IPv6 address."""
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


PUBLIC = Reach(frozenset({"https"}), is_public, frozenset({_HTTPS_PORT}))
