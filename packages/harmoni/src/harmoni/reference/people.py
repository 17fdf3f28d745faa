"""Patients and units of the slow engine, and what it remembers of them."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from harmoni.model.parts import Route, Unit
from harmoni.ticks import TICKS_PER_DAY


@dataclass(eq=False, slots=True)
class Patient:
    serial: int
    group: int
    key: int
    layer: int
    number: int
    step: int = 0
    unit: int | None = None
    """The unit whose place the patient holds; None while outside."""
    to: int | str | None = None
    doing: str = "outside"
    since: int = 0
    ready_at: int = 0
    joined: int = 0
    fee_from: int | None = None
    fee_unit: int | None = None
    load: int = 0
    need: int = 0
    priority: int = 1
    route: Route | None = None
    took_alternative: bool = False
    factors: Route | None = None
    needs_left: list[tuple[int, int]] = field(default_factory=list)
    route_luck: int = 0
    patience: int | None = None
    """The planned events that still count: by their sequence number."""
    next_need: int | None = None


@dataclass(eq=False, slots=True)
class Place:
    """A unit as it stands."""

    unit: Unit
    number: int
    capacity: int
    is_open: bool = False
    used: int = 0
    patients: list[Patient] = field(default_factory=list)
    line: list[Patient] = field(default_factory=list)
    """All who wait for it, from outside or from another unit, in the order they joined."""

    @property
    def free(self) -> int:
        return self.capacity - self.used

    @property
    def held(self) -> list[Patient]:
        return [patient for patient in self.patients if patient.doing != "in care"]

    def first_in_line(self) -> Patient | None:
        """Who goes in next if the unit takes in."""
        firsts: dict[int, Patient] = {}
        for patient in self.line:
            if not self.unit.pass_over or patient.need <= self.free:
                firsts.setdefault(patient.priority, patient)
        if not firsts:
            return None
        if self.unit.order == "strict":
            best = firsts[min(firsts)]
        else:
            head_start = round(self.unit.head_start_days * TICKS_PER_DAY)
            best = min(firsts.values(), key=lambda p: (p.joined + p.priority * head_start, p.priority))
        return best if best.need <= self.free else None


@dataclass
class Spells:
    """What lasted from when to when, and how much of it there was: daily sums are made from these afterwards."""

    spells: dict[tuple[object, ...], list[tuple[int, int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: tuple[object, ...], start: int, end: int, amount: int = 1) -> None:
        self.spells[key].append((max(start, 0), end, amount))

    def daily(self, key: tuple[object, ...], days: int) -> NDArray[np.int64]:
        """Ticks times amount by day."""
        found = np.zeros(days, dtype=np.int64)
        for start, end, amount in self.spells[key]:
            for day in range(start // TICKS_PER_DAY, min(days, end // TICKS_PER_DAY + 1)):
                begins, ends = max(start, day * TICKS_PER_DAY), min(end, (day + 1) * TICKS_PER_DAY)
                found[day] += (ends - begins) * amount
        return found
