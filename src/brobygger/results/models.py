"""Indicators and targets as versioned data, the numbers reported for them, and what others said of them.

Texts in three languages are JSON objects with `nb`, `nn` and `en`.
"""

from django.db import models

from brobygger.partnerships.models import Decision, Partnership
from brobygger.portfolio.models import Activity


class Framework(models.Model):
    """The goal areas, indicators and targets of one agreement period."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="frameworks")
    slug = models.SlugField(max_length=80)
    name = models.JSONField()
    years = models.JSONField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="framework_slug")]

    def __str__(self) -> str:
        return self.slug


class GoalArea(models.Model):
    """One of the things the partners want to achieve, with the value each expects of it (R24)."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="goal_areas")
    code = models.SlugField(max_length=80)
    name = models.JSONField()
    objective = models.JSONField()
    # Lists of texts, by slug of the partner.
    expected_value = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="goal_area_code")]

    def __str__(self) -> str:
        return self.code


class Indicator(models.Model):
    """What is followed. How it is counted and what is aimed at are versions of their own."""

    goal_area = models.ForeignKey(GoalArea, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=80)
    name = models.JSONField()
    group = models.CharField(max_length=60)
    direction = models.CharField(max_length=4, default="up")
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal_area", "code"], name="indicator_code")]

    def __str__(self) -> str:
        return self.code


class Definition(models.Model):
    """One version of what an indicator means and how it is counted; holds from a year until the next version."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveSmallIntegerField()
    valid_from = models.PositiveSmallIntegerField()
    text = models.JSONField()
    unit = models.JSONField()
    counting = models.JSONField(null=True)
    reason = models.JSONField(null=True)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "version"], name="definition_version")]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class Target(models.Model):
    """One version of what is aimed at; holds from a year until the next version."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    version = models.PositiveSmallIntegerField()
    valid_from = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    baseline_year = models.PositiveSmallIntegerField(null=True)
    baseline_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    baseline_source = models.CharField(max_length=300, blank=True)
    due_years = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    owner = models.JSONField(null=True)
    method = models.JSONField(null=True)
    mandate = models.JSONField(null=True)
    # Why it is set without owner, method or mandate.
    exception = models.JSONField(null=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.JSONField(null=True)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "version"], name="target_version")]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class ReportedValue(models.Model):
    """A number somebody reported. A later one for the same year is a new row; the newest holds."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reported_values")
    year = models.PositiveSmallIntegerField(null=True)  # None: the whole period
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    pending = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12)
    as_of = models.CharField(max_length=10, blank=True)
    quality = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["indicator", "year"], name="reported_value_year")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.value}"


class Judgement(models.Model):
    """What the source itself says about a target. Kept apart from our verdicts."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="judgements")
    year = models.PositiveSmallIntegerField(null=True)
    judgement = models.CharField(max_length=20)
    words = models.TextField()
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.judgement}"


class Assessment(models.Model):
    """How far one criterion of a qualitative target is fulfilled, with the evidence."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="assessments")
    criterion = models.SlugField(max_length=80)
    year = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=20)
    text = models.JSONField()
    activities = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.criterion}: {self.level}"


class LeftOut(models.Model):
    """An activity, or a whole indicator, that is not counted in one year though it is in the register: it is disputed.

    Written by the app that knows why; here is only what counting must know.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "year"], name="activity_left_out_once"),
            models.UniqueConstraint(fields=["indicator", "year"], name="indicator_left_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id or self.indicator_id} in {self.year}"
