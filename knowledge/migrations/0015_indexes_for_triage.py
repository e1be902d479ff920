from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('discussions', '0006_queues_complaints'), ('discussions', '0007_one_date_of_overdue'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('hub', '0004_experts'), ('hub', '0005_vendor_liaison'), ('knowledge', '0014_suggestions_answer_flags')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='Defect',
            index=Index(fields=['team_id', 'state', 'snoozed_until']),
        ),
        ops.AddIndex(
            model_name='Defect',
            index=Index(fields=['assignee_id']),
        ),
        ops.AddIndex(
            model_name='DefectLook',
            index=Index(fields=['last_at', 'id']),
        ),
        ops.AddIndex(
            model_name='DefectLook',
            index=Index(fields=['user_id', 'last_at']),
        ),
    ]
