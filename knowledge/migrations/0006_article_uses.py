from tortoise import migrations
from tortoise.migrations import operations as ops
from hub.database import new_uid
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('knowledge', '0005_verification_and_flags')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ArticleUse',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='uses', on_delete=OnDelete.CASCADE)),
                ('thread', fields.ForeignKeyField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='used_articles', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='article_uses', on_delete=OnDelete.RESTRICT)),
                ('used_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'article_use', 'app': 'knowledge', 'unique_together': (('article', 'thread'),), 'indexes': [Index(fields=['thread_id'])], 'pk_attr': 'id', 'table_description': 'Somebody used an article in a case; who said so first stands for all.'},
            bases=['Model'],
        ),
    ]
