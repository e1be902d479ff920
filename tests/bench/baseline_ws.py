"""What the plainest server needs for a fan-out: ``python -m tests.bench.baseline_ws PORT``.

`websockets.broadcast` on uvloop. ``GET /post?text=…&size=…`` sends everybody `text`, filled up to `size` characters.
"""

import sys
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

_listeners: set[ServerConnection] = set()


async def main(port: int) -> None:
    async with serve(
        _listen, "127.0.0.1", port, compression=None, process_request=_post, ping_interval=None
    ) as server:
        await server.serve_forever()


async def _listen(listener: ServerConnection) -> None:
    _listeners.add(listener)
    try:
        await listener.wait_closed()
    finally:
        _listeners.discard(listener)


def _post(_connection: ServerConnection, request: Request) -> Response | None:
    address = urlsplit(request.path)
    if address.path != "/post":
        return None
    asked = parse_qs(address.query)
    broadcast(_listeners, asked["text"][0].ljust(int(asked["size"][0]), "."))
    return Response(HTTPStatus.OK, "OK", Headers({"Content-Length": "0", "Connection": "close"}))


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
