"""What the package hands to the kernel."""

from hub.outbox import consume
from hub.pages import add_context
from hub.tidying import register_tidying
from hub.web.health import register_check
from notifications import consumers, mailer, routes
from notifications.mailer.measuring import measure as measure_mail


def register() -> None:
    """Hand the package's parts to the kernel's registries."""
    consume("notifier", consumers.EVENTS, consumers.notify)
    add_context(routes.unread_context)
    register_check("mail", mailer.state)
    measure_mail()
    register_tidying("mail", "state IN ('sent', 'dropped') AND created_at < now() - interval '30 days'")
