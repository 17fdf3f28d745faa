"""Who may use the API in whose name, and which answers were given already."""

from __future__ import annotations

from django.db import models

from brobygger.partnerships.models import Membership


class AccessToken(models.Model):
    """A program may act for a member, within the member's present role. It ends with the membership.

    The token itself is shown once and not kept; `hash` is its SHA-256.
    Personal data: whose it is and when it was last used, to the hour; gone with the membership.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    # Words of rules.tokens.ApiScope.
    scopes = models.JSONField(default=list)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    # The last day it can be used on.
    expires = models.DateField()
    last_used = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    # Changes asked for since the beginning of the present minute of counting.
    counted_from = models.DateTimeField(null=True)
    counted = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class IdempotencyRecord(models.Model):
    """What was answered to a request that had a key, kept for a day so that it is not carried out twice."""

    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    # Method and address, and the SHA-256 of the body.
    request = models.CharField(max_length=500)
    body_hash = models.CharField(max_length=64)
    # 0 while it is carried out; nobody else ever sees that.
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
