from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0001_initial"),
        ("hub", "0002_installation"),
        ("hub", "0003_absence"),
        ("hub", "0004_experts"),
        ("hub", "0005_vendor_liaison"),
        ("notifications", "0006_defects"),
    ]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Notification",
            name="topic",
            field=fields.CharField(max_length=60),
        ),
    ]
