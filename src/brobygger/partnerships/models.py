"""The partnership and its standing structure. It is the scope of all data."""

from django.db import models

from brobygger.accounts.models import User
from brobygger.organisations.models import Directory, Organisation, Unit


class Partnership(models.Model):
    """One collaboration between partners."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="partnerships")
    source = models.CharField(max_length=300, blank=True)
    # Rises with every write to what is counted; whatever is remembered between requests is remembered under it.
    data_version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """One of the owning sides of a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=20)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="partner_once"),
            models.UniqueConstraint(fields=["partnership", "side"], name="one_partner_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


class AgreementPeriod(models.Model):
    """The years one agreement covers."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="periods")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    framework_slug = models.SlugField(max_length=80, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="period_slug"),
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")), name="period_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FocusArea(models.Model):
    """An area the partners work in together, from one date to another."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="focus_areas")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    # What the area has been worth, by slug of the partner it is worth it to.
    value = models.JSONField(default=dict)
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="focus_area_slug")]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A group with a task: the steering group, a committee, the project leads, the coordinators."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="bodies")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, null=True, related_name="bodies")
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="body_slug")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A place in a body, tied to an office and never to a person, for a time."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    slug = models.SlugField(max_length=80)
    office = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    focus_areas = models.ManyToManyField(FocusArea, related_name="lead_seats")
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "slug"], name="seat_slug")]

    def __str__(self) -> str:
        return self.office


class Decision(models.Model):
    """What a body decided, and when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="decisions")
    slug = models.SlugField(max_length=80)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="decisions")
    date = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="decision_slug")]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A user's role in a partnership, for one organisation. Nobody sees anything without one."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    focus_areas = models.ManyToManyField(FocusArea, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "partnership"], name="one_role_a_partnership")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.partnership}"
