from tortoise import migrations
from tortoise.migrations import operations as ops
from discussions.enums import CaseKind, ComplaintStep, Satisfaction
from hub.database import new_uid
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

# What models cannot name: indexes of the rows in question alone.
QUEUES = """
DROP INDEX thread_unanswered;
CREATE INDEX thread_unanswered ON thread (active_at) WHERE reply_count = own_count;
CREATE INDEX thread_waiting ON thread (active_at) WHERE reply_count = own_count AND answer_count = 0
    AND locked_at IS NULL AND hidden_at IS NULL AND kind = 'question';
CREATE INDEX thread_undecided ON thread (active_at) WHERE reply_count > own_count AND answer_count = 0
    AND locked_at IS NULL AND hidden_at IS NULL AND kind = 'question';
CREATE INDEX thread_escalating ON thread (escalate_at) WHERE escalate_at IS NOT NULL;
CREATE INDEX thread_complaint ON thread (active_at) WHERE kind = 'complaint';
UPDATE thread SET own_count = own.replies FROM (
    SELECT post.thread_id, count(*) AS replies FROM post JOIN thread AS asked ON asked.id = post.thread_id
    WHERE post.number > 1 AND post.deleted_at IS NULL AND post.author_id = asked.author_id GROUP BY 1
) AS own WHERE own.thread_id = thread.id;
"""
UNDONE = """
DROP INDEX thread_unanswered, thread_waiting, thread_undecided, thread_escalating, thread_complaint;
CREATE INDEX thread_unanswered ON thread (active_at) WHERE reply_count = 0;
"""

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Complaint',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('thread', fields.OneToOneField('discussions.Thread', source_field='thread_id', db_constraint=True, to_field='id', related_name='complaint', on_delete=OnDelete.CASCADE)),
                ('customer', fields.CharField(max_length=200)),
                ('demand', fields.CharField(max_length=1000)),
                ('step', fields.CharEnumField(default=ComplaintStep.RECEIVED, description='RECEIVED: received\nRESPONSIBILITY: responsibility\nSOLVED: solved\nFOLLOWED_UP: followed_up\nSATISFACTION: satisfaction', enum_type=ComplaintStep, max_length=20)),
                ('number', fields.IntField(default=1)),
                ('due_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('overdue_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('satisfaction', fields.CharEnumField(null=True, description='SATISFIED: satisfied\nPARTLY: partly\nNOT_SATISFIED: not_satisfied', enum_type=Satisfaction, max_length=20)),
                ('done_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'complaint', 'app': 'discussions', 'indexes': [Index(fields=['due_at']), Index(fields=['done_at'])], 'pk_attr': 'id', 'table_description': 'What a customer complains of, and how far it has come: `step` is the last step that was taken.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ComplaintEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('uid', fields.UUIDField(default=new_uid, unique=True)),
                ('complaint', fields.ForeignKeyField('discussions.Complaint', source_field='complaint_id', db_constraint=True, to_field='id', related_name='entries', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('step', fields.CharEnumField(description='RECEIVED: received\nRESPONSIBILITY: responsibility\nSOLVED: solved\nFOLLOWED_UP: followed_up\nSATISFACTION: satisfaction', enum_type=ComplaintStep, max_length=20)),
                ('back', fields.BooleanField(default=False)),
                ('satisfaction', fields.CharEnumField(null=True, description='SATISFIED: satisfied\nPARTLY: partly\nNOT_SATISFIED: not_satisfied', enum_type=Satisfaction, max_length=20)),
                ('note', fields.TextField(default='', unique=False)),
                ('author', fields.ForeignKeyField('hub.User', source_field='author_id', db_constraint=True, to_field='id', related_name='complaint_entries', on_delete=OnDelete.RESTRICT)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'complaint_entry', 'app': 'discussions', 'unique_together': (('complaint', 'number'),), 'pk_attr': 'id', 'table_description': "One step that somebody took in a complaint: forward, `back` for a reason, or with the customer's answer."},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Thread',
            name='escalate_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Thread',
            name='escalated_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Thread',
            name='kind',
            field=fields.CharEnumField(default=CaseKind.QUESTION, description='QUESTION: question\nCOMPLAINT: complaint', db_default=CaseKind.QUESTION, enum_type=CaseKind, max_length=10),
        ),
        ops.AddField(
            model_name='Thread',
            name='own_count',
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Thread',
            name='told',
            field=fields.ManyToManyField('hub.User', unique=True, db_constraint=True, through='escalation', forward_key='user_id', backward_key='thread_id', related_name='escalations', on_delete=OnDelete.CASCADE),
        ),
        ops.RunSQL(QUEUES, UNDONE),
    ]
