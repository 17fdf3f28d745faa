"""The full-text table, in each database's own way."""

from django.db import migrations

from brobygger.portfolio.models.search import DROP, POSTGRESQL, SQLITE


def create(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop(apps, schema_editor):
    schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
