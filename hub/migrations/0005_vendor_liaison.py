from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('hub', '0004_experts')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Group',
            name='vendor_liaison',
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
