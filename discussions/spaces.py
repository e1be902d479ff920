"""Creating, changing and archiving spaces."""

from tortoise.exceptions import IntegrityError

from discussions import policy
from discussions.models import Space
from hub import audit
from hub.audiences.models import Audience
from hub.database import in_transaction, now
from hub.errors import Forbidden, InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.keeping import shown_changed


async def create(
    actor: Reader | None,
    *,
    name: str,
    slug: str,
    description: str = "",
    audience: Audience,
    position: int = 0,
) -> Space:
    """A new space. Without an actor (command line, seed) nobody's rights are asked."""
    _require_manager(actor)
    space = Space(name=name, slug=slug, description=description, audience=audience, position=position)
    async with in_transaction():
        await _save(space)
        await audit.log(actor, "space.created", "space", space.id, name=name)
    return space


async def change(
    actor: Reader | None, space: Space, *, name: str, description: str, audience: Audience, position: int
) -> Space:
    """Rename a space or give it other readers. Threads that are there already keep theirs."""
    _require_manager(actor)
    async with in_transaction():
        space.name, space.description, space.position = name, description, position
        space.audience = audience
        await _save(space)
        await audit.log(actor, "space.changed", "space", space.id, name=name, audience_id=audience.id)
        await shown_changed()
    return space


async def archive(actor: Reader | None, space: Space) -> None:
    """Take no more threads. Those that are there stay readable."""
    _require_manager(actor)
    async with in_transaction():
        await Space.filter(id=space.id, archived_at__isnull=True).update(archived_at=now())
        await audit.log(actor, "space.archived", "space", space.id)


async def unarchive(actor: Reader | None, space: Space) -> None:
    """Take threads again."""
    _require_manager(actor)
    async with in_transaction():
        await Space.filter(id=space.id).update(archived_at=None)
        await audit.log(actor, "space.unarchived", "space", space.id)


async def _save(space: Space) -> None:
    try:
        async with in_transaction():
            await space.save()
    except IntegrityError as error:
        raise InvalidInput({"name": _("A space with this name exists already.")}) from error


def _require_manager(actor: Reader | None) -> None:
    if actor and not policy.may_manage_spaces(actor):
        raise Forbidden
