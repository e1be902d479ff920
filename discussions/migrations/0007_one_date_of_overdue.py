from tortoise import migrations
from tortoise.migrations import operations as ops

class Migration(migrations.Migration):
    dependencies = [('discussions', '0001_initial'), ('discussions', '0002_levels'), ('discussions', '0003_marks_of_a_reader'), ('discussions', '0004_indexes_for_lists'), ('discussions', '0005_strategies_outcomes'), ('discussions', '0006_queues_complaints'), ('hub', '0001_initial'), ('hub', '0002_installation'), ('hub', '0003_absence'), ('hub', '0004_experts')]

    initial = False

    operations = [
        ops.RemoveField(model_name='Complaint', name='overdue_at'),
    ]
