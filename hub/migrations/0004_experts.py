from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ExpertGroup',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('term', fields.ForeignKeyField('hub.Term', source_field='term_id', db_constraint=True, to_field='id', related_name='expert_groups', on_delete=OnDelete.CASCADE)),
                ('group', fields.ForeignKeyField('hub.Group', source_field='group_id', db_constraint=True, to_field='id', related_name='expertise', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'expert_group', 'app': 'hub', 'unique_together': (('term', 'group'),), 'pk_attr': 'id', 'table_description': 'A group whose members know a product, competitor or tag.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ExpertPerson',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('term', fields.ForeignKeyField('hub.Term', source_field='term_id', db_constraint=True, to_field='id', related_name='expert_people', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='expertise', on_delete=OnDelete.CASCADE)),
            ],
            options={'table': 'expert_person', 'app': 'hub', 'unique_together': (('term', 'user'),), 'pk_attr': 'id', 'table_description': 'Somebody who knows a product, competitor or tag: they may accept answers, and overdue cases reach them.'},
            bases=['Model'],
        ),
    ]
