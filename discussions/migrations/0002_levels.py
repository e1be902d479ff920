from tortoise import migrations
from tortoise.migrations import operations as ops
from discussions.enums import WatchLevel
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('hub', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='SpaceWatch',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('space', fields.ForeignKeyField('discussions.Space', source_field='space_id', db_constraint=True, to_field='id', related_name='watches', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='space_watches', on_delete=OnDelete.CASCADE)),
                ('level', fields.CharEnumField(description='MUTED: muted\nNORMAL: normal\nFIRST_POST: first_post\nTRACKING: tracking\nWATCHING: watching', enum_type=WatchLevel, max_length=10)),
            ],
            options={'table': 'space_watch', 'app': 'discussions', 'unique_together': (('space', 'user'),), 'indexes': [Index(fields=['user_id'])], 'pk_attr': 'id', 'table_description': 'What somebody chose to hear of the cases of a space. `normal` is never stored: it is no choice at all.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TermWatch',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('term', fields.ForeignKeyField('hub.Term', source_field='term_id', db_constraint=True, to_field='id', related_name='watches', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='term_watches', on_delete=OnDelete.CASCADE)),
                ('level', fields.CharEnumField(description='MUTED: muted\nNORMAL: normal\nFIRST_POST: first_post\nTRACKING: tracking\nWATCHING: watching', enum_type=WatchLevel, max_length=10)),
            ],
            options={'table': 'term_watch', 'app': 'discussions', 'unique_together': (('term', 'user'),), 'indexes': [Index(fields=['user_id'])], 'pk_attr': 'id', 'table_description': 'What somebody chose to hear of the cases and articles filed under a term; never `normal`, as for spaces.'},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='Watch',
            options={'table': 'watch', 'app': 'discussions', 'unique_together': (('thread', 'user'),), 'indexes': [Index(fields=['user_id', 'level'])], 'pk_attr': 'id', 'table_description': 'What somebody chose to hear of a thread. Without a row, what they chose for its space and terms counts.'},
        ),
        ops.AlterField(
            model_name='Watch',
            name='level',
            field=fields.CharEnumField(description='MUTED: muted\nNORMAL: normal\nFIRST_POST: first_post\nTRACKING: tracking\nWATCHING: watching', enum_type=WatchLevel, max_length=10),
        ),
        ops.AddIndex(
            model_name='Watch',
            index=Index(fields=['user_id', 'level']),
        ),
    ]
