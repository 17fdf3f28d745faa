"""What each measure is worth, in bits: the one table that scoring, the reference page and Splink read.

A comparison's levels are tried from the top; the first whose `at_least` is reached is chosen. A measure that is None
tells nothing. Two bits more double the odds twice. The weights are set by hand for registrations of collaboration and
hold from the first twenty records on; `learning` replaces them when people have decided some hundred pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Level:
    """A step of a comparison: its code in reasons, the least value of the measure, its weight in bits."""

    code: str
    at_least: float
    bits: float


@dataclass(frozen=True)
class Comparison:
    """A measure and its levels, the highest first. `parts` marks what turns «same» into «related»."""

    measure: str
    levels: tuple[Level, ...]
    parts: bool = False

    def level(self, value: float | None) -> Level | None:
        """The level of a value; None for a value that is not known or below all levels."""
        if value is None:
            return None
        return next((level for level in self.levels if value >= level.at_least), None)


# Of the pairs that share a telling word, few are the same: what must be overcome.
PRIOR = -0.5

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "title",
        (
            Level("title_same", 0.95, 4.0),
            Level("title_close", 0.8, 3.5),
            Level("title_mostly", 0.65, 2.5),
            Level("title_partly", 0.5, 1.0),
            Level("title_some", 0.35, 0.0),
            Level("title_little", 0.2, -1.5),
            Level("title_none", 0.0, -2.0),
        ),
    ),
    Comparison(
        "title_bits",
        (
            Level("words_many", 28, 4.5),
            Level("words_several", 20, 3.5),
            Level("words_some", 14, 2.5),
            Level("words_few", 9, 1.0),
            Level("words_one", 5, -0.5),
            Level("words_none", 0, -2.5),
        ),
    ),
    Comparison(
        "inside",
        (
            Level("inside_all", 0.9, 2.0),
            Level("inside_most", 0.7, 1.5),
            Level("inside_half", 0.5, 0.0),
            Level("inside_little", 0.0, -1.0),
        ),
    ),
    Comparison(
        "description",
        (
            Level("description_same", 0.6, 3.0),
            Level("description_close", 0.4, 1.5),
            Level("description_partly", 0.25, 0.5),
            Level("description_some", 0.15, -1.5),
            Level("description_other", 0.0, -2.0),
        ),
    ),
    Comparison(
        "name",
        (
            Level("name_same", 3, 6.0),
            Level("name_found", 2, 5.0),
            Level("name_initials", 1, 3.5),
            Level("name_mentioned", 0.5, 0.0),
            Level("name_other", 0, -2.5),
        ),
    ),
    Comparison("id", (Level("id_same", 1, 16.0), Level("id_other", 0, -8.0))),
    Comparison(
        "partners",
        (
            Level("partners_rare", 5, 2.0),
            Level("partners_some", 2.5, 1.0),
            Level("partners_usual", 0, 0.0),
            Level("partners_other", -1, -1.0),
        ),
    ),
    Comparison(
        "units",
        (
            Level("units_rare", 5, 2.0),
            Level("units_some", 2.5, 1.0),
            Level("units_usual", 0, 0.5),
            Level("units_other", -1, -1.0),
        ),
    ),
    Comparison(
        "years",
        (
            Level("years_same", 0, 2.5),
            Level("years_near", -1, 0.5),
            Level("years_apart", -2, -2.0),
            Level("years_far", -99, -3.0),
        ),
    ),
    Comparison(
        "family",
        (
            Level("kind_same", 2, 0.5),
            Level("kind_projects", 1, 0.5),
            Level("kind_mixed", 0, 0.0),
            Level("kind_other", -1, -3.0),
        ),
    ),
    Comparison("part", (Level("part_other", 2, -8.0), Level("part_one", 1, -4.0)), parts=True),
    Comparison("kind", (Level("sort_other", 2, -7.0), Level("sort_one", 1, -5.0)), parts=True),
    Comparison("edition", (Level("edition_other", 2, -8.0), Level("edition_years", 1, -5.0)), parts=True),
    Comparison("number", (Level("number_other", 2, -4.0),), parts=True),
    Comparison("place", (Level("place_other", 2, -7.0),), parts=True),
)


@dataclass(frozen=True)
class Weights:
    """The prior and what each level is worth, in bits. Levels that are not named keep their shipped weight."""

    prior: float = PRIOR
    bits: Mapping[str, float] = field(default_factory=dict)

    def of(self, level: Level) -> float:
        """The weight of a level."""
        return self.bits.get(level.code, level.bits)


SHIPPED = Weights()
