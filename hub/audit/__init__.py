"""The audit log: who did what, written in the transaction that did it."""

from typing import TYPE_CHECKING, Any

from hub.audit.models import AuditEntry

if TYPE_CHECKING:
    from hub.identity import Reader


async def log(
    actor: "Reader | None", action: str, object_kind: str, object_id: int | None, **details: Any
) -> None:
    """Note that `actor` (nobody: the command line) did `action`, a noun and a past participle joined by a dot."""
    await AuditEntry.create(
        actor_id=actor.id if actor else None,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        details=details,
    )
