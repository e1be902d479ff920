"""Us and the rivals: the matrix of each product, and market shares."""

from datetime import date, datetime
from decimal import Decimal

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid
from hub.vocabulary.models import Term
from knowledge.models.articles import Article


class MatrixFeature(Model):
    """A row of the matrix of one of our products. Everybody may read its name."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    product: fields.ForeignKeyRelation[Term] = fields.ForeignKeyField(
        "hub.Term", related_name="matrix_features", on_delete=fields.RESTRICT
    )
    product_id: int
    name = fields.CharField(max_length=120)
    position = fields.IntField(default=0)
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="matrix_features", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()
    removed_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "matrix_feature"
        indexes = (("product_id", "removed_at"),)


class MatrixCell(Model):
    """What a product has of a feature: a rival's, for its readers, or ours (no rival), for everybody.

    What held before has `replaced_at`.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    feature: fields.ForeignKeyRelation[MatrixFeature] = fields.ForeignKeyField(
        "knowledge.MatrixFeature", related_name="cells"
    )
    feature_id: int
    rival: fields.ForeignKeyNullableRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="matrix_cells", null=True
    )
    rival_id: int | None
    value = fields.CharField(max_length=300)
    source = fields.TextField(default="")
    source_html = fields.TextField(default="")
    observed_on: date = fields.DateField()
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="matrix_cells", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()
    replaced_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "matrix_cell"
        indexes = (("feature_id", "replaced_at"), ("rival_id", "replaced_at"))


class MarketShare(Model):
    """A rival's share of a market and its place among all, or ours (no rival), in one region and period.

    `share` is a percentage; `quarter` is 0 for a whole year. What held before has `replaced_at`.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    rival: fields.ForeignKeyNullableRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="market_shares", null=True
    )
    rival_id: int | None
    region = fields.CharField(max_length=60)
    year = fields.SmallIntField()
    quarter = fields.SmallIntField(default=0)
    share: Decimal | None = fields.DecimalField(max_digits=5, decimal_places=2, null=True)
    place = fields.SmallIntField(null=True)
    source = fields.TextField(default="")
    source_html = fields.TextField(default="")
    author: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="market_shares", on_delete=fields.RESTRICT
    )
    author_id: int
    created_at = fields.DatetimeField()
    replaced_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "market_share"
        indexes = (("rival_id", "replaced_at"),)
