"""Rounds, what each area hands in, what was said in them, and what was disputed. What happened is added, never changed."""

from __future__ import annotations

from django.db import models

from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Decision, FocusArea, Partnership
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator, ReportedValue
from brobygger.rounds.rules.kinds import RoundState, Stage


class ReportingRound(models.Model):
    """One year of a partnership on its way from the project leads to the steering group."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=RoundState.OPEN.value)
    submission_due = models.DateField()
    review_due = models.DateField()
    adoption_due = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=200, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    # The number of the snapshot that was made of it; empty when none is.
    frozen_as = models.PositiveIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=200, blank=True)
    # Rises with everything that is done to the round or to one of its submissions.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "year"],
                condition=~models.Q(state=RoundState.CANCELLED.value),
                name="one_round_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class Submission(models.Model):
    """What one area hands in. Without an area: what belongs to none, held by the coordinators."""

    round = models.ForeignKey(ReportingRound, on_delete=models.CASCADE, related_name="submissions", db_index=False)
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=12, default=Stage.WORKING.value)
    minutes = models.PositiveIntegerField(null=True)
    # All activities of the area and year up to this number were confirmed; where the list goes on.
    confirmed_to = models.BigIntegerField(default=0)
    nothing_at = models.DateTimeField(null=True)
    nothing_by = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "focus_area"], name="one_submission_an_area"),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(focus_area=None), name="one_submission_of_no_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.focus_area_id} {self.stage}"


class SubmissionEvent(models.Model):
    """A step that was taken, with its reason. Added only: a return keeps its reason for ever."""

    round = models.ForeignKey(ReportingRound, on_delete=models.CASCADE, related_name="events")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="events")
    step = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.step} {self.by_label}"


class Approval(models.Model):
    """One party stands behind a submission, until the day it does no longer."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="approvals", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=200)
    void_at = models.DateTimeField(null=True)
    void_by = models.CharField(max_length=200, blank=True)
    void_why = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "organisation"], condition=models.Q(void_at=None), name="one_approval_a_party"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} approves {self.submission_id}"


class Confirmed(models.Model):
    """An activity stands as it should in one version, said for an area. It lapses when the thing itself changes."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="confirmed", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    lapsed_at = models.DateTimeField(null=True)
    lapsed_by = models.CharField(max_length=200, blank=True)
    lapsed_why = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "activity"], condition=models.Q(lapsed_at=None), name="confirmed_once"
            )
        ]
        # What was said or lapsed since a moment: the difference between two times it was handed in.
        indexes = [
            models.Index(fields=["submission", "at"], name="confirmed_since"),
            models.Index(
                fields=["submission", "lapsed_at"], condition=models.Q(lapsed_at__isnull=False), name="lapsed_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} v{self.version}"


class Explanation(models.Model):
    """Why a number is far from the year before. It holds for these two numbers and no others; a new one is a new row."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="explanations")
    subject = models.CharField(max_length=100)
    before = models.DecimalField(max_digits=14, decimal_places=2)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    text = models.TextField()
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.subject}: {self.text[:40]}"


class AskedValue(models.Model):
    """A number the register cannot count, that somebody is asked for; and the one they gave or let stand."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="asked", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(ReportedValue, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "indicator"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} of {self.submission_id}"


class Dispute(models.Model):
    """A party does not stand behind one activity, or one indicator's number, in a year: it stays out until that is settled."""

    round = models.ForeignKey(ReportingRound, on_delete=models.CASCADE, related_name="disputes")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, related_name="disputes")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    outcome = models.CharField(max_length=12, blank=True)
    settlement = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)
    # The adoption went ahead with this one left out.
    adopted_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(activity__isnull=True, indicator__isnull=False)
                | models.Q(activity__isnull=False, indicator__isnull=True),
                name="dispute_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["round", "activity"],
                condition=models.Q(outcome="", activity__isnull=False),
                name="one_dispute_of_an_activity",
            ),
            models.UniqueConstraint(
                fields=["round", "indicator"],
                condition=models.Q(outcome="", indicator__isnull=False),
                name="one_dispute_of_an_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.reason[:40]}"


class Reminder(models.Model):
    """Those who held something were reminded that a day was near, or had passed."""

    round = models.ForeignKey(ReportingRound, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="+")
    due = models.CharField(max_length=10)
    day = models.DateField()
    ahead = models.SmallIntegerField()
    sent = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "submission", "due", "day", "ahead"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.due} {self.day}"
