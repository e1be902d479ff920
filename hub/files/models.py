"""Uploaded files, and what they hang on."""

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid


class File(Model):
    """An uploaded file. Its bytes lie in the file store under `uid`; width and height are set for images."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    owner: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="files")
    owner_id: int
    name = fields.CharField(max_length=200)
    mime = fields.CharField(max_length=100)
    inline = fields.BooleanField(default=False)
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "file"


class Attachment(Model):
    """A file appears in a thing: whoever may read the thing may download the file."""

    id = fields.BigIntField(primary_key=True)
    file: fields.ForeignKeyRelation[File] = fields.ForeignKeyField("hub.File", related_name="attachments")
    file_id: int
    parent_kind = fields.CharField(max_length=20)
    parent_id = fields.BigIntField()

    class Meta:
        table = "attachment"
        unique_together = (("file", "parent_kind", "parent_id"),)
        indexes = (("parent_kind", "parent_id"),)
