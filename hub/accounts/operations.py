"""Who has an account: made, given a role, activated and deactivated."""

from uuid import NAMESPACE_URL, UUID, uuid5

from tortoise.exceptions import IntegrityError

from hub import audit
from hub.accounts import passwords, sessions
from hub.accounts.events import PersonChanged
from hub.accounts.models import ApiToken, PasswordReset, Role, User
from hub.accounts.naming import LONGEST_NAME, check_handle, clean_email, clean_name, free_handle
from hub.database import connection, in_transaction, new_uid
from hub.errors import Conflict, InvalidInput
from hub.i18n import _
from hub.identity import Reader, access_changed
from hub.outbox import record
from hub.text import Line

_PLACEHOLDERS = uuid5(NAMESPACE_URL, "urn:hub:placeholder")


class LastAdmin(Conflict):
    """A hub that nobody administers could not be mended from its own pages."""

    code = "last_admin"

    def message(self) -> str:
        return _("This is the only administrator. Make somebody else one first.")


async def create_user(
    actor: Reader | None,
    *,
    email: str,
    name: str,
    role: str = Role.MEMBER,
    password: str | None = None,
    handle: str | None = None,
    locale: str = "",
    uid: UUID | None = None,
) -> User:
    """A new person; without a password they need a reset link to get in. InvalidInput for what cannot be."""
    email, name = clean_email(email), clean_name(name)
    hashed = None
    if password is not None:
        passwords.check(password, email, name, handle)
        hashed = await passwords.hash_password(password)
    try:
        async with in_transaction():
            given = await check_handle(handle) if handle else await free_handle(name, email)
            user = await User.create(
                email=email,
                name=name,
                handle=given,
                role=Role(role),
                password_hash=hashed,
                locale=locale,
                uid=uid or new_uid(),
            )
            await audit.log(actor, "person.created", "user", user.id, name=name, role=user.role)
            await access_changed([user.id])
    except IntegrityError as error:
        if await User.exists(email=email):
            raise InvalidInput({"email": _("Somebody with this e-mail address is here already.")}) from error
        raise InvalidInput({"handle": _("This handle is already taken.")}) from error
    return user


async def ensure_placeholder(name: str, *, source: str = "") -> User:
    """The inactive stand-in for the author `name` of imported texts, made when it is not there yet.

    Its uid follows from `source` and the name, so a second import finds the same one. ValueError for a bad name.
    """
    name = Line(LONGEST_NAME)(name)
    uid = uuid5(_PLACEHOLDERS, f"{source}\0{name}")
    if found := await User.get_or_none(uid=uid):
        return found
    async with in_transaction():
        # The plain handle stays free for the person themselves: nobody can be reached behind this one.
        handle = await free_handle(f"{name} import", "import")
        # The lock on handles has let a simultaneous import of the same author finish.
        user, _made = await User.get_or_create(
            uid=uid, defaults={"name": name, "handle": handle, "active": False, "placeholder": True}
        )
    return user


async def change_role(actor: Reader | None, user: User, role: str) -> None:
    """Let somebody be member, lead or admin; LastAdmin when nobody would be left to undo it."""
    async with in_transaction():
        await _keep_an_admin(user, stays=Role(role) is Role.ADMIN)
        before = await _locked(user)
        user.role = Role(role)
        await user.save(update_fields=["role"])
        await audit.log(actor, "person.role_changed", "user", user.id, before=before.role, after=user.role)
        await access_changed([user.id])


async def deactivate(actor: Reader | None, user: User) -> None:
    """Shut somebody out at once: sessions, tokens, open pages. What they wrote stays, under their name."""
    async with in_transaction():
        await _keep_an_admin(user, stays=False)
        await _locked(user)
        user.active = False
        await user.save(update_fields=["active"])
        await ApiToken.filter(user_id=user.id).delete()
        await PasswordReset.filter(user_id=user.id, used_at__isnull=True).delete()
        await sessions.end_all(user.id)
        await audit.log(actor, "person.deactivated", "user", user.id, name=user.name)
        await record(PersonChanged(user.id))


async def reactivate(actor: Reader | None, user: User) -> None:
    """Let somebody in again, with the password they had. Placeholders have no way in."""
    if user.placeholder:
        raise Conflict
    async with in_transaction():
        await _locked(user)
        user.active = True
        await user.save(update_fields=["active"])
        await audit.log(actor, "person.reactivated", "user", user.id, name=user.name)
        await access_changed([user.id])
        await record(PersonChanged(user.id))


async def sign_out_everywhere(actor: Reader, user: User) -> None:
    """End every session of somebody, as after the loss of a phone."""
    async with in_transaction():
        await sessions.end_all(user.id)
        await audit.log(actor, "person.signed_out", "user", user.id, name=user.name)


async def _keep_an_admin(user: User, *, stays: bool) -> None:
    # Two admins who demote each other at the same moment must not both succeed.
    await connection().execute_query("SELECT pg_advisory_xact_lock(hashtext('account.admin'))")
    others = User.filter(role=Role.ADMIN, active=True).exclude(id=user.id)
    if (
        not stays
        and await User.exists(id=user.id, role=Role.ADMIN, active=True)
        and not await others.exists()
    ):
        raise LastAdmin


async def _locked(user: User) -> User:
    return await User.select_for_update().get(id=user.id)
