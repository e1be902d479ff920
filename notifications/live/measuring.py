"""What the live connections of a process show an operator."""

from prometheus_client import Counter, Gauge

SOCKETS = Gauge("hub_sockets", "Live connections.")
FRAMES = Counter("hub_frames", "Frames handed to live connections.")
ENDED = Counter(
    "hub_sockets_ended",
    "Live connections that this side ended, by close code; 4408 read too slowly.",
    ["code"],
)
