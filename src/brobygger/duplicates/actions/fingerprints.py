"""Writing down what entries are compared by. Always inside the transaction that wrote the entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import F

from brobygger.duplicates.models import Clue, ClueHolder, Fingerprint
from brobygger.duplicates.rules.clues import checksum, clues_of, kept_of
from brobygger.duplicates.rules.prepared import Prepared
from brobygger.partnerships.models import Partnership

_VALUES = 900


def write(partnership: Partnership, records: Mapping[int, Prepared]) -> list[int]:
    """Write down the records of entries by id; those of which nothing that is compared has changed are left.

    Returns the ids that were written anew.
    """
    kept = {pk: kept_of(record) for pk, record in records.items()}
    there = dict(Fingerprint.objects.filter(pk__in=list(records)).values_list("pk", "checksum"))
    changed = [pk for pk in records if there.get(pk) != checksum(kept[pk])]
    _unhold([pk for pk in changed if pk in there])
    Fingerprint.objects.filter(pk__in=list(records)).update(is_old=False)
    Fingerprint.objects.bulk_create(
        [
            Fingerprint(activity_id=pk, partnership=partnership, kept=kept[pk], checksum=checksum(kept[pk]))
            for pk in changed
        ],
        update_conflicts=True,
        unique_fields=["activity"],
        update_fields=["kept", "checksum", "is_old"],
        batch_size=500,
    )
    _hold(partnership, {pk: clues_of(records[pk]) for pk in changed})
    return changed


def erase(activity_ids: Sequence[int]) -> None:
    """Forget entries that have left the register."""
    _unhold(activity_ids)
    for at in range(0, len(activity_ids), _VALUES):
        Fingerprint.objects.filter(pk__in=activity_ids[at : at + _VALUES]).delete()


def wait(activity_ids: Sequence[int]) -> None:
    """Mark entries as written since they were compared; those never compared have no fingerprint to mark."""
    for at in range(0, len(activity_ids), _VALUES):
        Fingerprint.objects.filter(pk__in=activity_ids[at : at + _VALUES]).update(is_old=True)


def _hold(partnership: Partnership, clues: Mapping[int, Iterable[str]]) -> None:
    counts = Counter(text for held in clues.values() for text in held)
    if not counts:
        return
    with connection.cursor() as cursor:
        # In order, so that two writers can never hold what the other waits for.
        cursor.executemany(
            "INSERT INTO duplicates_clue (partnership_id, text, count) VALUES (%s, %s, %s) "
            "ON CONFLICT (partnership_id, text) DO UPDATE SET count = duplicates_clue.count + excluded.count",
            [(partnership.pk, text, count) for text, count in sorted(counts.items())],
        )
        numbers: dict[str, int] = {}
        texts = sorted(counts)
        for at in range(0, len(texts), _VALUES):
            numbers |= dict(
                Clue.objects.filter(partnership=partnership, text__in=texts[at : at + _VALUES]).values_list(
                    "text", "pk"
                )
            )
        cursor.executemany(
            "INSERT INTO duplicates_clueholder (clue_id, activity_id) VALUES (%s, %s)",
            [(numbers[text], pk) for pk, held in clues.items() for text in sorted(held)],
        )


def _unhold(activity_ids: Sequence[int]) -> None:
    counts: Counter[int] = Counter()
    for at in range(0, len(activity_ids), _VALUES):
        held = ClueHolder.objects.filter(activity_id__in=activity_ids[at : at + _VALUES])
        counts.update(held.values_list("clue_id", flat=True))
        held.delete()
    for number, count in sorted(counts.items()):
        Clue.objects.filter(pk=number).update(count=F("count") - count)
