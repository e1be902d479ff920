from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from hub.database import new_uid
from json import dumps, loads
from knowledge.models.suggestions import SuggestionState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0004_indexes_for_lists'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('knowledge', '0002_index_for_lists')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Suggestion',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='suggestions', on_delete=OnDelete.CASCADE)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='article_suggestions', on_delete=OnDelete.RESTRICT)),
                ('base_revision', fields.IntField()),
                ('title', fields.CharField(max_length=200)),
                ('content', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('terms', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('note', fields.CharField(default='', max_length=200)),
                ('state', fields.CharEnumField(default=SuggestionState.OPEN, description='OPEN: open\nAPPROVED: approved\nDECLINED: declined\nWITHDRAWN: withdrawn', enum_type=SuggestionState, max_length=20)),
                ('reason', fields.CharField(default='', max_length=1000)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_by', fields.ForeignKeyField('hub.User', source_field='decided_by_id', null=True, db_constraint=True, to_field='id', related_name='decided_suggestions', on_delete=OnDelete.SET_NULL)),
                ('revision', fields.OneToOneField('knowledge.ArticleRevision', source_field='revision_id', null=True, db_constraint=True, to_field='id', related_name='suggestion', on_delete=OnDelete.SET_NULL)),
                ('threads', fields.ManyToManyField('discussions.Thread', unique=True, db_constraint=True, through='suggestion_thread', forward_key='thread_id', backward_key='suggestion_id', related_name='suggestions', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'suggestion', 'app': 'knowledge', 'indexes': [Index(fields=['article_id', 'state']), Index(fields=['author_id', 'created_at']), Index(fields=['state', 'created_at'])], 'pk_attr': 'id', 'table_description': 'What `author` would have an article say, written over its revision `base_revision`.'},
            bases=['Model'],
        ),
    ]
