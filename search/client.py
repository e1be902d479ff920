"""The official Meilisearch client on connections that are kept and answer without delay."""

import socket
from collections.abc import Callable
from typing import Any

import requests
from meilisearch import Client
from meilisearch._httprequests import HttpRequests
from meilisearch.index import Index
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import BaseHTTPResponse


def new_session() -> requests.Session:
    """Connections for one thread."""
    session = requests.Session()
    # Neither a proxy nor a .netrc of the environment may come between.
    session.trust_env = False
    adapter = HTTPAdapter()
    adapter.poolmanager.pool_classes_by_scheme = {"http": _PromptPool, "https": HTTPSConnectionPool}
    session.mount("http://", adapter)
    return session


def new_client(url: str, key: str, seconds: tuple[float, float], session: requests.Session) -> Client:
    """A client on the connections of `session`; `seconds` are allowed to connect and to answer."""
    client = _PooledClient(url.rstrip("/"), key)
    # The signature says int, but the value goes to requests, which takes a pair.
    client.config.timeout = seconds  # type: ignore[assignment]
    pooled = _Pooled(client.config)
    pooled.session = session
    client.http = client.task_handler.http = pooled
    return client


class _PooledClient(Client):
    """Its indexes share its connection; the library's open one for every request."""

    def index(self, uid: str) -> Index:
        index = super().index(uid)
        index.http = self.http
        return index


class _Pooled(HttpRequests):
    """Sends over kept connections, and sends no body where there is none.

    The library then sends the word null. Meilisearch does not read it where it expects nothing, and now and
    then never answers the next request on that connection (actix-web issue 2632).
    """

    session: requests.Session

    def send_request(self, http_method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        method = http_method.__name__

        def send(url: str, data: str | bytes | None = None, **options: Any) -> requests.Response:
            return self.session.request(method, url, data=None if data == "null" else data, **options)

        send.__name__ = method  # the library asks for it
        return super().send_request(send, *args, **kwargs)


class _PromptConnection(HTTPConnection):
    """Meilisearch sends longer answers in two parts, the second when the first was acknowledged.

    On a kept connection Linux delays that by 40 ms, which would be most of the time of a search.
    """

    def getresponse(self) -> BaseHTTPResponse:  # type: ignore[override]
        if self.sock:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return super().getresponse()


class _PromptPool(HTTPConnectionPool):
    ConnectionCls = _PromptConnection
