from tortoise import migrations
from tortoise.migrations import operations as ops
from hub.database import new_uid
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('hub', '0003_absence'), ('notifications', '0003_new_items')]

    initial = False

    operations = [
        ops.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('user', fields.ForeignKeyField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='pushes', on_delete=OnDelete.CASCADE)),
                ('session', fields.ForeignKeyField('hub.Session', source_field='session_id', db_constraint=True, to_field='id', related_name='pushes', on_delete=OnDelete.CASCADE)),
                ('endpoint', fields.CharField(unique=True, max_length=1000)),
                ('p256dh', fields.CharField(max_length=100)),
                ('auth', fields.CharField(max_length=40)),
                ('user_agent', fields.CharField(default='', max_length=300)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'push_subscription', 'app': 'notifications', 'indexes': [Index(fields=['user_id']), Index(fields=['session_id'])], 'pk_attr': 'id', 'table_description': 'A browser that asked to be told, as long as somebody is signed in there: it goes with the session.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Push',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('subscription', fields.ForeignKeyField('notifications.PushSubscription', source_field='subscription_id', db_constraint=True, to_field='id', related_name='owed', on_delete=OnDelete.CASCADE)),
                ('notification', fields.ForeignKeyField('notifications.Notification', source_field='notification_id', db_constraint=True, to_field='id', related_name='pushes', on_delete=OnDelete.CASCADE)),
                ('failures', fields.IntField(default=0)),
                ('run_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('lease_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={'table': 'push', 'app': 'notifications', 'unique_together': (('subscription', 'notification'),), 'indexes': [Index(fields=['run_at']), Index(fields=['notification_id'])], 'pk_attr': 'id', 'table_description': 'A message that is owed to one browser. It is written when it is sent, from what is then true, and then goes.'},
            bases=['Model'],
        ),
    ]
