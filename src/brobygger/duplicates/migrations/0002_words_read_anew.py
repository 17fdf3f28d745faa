"""What entries are compared by is read differently now (`rules.clues.FORM`): all wait to be compared anew."""

from django.db import migrations


def wait(apps, schema_editor):  # type: ignore[no-untyped-def]
    apps.get_model("duplicates", "Fingerprint").objects.update(is_old=True)


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0001_initial")]
    operations = [migrations.RunPython(wait, migrations.RunPython.noop)]
