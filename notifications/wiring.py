"""What the package hands to the kernel."""

from discussions.opening import open_with
from hub.admin.frame import register_section
from hub.i18n import N_
from hub.outbox import consume
from hub.pages import add_context
from hub.tidying import register_tidying
from hub.web.health import register_check
from notifications import consumers, mailer, routes
from notifications.mailer.measuring import measure as measure_mail
from notifications.since.routes import note_opened, opening


def register() -> None:
    """Hand the package's parts to the kernel's registries."""
    # A batch is told in one transaction, whose rows are the watchers of all its threads.
    consume("notifier", consumers.EVENTS, consumers.notify, batch=50, pause=0.05)
    add_context(routes.unread_context)
    add_context(note_opened)
    open_with(opening)
    register_check("mail", mailer.state)
    register_section(N_("Mail"), "/admin/mail", after="/admin/deliveries")
    measure_mail()
    register_tidying("mail", "state IN ('sent', 'dropped') AND created_at < now() - interval '30 days'")
    # Unread ones stay: the bell still counts them.
    register_tidying("notification", "read_at < now() - interval '180 days'")
