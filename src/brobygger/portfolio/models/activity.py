"""An activity and its parts. Milestones say what happened when; state, start and end follow from them."""

from __future__ import annotations

from django.db import models

from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.models.sort_key import SortKeyField
from brobygger.portfolio.rules.kinds import Standing


class RegisteredManager(models.Manager["Activity"]):
    """The activities that are in the register: what is read, listed and counted."""

    def get_queryset(self) -> models.QuerySet[Activity]:
        """Neither what was thrown in the wastebasket nor what another entry stands for."""
        return super().get_queryset().filter(standing=Standing.REGISTERED.value)


class Activity(models.Model):
    """One thing the partners do together, registered once.

    `objects` are those in the register; `every` also those that were removed or are stood for by a merged entry.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="activities")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=30)
    form = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    acronym = models.CharField(max_length=60, blank=True)
    title_key = SortKeyField(max_length=120)
    description = models.TextField(blank=True)
    purposes = models.JSONField(default=list)
    disciplines = models.JSONField(default=list)
    places = models.JSONField(default=list)
    plans = models.JSONField(default=list)
    # What it is worth to each partner, by the organisation's slug.
    value = models.JSONField(default=dict)
    focus_areas = models.ManyToManyField(FocusArea, related_name="activities")
    source = models.CharField(max_length=300, blank=True)
    # Derived from the milestones when they are written (portfolio.rules.lifecycle).
    state = models.CharField(max_length=20)
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    # The start as it sorts: empty when unknown, so the same on every database.
    start_key = SortKeyField(max_length=10, blank=True)
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    amount_nok = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=200)
    # 1 as registered; each change adds one and keeps what was before as a Revision.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    standing = models.CharField(max_length=20, default=Standing.REGISTERED.value)
    # The entry that stands for this one, while it is merged.
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="members", db_index=False)

    objects = RegisteredManager()
    every = models.Manager["Activity"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="activity_slug"),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.MERGED.value, merged_into__isnull=False)
                | (~models.Q(standing=Standing.MERGED.value) & models.Q(merged_into__isnull=True)),
                name="merged_into_something",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "standing", "title_key", "id"], name="activity_by_title"),
            models.Index(fields=["partnership", "standing", "start_key", "id"], name="activity_by_start"),
            models.Index(fields=["partnership", "standing", "kind", "id"], name="activity_by_kind"),
            models.Index(fields=["partnership", "standing", "changed_at", "id"], name="activity_by_change"),
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="activity_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A dated fact in an activity's life. Planned ones have not happened yet and decide nothing."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    kind = models.CharField(max_length=20)
    date = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField(null=True)
    is_planned = models.BooleanField(default=False)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        # Covers counting, so that a figure never reads the milestones themselves.
        indexes = [
            models.Index(fields=["activity", "kind", "is_planned", "year"], name="milestone_counting"),
            # For the calendar: all that is dated to one of the days of a month.
            models.Index(fields=["date"], name="milestone_date"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class Participation(models.Model):
    """An organisation or one of its units in an activity, as it was, in a role and for a time."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.role} in {self.activity_id}"


class Funding(models.Model):
    """Who pays, how much and in what way. The amount stays empty when nobody says it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="fundings")
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    funder_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    amount_nok = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_nok__isnull=True) | models.Q(amount_nok__gte=0), name="funding_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.funder_id} {self.amount_nok}"


class Quantity(models.Model):
    """A number told about an activity, with what it was before when that is known."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="quantities")
    label = models.CharField(max_length=200)
    before = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=60, blank=True)
    certainty = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.label} {self.value}"


class ExternalId(models.Model):
    """What another system calls the activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="external_ids")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "scheme", "value"], name="external_id_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Relation(models.Model):
    """How one activity belongs to another: part of, thesis of, led to …"""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="relations_back")
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "other", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~models.Q(activity=models.F("other")), name="relation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.kind} {self.other_id}"
