from tortoise import migrations
from tortoise.migrations import operations as ops
from hub.database import new_uid
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0005_strategies_outcomes'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('knowledge', '0006_article_uses')]

    initial = False

    operations = [
        ops.CreateModel(
            name='QuotationAmount',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='amounts', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('audience', fields.ForeignKeyField('hub.Audience', source_field='audience_id', db_constraint=True, to_field='id', related_name='quotation_amounts', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='quotation_amounts', on_delete=OnDelete.RESTRICT)),
                ('currency', fields.CharField(max_length=3)),
                ('list_amount', fields.DecimalField(null=True, max_digits=19, decimal_places=4)),
                ('discount', fields.DecimalField(null=True, max_digits=19, decimal_places=4)),
                ('amount', fields.DecimalField(max_digits=19, decimal_places=4)),
                ('terms', fields.TextField(default='', unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'quotation_amount', 'app': 'knowledge', 'unique_together': (('article', 'number'),), 'pk_attr': 'id', 'table_description': 'What was offered at which discount, for `audience` alone. Each change is a row; the highest `number` counts.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ResultRequest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('article', fields.ForeignKeyField('knowledge.Article', source_field='article_id', db_constraint=True, to_field='id', related_name='result_requests', on_delete=OnDelete.CASCADE)),
                ('ends_on', fields.DateField()),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'result_request', 'app': 'knowledge', 'unique_together': (('article', 'ends_on'),), 'pk_attr': 'id', 'table_description': 'The result of an activity that ended on `ends_on` was asked for; of an activity put off it is asked again.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Article',
            name='ends_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Article',
            name='parent',
            field=fields.ForeignKeyField('knowledge.Article', source_field='parent_id', null=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddField(
            model_name='Article',
            name='starts_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Article',
            name='supersedes',
            field=fields.ForeignKeyField('knowledge.Article', source_field='supersedes_id', null=True, db_constraint=True, to_field='id', related_name='successors', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddField(
            model_name='Article',
            name='valid_from',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Article',
            name='valid_to',
            field=fields.DateField(null=True),
        ),
        ops.AddIndex(
            model_name='Article',
            index=Index(fields=['kind', 'edited_at']),
        ),
        ops.AddIndex(
            model_name='Article',
            index=Index(fields=['starts_on']),
        ),
        ops.AddIndex(
            model_name='Article',
            index=Index(fields=['parent_id']),
        ),
        ops.AddIndex(
            model_name='Article',
            index=Index(fields=['supersedes_id']),
        ),
    ]
