from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('discussions', '0002_levels'), ('hub', '0001_initial')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='ReadMark',
            index=Index(fields=['user_id']),
        ),
    ]
