from tortoise import migrations
from tortoise.migrations import operations as ops
from discussions.models.outcomes import Deal, Worked
from hub.database import new_uid
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Outcome',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('thread', fields.OneToOneField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='outcome', on_delete=OnDelete.CASCADE)),
                ('worked', fields.CharEnumField(description='WORKED: worked\nPARTLY: partly\nFAILED: failed', enum_type=Worked, max_length=10)),
                ('deal', fields.CharEnumField(null=True, description='WON: won\nLOST: lost\nNONE: none', enum_type=Deal, max_length=10)),
                ('told_by', fields.ForeignKeyField('hub.User', source_field='told_by_id', db_constraint=True, to_field='id', related_name='told_outcomes', on_delete=OnDelete.RESTRICT)),
                ('told_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('corrected_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'outcome', 'app': 'discussions', 'pk_attr': 'id', 'table_description': 'What the asker told of a case; it holds while the case is solved. `deal` is None until it was told, too.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OutcomeRequest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('thread', fields.OneToOneField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='outcome_request', on_delete=OnDelete.CASCADE)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('reminded_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'outcome_request', 'app': 'discussions', 'pk_attr': 'id', 'table_description': 'The asker of a case was asked how it ended: once, and reminded once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Strategy',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='strategies', on_delete=OnDelete.CASCADE)),
                ('post', fields.OneToOneField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='strategy', on_delete=OnDelete.CASCADE)),
                ('title', fields.CharField(max_length=120)),
                ('marked_by', fields.ForeignKeyField('hub.User', source_field='marked_by_id', db_constraint=True, to_field='id', related_name='marked_strategies', on_delete=OnDelete.RESTRICT)),
                ('marked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'strategy', 'app': 'discussions', 'indexes': [Index(fields=['thread_id'])], 'pk_attr': 'id', 'table_description': 'A reply is a strategy while it has this row. Votes and comments belong to the reply, so that they outlive it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StrategyComment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('post', fields.ForeignKeyField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='comments', on_delete=OnDelete.CASCADE)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='strategy_comments', on_delete=OnDelete.RESTRICT)),
                ('body', fields.TextField(unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('deleted_by', fields.ForeignKeyField('hub.User', source_field='deleted_by_id', null=True, db_constraint=True, to_field='id', related_name='deleted_strategy_comments', on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'strategy_comment', 'app': 'discussions', 'indexes': [Index(fields=['post_id'])], 'pk_attr': 'id', 'table_description': 'A short remark about a strategy, as it was typed. A deleted one stays as a stub without its text.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StrategyVote',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('post', fields.ForeignKeyField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='votes', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='strategy_votes', on_delete=OnDelete.CASCADE)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'strategy_vote', 'app': 'discussions', 'unique_together': (('post', 'user'),), 'pk_attr': 'id', 'table_description': 'Somebody would go this way, too.'},
            bases=['Model'],
        ),
        ops.AddIndex(
            model_name='AcceptedAnswer',
            index=Index(fields=['accepted_at']),
        ),
        ops.AddField(
            model_name='Thread',
            name='strategy_count',
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
