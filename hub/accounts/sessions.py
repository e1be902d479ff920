"""Signed-in browsers and programs: cookies and tokens that are stored as digests only."""

import hashlib
import secrets
from datetime import timedelta

from hub import audit
from hub.accounts.models import ApiToken, Session, User
from hub.database import connection, in_transaction, now
from hub.identity import Reader, access_changed

COOKIE = "hub_session"
LIFETIME = timedelta(days=30)
# A session's last use is noted this often, not at every request.
SEEN_EVERY = timedelta(minutes=5)


def digest(token: str) -> str:
    """What is stored of a token. Tokens carry 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


async def start(user: User, *, user_agent: str, address: str) -> str:
    """Sign a browser in. Returns the value for its cookie."""
    token = secrets.token_urlsafe(32)
    async with in_transaction():
        session = await Session.create(
            user=user,
            token_digest=digest(token),
            user_agent=user_agent[:300],
            address=address[:64],
            expires_at=now() + LIFETIME,
        )
        await connection().execute_query("UPDATE account SET seen_at = now() WHERE id = $1", [user.id])
        await audit.log(None, "session.started", "user", user.id, session=str(session.uid))
    return token


async def find(token: str) -> Session | None:
    """The live session of a cookie, its use noted."""
    session = await Session.filter(token_digest=digest(token), expires_at__gt=now()).first()
    if session and session.seen_at < now() - SEEN_EVERY:
        session.seen_at, session.expires_at = now(), now() + LIFETIME
        await session.save(update_fields=["seen_at", "expires_at"])
        await User.filter(id=session.user_id).update(seen_at=now())
    return session


async def end(session: Session) -> None:
    """Sign one browser out."""
    async with in_transaction():
        await session.delete()
        await access_changed([session.user_id])


async def end_all(user_id: int, *, but: int | None = None) -> None:
    """Sign a person out everywhere, except in the session with the id `but`."""
    async with in_transaction():
        sessions = Session.filter(user_id=user_id)
        await (sessions.exclude(id=but) if but else sessions).delete()
        await access_changed([user_id])


async def create_token(user_id: int, name: str, *, actor: Reader | None = None) -> tuple[ApiToken, str]:
    """A new token for programs: its row, and the secret that is shown once."""
    secret = f"hub_{secrets.token_urlsafe(32)}"
    async with in_transaction():
        token = await ApiToken.create(
            user_id=user_id, name=name, token_digest=digest(secret), hint=secret[-4:]
        )
        await audit.log(actor, "token.created", "user", user_id, token=str(token.uid))
    return token, secret


async def find_token(secret: str) -> ApiToken | None:
    """The token that a program sent, its use noted."""
    token = await ApiToken.get_or_none(token_digest=digest(secret))
    if token and (token.used_at is None or token.used_at < now() - SEEN_EVERY):
        token.used_at = now()
        await token.save(update_fields=["used_at"])
    return token


async def revoke_token(actor: Reader, token: ApiToken) -> None:
    """Create a token worthless."""
    async with in_transaction():
        await token.delete()
        await audit.log(actor, "token.revoked", "user", token.user_id, token=str(token.uid))
        await access_changed([token.user_id])
