from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from hub.database import new_uid
from json import dumps, loads
from knowledge.models import Confidence
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('hub', '0001_initial')]

    initial = True

    operations = [
        ops.CreateModel(
            name='Article',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('kind', fields.CharField(max_length=20)),
                ('title', fields.CharField(max_length=200)),
                ('content', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('parts', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('summary', fields.CharField(default='', max_length=300)),
                ('confidence', fields.CharEnumField(default=Confidence.NOT_VALIDATED, description='WORK_IN_PROGRESS: wip\nNOT_VALIDATED: not_validated\nVALIDATED: validated\nARCHIVED: archived', enum_type=Confidence, max_length=20)),
                ('audience', fields.ForeignKeyField('hub.Audience', source_field='audience_id', db_constraint=True, to_field='id', related_name='articles', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='articles', on_delete=OnDelete.RESTRICT)),
                ('owner', fields.ForeignKeyField('hub.User', source_field='owner_id', db_constraint=True, to_field='id', related_name='owned_articles', on_delete=OnDelete.RESTRICT)),
                ('revision_number', fields.IntField(default=1)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('edited_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('validated_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('validated_by', fields.ForeignKeyField('hub.User', source_field='validated_by_id', null=True, db_constraint=True, to_field='id', related_name='validated_articles', on_delete=OnDelete.SET_NULL)),
                ('terms', fields.ManyToManyField('hub.Term', unique=True, db_constraint=True, through='article_term', forward_key='term_id', backward_key='article_id', related_name='articles', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'article', 'app': 'knowledge', 'indexes': [Index(fields=['audience_id', 'edited_at'])], 'pk_attr': 'id', 'table_description': 'A piece of knowledge. `content` holds the fields of its kind as written, `parts` the filled ones in their order,'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticleRevision',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='revisions', on_delete=OnDelete.CASCADE)),
                ('parent', fields.ForeignKeyField('knowledge.ArticleRevision', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.SET_NULL)),
                ('number', fields.IntField()),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='article_revisions', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(max_length=200)),
                ('content', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('terms', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('note', fields.CharField(default='', max_length=200)),
                ('restored', fields.IntField(null=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'article_revision', 'app': 'knowledge', 'unique_together': (('article', 'number'),), 'pk_attr': 'id', 'table_description': 'One state of an article, the first included. `terms` holds the ids it was filed under.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ArticleSource',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='sources', on_delete=OnDelete.CASCADE)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='articles', on_delete=OnDelete.CASCADE)),
                ('last_number', fields.IntField()),
                ('thread_version', fields.BigIntField()),
                ('answer_count', fields.IntField(default=0)),
                ('checked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('promoted_by', fields.ForeignKeyField('hub.User', source_field='promoted_by_id', db_constraint=True, to_field='id', related_name='promotions', on_delete=OnDelete.RESTRICT)),
                ('promoted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'article_source', 'app': 'knowledge', 'unique_together': (('article', 'thread'),), 'pk_attr': 'id', 'table_description': 'An article was made from a thread.'},
            bases=['Model'],
        ),
    ]
