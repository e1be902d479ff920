from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('discussions', '0006_queues_complaints'), ('hub', '0004_experts'), ('knowledge', '0008_promotion_tasks')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Article',
            name='lapsed_for',
            field=fields.DateField(null=True),
        ),
    ]
