from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from hub.database import new_uid
from json import dumps, loads
from knowledge.models.gaps import GapKind
from knowledge.models.reviews import MainReason, Outcome, ReasonSource
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('discussions', '0006_queues_complaints'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('hub', '0004_experts'), ('knowledge', '0009_lapsing')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Gap',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('kind', fields.CharEnumField(description='SEARCH: search\nFLAGGED: flagged\nSTALE: stale\nCELL: cell', enum_type=GapKind, max_length=20)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', null=True, db_constraint=True, to_field='id', related_name='gaps', on_delete=OnDelete.CASCADE)),
                ('row', fields.ForeignKeyField('hub.Term', source_field='row_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('column', fields.ForeignKeyField('hub.Term', source_field='column_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('query', fields.CharField(default='', max_length=100)),
                ('locale', fields.CharField(default='', max_length=10)),
                ('assignee', fields.ForeignKeyField('hub.User', source_field='assignee_id', db_constraint=True, to_field='id', related_name='gaps', on_delete=OnDelete.RESTRICT)),
                ('assigned_by', fields.ForeignKeyField('hub.User', source_field='assigned_by_id', db_constraint=True, to_field='id', related_name='assigned_gaps', on_delete=OnDelete.RESTRICT)),
                ('assigned_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('done_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'gap', 'app': 'knowledge', 'pk_attr': 'id', 'table_description': 'Somebody fills a gap, or has filled it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MissedSearch',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('query', fields.CharField(max_length=100)),
                ('locale', fields.CharField(max_length=10)),
                ('asked', fields.IntField(default=1)),
                ('last_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'missed_search', 'app': 'knowledge', 'unique_together': (('query', 'locale'),), 'pk_attr': 'id', 'table_description': 'Words that found nothing, how often (once an hour at most), and when last. By whom is not kept.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Review',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('outcome', fields.CharEnumField(description='WON: won\nLOST: lost\nNO_DECISION: no_decision', enum_type=Outcome, max_length=20)),
                ('personality', fields.ForeignKeyField('hub.Term', source_field='personality_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('size', fields.ForeignKeyField('hub.Term', source_field='size_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('industry', fields.ForeignKeyField('hub.Term', source_field='industry_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('purchasing_power', fields.ForeignKeyField('hub.Term', source_field='purchasing_power_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('stage', fields.ForeignKeyField('hub.Term', source_field='stage_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('product', fields.ForeignKeyField('hub.Term', source_field='product_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('competitor', fields.ForeignKeyField('hub.Term', source_field='competitor_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('reason', fields.CharEnumField(description='PRICE: price\nPRODUCT: product\nSERVICE: service\nRELATIONSHIP: relationship\nREPUTATION: reputation\nDELIVERY: delivery\nTERMS: terms\nDECISION_MAKER: decision_maker\nBUDGET: budget\nTIMING: timing\nOTHER: other', enum_type=MainReason, max_length=20)),
                ('reason_words', fields.CharField(default='', max_length=300)),
                ('reason_source', fields.CharEnumField(description='BUYER: buyer\nREP: rep\nASSUMPTION: assumption', enum_type=ReasonSource, max_length=20)),
                ('lesson', fields.TextField(default='', unique=False)),
                ('decided_on', fields.DateField()),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', null=True, db_constraint=True, to_field='id', related_name='reviews', on_delete=OnDelete.SET_NULL)),
                ('audience', fields.ForeignKeyField('hub.Audience', source_field='audience_id', db_constraint=True, to_field='id', related_name='reviews', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='reviews', on_delete=OnDelete.RESTRICT)),
                ('version', fields.IntField(default=1)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('edited_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'deal_review', 'app': 'knowledge', 'indexes': [Index(fields=['audience_id', 'decided_on']), Index(fields=['competitor_id']), Index(fields=['thread_id'])], 'pk_attr': 'id', 'table_description': 'A deal, looked back on. It is filed under at most one term of each facet; no `competitor` means that there was'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReviewRevision',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('review', fields.ForeignKeyField('knowledge.Review', source_field='review_id', db_constraint=True, to_field='id', related_name='revisions', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='review_revisions', on_delete=OnDelete.RESTRICT)),
                ('state', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'deal_review_revision', 'app': 'knowledge', 'unique_together': (('review', 'number'),), 'pk_attr': 'id', 'table_description': 'What a review said after it was filed or corrected; `state` holds its fields by name, terms by id.'},
            bases=['Model'],
        ),
    ]
