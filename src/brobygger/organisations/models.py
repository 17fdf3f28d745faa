"""The directory: organisations, units as a tree through time, names, successions.

All dates are partial dates in their written form (`brobygger.dates`); an empty one is open.
"""

from uuid import uuid4

from django.db import models


def new_edition() -> str:
    """A name no edition of a directory has had."""
    return uuid4().hex


class Directory(models.Model):
    """The list of organisations that one or more partnerships share. Nothing is read without saying which directory."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    # Another one after every write, so that what is remembered of a directory is never of an older one.
    edition = models.CharField(max_length=32, default=new_edition)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A legal entity, or a network that acts as one."""

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="organisations")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=30)
    organisation_number = models.CharField(max_length=9, blank=True)
    country = models.CharField(max_length=2, blank=True)
    # Somebody named it while registering; a coordinator has not looked at it yet.
    is_proposed = models.BooleanField(default=False)
    # It was proposed and turned out to be this one, which bears its names now. Old versions of activities still name it.
    same_as_organisation = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    same_as_unit = models.ForeignKey("Unit", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.CharField(max_length=10, blank=True)
    valid_to = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directory", "slug"], name="organisation_slug")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an organisation: a faculty, a department, a service area, a school."""

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="units")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=30)
    disciplines = models.JSONField(default=list)
    # As for organisations.
    is_proposed = models.BooleanField(default=False)
    same_as_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    same_as_unit = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.CharField(max_length=10, blank=True)
    valid_to = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directory", "slug"], name="unit_slug")]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Where a unit hangs in the tree, from one date to another. No parent: directly under the organisation."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="children")
    valid_from = models.CharField(max_length=10, blank=True)
    valid_to = models.CharField(max_length=10, blank=True)
    # How we know: the source says so, or it is common knowledge.
    basis = models.CharField(max_length=20, default="source")

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id}"


class Name(models.Model):
    """One name of an organisation, or of a unit when `unit` is set. Several may share one: then it must be qualified."""

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="names")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="names")
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2, blank=True)
    valid_from = models.CharField(max_length=10, blank=True)
    valid_to = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["directory", "folded"], name="name_folded")]

    def __str__(self) -> str:
        return self.text


class Succession(models.Model):
    """Who took over from whom: a renaming, a merger, a split (with the share that went over) or a move."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="precessions")
    kind = models.CharField(max_length=20)
    date = models.CharField(max_length=10)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_between_two_units"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Reorganisation(models.Model):
    """Something that was done with units from a date on, and why. Who and when is in the log; nothing of it is taken away.

    `told` is what it was, in the names of then; `written` the rows it left, by which it is undone while nobody has built on it.
    """

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="reorganisations")
    kind = models.CharField(max_length=10)
    date = models.CharField(max_length=10)
    reason = models.TextField()
    # Of whom something was written: units, or an organisation with a new name.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    units = models.ManyToManyField(Unit, related_name="reorganisations")
    told = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    is_undone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class Discipline(models.Model):
    """A scientific discipline: the axis along which dense and empty fields are seen. The same list for everyone."""

    code = models.SlugField(max_length=60, unique=True)
    area = models.CharField(max_length=60)
    name = models.JSONField()

    def __str__(self) -> str:
        return self.code
