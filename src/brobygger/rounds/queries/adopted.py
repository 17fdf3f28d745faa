"""Which years are adopted, and by which snapshot (`settings.YEARS_ADOPTED`)."""

from __future__ import annotations

from brobygger.partnerships.models import Partnership
from brobygger.rounds.models import ReportingRound
from brobygger.rounds.rules.kinds import RoundState
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.reading import snapshots_of


def adopted_years(partnership: Partnership) -> dict[int, Snapshot]:
    """The newest snapshot of each year that is adopted, in the order of the years. Two queries.

    A year whose adoption was undone is not adopted, however many snapshots there are of it.
    """
    undone = set(
        ReportingRound.objects.filter(partnership=partnership, state=RoundState.OPEN.value).values_list(
            "year", flat=True
        )
    )
    newest = {each.year: each for each in reversed(snapshots_of(partnership))}
    return {year: newest[year] for year in sorted(newest) if year not in undone}
