"""Asking people to join, and their joining."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from hub import audit
from hub.accounts import operations
from hub.accounts.events import PersonInvited
from hub.accounts.models import Invitation, Role, User
from hub.accounts.naming import clean_email, clean_name
from hub.audiences.membership import join
from hub.audiences.models import Group
from hub.database import in_transaction, now
from hub.errors import HubError, InvalidInput
from hub.i18n import _
from hub.identity import Reader
from hub.outbox import record

LIFETIME = timedelta(days=14)


class LinkExpired(HubError):
    """The link was used, has been withdrawn or is too old."""

    status = 410
    code = "link_expired"

    def message(self) -> str:
        return _("This link has been used already, or is too old.")


async def invite(
    actor: Reader | None,
    *,
    email: str,
    name: str,
    role: str = Role.MEMBER,
    locale: str = "en",
    group_ids: Iterable[int] = (),
) -> Invitation:
    """Ask somebody to join, by mail. An earlier invitation of the same address loses its validity."""
    email, name = clean_email(email), clean_name(name)
    async with in_transaction():
        if await User.exists(email=email):
            raise InvalidInput({"email": _("Somebody with this e-mail address is here already.")})
        await _open().filter(email=email).update(revoked_at=now())
        invitation = await Invitation.create(
            email=email,
            name=name,
            role=Role(role),
            locale=locale,
            group_ids=sorted(await Group.filter(id__in=set(group_ids)).values_list("id", flat=True)),
            invited_by_id=actor.id if actor else None,
            expires_at=now() + LIFETIME,
        )
        await audit.log(actor, "person.invited", "invitation", invitation.id, name=name, role=invitation.role)
        await record(PersonInvited(invitation.id))
    return invitation


async def revoke(actor: Reader, invitation: Invitation) -> None:
    """Make an invitation's link worthless."""
    async with in_transaction():
        if await _open().filter(id=invitation.id).update(revoked_at=now()):
            await audit.log(actor, "invitation.revoked", "invitation", invitation.id, name=invitation.name)


async def waiting() -> list[Invitation]:
    """The invitations that can still be accepted, newest first."""
    return await _open().order_by("-id").select_related("invited_by")


async def find(uid: UUID) -> Invitation:
    """An invitation that can be accepted; LinkExpired otherwise."""
    invitation = await _open().get_or_none(uid=uid)
    if invitation is None:
        raise LinkExpired
    return invitation


async def accept(uid: UUID, *, name: str, password: str, locale: str = "") -> User:
    """Join: the link works once. LinkExpired when it does no more, InvalidInput for a poor password."""
    async with in_transaction():
        invitation = await _open().select_for_update().get_or_none(uid=uid)
        if invitation is None:
            raise LinkExpired
        user = await operations.create_user(
            None,
            email=invitation.email,
            name=name,
            role=invitation.role,
            password=password,
            locale=locale or invitation.locale,
        )
        for group in await Group.filter(id__in=invitation.group_ids):
            await join(None, group, user.id)
        invitation.accepted_at = now()
        await invitation.save(update_fields=["accepted_at"])
        await audit.log(None, "invitation.accepted", "invitation", invitation.id, user=user.id)
    return user


def _open() -> QuerySet[Invitation]:
    return Invitation.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now())
