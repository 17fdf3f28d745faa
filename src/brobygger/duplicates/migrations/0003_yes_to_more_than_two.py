"""A yes may be to more than two entries: it remembers each with its version."""

from django.db import migrations, models


def with_members(apps, schema_editor):  # type: ignore[no-untyped-def]
    for consent in apps.get_model("duplicates", "Consent").objects.select_related("pair").iterator():
        # A pair's entries stand in order.
        consent.members = [
            [consent.pair.one_id, consent.version_one],
            [consent.pair.other_id, consent.version_other],
        ]
        consent.save(update_fields=["members"])


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0002_words_read_anew")]
    operations = [
        migrations.AddField("consent", "members", models.JSONField(default=list)),
        migrations.RunPython(with_members, migrations.RunPython.noop),
    ]
