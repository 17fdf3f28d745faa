"""What one can filter and count activities by: each activity's terms, as `(dimension, key)`.

One pure function decides it for the list, the counts and the density map alike, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """The ways to look at the register. Keys: code, slug or year as text."""

    KIND = "kind"
    STATE = "state"
    FOCUS_AREA = "focus_area"
    PURPOSE = "purpose"
    PARTY = "party"  # an organisation or unit that takes part, with everything above it
    FUNDER = "funder"
    DISCIPLINE = "discipline"
    SERVICE_AREA = "service_area"
    DEPARTMENT = "department"  # university units only, as rows of the density map
    YEAR = "year"
    SHARED = "shared"  # belongs to more than one focus area or purpose, and is counted once in the total (R07)
    PLACE = "place"  # a name of `rules.gazetteer`, or the text as it was written when it is not there


Facets = frozenset[tuple[Dimension, str]]

# Service area of municipal units nobody has placed, and of activities with the municipality but no unit.
UNPLACED = "_unplaced"

# The pairs that are counted for the density map. Each also by year.
CELL_PAIRS = (
    (Dimension.DEPARTMENT, Dimension.SERVICE_AREA),
    (Dimension.DISCIPLINE, Dimension.SERVICE_AREA),
    (Dimension.FOCUS_AREA, Dimension.KIND),
)


@dataclass(frozen=True)
class PartyPath:
    """A participating party with what follows from its place in the tree.

    `keys` are the slugs of the party and of everything above it (organisation last). `department` is set for
    university parties: slugs of the university's units on the path, or the university's own slug. `service_area` is
    set for municipal parties: the slug of the service area on the path, or UNPLACED.
    """

    keys: tuple[str, ...]
    department: tuple[str, ...] = ()
    service_area: str = ""
    disciplines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Described:
    """What the facets of an activity follow from."""

    kind: str
    state: str
    focus_areas: Sequence[str]
    purposes: Sequence[str]
    disciplines: Sequence[str]
    years: Sequence[int]
    parties: Sequence[PartyPath]
    funders: Sequence[str]
    places: Sequence[str] = ()


def facets_of(activity: Described) -> Facets:
    """All terms of one activity."""
    pairs: set[tuple[Dimension, str]] = {(Dimension.KIND, activity.kind), (Dimension.STATE, activity.state)}
    pairs |= {(Dimension.FOCUS_AREA, area) for area in activity.focus_areas}
    pairs |= {(Dimension.PURPOSE, purpose) for purpose in activity.purposes}
    pairs |= {(Dimension.YEAR, str(year)) for year in activity.years}
    pairs |= {(Dimension.FUNDER, funder) for funder in activity.funders}
    pairs |= {(Dimension.PLACE, place) for place in activity.places}
    for party in activity.parties:
        pairs |= {(Dimension.PARTY, key) for key in party.keys}
        pairs |= {(Dimension.DEPARTMENT, key) for key in party.department}
        if party.service_area:
            pairs.add((Dimension.SERVICE_AREA, party.service_area))
    if len(set(activity.focus_areas)) > 1:
        pairs.add((Dimension.SHARED, Dimension.FOCUS_AREA.value))
    if len(set(activity.purposes)) > 1:
        pairs.add((Dimension.SHARED, Dimension.PURPOSE.value))
    disciplines = activity.disciplines or [code for party in activity.parties for code in party.disciplines]
    pairs |= {(Dimension.DISCIPLINE, code) for code in disciplines}
    return frozenset(pairs)


def cells_of(facets: Facets) -> Iterable[tuple[tuple[Dimension, str], tuple[Dimension, str], int]]:
    """The cells one activity is counted in, once each: `(row term, column term, year)`; year 0 is all years."""
    by_dimension: Mapping[Dimension, list[str]] = _grouped(facets)
    years = [0, *(int(year) for year in by_dimension.get(Dimension.YEAR, []))]
    for rows, columns in CELL_PAIRS:
        for row in by_dimension.get(rows, []):
            for column in by_dimension.get(columns, []):
                for year in years:
                    yield (rows, row), (columns, column), year


def _grouped(facets: Facets) -> dict[Dimension, list[str]]:
    grouped: dict[Dimension, list[str]] = {}
    for dimension, key in facets:
        grouped.setdefault(dimension, []).append(key)
    return grouped
