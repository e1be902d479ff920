from tortoise import migrations
from tortoise.migrations import operations as ops
from hub.database import new_uid
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Installation',
            fields=[
                ('id', fields.SmallIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid)),
                ('key_check', fields.CharField(max_length=64)),
                ('mailed_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'installation', 'app': 'hub', 'pk_attr': 'id', 'table_description': 'This hub; the table has one row, with the id 1.'},
            bases=['Model'],
        ),
    ]
