"""What became of units (R47): who one is today, where it stands in a tree, and how nothing stands in two of one line.

A unit that became one other is that other today. One that was split is nobody's alone: it stays by itself, below what its
heirs have in common, since a thing that was done together cannot be divided afterwards (docs/adr/0021).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from brobygger.organisations.rules.names import Party

# From the organisation down to the unit.
Path = tuple[Party, ...]


@dataclass(frozen=True)
class Past:
    """A unit, the parent it had last, and whether it is gone."""

    unit_id: int
    organisation_id: int
    parent_id: int | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Step:
    """Somebody took over from somebody. `is_whole`: all of it, so that it is gone whether anybody wrote that down or not."""

    predecessor: int
    successor: int
    is_whole: bool = True


@dataclass(frozen=True)
class Lineage:
    """All units and who took over from whom."""

    units: Mapping[int, Past]
    steps: tuple[Step, ...] = ()

    @cached_property
    def heirs(self) -> Mapping[int, tuple[int, ...]]:
        """Who took over at once, of those who are no more themselves. A unit that goes on has no heirs."""
        found: dict[int, list[int]] = {}
        for step in self.steps:
            if step.is_whole or self.units[step.predecessor].is_gone:
                found.setdefault(step.predecessor, []).append(step.successor)
        return {unit_id: tuple(dict.fromkeys(heirs)) for unit_id, heirs in found.items()}

    @cached_property
    def _later(self) -> dict[int, frozenset[int]]:
        return {}

    def later(self, unit_id: int) -> frozenset[int]:
        """Everybody who came after, at once or by and by."""
        if unit_id not in self._later:
            reached: set[int] = set()
            waiting = list(self.heirs.get(unit_id, ()))
            while waiting:
                heir = waiting.pop()
                if heir not in reached:
                    reached.add(heir)
                    waiting += self.heirs.get(heir, ())
            self._later[unit_id] = frozenset(reached - {unit_id})
        return self._later[unit_id]

    @cached_property
    def _today(self) -> dict[int, int]:
        return {}

    def today_of(self, unit_id: int) -> int:
        """The unit of today that a unit became: itself when it goes on, is gone with nobody after it, or was divided."""
        if unit_id not in self._today:
            self._today[unit_id] = self._follow(unit_id, frozenset())
        return self._today[unit_id]

    def _follow(self, unit_id: int, passed: frozenset[int]) -> int:
        if unit_id in passed:
            return unit_id
        became = {self._follow(heir, passed | {unit_id}) for heir in self.heirs.get(unit_id, ())}
        return became.pop() if len(became) == 1 else unit_id

    def is_divided(self, unit_id: int) -> bool:
        """Whether a unit was split among several that are still several."""
        return self.today_of(unit_id) == unit_id and bool(self.heirs.get(unit_id))

    def path_today(self, party: Party) -> Path:
        """Where a party stands today, by the unit it became."""
        if party.unit_id is None:
            return (party,)
        return self._path(party.unit_id, frozenset())

    def _path(self, unit_id: int, passed: frozenset[int]) -> Path:
        unit = self.units[self.today_of(unit_id)]
        here = (Party(unit.organisation_id, unit.unit_id),)
        if unit.unit_id in passed:
            return (Party(unit.organisation_id), *here)
        passed |= {unit.unit_id}
        if self.is_divided(unit.unit_id):
            above = [self._path(heir, passed)[:-1] for heir in self.heirs[unit.unit_id]]
            return (_in_common(above) or (Party(unit.organisation_id),)) + here
        if unit.parent_id is None:
            return (Party(unit.organisation_id), *here)
        above_it = self._path(unit.parent_id, passed)
        return above_it if here[0] in above_it else above_it + here

    def path_then(self, party: Party, parents: Mapping[int, int | None]) -> Path:
        """Where a party stood in a tree of before; a unit that was not in it, where it stood last."""
        if party.unit_id is None:
            return (party,)
        chain = [party.unit_id]
        while True:
            parent = parents[chain[-1]] if chain[-1] in parents else self.units[chain[-1]].parent_id
            if parent is None or parent in chain:
                break
            chain.append(parent)
        units = [self.units[unit_id] for unit_id in reversed(chain)]
        return (Party(party.organisation_id), *(Party(unit.organisation_id, unit.unit_id) for unit in units))

    def settled(self, paths: Iterable[Path]) -> frozenset[Path]:
        """Paths of one thing, so that none stands at a unit and at one that took over from it: only at the one after.

        What stood below the one before stands below the one after instead.
        """
        current = frozenset(paths)
        if len(current) < 2 and not any(len(path) > 2 for path in current):
            return current
        while True:
            present = {party.unit_id for path in current for party in path if party.unit_id}
            before = sorted(pk for pk in present if pk in self.heirs and self._after(pk, present))
            if not before:
                return current
            gone = before[0]
            # One that has nobody after it here: whoever is chosen is not left again.
            heirs = self._after(gone, present)
            heir = min(heirs, key=lambda pk: (bool(self._after(pk, present)), pk))
            current = _without(current, gone, heir)

    def _after(self, unit_id: int, present: set[int]) -> set[int]:
        return {pk for pk in self.later(unit_id) & present if unit_id not in self.later(pk)}


def _without(paths: frozenset[Path], gone: int, heir: int) -> frozenset[Path]:
    """The paths with one unit's place taken by another that stands among them."""
    to_heir = min(
        (path[: _at(path, heir) + 1] for path in paths if _at(path, heir) >= 0),
        key=lambda path: [(party.organisation_id, party.unit_id or 0) for party in path],
    )
    to_heir = tuple(party for party in to_heir if party.unit_id != gone)
    found = set()
    for path in paths:
        if _at(path, gone) < 0:
            found.add(path)
            continue
        below = path[max(_at(path, gone), _at(path, heir)) + 1 :]
        found.add(to_heir + below)
    return frozenset(found)


def _at(path: Path, unit_id: int) -> int:
    return next((at for at, party in enumerate(path) if party.unit_id == unit_id), -1)


def _in_common(paths: list[Path]) -> Path:
    """The longest beginning that all share."""
    common: list[Party] = []
    for parties in zip(*paths, strict=False):
        if len(set(parties)) > 1:
            break
        common.append(parties[0])
    return tuple(common)
