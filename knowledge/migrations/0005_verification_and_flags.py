from tortoise import migrations
from tortoise.migrations import operations as ops
from hub.database import new_uid
from knowledge.models.articles import CheckUnit
from knowledge.models.flags import FlagReason
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('knowledge', '0004_rivals')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Flag',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='flags', on_delete=OnDelete.CASCADE)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='article_flags', on_delete=OnDelete.RESTRICT)),
                ('revision_number', fields.IntField()),
                ('reason', fields.CharEnumField(description='WRONG: wrong\nOUTDATED: outdated\nUNCLEAR: unclear\nOTHER: other', enum_type=FlagReason, max_length=10)),
                ('words', fields.TextField(default='', unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('resolved_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('resolved_by', fields.ForeignKeyField('hub.User', source_field='resolved_by_id', null=True, db_constraint=True, to_field='id', related_name='resolved_flags', on_delete=OnDelete.SET_NULL)),
                ('answer', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'article_flag', 'app': 'knowledge', 'indexes': [Index(fields=['article_id', 'resolved_at'])], 'pk_attr': 'id', 'table_description': "A reader's word that something is the matter with `article` as it stood at `revision_number`."},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Article',
            name='check_every',
            field=fields.SmallIntField(null=True, default=6, db_default=6),
        ),
        ops.AddField(
            model_name='Article',
            name='check_unit',
            field=fields.CharEnumField(default=CheckUnit.MONTHS, description='DAYS: days\nMONTHS: months', db_default=CheckUnit.MONTHS, enum_type=CheckUnit, max_length=10),
        ),
        ops.AddField(
            model_name='Article',
            name='expired_for',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Article',
            name='reminded_for',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Article',
            name='verified_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Article',
            name='verifier',
            field=fields.ForeignKeyField('hub.User', source_field='verifier_id', null=True, db_constraint=True, to_field='id', related_name='articles_to_verify', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddIndex(
            model_name='Article',
            index=Index(fields=['verified_until']),
        ),
    ]
