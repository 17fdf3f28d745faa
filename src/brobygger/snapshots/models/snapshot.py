"""What was adopted, frozen. Rows of these tables come in and are never changed or deleted (`models.guard`).

No name of a person stands here, in no column and in no part of the content: it could not be erased. Who pressed the
button is in the audit log, where a name can be taken away.
"""

from __future__ import annotations

from django.db import models

from brobygger.partnerships.models import Decision, Partnership


class Snapshot(models.Model):
    """One frozen content: the head and the index of the file as they stand in it, and what the lists show.

    `sha256` is of the whole file (`rules.document`); `previous_sha256` of the snapshot with the number before, empty for
    the first. `size` is of the file in bytes, `stored` of what is kept of it.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="snapshots")
    # Known before the row is: pieces are written first, and the row, with their checksum in it, last.
    key = models.UUIDField(unique=True)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    decision_words = models.CharField(max_length=300, blank=True)
    frozen = models.DateTimeField()
    format = models.PositiveSmallIntegerField()
    head = models.TextField()
    index = models.TextField()
    items = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    stored = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="snapshot_number"),
            models.CheckConstraint(
                condition=models.Q(number=1, previous_sha256="")
                | (models.Q(number__gt=1) & ~models.Q(previous_sha256="")),
                name="snapshot_in_chain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} number {self.number}"


class Piece(models.Model):
    """Some lines of a snapshot's file, packed (zlib): no more than `ITEMS_A_PIECE` of one group.

    `first` is how many of the group stand before them, `digests` the checksums of the lines one after the other.
    """

    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, to_field="key", related_name="pieces", db_index=False
    )
    number = models.PositiveIntegerField()
    group = models.CharField(max_length=200)
    first = models.PositiveIntegerField()
    # The number at the end of its first path, where a group is in the order of such numbers (`activities/417`).
    low = models.BigIntegerField(null=True)
    items = models.PositiveSmallIntegerField()
    packed = models.BinaryField()
    digests = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "number"], name="piece_number")]
        indexes = [models.Index(fields=["snapshot", "group", "first"], name="piece_of_group")]

    def __str__(self) -> str:
        return f"{self.group} from {self.first}"


class Erratum(models.Model):
    """Something that was found wrong in a snapshot afterwards: what, why, who decides, and how totals change.

    `about` and `changes` are canonical JSON as `rules.errata` writes it. `sha256` is of the erratum's own canonical text
    with the checksum of the erratum before it (of the first: of the snapshot) in it, so that errata are a chain too.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="errata", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    reason = models.TextField()
    # The body or the offices that decide, in words; never a person.
    decider = models.CharField(max_length=300)
    about = models.TextField()
    changes = models.TextField()
    written = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "number"], name="erratum_number")]

    def __str__(self) -> str:
        return f"{self.snapshot_id} erratum {self.number}"
