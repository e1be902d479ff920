"""What the queue of mail shows an operator."""

from prometheus_client import Gauge

from hub.monitoring import on_scrape
from notifications.mailer.sending import state

_MAIL = Gauge("hub_mail", "Mails that wait, and mails that could never be delivered.", ["state"])
_LAG = Gauge("hub_mail_lag_seconds", "How long the oldest waiting mail has been due.")


def measure() -> None:
    """Show the hub's mail among the metrics."""
    on_scrape("mail", _read, _MAIL, _LAG)


async def _read() -> None:
    now = await state()
    for name in ("queued", "failed"):
        _MAIL.labels(name).set(now[name])
    _LAG.set(max(0.0, now["lag_seconds"]))
