"""Reorganisations as values (R47): how a directory stands, what somebody wants done with it, and what that comes to.

`rules.planning` leads from the one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from brobygger.organisations.rules.kinds import SuccessionKind
from brobygger.organisations.rules.names import Party


class Change(StrEnum):
    """The ways to reorganise."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    CLOSE = "close"


class Problem(StrEnum):
    """Why an order cannot be carried out."""

    DATE_MISSING = "date_missing"
    DATE_AHEAD = "date_ahead"
    DATE_TOO_EARLY = "date_too_early"
    GONE = "gone"
    PROPOSED = "proposed"
    SAME_NAME = "same_name"
    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    NOBODY = "nobody"
    ITSELF = "itself"
    OTHER_ORGANISATION = "other_organisation"
    NOT_A_UNIT = "not_a_unit"
    FEW_PARTS = "few_parts"
    SAME_PART = "same_part"
    SHARES = "shares"
    PARENTLESS = "parentless"
    HAS_UNITS = "has_units"
    SAME_PLACE = "same_place"
    BELOW_ITSELF = "below_itself"


class Refused(ValueError):
    """The order cannot be carried out. `names` are those it is about."""

    def __init__(self, problem: Problem, names: Iterable[str] = ()) -> None:
        super().__init__(problem, *names)
        self.problem, self.names = problem, tuple(names)


@dataclass(frozen=True)
class Standing:
    """A unit as it is now. `placed_from` is since when it hangs under its parent."""

    unit_id: int
    organisation_id: int
    parent_id: int | None
    name: str
    kind: str
    valid_from: str = ""
    valid_to: str = ""
    placed_from: str = ""
    disciplines: tuple[str, ...] = ()
    is_proposed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has written down that it ended."""
        return not self.valid_to


@dataclass(frozen=True)
class Register:
    """What orders are judged by: units, organisations by name, and who goes by which folded name."""

    units: Mapping[int, Standing]
    organisations: Mapping[int, str]
    names: Mapping[str, frozenset[Party]] = field(default_factory=dict)

    def name(self, party: Party) -> str:
        """What a party is called."""
        return self.units[party.unit_id].name if party.unit_id else self.organisations[party.organisation_id]

    def open_below(self, unit_id: int) -> list[Standing]:
        """The units directly below that are there."""
        return [unit for unit in self.units.values() if unit.parent_id == unit_id and unit.is_open]

    def with_all_below(self, unit_id: int) -> Iterator[Standing]:
        """A unit and every unit below it that is there, each after the one it hangs under."""
        waiting = [self.units[unit_id]]
        while waiting:
            unit = waiting.pop(0)
            yield unit
            waiting += self.open_below(unit.unit_id)

    def above(self, unit_id: int) -> list[int]:
        """Every unit above, nearest first."""
        found: list[int] = []
        parent = self.units[unit_id].parent_id
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.units[parent].parent_id
        return found


@dataclass(frozen=True)
class NewUnit:
    """A unit that is not there yet."""

    name: str


@dataclass(frozen=True)
class Rename:
    """An organisation or unit gets another name and stays who it is."""

    party: Party
    name: str


@dataclass(frozen=True)
class Merge:
    """Units become one: a new one, or one that is there."""

    unit_ids: tuple[int, ...]
    into: int | NewUnit


@dataclass(frozen=True)
class Part:
    """One of those a unit is split into. `share`: how much of it went there; None when nobody can say."""

    into: int | NewUnit
    share: Decimal | None = None


@dataclass(frozen=True)
class Split:
    """A unit becomes several and is no more. `below`: for units below it, which part (from 0) they go with."""

    unit_id: int
    parts: tuple[Part, ...]
    below: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """A unit goes, with all below it, to another place in its organisation or to another organisation."""

    unit_id: int
    organisation_id: int
    parent_id: int | None = None


@dataclass(frozen=True)
class Close:
    """A unit is no more, and nobody takes over."""

    unit_id: int


Order = Rename | Merge | Split | Move | Close


@dataclass(frozen=True)
class Made:
    """A unit to be made. `number` is negative: what the plan calls it until it has one. `like`: whom it takes after."""

    number: int
    organisation_id: int
    name: str
    like: int


@dataclass(frozen=True)
class Succeeds:
    """Who takes over from whom."""

    predecessor: int
    successor: int
    kind: SuccessionKind
    share: Decimal | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be written. Units are named by their numbers, those to be made by negative ones."""

    date: str
    until: str  # the last that is true of what was before
    renamed: tuple[Party, str] | None = None
    made: tuple[Made, ...] = ()
    ended: tuple[int, ...] = ()
    placed: tuple[tuple[int, int | None], ...] = ()
    successions: tuple[Succeeds, ...] = ()

    @property
    def touched(self) -> frozenset[int]:
        """Every unit that is there already and of which something is written."""
        numbers = {*self.ended, *(unit for unit, _ in self.placed), *(parent or 0 for _, parent in self.placed)}
        numbers |= {each.successor for each in self.successions}
        if self.renamed and self.renamed[0].unit_id:
            numbers.add(self.renamed[0].unit_id)
        return frozenset(number for number in numbers if number > 0)


def subjects_of(order: Order) -> tuple[int, ...]:
    """The units an order changes; none when it is about an organisation."""
    if isinstance(order, Rename):
        return (order.party.unit_id,) if order.party.unit_id else ()
    return order.unit_ids if isinstance(order, Merge) else (order.unit_id,)


def change_of(order: Order) -> Change:
    """Which way an order reorganises."""
    return {
        Rename: Change.RENAME,
        Merge: Change.MERGE,
        Split: Change.SPLIT,
        Move: Change.MOVE,
        Close: Change.CLOSE,
    }[type(order)]


def told_of(register: Register, order: Order, planned: Plan) -> dict[str, Any]:
    """What is remembered of an order, in the names of today: who it was of, whom they became, with which share, and where."""
    if isinstance(order, Rename):
        return {"was": register.name(order.party), "name": order.name}
    made = {each.number: each.name for each in planned.made}

    def name(number: int | None) -> str:
        return made.get(number or 0) or (register.units[number].name if number else "")

    told: dict[str, Any] = {"units": [name(unit_id) for unit_id in subjects_of(order)]}
    if isinstance(order, Merge):
        told["into"] = [name(planned.successions[0].successor)]
    elif isinstance(order, Split):
        told["into"] = [name(each.successor) for each in planned.successions]
        told["shares"] = [None if each.share is None else str(each.share) for each in planned.successions]
    elif isinstance(order, Move):
        told["organisation"], told["under"] = register.organisations[order.organisation_id], name(order.parent_id)
    return told
