"""Live connections: what happens reaches open pages at once. `docs/live.md` describes the protocol."""

from starlette.routing import WebSocketRoute

from hub.outbox.bus import Bus
from notifications.live.endpoint import Endpoint
from notifications.live.gateway import Gateway
from notifications.live.measuring import SOCKETS

__all__ = ["Endpoint", "Gateway", "listen", "routes", "send_away"]

_gateway = Gateway()
SOCKETS.set_function(lambda: sum(len(viewer.connections) for viewer in _gateway.viewers))

routes = [WebSocketRoute("/live", Endpoint(_gateway), name="live")]


def listen(bus: Bus) -> None:
    """Tie the connections of this process to the bus."""
    _gateway.listen(bus)


async def send_away(seconds: float) -> None:
    """Let the clients of this process connect elsewhere, spread over `seconds`."""
    await _gateway.send_away(seconds)
