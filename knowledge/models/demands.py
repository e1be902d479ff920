"""What customers would give for a repair or an improvement."""

from enum import IntEnum

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid
from knowledge.models.defects import Defect


class Weight(IntEnum):
    """How much a customer minds; a higher number is more."""

    NICE = 1
    USEFUL = 2
    IMPORTANT = 3
    BREAKER = 4


class Demand(Model):
    """A customer on whose behalf a report matters. It is read by who gave it and by the team.

    `value` is the deal that hangs on it, in `currency` (ISO 4217); both are empty when unknown.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    digest = fields.CharField(max_length=64)
    defect: fields.ForeignKeyRelation[Defect] = fields.ForeignKeyField(
        "knowledge.Defect", related_name="demands"
    )
    defect_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="demands", on_delete=fields.RESTRICT
    )
    author_id: int
    customer = fields.CharField(max_length=200)
    value = fields.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = fields.CharField(max_length=3, default="")
    weight = fields.IntEnumField(Weight)
    words = fields.TextField(default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "defect_demand"
        indexes = (("defect_id", "id"),)
