from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('discussions', '0006_queues_complaints'), ('discussions', '0007_one_date_of_overdue'), ('hub', '0005_vendor_liaison'), ('knowledge', '0012_defects')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='Defect',
            index=Index(fields=['article_id']),
        ),
        ops.RemoveIndex(
            model_name='Opinion',
            name=None,
            fields=['topic_id', 'id'],
        ),
        ops.AddField(
            model_name='Opinion',
            name='audience',
            field=fields.ForeignKeyField('hub.Audience', source_field='audience_id', null=True, db_constraint=True, to_field='id', related_name='opinions', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddIndex(
            model_name='Opinion',
            index=Index(fields=['topic_id', 'created_at']),
        ),
        ops.AddIndex(
            model_name='Opinion',
            index=Index(fields=['author_id', 'topic_id']),
        ),
    ]
