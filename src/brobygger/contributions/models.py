"""What the parties say, never overwritten, and what follows from it, rewritten in the same transaction."""

from __future__ import annotations

from django.db import models

from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity


class ContributionClaim(models.Model):
    """A party says what the collaboration meant to an activity. A new answer is a new row; the newest holds.

    Personal data: who said it, and what they wrote; kept with the activity, as long as numbers rest on it.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="claims", db_index=False)
    party = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # rules.credit.Did and Otherwise.
    did = models.CharField(max_length=20)
    otherwise = models.CharField(max_length=20)
    evidence = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    # The office that speaks for the party, in words.
    spoken_for = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["activity", "party", "claimed_at", "id"], name="claim_of_activity"),
            models.Index(fields=["partnership", "id"], name="claim_of_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} on {self.activity_id}: {self.did}, {self.otherwise}"


class HeldClaim(models.Model):
    """The claim of a party that holds for an activity, also one made of an entry it stands for. Derived."""

    pk = models.CompositePrimaryKey("activity_id", "party_id")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="held_claims", db_index=False)
    party = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey(ContributionClaim, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.claim_id} holds for {self.activity_id}"


class CreditStanding(models.Model):
    """Where an activity stands by what its parties say (`rules.credit.Layer`). No row: unknown. Derived."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="credit")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.CharField(max_length=20)
    answered = models.PositiveSmallIntegerField()
    differs = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "layer", "activity"], name="credit_layer"),
            models.Index(fields=["partnership", "differs", "activity"], name="credit_differs"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.layer}"
