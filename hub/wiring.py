"""What the kernel's own packages hand to its registries."""

from hub import references
from hub.accounts.references import resolve_people
from hub.files.unused import forget_unused
from hub.tidying import register_tidying, register_tidying_work


def register() -> None:
    """Sessions, reset links and tries are worthless after their time; events after a month have told everybody."""
    references.register("person", resolve_people)
    register_tidying("session", "expires_at < now()")
    register_tidying("password_reset", "expires_at < now() - interval '7 days'")
    register_tidying("attempt", "at < now() - interval '1 day'")
    register_tidying(
        "event",
        "at < now() - interval '30 days'"
        " AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event_id = event.id)",
    )
    register_tidying_work("sealed files that nothing uses", forget_unused)
