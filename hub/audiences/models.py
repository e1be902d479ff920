"""Groups of people, and audiences: stored, named sets of readers that every space, thread and article points at."""

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid


class Group(Model):
    """People who belong together. A product team is a group that answers for a product.

    The `vendor_liaison` answers for what the company resells, whatever the product.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    handle = fields.CharField(max_length=39, unique=True)
    name = fields.CharField(max_length=100, unique=True)
    description = fields.CharField(max_length=300, default="")
    product: fields.ForeignKeyNullableRelation["Model"] = fields.ForeignKeyField(
        "hub.Term", related_name="teams", null=True, on_delete=fields.SET_NULL
    )
    product_id: int | None
    vendor_liaison = fields.BooleanField(default=False, db_default=False)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "people_group"


class Membership(Model):
    id = fields.BigIntField(primary_key=True)
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("hub.Group", related_name="memberships")
    group_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="memberships")
    user_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "membership"
        unique_together = (("group", "user"),)


class Audience(Model):
    """Who may read. Unnamed audiences come from readers chosen for one thing; equal choices share one row.

    `signature` is the canonical form of the members, by which an equal unnamed audience is found again.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    name = fields.CharField(max_length=100, null=True, unique=True)
    everyone = fields.BooleanField(default=False)
    signature = fields.CharField(max_length=64, null=True, unique=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "audience"


class AudienceGroup(Model):
    id = fields.BigIntField(primary_key=True)
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="groups"
    )
    audience_id: int
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("hub.Group", related_name="audiences")
    group_id: int

    class Meta:
        table = "audience_group"
        unique_together = (("audience", "group"),)


class AudiencePerson(Model):
    id = fields.BigIntField(primary_key=True)
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="people"
    )
    audience_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="audiences")
    user_id: int

    class Meta:
        table = "audience_person"
        unique_together = (("audience", "user"),)
