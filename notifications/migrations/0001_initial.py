from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from hub.database import new_uid
from json import dumps, loads
from notifications.models import Kind, MailState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial')]

    initial = True

    operations = [
        ops.CreateModel(
            name='Mail',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', null=True, db_constraint=True, to_field='id', related_name='mails', on_delete=OnDelete.CASCADE)),
                ('address', fields.CharField(max_length=254)),
                ('template', fields.CharField(max_length=40)),
                ('context', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('message_id', fields.CharField(unique=True, max_length=200)),
                ('state', fields.CharEnumField(default=MailState.QUEUED, description='QUEUED: queued\nSENT: sent\nDROPPED: dropped\nFAILED: failed', enum_type=MailState, max_length=10)),
                ('failures', fields.IntField(default=0)),
                ('run_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('lease_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('last_error', fields.TextField(default='', unique=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('sent_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'mail', 'app': 'notifications', 'indexes': [Index(fields=['state', 'run_at'])], 'pk_attr': 'id', 'table_description': 'A mail that is owed to one address. It is written when it is sent, from what is then true.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailChoice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='mail_choices', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted', enum_type=Kind, max_length=20)),
            ],
            options={'table': 'mail_choice', 'app': 'notifications', 'unique_together': (('user', 'kind'),), 'pk_attr': 'id', 'table_description': 'Somebody does not want mail of one kind. Without a row, mail is sent at once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Notification',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='notifications', on_delete=OnDelete.CASCADE)),
                ('event_id', fields.BigIntField()),
                ('kind', fields.CharEnumField(description='MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted', enum_type=Kind, max_length=20)),
                ('actor', fields.ForeignKeyField('hub.User', source_field='actor_id', null=True, db_constraint=True, to_field='id', related_name='notifications_caused', on_delete=OnDelete.SET_NULL)),
                ('topic', fields.CharField(max_length=40)),
                ('thread_id', fields.BigIntField(null=True)),
                ('post_id', fields.BigIntField(null=True)),
                ('article_id', fields.BigIntField(null=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('read_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'notification', 'app': 'notifications', 'unique_together': (('event_id', 'user'),), 'indexes': [Index(fields=['user_id', 'created_at']), Index(fields=['user_id', 'topic'])], 'pk_attr': 'id', 'table_description': "One line in somebody's inbox. One event tells one person once."},
            bases=['Model'],
        ),
    ]
