from tortoise import migrations
from tortoise.migrations import operations as ops

# Of a table without a model.
LISTS = "CREATE INDEX article_term_by_term ON article_term (term_id, article_id)"
UNDONE = "DROP INDEX article_term_by_term"

class Migration(migrations.Migration):
    dependencies = [('knowledge', '0001_initial')]

    initial = False

    operations = [ops.RunSQL(LISTS, UNDONE)]
