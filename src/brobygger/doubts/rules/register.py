"""What is doubtful about the register itself, from a few numbers read out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brobygger.doubts.rules.kinds import Doubt, Kind


@dataclass(frozen=True)
class RegisterFacts:
    """`uncounted` by kind: how many no indicator of the framework can count. `outside`: milestones of other years.

    `without_lead`: the areas that nobody leads, names by slug. `pairs` of likely duplicates wait to be looked at.
    """

    pairs: int
    uncounted: Mapping[str, int]
    outside: int
    years: tuple[int, int]
    without_lead: Mapping[str, str]


def doubts_of(facts: RegisterFacts) -> list[Doubt]:
    """Every doubt about the register."""
    found = []
    if facts.pairs:
        found.append(Doubt(Kind.PAIRS, "", {"count": facts.pairs}))
    found += [Doubt(Kind.UNCOUNTED, kind, {"count": count}) for kind, count in sorted(facts.uncounted.items()) if count]
    if facts.outside:
        found.append(Doubt(Kind.OUTSIDE, "", {"count": facts.outside, "years": list(facts.years)}))
    return found + [Doubt(Kind.NO_LEAD, slug, {"name": name}) for slug, name in facts.without_lead.items()]
