from tortoise import migrations
from tortoise.migrations import operations as ops
from notifications.models import Timing
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial'), ('notifications', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='AddressTrouble',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('address', fields.CharField(unique=True, max_length=254)),
                ('reason', fields.TextField(unique=False)),
                ('soft', fields.IntField(default=0)),
                ('last_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('stopped_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'address_trouble', 'app': 'notifications', 'pk_attr': 'id', 'table_description': 'What came back from one address. With `stopped_at` it gets no mail until it is confirmed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailFault',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('fault', fields.CharField(unique=True, max_length=20)),
                ('reason', fields.TextField(unique=False)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('last_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'mail_fault', 'app': 'notifications', 'pk_attr': 'id', 'table_description': 'Why no mail leaves at all, until one does: something an administrator has to mend.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailHours',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.OneToOneField('hub.User', source_field='user_id', db_constraint=True, to_field='id', related_name='mail_hours', on_delete=OnDelete.CASCADE)),
                ('quiet_from', fields.SmallIntField(null=True)),
                ('quiet_to', fields.SmallIntField(null=True)),
                ('digest_hour', fields.SmallIntField(default=8)),
                ('digest_weekday', fields.SmallIntField(default=1)),
            ],
            options={'table': 'mail_hours', 'app': 'notifications', 'pk_attr': 'id', 'table_description': "When somebody's mail may come, by the clock of their own time zone. Without a row the defaults hold."},
            bases=['Model'],
        ),
        ops.AlterModelOptions(
            name='MailChoice',
            options={'table': 'mail_choice', 'app': 'notifications', 'unique_together': (('user', 'kind'),), 'pk_attr': 'id', 'table_description': "When somebody wants mail of one kind. Without a row the kind's own timing holds."},
        ),
        # Until now a row meant that no mail of the kind is wanted.
        ops.AddField(
            model_name='MailChoice',
            name='timing',
            field=fields.CharEnumField(db_default=Timing.OFF, description='INSTANT: instant\nDAILY: daily\nWEEKLY: weekly\nOFF: off', enum_type=Timing, max_length=10),
        ),
        ops.AddField(
            model_name='Notification',
            name='mail_id',
            field=fields.BigIntField(null=True),
        ),
        ops.RunSQL(
            "UPDATE notification SET mail_id = mail.id FROM mail"
            " WHERE mail.context ? 'notification' AND (mail.context->>'notification')::bigint = notification.id"
        ),
    ]
