"""What is missing in the knowledge base, and who fills it."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.database import new_uid
from hub.vocabulary.models import Term
from knowledge.models.articles import Article

LONGEST_QUERY = 100


class GapKind(StrEnum):
    """Where knowledge is missing."""

    SEARCH = "search"
    FLAGGED = "flagged"
    STALE = "stale"
    CELL = "cell"


class Gap(Model):
    """Somebody fills a gap, or has filled it.

    A flagged or stale `article`, a cell of the case library (`row`, `column`), or a `query` in a language that found
    nothing: whether it is still missing is asked each time, never stored here.
    """

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    kind = fields.CharEnumField(GapKind, max_length=20)
    article: fields.ForeignKeyNullableRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="gaps", null=True
    )
    article_id: int | None
    row: fields.ForeignKeyNullableRelation[Term] = fields.ForeignKeyField(
        "hub.Term", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    row_id: int | None
    column: fields.ForeignKeyNullableRelation[Term] = fields.ForeignKeyField(
        "hub.Term", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    column_id: int | None
    query = fields.CharField(max_length=LONGEST_QUERY, default="")
    locale = fields.CharField(max_length=10, default="")
    assignee: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="gaps", on_delete=fields.RESTRICT
    )
    assignee_id: int
    assigned_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "hub.User", related_name="assigned_gaps", on_delete=fields.RESTRICT
    )
    assigned_by_id: int
    assigned_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "gap"


class MissedSearch(Model):
    """Words that found nothing, how often (once an hour at most), and when last. By whom is not kept."""

    id = fields.BigIntField(primary_key=True)
    query = fields.CharField(max_length=LONGEST_QUERY)
    locale = fields.CharField(max_length=10)
    asked = fields.IntField(default=1)
    last_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "missed_search"
        unique_together = (("query", "locale"),)
