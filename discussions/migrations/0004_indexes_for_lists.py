from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

# Indexes that models cannot name: of a table without a model, and of the few rows in question.
LISTS = """
CREATE INDEX thread_term_by_term ON thread_term (term_id, thread_id);
CREATE INDEX thread_assigned ON thread (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX thread_unanswered ON thread (active_at) WHERE reply_count = 0;
CREATE INDEX thread_locked ON thread (active_at) WHERE locked_at IS NOT NULL;
CREATE INDEX thread_hidden ON thread (active_at) WHERE hidden_at IS NOT NULL;
"""
UNDONE = """
DROP INDEX thread_term_by_term, thread_assigned, thread_unanswered, thread_locked, thread_hidden;
"""

class Migration(migrations.Migration):
    dependencies = [('discussions', '0003_marks_of_a_reader'), ('hub', '0001_initial')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='AcceptedAnswer',
            index=Index(fields=['thread_id']),
        ),
        ops.RunSQL(LISTS, UNDONE),
    ]
