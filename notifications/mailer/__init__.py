"""Mail: owed in the transaction that made it due, written and sent by the worker."""

from notifications.mailer.sending import send_due, send_forever, state

__all__ = ["send_due", "send_forever", "state"]
