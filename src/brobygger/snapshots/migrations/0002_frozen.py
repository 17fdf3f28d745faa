"""The database refuses to change what is frozen."""

from django.db import migrations

from brobygger.snapshots.models import guard


def create(apps, schema_editor):
    for statement in guard.create(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in guard.drop(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("snapshots", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
