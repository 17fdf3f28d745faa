"""Meetings of the steering group, the cases it is asked to decide, and what became of them. What was said is added only."""

from __future__ import annotations

from django.db import models

from brobygger.meetings.rules.kinds import MeetingState
from brobygger.partnerships.models import Decision, Partnership


class Meeting(models.Model):
    """One meeting. `year` is the reporting year it is about, empty when about none."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    date = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, default=MeetingState.PLANNED.value)
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=200)
    held_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=200, blank=True)
    # What the meeting was shown, kept when it was held: the sheet (`rules.sheet`) and the figures, as a snapshot has them.
    shown = models.JSONField(null=True)
    # Rises with everything that is done to the meeting and its cases, not with what is said of a decision since.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="meeting_slug"),
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.PLANNED.value, shown__isnull=True)
                | models.Q(state=MeetingState.HELD.value, shown__isnull=False, held_at__isnull=False),
                name="held_meeting_keeps_what_was_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CaseItem(models.Model):
    """One case: what the group is asked to decide. `year` and `indicator` (a code) are what it is about, when anything."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="cases", db_index=False)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    indicator = models.SlugField(max_length=80, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="case_number")]

    def __str__(self) -> str:
        return self.title


class CaseOutcome(models.Model):
    """What the meeting did with a case. One row; what is put right is a new row, and the newest holds."""

    case = models.ForeignKey(CaseItem, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.CharField(max_length=12)
    words = models.TextField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome}"


class CaseFollowUp(models.Model):
    """What somebody says has become of a decision since. The newest holds."""

    case = models.ForeignKey(CaseItem, on_delete=models.CASCADE, related_name="follow_ups")
    state = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"
