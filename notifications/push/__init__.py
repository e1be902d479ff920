"""Messages to devices, by the push services of their browsers (RFC 8030)."""

from notifications.push.sending import send_forever

__all__ = ["send_forever"]
