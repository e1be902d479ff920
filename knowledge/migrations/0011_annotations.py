from tortoise import migrations
from tortoise.migrations import operations as ops
from hub.database import new_uid
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0007_one_date_of_overdue'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('hub', '0004_experts'), ('knowledge', '0010_reviews_and_gaps')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Annotation',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='annotations', on_delete=OnDelete.CASCADE)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='annotations', on_delete=OnDelete.RESTRICT)),
                ('field', fields.CharField(max_length=40)),
                ('block', fields.IntField()),
                ('paragraph', fields.TextField(unique=False)),
                ('quote', fields.CharField(default='', max_length=500)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('resolved_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('resolved_by', fields.ForeignKeyField('hub.User', source_field='resolved_by_id', null=True, db_constraint=True, to_field='id', related_name='resolved_annotations', on_delete=OnDelete.SET_NULL)),
            ],
            options={'table': 'annotation', 'app': 'knowledge', 'indexes': [Index(fields=['article_id', 'resolved_at'])], 'pk_attr': 'id', 'table_description': 'A passage of an article that people talk about.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AnnotationComment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('annotation', fields.ForeignKeyField('knowledge.Annotation', source_field='annotation_id', db_constraint=True, to_field='id', related_name='comments', on_delete=OnDelete.CASCADE)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='annotation_comments', on_delete=OnDelete.RESTRICT)),
                ('body', fields.TextField(unique=False)),
                ('html', fields.TextField(unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'annotation_comment', 'app': 'knowledge', 'indexes': [Index(fields=['annotation_id', 'id'])], 'pk_attr': 'id', 'table_description': 'What somebody said about a passage. A deleted one leaves a stub without text.'},
            bases=['Model'],
        ),
    ]
