"""Which market activities have been asked for their results."""

from datetime import date

from tortoise import fields
from tortoise.models import Model

from knowledge.models.articles import Article


class ResultRequest(Model):
    """The result of an activity that ended on `ends_on` was asked for; of an activity put off it is asked again."""

    id = fields.BigIntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "knowledge.Article", related_name="result_requests"
    )
    article_id: int
    ends_on: date = fields.DateField()
    asked_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "result_request"
        unique_together = (("article", "ends_on"),)
