"""Where a partnership wants its changes told, and how that went."""

from __future__ import annotations

from django.db import models

from brobygger.partnerships.models import Partnership


class Webhook(models.Model):
    """An address of another system that is told of changes.

    `cursor` is the number in the audit log of the last event that was received there. The secret signs every message;
    it must be kept as it is, since signing needs it.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="webhooks")
    address = models.CharField(max_length=500)
    secret = models.CharField(max_length=80)
    is_on = models.BooleanField(default=True)
    cursor = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    # Nobody sends before this moment: it is moved ahead while a message is under way, and after a failure.
    next_try = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    # Whether it was turned off by itself, having failed for too long.
    gave_up = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["is_on", "next_try"], name="webhook_due")]

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One message that was sent, or tried. The last of each webhook are kept."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    sent = models.DateTimeField()
    first_event = models.BigIntegerField()
    last_event = models.BigIntegerField()
    event_count = models.PositiveIntegerField()
    # What the receiver answered; None when no answer came.
    status = models.PositiveSmallIntegerField(null=True)
    # One of rules.kinds.Outcome.
    outcome = models.CharField(max_length=20)
    took_ms = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.outcome}"
