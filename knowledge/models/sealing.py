"""What the hub keeps of sealed reports: ciphertext in the age format, public keys, and wrapped private keys.

Everything here is made and opened in browsers. The server can read none of it.
"""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.audiences.models import Group
from hub.database import new_uid
from hub.files.models import File
from knowledge.models.defects import Defect, DefectEntry


class PartKind(StrEnum):
    """What a sealed part holds."""

    REPORT = "report"
    FILE = "file"
    ENTRY = "entry"


class SealingIdentity(Model):
    """A person's own key pair. `passphrase_wrapped` and `passkey_wrapped` are its private half, locked by either.

    Somebody who forgot the passphrase makes another; the former is `retired_at` then.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="sealing_identities", on_delete=fields.RESTRICT
    )
    user_id: int
    recipient = fields.CharField(max_length=100, unique=True)
    passphrase_wrapped = fields.TextField(default="")
    passkey_wrapped = fields.TextField(default="")
    created_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sealing_identity"
        indexes = (("user_id", "retired_at"),)


class TeamKey(Model):
    """A key pair of a team; what is sealed for the team is sealed to the newest.

    `recovery_wrapped` is its private half, locked to `recovery_recipient`, whose own private half is split among
    admins (`RecoveryShare`). It is `retired_at` when nothing is sealed to it any more; its wrapped halves go then.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    team: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField(
        "hub.Group", related_name="keys", on_delete=fields.RESTRICT
    )
    team_id: int
    generation = fields.IntField()
    recipient = fields.CharField(max_length=100, unique=True)
    recovery_recipient = fields.CharField(max_length=100)
    recovery_wrapped = fields.TextField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="team_keys", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "team_key"
        unique_together = (("team", "generation"),)


class KeyGrant(Model):
    """The private half of a team's key, locked to one reviewer's identity."""

    id = fields.BigIntField(primary_key=True)
    key: fields.ForeignKeyRelation[TeamKey] = fields.ForeignKeyField(
        "knowledge.TeamKey", related_name="grants"
    )
    key_id: int
    identity: fields.ForeignKeyRelation[SealingIdentity] = fields.ForeignKeyField(
        "knowledge.SealingIdentity", related_name="grants"
    )
    identity_id: int
    wrapped = fields.TextField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="key_grants", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()

    class Meta:
        table = "key_grant"
        unique_together = (("key", "identity"),)


class RecoveryShare(Model):
    """One of the three shares of a team key's recovery identity, locked to one admin's identity. Two are enough."""

    id = fields.BigIntField(primary_key=True)
    key: fields.ForeignKeyRelation[TeamKey] = fields.ForeignKeyField(
        "knowledge.TeamKey", related_name="shares"
    )
    key_id: int
    identity: fields.ForeignKeyRelation[SealingIdentity] = fields.ForeignKeyField(
        "knowledge.SealingIdentity", related_name="shares", on_delete=fields.RESTRICT
    )
    identity_id: int
    wrapped = fields.TextField()

    class Meta:
        table = "recovery_share"
        unique_together = (("key", "identity"),)


class Recovery(Model):
    """A member of a team whose reviewers all lost their keys asks the admins for their shares."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    key: fields.ForeignKeyRelation[TeamKey] = fields.ForeignKeyField(
        "knowledge.TeamKey", related_name="recoveries"
    )
    key_id: int
    identity: fields.ForeignKeyRelation[SealingIdentity] = fields.ForeignKeyField(
        "knowledge.SealingIdentity", related_name="recoveries", on_delete=fields.RESTRICT
    )
    identity_id: int
    reason = fields.TextField()
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "recovery"


class RecoveryGrant(Model):
    """An admin's share, locked to the identity of whoever asked for it."""

    id = fields.BigIntField(primary_key=True)
    recovery: fields.ForeignKeyRelation[Recovery] = fields.ForeignKeyField(
        "knowledge.Recovery", related_name="grants"
    )
    recovery_id: int
    share: fields.ForeignKeyRelation[RecoveryShare] = fields.ForeignKeyField(
        "knowledge.RecoveryShare", related_name="grants"
    )
    share_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="recovery_grants", on_delete=fields.RESTRICT
    )
    author_id: int
    wrapped = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "recovery_grant"
        unique_together = (("recovery", "share"),)


class SealedPart(Model):
    """A ciphertext: the words of a report, one of its files, or a note or reply.

    Words are `content`, a file is a `file` of the store. `digest` is the SHA-256 of the ciphertext in hex,
    `first_digest` that of the one that its author sealed and has a receipt for: sealing to another key changes it.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    defect: fields.ForeignKeyRelation[Defect] = fields.ForeignKeyField(
        "knowledge.Defect", related_name="parts"
    )
    defect_id: int
    entry: fields.ForeignKeyNullableRelation[DefectEntry] = fields.ForeignKeyField(
        "knowledge.DefectEntry", related_name="parts", null=True
    )
    entry_id: int | None
    kind = fields.CharEnumField(PartKind, max_length=10)
    key: fields.ForeignKeyRelation[TeamKey] = fields.ForeignKeyField(
        "knowledge.TeamKey", related_name="parts", on_delete=fields.RESTRICT
    )
    key_id: int
    content = fields.BinaryField(null=True)
    file: fields.ForeignKeyNullableRelation[File] = fields.ForeignKeyField(
        "hub.File", related_name="sealed_parts", null=True, on_delete=fields.RESTRICT
    )
    file_id: int | None
    size = fields.BigIntField()
    digest = fields.CharField(max_length=64)
    first_digest = fields.CharField(max_length=64)
    created_at = fields.DatetimeField()

    class Meta:
        table = "sealed_part"
        indexes = (("defect_id", "id"), ("key_id", "id"))
