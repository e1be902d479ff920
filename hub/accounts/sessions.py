"""Signed-in browsers and programs: cookies and tokens that are stored as digests only."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hub import audit
from hub.accounts import absence
from hub.accounts.models import ApiToken, Session, User
from hub.caching import Cache
from hub.database import in_transaction, now
from hub.identity import ACCESS_CHANGED, CACHE_SECONDS, Reader, access_changed
from hub.outbox import bus

COOKIE = "hub_session"
LIFETIME = timedelta(days=30)
# A session's last use is noted this often, not at every request.
SEEN_EVERY = timedelta(minutes=5)

_NEVER = datetime.min.replace(tzinfo=UTC)
_NO_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class SignedIn:
    """What a cookie or token stands for: the session or token with this `id`, of one person."""

    id: int
    user_id: int
    seen_at: datetime
    expires_at: datetime


# Every request asks, so the answers are kept by digest until somebody's access changes, and briefly anyway.
_sessions: Cache[str, SignedIn] = Cache(most=20_000, seconds=CACHE_SECONDS)
_tokens: Cache[str, SignedIn] = Cache(most=5_000, seconds=CACHE_SECONDS)


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
        await absence.note_presence(user.id)
        await audit.log(None, "session.started", "user", user.id, session=str(session.uid))
    return token


async def find(token: str) -> SignedIn | None:
    """The live session of a cookie, its use noted."""
    key = digest(token)
    session = await _sessions.get(key, _load_session)
    if session is None or session.expires_at < now():
        return None
    if session.seen_at < now() - SEEN_EVERY:
        session = replace(session, seen_at=now(), expires_at=now() + LIFETIME)
        _sessions.replace(key, session)
        await Session.filter(id=session.id).update(seen_at=session.seen_at, expires_at=session.expires_at)
    return session


async def _load_session(key: str) -> SignedIn | None:
    row = await Session.get_or_none(token_digest=key)
    return SignedIn(row.id, row.user_id, row.seen_at, row.expires_at) if row else None


async def end(session: Session) -> None:
    """Sign one browser out."""
    async with in_transaction():
        await session.delete()
        await _ended(session.user_id)


async def end_all(user_id: int, *, but: int | None = None) -> None:
    """Sign a person out everywhere, except in the session with the id `but`."""
    async with in_transaction():
        sessions = Session.filter(user_id=user_id)
        await (sessions.exclude(id=but) if but else sessions).delete()
        await _ended(user_id)


async def create_token(user_id: int, name: str, *, actor: Reader | None = None) -> tuple[ApiToken, str]:
    """A new token for programs: its row, and the secret that is shown once."""
    secret = f"hub_{secrets.token_urlsafe(32)}"
    async with in_transaction():
        token = await ApiToken.create(
            user_id=user_id, name=name, token_digest=digest(secret), hint=secret[-4:]
        )
        await audit.log(actor, "token.created", "user", user_id, token=str(token.uid))
    return token, secret


async def find_token(secret: str) -> SignedIn | None:
    """The token that a program sent, its use noted."""
    key = digest(secret)
    token = await _tokens.get(key, _load_token)
    if token and token.seen_at < now() - SEEN_EVERY:
        token = replace(token, seen_at=now())
        _tokens.replace(key, token)
        await ApiToken.filter(id=token.id).update(used_at=token.seen_at)
    return token


async def _load_token(key: str) -> SignedIn | None:
    row = await ApiToken.get_or_none(token_digest=key)
    return SignedIn(row.id, row.user_id, row.used_at or _NEVER, _NO_END) if row else None


async def revoke_token(actor: Reader, token: ApiToken) -> None:
    """Make a token worthless."""
    async with in_transaction():
        await token.delete()
        await audit.log(actor, "token.revoked", "user", token.user_id, token=str(token.uid))
        await _ended(token.user_id)


async def _ended(user_id: int) -> None:
    """Tell every process that some of a person's sessions or tokens are worth nothing any more."""
    forget([user_id])
    await access_changed([user_id])


def forget(user_ids: Iterable[int] | None = None) -> None:
    """Drop what this process knows of the sessions and tokens of some people, or of everybody."""
    concerned = None if user_ids is None else set(user_ids)
    for kept in (_sessions, _tokens):
        kept.forget(None if concerned is None else lambda _key, found: found.user_id in concerned)


def listen(to: bus.Bus) -> None:
    """Follow what other processes end."""
    to.on_signal(ACCESS_CHANGED, lambda data: forget(data["user_ids"]))
    to.on_gap(forget)
