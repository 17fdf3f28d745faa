"""A small register to kill things in, and whether everything derived from it is true to it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import compare_waiting
from brobygger.duplicates.models import ClueHolder, Fingerprint
from brobygger.duplicates.queries.records import records_of
from brobygger.duplicates.queries.twins import Comparer
from brobygger.duplicates.rules.clues import checksum, clues_of, kept_of
from brobygger.intake.actions import load_data_set
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.indexing import Indexer
from brobygger.portfolio.models import Activity, Facet, Term
from brobygger.portfolio.queries.drafts import drafts_of, with_parts

HOME = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def fresh_register() -> Partnership:
    """An empty database becomes the TRD 3.0 register, compared and ready."""
    call_command("migrate", verbosity=0)
    partnership = load_data_set(
        folder=HOME / "demo" / "trd3", frameworks=HOME / "frameworks", by=system("tests"), now=NOW
    )
    compare_waiting(partnership=partnership, now=NOW)
    return partnership


def assert_true_to_the_register(partnership: Partnership) -> None:
    """The index, the counts, the fingerprints and the clues are those that would be written anew."""
    activities = list(with_parts(Activity.objects.filter(partnership=partnership).order_by("pk")))
    indexer = Indexer(partnership)
    wanted = {
        activity.pk: set(indexer.entry(activity.pk, draft).facets)
        for activity, draft in zip(activities, drafts_of(activities), strict=True)
    }
    kept: dict[int, set[tuple[str, str]]] = {}
    for pk, dimension, key in Facet.objects.filter(term__partnership=partnership).values_list(
        "activity_id", "term__dimension", "term__key"
    ):
        kept.setdefault(pk, set()).add((dimension, key))
    assert kept == {pk: {(str(dimension), key) for dimension, key in facets} for pk, facets in wanted.items()}
    kinds = Term.objects.filter(partnership=partnership, dimension="kind").values_list("count", flat=True)
    assert sum(kinds) == len(activities)
    comparer = Comparer(partnership)
    compared = set(Fingerprint.objects.filter(partnership=partnership, is_old=False).values_list("pk", flat=True))
    prepared = {pk: comparer.prepare(record) for pk, record in records_of(sorted(compared)).items()}
    assert compared <= set(wanted)
    assert dict(Fingerprint.objects.filter(pk__in=compared).values_list("pk", "checksum")) == {
        pk: checksum(kept_of(record)) for pk, record in prepared.items()
    }
    held: dict[int, set[str]] = {}
    for pk, text in ClueHolder.objects.filter(activity__in=compared).values_list("activity_id", "clue__text"):
        held.setdefault(pk, set()).add(text)
    assert held == {pk: set(clues_of(record)) for pk, record in prepared.items()}
