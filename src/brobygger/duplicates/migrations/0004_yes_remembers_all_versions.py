"""The two versions a yes was to stand among its members now. A migration of its own: PostgreSQL alters no table whose rows have just been written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0003_yes_to_more_than_two")]
    operations = [
        migrations.RemoveField("consent", "version_one"),
        migrations.RemoveField("consent", "version_other"),
    ]
