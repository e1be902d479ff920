from tortoise import migrations
from tortoise.migrations import operations as ops
from notifications.models import Kind
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [
        ("hub", "0001_initial"),
        ("hub", "0002_installation"),
        ("hub", "0003_absence"),
        ("hub", "0004_experts"),
        ("hub", "0005_vendor_liaison"),
        ("notifications", "0005_reasons"),
    ]

    initial = False

    operations = [
        ops.AlterField(
            model_name="MailChoice",
            name="kind",
            field=fields.CharEnumField(
                description="MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted\nNEW_CASE: new_case\nNEW_ARTICLE: new_article\nTASK: task\nDECISION: decision\nOUTCOME: outcome\nDEFECT: defect\nTOPIC: topic",
                enum_type=Kind,
                max_length=20,
            ),
        ),
        ops.AlterField(
            model_name="Notification",
            name="kind",
            field=fields.CharEnumField(
                description="MENTION: mention\nREPLY: reply\nANSWER_ACCEPTED: answer_accepted\nASSIGNED: assigned\nPROMOTED: promoted\nNEW_CASE: new_case\nNEW_ARTICLE: new_article\nTASK: task\nDECISION: decision\nOUTCOME: outcome\nDEFECT: defect\nTOPIC: topic",
                enum_type=Kind,
                max_length=20,
            ),
        ),
        ops.AddField(
            model_name="Notification",
            name="defect_id",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Notification",
            name="opinion_topic_id",
            field=fields.BigIntField(null=True),
        ),
    ]
