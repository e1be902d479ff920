"""People and the ways they prove who they are."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from hub.database import new_uid


class Role(StrEnum):
    """What a person may do everywhere. What they may read is decided by audiences alone."""

    MEMBER = "member"
    LEAD = "lead"
    ADMIN = "admin"


class User(Model):
    """A person. Placeholders stand for authors of imported texts: inactive, without e-mail and password.

    `away_from` and `away_until` are the last longer absence, until its owner has caught up with it; `away_opened`
    names what they have opened since and nothing else remembers, such as ``article:7``.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    email = fields.CharField(max_length=254, null=True, unique=True)
    name = fields.CharField(max_length=100)
    handle = fields.CharField(max_length=39, unique=True)
    role = fields.CharEnumField(Role, default=Role.MEMBER, max_length=10)
    password_hash = fields.CharField(max_length=200, null=True)
    active = fields.BooleanField(default=True)
    placeholder = fields.BooleanField(default=False)
    job_title = fields.CharField(max_length=100, default="")
    about = fields.TextField(default="")
    locale = fields.CharField(max_length=10, default="")
    timezone = fields.CharField(max_length=64, default="UTC")
    theme = fields.CharField(max_length=5, default="auto")
    created_at = fields.DatetimeField(auto_now_add=True)
    seen_at = fields.DatetimeField(null=True)
    away_from = fields.DatetimeField(null=True)
    away_until = fields.DatetimeField(null=True)
    away_opened: list[str] | None = fields.JSONField(null=True)

    class Meta:
        table = "account"


class Session(Model):
    """A signed-in browser. Only the digest of its cookie is stored."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="sessions")
    user_id: int
    token_digest = fields.CharField(max_length=64, unique=True)
    user_agent = fields.CharField(max_length=300, default="")
    address = fields.CharField(max_length=64, default="")
    created_at = fields.DatetimeField(auto_now_add=True)
    seen_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "session"


class ApiToken(Model):
    """A token for programs, shown once and stored as a digest. `hint` is its last characters."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="api_tokens")
    user_id: int
    name = fields.CharField(max_length=100)
    token_digest = fields.CharField(max_length=64, unique=True)
    hint = fields.CharField(max_length=4)
    created_at = fields.DatetimeField(auto_now_add=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_token"


class Invitation(Model):
    """Somebody is asked to join. The link is signed from the row's `uid`, so no secret is stored."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    email = fields.CharField(max_length=254)
    name = fields.CharField(max_length=100)
    role = fields.CharEnumField(Role, default=Role.MEMBER, max_length=10)
    locale = fields.CharField(max_length=10, default="en")
    group_ids: list[int] = fields.JSONField(default=list)
    invited_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="invitations_sent", null=True, on_delete=fields.SET_NULL
    )
    invited_by_id: int | None
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitation"


class PasswordReset(Model):
    """A request for a new password. The link is signed from the row's `uid` and works once."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="password_resets")
    user_id: int
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "password_reset"


class Attempt(Model):
    """A try that is counted against a limit, such as a failed sign-in. `key` is a digest of what is limited."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=64)
    at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "attempt"
        indexes = (("key", "at"),)
