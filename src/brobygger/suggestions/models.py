"""Forms for those outside, what they sent, and how often somebody has sent today."""

from __future__ import annotations

from django.db import models

from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, UnfinishedForm
from brobygger.suggestions.rules.kinds import Answer, FormKind


class FormLink(models.Model):
    """A form that is open to those outside: to everybody, or to whoever has the secret link of a partner.

    Without one that is on there is no form, and nobody learns that the partnership exists.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="form_links")
    kind = models.CharField(max_length=10)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    # The link itself is shown once and kept nowhere. Empty for the public form.
    token_hash = models.CharField(max_length=64, blank=True)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=models.Q(kind=FormKind.PUBLIC.value), name="one_public_form"
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~models.Q(token_hash=""), name="form_token_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id or ''}"


class Suggestion(models.Model):
    """What somebody outside told of. It is no entry of the register: a coordinator decides what becomes of it.

    Personal data: the sender's name and e-mail address when they gave them, to answer; see `people.rules.held`.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="suggestions")
    link = models.ForeignKey(FormLink, on_delete=models.PROTECT, related_name="suggestions")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=30, blank=True)
    about = models.TextField(blank=True)
    participants = models.TextField(blank=True)
    when = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=500, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="nb")
    sent = models.DateTimeField()
    # Of the stamp it came with, so that nothing is received twice.
    stamp = models.CharField(max_length=64, unique=True)
    # One of rules.kinds.Answer.
    answer = models.CharField(max_length=10, default=Answer.WAITING.value)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    unfinished = models.ForeignKey(UnfinishedForm, on_delete=models.SET_NULL, null=True, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, related_name="suggestions")

    class Meta:
        indexes = [models.Index(fields=["partnership", "answer", "-id"], name="suggestion_inbox")]

    def __str__(self) -> str:
        return self.title


class Sender(models.Model):
    """How often one address has sent today: a number that leads nobody back to it. An empty key counts them all."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    key = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "day", "key"], name="sender_of_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
