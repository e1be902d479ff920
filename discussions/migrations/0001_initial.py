from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from discussions.models import ReactionKind, WatchLevel
from hub.database import new_uid
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial')]

    initial = True

    operations = [
        ops.CreateModel(
            name='Space',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('name', fields.CharField(unique=True, max_length=100)),
                ('slug', fields.CharField(unique=True, max_length=60)),
                ('description', fields.CharField(default='', max_length=300)),
                ('audience', fields.ForeignKeyField('hub.Audience', source_field='audience_id', db_constraint=True, to_field='id', related_name='spaces', on_delete=OnDelete.RESTRICT)),
                ('position', fields.IntField(default=0)),
                ('archived_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'space', 'app': 'discussions', 'pk_attr': 'id', 'table_description': 'A place for threads. Its audience is the one a new thread gets unless its author chooses readers.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Thread',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('space', fields.ForeignKeyField('discussions.Space', source_field='space_id', db_constraint=True, to_field='id', related_name='threads', on_delete=OnDelete.RESTRICT)),
                ('audience', fields.ForeignKeyField('hub.Audience', source_field='audience_id', db_constraint=True, to_field='id', related_name='threads', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='threads', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(max_length=200)),
                ('tried', fields.TextField(default='', unique=False)),
                ('tried_html', fields.TextField(default='', unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('active_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('version', fields.BigIntField(default=1)),
                ('last_number', fields.IntField(default=1)),
                ('reply_count', fields.IntField(default=0)),
                ('answer_count', fields.IntField(default=0)),
                ('assignee', fields.ForeignKeyField('hub.User', source_field='assignee_id', null=True, db_constraint=True, to_field='id', related_name='assigned_threads', on_delete=OnDelete.SET_NULL)),
                ('assigned_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('locked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('locked_by', fields.ForeignKeyField('hub.User', source_field='locked_by_id', null=True, db_constraint=True, to_field='id', related_name='locked_threads', on_delete=OnDelete.SET_NULL)),
                ('hidden_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('hidden_by', fields.ForeignKeyField('hub.User', source_field='hidden_by_id', null=True, db_constraint=True, to_field='id', related_name='hidden_threads', on_delete=OnDelete.SET_NULL)),
                ('terms', fields.ManyToManyField('hub.Term', unique=True, db_constraint=True, through='thread_term', forward_key='term_id', backward_key='thread_id', related_name='threads', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'thread', 'app': 'discussions', 'indexes': [Index(fields=['audience_id', 'active_at']), Index(fields=['space_id', 'active_at']), Index(fields=['author_id', 'active_at'])], 'pk_attr': 'id', 'table_description': 'A hard case. Its text is its first post; `version` grows with every change that a reader can see.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Post',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='posts', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='posts', on_delete=OnDelete.RESTRICT)),
                ('body', fields.TextField(unique=False)),
                ('html', fields.TextField(unique=False)),
                ('version', fields.BigIntField()),
                ('revision_number', fields.IntField(default=1)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('edited_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('deleted_by', fields.ForeignKeyField('hub.User', source_field='deleted_by_id', null=True, db_constraint=True, to_field='id', related_name='deleted_posts', on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'post', 'app': 'discussions', 'unique_together': (('thread', 'number'),), 'indexes': [Index(fields=['thread_id', 'version'])], 'pk_attr': 'id', 'table_description': 'A text in a thread: number 1 is the case itself, the replies follow. A deleted post stays as a stub.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AcceptedAnswer',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='answers', on_delete=OnDelete.CASCADE)),
                ('post', fields.OneToOneField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='acceptance', on_delete=OnDelete.CASCADE)),
                ('accepted_by', fields.ForeignKeyField('hub.User', source_field='accepted_by_id', db_constraint=True, to_field='id', related_name='accepted_answers', on_delete=OnDelete.RESTRICT)),
                ('accepted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'accepted_answer', 'app': 'discussions', 'pk_attr': 'id', 'table_description': 'A reply that solved the case. A thread may have several.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Mention',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('post', fields.ForeignKeyField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='mentions', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', null=True, db_constraint=True, to_field='id', related_name='mentions', on_delete=OnDelete.CASCADE)),
                ('group', fields.ForeignKeyField('hub.Group', source_field='group_id', null=True, db_constraint=True, to_field='id', related_name='mentions', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'mention', 'app': 'discussions', 'unique_together': (('post', 'user'), ('post', 'group')), 'pk_attr': 'id', 'table_description': 'A post names a person or a group; exactly one of the two is set.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Reaction',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('post', fields.ForeignKeyField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='reactions', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='reactions', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='AGREE: agree\nTHANKS: thanks\nINSIGHT: insight\nWORKED: worked\nSAME: same', enum_type=ReactionKind, max_length=10)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'reaction', 'app': 'discussions', 'unique_together': (('post', 'user', 'kind'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReadMark',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='read_marks', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='read_marks', on_delete=OnDelete.CASCADE)),
                ('last_number', fields.IntField()),
                ('read_at', fields.DatetimeField(auto_now=True, auto_now_add=False)),
            ],
            options={'table': 'read_mark', 'app': 'discussions', 'unique_together': (('thread', 'user'),), 'pk_attr': 'id', 'table_description': 'How far somebody has read: every post up to `last_number`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Revision',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('post', fields.ForeignKeyField('discussions.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='revisions', on_delete=OnDelete.CASCADE)),
                ('parent', fields.ForeignKeyField('discussions.Revision', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.SET_NULL)),
                ('number', fields.IntField()),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='post_revisions', on_delete=OnDelete.RESTRICT)),
                ('body', fields.TextField(unique=False)),
                ('header', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'post_revision', 'app': 'discussions', 'unique_together': (('post', 'number'),), 'pk_attr': 'id', 'table_description': 'One state of a post, the first included. Those of a case carry its title and header too.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Watch',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='watches', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='watches', on_delete=OnDelete.CASCADE)),
                ('level', fields.CharEnumField(description='WATCHING: watching\nMUTED: muted', enum_type=WatchLevel, max_length=10)),
            ],
            options={'table': 'watch', 'app': 'discussions', 'unique_together': (('thread', 'user'),), 'pk_attr': 'id', 'table_description': 'Whether somebody wants to hear of every reply to a thread, or of none.'},
            bases=['Model'],
        ),
    ]
