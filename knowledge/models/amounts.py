"""The amounts of quotations, kept apart from the articles because they have readers of their own."""

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.audiences.models import Audience
from hub.database import new_uid
from knowledge.models.articles import Article


class QuotationAmount(Model):
    """What was offered at which discount, for `audience` alone. Each change is a row; the highest `number` counts.

    `discount` is a percentage of `list_amount`.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="amounts"
    )
    article_id: int
    number = fields.IntField()
    audience: fields.ForeignKeyRelation[Audience] = fields.ForeignKeyField(
        "hub.Audience", related_name="quotation_amounts", on_delete=fields.RESTRICT
    )
    audience_id: int
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="quotation_amounts", on_delete=fields.RESTRICT
    )
    author_id: int
    currency = fields.CharField(max_length=3)
    list_amount = fields.DecimalField(max_digits=19, decimal_places=4, null=True)
    discount = fields.DecimalField(max_digits=19, decimal_places=4, null=True)
    amount = fields.DecimalField(max_digits=19, decimal_places=4)
    terms = fields.TextField(default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "quotation_amount"
        unique_together = (("article", "number"),)
