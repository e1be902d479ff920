"""``GET /live``: one websocket, from its acceptance to its end."""

import asyncio
import logging
import random
from functools import partial

from starlette.types import Receive, Scope, Send

from hub.i18n import current_locale
from hub.identity import Reader
from hub.web.sockets import EXTENSION
from notifications.live.connection import BAD_MESSAGE, MESSAGE_TOO_BIG, SIGNED_OUT, TOO_MANY, Connection
from notifications.live.gateway import Gateway
from notifications.live.limits import SOCKETS_A_PERSON
from notifications.live.messages import LONGEST_MESSAGE, BadMessage, ClientMessage, encode, error, read

log = logging.getLogger(__name__)

# Connections are renewed now and then, so that they spread over the processes that exist by then.
LIFETIME_SECONDS = 6 * 3600.0
STRIKES = 10
# While the database does not answer, pings must be: clients take silence for a dead connection.
ANSWER_SECONDS = 5.0


class Endpoint:
    """The ASGI application behind the route. It is called once for each connection."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        reader: Reader | None = scope["state"]["reader"]
        admitted = reader is not None and self._admits(reader)
        # A browser learns why it is turned away only from the close code of an accepted connection. That keeps the
        # connection until the client has said goodbye, and so it is no answer to a flood.
        if reader is None or admitted or self._gateway.connects.explain(reader.id):
            await send({"type": "websocket.accept"})
        if reader is None:
            await send({"type": "websocket.close", "code": SIGNED_OUT})
        elif not admitted:
            await send({"type": "websocket.close", "code": TOO_MANY})
        else:
            make = partial(
                Connection,
                send=send,
                transport=scope["extensions"][EXTENSION]["transport"],
                state=scope["state"],
                locale=current_locale(),
            )
            await self._serve(self._gateway.join(reader, make), receive)

    def _admits(self, reader: Reader) -> bool:
        viewer = self._gateway.viewers.get(reader.id)
        sockets = len(viewer.connections) if viewer else 0
        return sockets < SOCKETS_A_PERSON and self._gateway.connects.admit(reader.id)

    async def _serve(self, connection: Connection, receive: Receive) -> None:
        try:
            async with connection.lives(LIFETIME_SECONDS * random.uniform(0.8, 1.2)):  # noqa: S311
                await self._converse(connection, receive)
                return
        except TimeoutError:
            await connection.close()
        finally:
            connection.forget()
            self._gateway.leave(connection)

    async def _converse(self, connection: Connection, receive: Receive) -> None:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            text: str | None = message.get("text")
            if len(text or message.get("bytes") or "") > LONGEST_MESSAGE:
                connection.end(MESSAGE_TOO_BIG)
            elif not connection.allowance.take():
                _strike(connection, "too_many_messages", TOO_MANY)
            else:
                await self._answer(connection, text)

    async def _answer(self, connection: Connection, text: str | None) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._obey(connection, read(text))
        except BadMessage:
            _strike(connection, "bad_message", BAD_MESSAGE)
        except Exception:
            # The database may be away for a moment; the client asks again when it hears this.
            log.exception("Cannot answer a live connection")
            connection.push(error("unexpected", connection.locale))

    async def _obey(self, connection: Connection, message: ClientMessage) -> None:
        if message.ping is not None:
            connection.push(encode({"pong": message.ping, "spread": self._gateway.viewers.spread}))
        elif message.subscribe is not None:
            await self._gateway.subscribe(connection, message.subscribe)
        elif message.unsubscribe is not None:
            self._gateway.unsubscribe(connection, message.unsubscribe)
        elif message.typing is not None:
            await self._gateway.typing(connection, message.typing)


def _strike(connection: Connection, code: str, close_code: int) -> None:
    """Tell a client what it did wrong; end the connection of one that does not learn."""
    connection.push(error(code, connection.locale))
    connection.strikes += 1
    if connection.strikes >= STRIKES:
        connection.end(close_code)
