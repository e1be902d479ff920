"""The words that cases, articles and searches are filed by."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from hub.accounts.models import User
from hub.audiences.models import Group
from hub.database import new_uid
from hub.i18n import N_, current_locale


class Facet(StrEnum):
    """What a term tells about a case. The first four together are the customer type."""

    PERSONALITY = "personality"
    SIZE = "size"
    INDUSTRY = "industry"
    PURCHASING_POWER = "purchasing_power"
    STAGE = "stage"
    PRODUCT = "product"
    COMPETITOR = "competitor"
    TAG = "tag"


CUSTOMER_FACETS = (Facet.PERSONALITY, Facet.SIZE, Facet.INDUSTRY, Facet.PURCHASING_POWER)

# Every facet but the tags takes one value on a case.
SINGLE_FACETS = tuple(facet for facet in Facet if facet is not Facet.TAG)

FACET_LABELS = {
    Facet.PERSONALITY: N_("Personality"),
    Facet.SIZE: N_("Company size"),
    Facet.INDUSTRY: N_("Industry"),
    Facet.PURCHASING_POWER: N_("Purchasing power"),
    Facet.STAGE: N_("Sales stage"),
    Facet.PRODUCT: N_("Product"),
    Facet.COMPETITOR: N_("Competitor"),
    Facet.TAG: N_("Tags"),
}


class Term(Model):
    """One word of one facet, in both languages. `nicknames` are other words people use for it."""

    id = fields.BigIntField(primary_key=True)
    uid = fields.UUIDField(unique=True, default=new_uid)
    facet = fields.CharEnumField(Facet, max_length=20)
    key = fields.CharField(max_length=60)
    name_en = fields.CharField(max_length=100)
    name_zh = fields.CharField(max_length=100)
    nicknames: list[str] = fields.JSONField(default=list)
    position = fields.IntField(default=0)
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "term"
        unique_together = (("facet", "key"),)

    @property
    def name(self) -> str:
        """The name in the current language."""
        return self.name_zh if current_locale() == "zh" else self.name_en


class ExpertPerson(Model):
    """Somebody who knows a product, competitor or tag: they may accept answers, and overdue cases reach them."""

    id = fields.BigIntField(primary_key=True)
    term: fields.ForeignKeyRelation[Term] = fields.ForeignKeyField("hub.Term", related_name="expert_people")
    term_id: int
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("hub.User", related_name="expertise")
    user_id: int

    class Meta:
        table = "expert_person"
        unique_together = (("term", "user"),)


class ExpertGroup(Model):
    """A group whose members know a product, competitor or tag."""

    id = fields.BigIntField(primary_key=True)
    term: fields.ForeignKeyRelation[Term] = fields.ForeignKeyField("hub.Term", related_name="expert_groups")
    term_id: int
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("hub.Group", related_name="expertise")
    group_id: int

    class Meta:
        table = "expert_group"
        unique_together = (("term", "group"),)
