"""The one row that a hub keeps about itself."""

from tortoise import fields
from tortoise.models import Model

from hub.database import new_uid


class Installation(Model):
    """This hub; the table has one row, with the id 1.

    `uid` names the line of its data: a restored backup begins a new one, so that what was derived from another, such
    as a search index, is not taken for its own. `key_check` tells whether a signing key is the right one without
    telling the key. Of what happened before `mailed_until` no mail is sent.
    """

    id = fields.SmallIntField(primary_key=True, generated=False)
    uid = fields.UUIDField(default=new_uid)
    key_check = fields.CharField(max_length=64)
    mailed_until = fields.DatetimeField(null=True)

    class Meta:
        table = "installation"
