from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

# The solved cases of the queue, by use and by age; models cannot name an index of some rows.
SOLVED = """
CREATE INDEX thread_solved_use ON thread (reply_count, id) WHERE answer_count > 0 AND hidden_at IS NULL;
CREATE INDEX thread_solved_age ON thread (created_at, id) WHERE answer_count > 0 AND hidden_at IS NULL;
"""
UNDONE = """
DROP INDEX thread_solved_use, thread_solved_age;
"""

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('knowledge', '0007_kinds')]

    initial = False

    operations = [
        ops.CreateModel(
            name='PromotionTask',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('thread', fields.OneToOneField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='promotion_task', on_delete=OnDelete.CASCADE)),
                ('assignee', fields.ForeignKeyField('hub.User', source_field='assignee_id', null=True, db_constraint=True, to_field='id', related_name='promotion_tasks', on_delete=OnDelete.SET_NULL)),
                ('assigned_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('assigned_by', fields.ForeignKeyField('hub.User', source_field='assigned_by_id', null=True, db_constraint=True, to_field='id', related_name='assigned_promotions', on_delete=OnDelete.SET_NULL)),
                ('dismissed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('dismissed_by', fields.ForeignKeyField('hub.User', source_field='dismissed_by_id', null=True, db_constraint=True, to_field='id', related_name='dismissed_promotions', on_delete=OnDelete.SET_NULL)),
                ('reason', fields.CharField(default='', max_length=300)),
            ],
            options={'table': 'promotion_task', 'app': 'knowledge', 'indexes': [Index(fields=['assignee_id']), Index(fields=['dismissed_at'])], 'pk_attr': 'id', 'table_description': 'A solved case that somebody shall promote, or that was dismissed; a case has no row before somebody decides.'},
            bases=['Model'],
        ),
        ops.RunSQL(SOLVED, UNDONE),
    ]
