"""Imports: where they come from, what each row said, and what became of it."""

from __future__ import annotations

from django.db import models

from brobygger.intake.rules.kinds import State
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ChangeSet


class ImportSource(models.Model):
    """Something that is imported from again and again, by a name people gave it; with what its columns mean."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    # As `intake.rules.mapping` writes it.
    mapping = models.JSONField(default=dict)
    # Of Airtable: base and table. Never a token.
    place = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="import_source_name")]

    def __str__(self) -> str:
        return self.name


class SourceKey(models.Model):
    """What a source calls an activity, and what it said about it the last time."""

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(max_length=250)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    said = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="source_key_once")]

    def __str__(self) -> str:
        return self.key


class Import(models.Model):
    """One import: from the file to the last row, and the change set it can be undone by.

    The file itself lies in the state folder, as long as it is needed.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=State.UPLOADED.value)
    # Somebody has begun what the state asks for. With nobody at work, they were interrupted.
    is_taken = models.BooleanField(default=False)
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64, blank=True)
    # Which sheet and header rows were chosen; empty and null mean those that were found.
    sheet = models.CharField(max_length=200, blank=True)
    header_rows = models.JSONField(null=True)
    # The names of its columns, and what they mean.
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    # Names nobody goes by: [name, organisation id or null]; the first is the party -1.
    proposals = models.JSONField(default=list)
    # Words nobody knows, by field, each with how often it was met.
    unknown = models.JSONField(default=dict)
    # What should be told of the file: [what, count, word, places].
    remarks = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    # Why it failed: [code, text, …].
    trouble = models.JSONField(default=list)
    for_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=200, blank=True)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["partnership", "-id"], name="import_latest")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.file_name}"


class ImportRow(models.Model):
    """One row of an import: what it says, what the dry run found, what was chosen, and what became of it.

    Personal data: whatever stood in the cells (`raw`). Kept as long as the file, then emptied.
    """

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=250)
    title = models.CharField(max_length=500)
    raw = models.JSONField(default=list)
    # Partial content, as `portfolio.rules.content` writes it; with what it said the time before, for undoing.
    said = models.JSONField(default=dict)
    said_before = models.JSONField(null=True)
    # Activities it belongs to: [kind, slug or "", number of a row or 0].
    wanted = models.JSONField(default=list)
    slug = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=12)
    choice = models.CharField(max_length=12, blank=True)
    result = models.CharField(max_length=12, blank=True)
    # The entry it meets: which it updates or probably doubles; after the import, the one it has become.
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, related_name="+")
    base_version = models.PositiveIntegerField(default=0)
    # The row of the file that said it before.
    repeats = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    twins = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_number")]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="import_row_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id} row {self.number}"
