"""What the register is compared by, the pairs that were found, what people decided, and merges.

Fingerprints and clues are derived from the entries and rewritten with them, in the same transaction; pairs that nobody
has decided are derived too. Decisions, consents and merges are what people said, and are never deleted.
"""

from __future__ import annotations

from django.db import models

from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.models.sort_key import SortKeyField


class Fingerprint(models.Model):
    """What one entry is compared by (`rules.clues.kept_of`: its words, names, identifiers and marks). `is_old` when it has been written since and waits its turn."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    kept = models.JSONField()
    checksum = models.CharField(max_length=16)
    is_old = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["partnership", "is_old"], name="fingerprint_waiting")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.checksum}"


class Clue(models.Model):
    """A word, name or identifier entries are found by, with how many entries of the partnership hold it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = SortKeyField(max_length=80)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "text"], name="clue_once")]

    def __str__(self) -> str:
        return self.text


class ClueHolder(models.Model):
    """An entry holds a clue."""

    pk = models.CompositePrimaryKey("clue_id", "activity_id")
    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.activity_id} holds {self.clue_id}"


class Pair(models.Model):
    """Two entries that may be the same thing: how likely, why, and what was decided. `one` was registered first.

    `reasons` are rows of code, bits and words (`rules.scoring.Reason`). `effect` is how many indicators count both in
    the year that is being reported. A pair is open until it is decided, and again when an entry has changed much.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    one = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    answer = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)
    effect = models.PositiveSmallIntegerField(default=0)
    priority = models.FloatField()
    found = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    decision = models.CharField(max_length=10, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    # The score that was decided on.
    decided_score = models.FloatField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["partnership", "is_open", "-priority", "id"], name="pair_queue"),
            models.Index(fields=["partnership", "is_open", "answer"], name="pair_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}"


class Consent(models.Model):
    """One side's yes to merging a pair, and maybe further entries, with the fields as they would be put together."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    # The entries it is to, by id, each with the version it had: when one has changed since, it holds no more.
    members = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by_label} to {self.pair_id}"


class Merge(models.Model):
    """An entry that stands for others. `choices` say for each field that differed which of them it was taken from."""

    entry = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="merge")
    choices = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    parted_at = models.DateTimeField(null=True)
    parted_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id}"


class MergeMember(models.Model):
    """One of the entries a merge stands for, in the version it had."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="members")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "activity"], name="merge_member_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} in {self.merge_id}"
