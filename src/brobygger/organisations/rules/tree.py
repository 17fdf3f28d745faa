"""The tree of units as it was on a date (R47). Values in, values out; ids are whatever the caller uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from brobygger.dates.rules import covers


@dataclass(frozen=True)
class PlacedUnit:
    """A unit under a parent for a time. `valid_from` and `valid_to` are partial dates; empty means open."""

    unit_id: int
    parent_id: int | None
    valid_from: str = ""
    valid_to: str = ""


class TreeRefused(ValueError):
    """The placements do not make a tree; `cycle` are the ids that lead back to themselves."""

    def __init__(self, cycle: list[int]) -> None:
        super().__init__(cycle)
        self.cycle = cycle


@dataclass(frozen=True)
class Tree:
    """Parents by unit, at one moment."""

    parents: Mapping[int, int | None]

    @classmethod
    def latest(cls, placements: Iterable[PlacedUnit]) -> Tree:
        """The tree with each unit where it was placed last. Raises TreeRefused on a cycle."""
        return cls._checked({p.unit_id: p.parent_id for p in sorted(placements, key=lambda p: p.valid_from)})

    @classmethod
    def on(cls, day: date, placements: Iterable[PlacedUnit]) -> Tree:
        """The tree as it was on a day: only units placed then. Raises TreeRefused on a cycle."""
        return cls._checked({p.unit_id: p.parent_id for p in placements if covers(p.valid_from, p.valid_to, day)})

    @classmethod
    def _checked(cls, parents: dict[int, int | None]) -> Tree:
        tree = cls(parents)
        for unit_id in parents:
            tree.with_ancestors(unit_id)
        return tree

    def with_ancestors(self, unit_id: int) -> list[int]:
        """The unit itself and everything above it, nearest first. Raises TreeRefused on a cycle."""
        chain = [unit_id]
        while (parent := self.parents.get(chain[-1])) is not None:
            if parent in chain:
                raise TreeRefused([*chain[chain.index(parent) :], parent])
            chain.append(parent)
        return chain

    def children(self) -> dict[int | None, list[int]]:
        """Units by parent, in the order they were given; None holds the uppermost."""
        below: dict[int | None, list[int]] = {}
        for unit_id, parent_id in self.parents.items():
            below.setdefault(parent_id, []).append(unit_id)
        return below


def leads_to(start: str, end: str, steps: Iterable[tuple[str, str]]) -> bool:
    """Whether one comes from start to end along the steps; from each to itself without any."""
    after: dict[str, set[str]] = {}
    for here, there in steps:
        after.setdefault(here, set()).add(there)
    reached, waiting = {start}, [start]
    while waiting:
        fresh = after.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting.extend(fresh)
    return end in reached
