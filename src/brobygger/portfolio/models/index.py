"""The index: what makes lists, counts and the density map as fast at a million activities as at a hundred.

Everything here is derived from the activities and rewritten with them, in the same transaction
(docs/adr/0006). `brobygger reindex` builds it anew.
"""

from django.db import models

from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models.activity import Activity
from brobygger.portfolio.models.sort_key import SortKeyField

# Stands for every kind in `Edition.kind`.
ALL_KINDS = ""


class Term(models.Model):
    """One value of one dimension one can filter by (the unit «ism», the kind «phd»), with how many activities have it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "dimension", "key"], name="term_once")]

    def __str__(self) -> str:
        return f"{self.dimension}:{self.key}"


class Facet(models.Model):
    """An activity has a term."""

    pk = models.CompositePrimaryKey("term_id", "activity_id")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.activity_id} has {self.term_id}"


class Cell(models.Model):
    """How many activities have both of two terms, in one year or (year 0) at all."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    row = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    column = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "column", "year"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.row_id} × {self.column_id} in {self.year}: {self.count}"


class Word(models.Model):
    """A word stem that occurs in the register, forwards and backwards, so that parts of compounds are found."""

    stem = SortKeyField(max_length=80, unique=True)
    reversed_stem = SortKeyField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.stem


class Edition(models.Model):
    """Another one whenever an activity of a kind changed, or what is said of it; no kind stands for all of them.

    What is counted of a kind is remembered under it, so that one change does not make everything be counted anew.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40, blank=True)
    edition = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "kind"], name="edition_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind or '*'}: {self.edition}"


class WaitingIndex(models.Model):
    """Somebody many activities are found by goes by other names or stands elsewhere: those are indexed anew, some at a time.

    `after` is the last activity that was. Without a unit it is the whole organisation.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.unit_id or self.organisation_id}"
