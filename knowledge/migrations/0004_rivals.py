from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from hub.database import new_uid
from json import dumps, loads
from knowledge.models.rivals import Certainty, DisputeDecision, LineAct, LineSection, LineState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('knowledge', '0003_suggestions')]

    initial = False

    operations = [
        ops.CreateModel(
            name='MarketShare',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('rival', fields.ForeignKeyField('knowledge.Article', source_field='rival_id', null=True, db_constraint=True, to_field='id', related_name='market_shares', on_delete=OnDelete.CASCADE)),
                ('region', fields.CharField(max_length=60)),
                ('year', fields.SmallIntField()),
                ('quarter', fields.SmallIntField(default=0)),
                ('share', fields.DecimalField(null=True, max_digits=5, decimal_places=2)),
                ('place', fields.SmallIntField(null=True)),
                ('source', fields.TextField(default='', unique=False)),
                ('source_html', fields.TextField(default='', unique=False)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='market_shares', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('replaced_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'market_share', 'app': 'knowledge', 'indexes': [Index(fields=['rival_id', 'replaced_at'])], 'pk_attr': 'id', 'table_description': "A rival's share of a market and its place among all, or ours (no rival), in one region and period."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MatrixFeature',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('product', fields.ForeignKeyField('hub.Term', source_field='product_id', db_constraint=True, to_field='id', related_name='matrix_features', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(max_length=120)),
                ('position', fields.IntField(default=0)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='matrix_features', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('removed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'matrix_feature', 'app': 'knowledge', 'indexes': [Index(fields=['product_id', 'removed_at'])], 'pk_attr': 'id', 'table_description': 'A row of the matrix of one of our products. Everybody may read its name.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MatrixCell',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('feature', fields.ForeignKeyField('knowledge.MatrixFeature', source_field='feature_id', db_constraint=True, to_field='id', related_name='cells', on_delete=OnDelete.CASCADE)),
                ('rival', fields.ForeignKeyField('knowledge.Article', source_field='rival_id', null=True, db_constraint=True, to_field='id', related_name='matrix_cells', on_delete=OnDelete.CASCADE)),
                ('value', fields.CharField(max_length=300)),
                ('source', fields.TextField(default='', unique=False)),
                ('source_html', fields.TextField(default='', unique=False)),
                ('observed_on', fields.DateField()),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='matrix_cells', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('replaced_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'matrix_cell', 'app': 'knowledge', 'indexes': [Index(fields=['feature_id', 'replaced_at']), Index(fields=['rival_id', 'replaced_at'])], 'pk_attr': 'id', 'table_description': "What a product has of a feature: a rival's, for its readers, or ours (no rival), for everybody."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RivalLine',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='rival_lines', on_delete=OnDelete.CASCADE)),
                ('section', fields.CharEnumField(description='MEET: meet\nSTRENGTH: strength\nWEAKNESS: weakness\nSAY: say\nQUESTION: question\nPROOF: proof\nPRODUCTS: products\nCHANNELS: channels\nBRAND: brand', enum_type=LineSection, max_length=20)),
                ('text', fields.TextField(unique=False)),
                ('source', fields.TextField(default='', unique=False)),
                ('source_html', fields.TextField(default='', unique=False)),
                ('observed_on', fields.DateField()),
                ('certainty', fields.CharEnumField(description='CONFIRMED: confirmed\nLIKELY: likely\nHEARSAY: hearsay', enum_type=Certainty, max_length=20)),
                ('sendable', fields.BooleanField(default=False)),
                ('state', fields.CharEnumField(description='PROPOSED: proposed\nSTANDING: standing\nDECLINED: declined\nWITHDRAWN: withdrawn', enum_type=LineState, max_length=20)),
                ('position', fields.IntField(default=0)),
                ('revision_number', fields.IntField(default=1)),
                ('version', fields.BigIntField(default=1)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='rival_lines', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'rival_line', 'app': 'knowledge', 'indexes': [Index(fields=['article_id', 'state'])], 'pk_attr': 'id', 'table_description': "One thing that is known of a rival, readable for whoever may read the rival's article."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RivalDispute',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('line', fields.ForeignKeyField('knowledge.RivalLine', source_field='line_id', db_constraint=True, to_field='id', related_name='disputes', on_delete=OnDelete.CASCADE)),
                ('revision', fields.IntField()),
                ('reason', fields.TextField(unique=False)),
                ('reason_html', fields.TextField(unique=False)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='rival_disputes', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('decision', fields.CharEnumField(null=True, description='CORRECTED: corrected\nKEPT: kept\nWITHDRAWN: withdrawn', enum_type=DisputeDecision, max_length=20)),
                ('words', fields.TextField(default='', unique=False)),
                ('decided_by', fields.ForeignKeyField('hub.User', source_field='decided_by_id', null=True, db_constraint=True, to_field='id', related_name='rival_decisions', on_delete=OnDelete.SET_NULL)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'rival_dispute', 'app': 'knowledge', 'indexes': [Index(fields=['line_id', 'decision'])], 'pk_attr': 'id', 'table_description': 'Somebody says that a line is wrong. It is open until it has a `decision`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RivalLineStep',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('line', fields.ForeignKeyField('knowledge.RivalLine', source_field='line_id', db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.CASCADE)),
                ('number', fields.BigIntField()),
                ('revision', fields.IntField()),
                ('act', fields.CharEnumField(description='PROPOSED: proposed\nADDED: added\nAPPROVED: approved\nDECLINED: declined\nEDITED: edited\nDISPUTED: disputed\nCORRECTED: corrected\nKEPT: kept\nWITHDRAWN: withdrawn', enum_type=LineAct, max_length=20)),
                ('actor', fields.ForeignKeyField('hub.User', source_field='actor_id', db_constraint=True, to_field='id', related_name='rival_line_steps', on_delete=OnDelete.RESTRICT)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('words', fields.TextField(default='', unique=False)),
                ('dispute', fields.ForeignKeyField('knowledge.RivalDispute', source_field='dispute_id', null=True, db_constraint=True, to_field='id', related_name='steps', on_delete=OnDelete.SET_NULL)),
                ('content', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'rival_line_step', 'app': 'knowledge', 'unique_together': (('line', 'number'),), 'pk_attr': 'id', 'table_description': "One step in a line's history: who did what, and how the line read after it. `number` is the line's version."},
            bases=['Model'],
        ),
    ]
