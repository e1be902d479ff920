from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('discussions', '0006_queues_complaints'), ('discussions', '0007_one_date_of_overdue'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('hub', '0004_experts'), ('hub', '0005_vendor_liaison'), ('knowledge', '0013_given_in_confidence')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Suggestion',
            name='flag',
            field=fields.ForeignKeyField('knowledge.Flag', source_field='flag_id', null=True, db_constraint=True, to_field='id', related_name='suggestions', on_delete=OnDelete.SET_NULL),
        ),
    ]
