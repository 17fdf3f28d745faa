"""People and what they are to activities. Nowhere else in the register are contact data kept (docs/adr/0012)."""

from __future__ import annotations

from django.db import models

from brobygger.accounts.models import User
from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Partnership
from brobygger.people.rules.kinds import HeldFor
from brobygger.portfolio.models import Activity


class Person(models.Model):
    """Somebody a partnership is in touch with. The same human in two partnerships is two people.

    Personal data: what is needed to reach them, why, and until when; see `people.rules.held`. Who is erased leaves a row
    without a name, so that activities still tell that somebody was there.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="people", db_index=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # The same human, when they can sign in. Name and address are then those of the user.
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    # One of rules.kinds.HeldFor.
    purpose = models.CharField(max_length=30, default=HeldFor.ACTIVITY_CONTACT.value)
    keep_until = models.DateField()
    # Why they are kept longer than usual.
    kept_because = models.CharField(max_length=300, blank=True)
    is_erased = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "user"], name="person_of_user_once")]
        indexes = [
            models.Index(fields=["partnership", "is_erased", "name", "id"], name="person_by_name"),
            models.Index(fields=["partnership", "is_erased", "keep_until"], name="person_by_end"),
        ]

    def __str__(self) -> str:
        return self.name


class HandOver(models.Model):
    """Somebody's things were given to somebody else, in one step. `given` says which, by what they are."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="given")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken")
    given = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.taker_id}"


class Contact(models.Model):
    """What a person is to an activity, from one day to another. Without an end it still holds."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    # One of rules.kinds.ContactRole.
    role = models.CharField(max_length=20)
    start = models.DateField()
    end = models.DateField(null=True)
    came_with = models.ForeignKey(HandOver, on_delete=models.PROTECT, null=True, related_name="contacts")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person", "role"], condition=models.Q(end__isnull=True), name="contact_once"
            )
        ]
        indexes = [models.Index(fields=["activity", "id"], name="contact_of_activity")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.activity_id}"
