from tortoise import migrations
from tortoise.migrations import operations as ops
from notifications.models import Kind
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('notifications', '0004_push')]

    initial = False

    operations = [
        ops.AlterField(
            model_name='MailChoice',
            name='kind',
            field=fields.CharEnumField(description='MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted\nNEW_CASE: new_case\nNEW_ARTICLE: new_article\nTASK: task\nDECISION: decision\nOUTCOME: outcome', enum_type=Kind, max_length=20),
        ),
        ops.AlterField(
            model_name='Notification',
            name='kind',
            field=fields.CharEnumField(description='MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted\nNEW_CASE: new_case\nNEW_ARTICLE: new_article\nTASK: task\nDECISION: decision\nOUTCOME: outcome', enum_type=Kind, max_length=20),
        ),
        ops.AddField(
            model_name='Notification',
            name='reason',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
    ]
