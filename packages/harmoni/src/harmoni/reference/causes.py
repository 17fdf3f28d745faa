"""In which unit a wait began: the readable form of `harmoni.engine.causes`."""

from collections import defaultdict

from harmoni.engine import columns as c
from harmoni.model import calendar
from harmoni.reference.people import Place
from harmoni.reference.records import Records


class Causes(Records):
    """Follows "waits for" at the end of each day."""

    def count_causes(self) -> None:
        for holder in self.places:
            mass = self._spread(holder, float(len(holder.held)), holder)
            for _ in range(len(self.places) + c.TURNS):
                further: dict[int, float] = defaultdict(float)
                for number, amount in mass.items():
                    for to, part in self._follow(self.places[number], amount, holder).items():
                        further[to] += part
                mass = further
            for number, amount in mass.items():
                self.causes[holder.number, number, c.RING] += amount

    def _follow(self, place: Place, amount: float, holder: Place) -> dict[int, float]:
        if place.free > 0 and not place.is_open:
            self.causes[holder.number, place.number, c.INTAKE] += amount
            return {}
        passed_on = amount * min(1.0, len(place.held) / len(place.line)) if place.line else 0.0
        built = place.unit.built
        has_closed_places = built is not None and place.capacity < calendar.load(place.unit, built)
        self.causes[holder.number, place.number, c.STAFF if has_closed_places else c.PLACES] += amount - passed_on
        return self._spread(place, passed_on, holder)

    def _spread(self, place: Place, amount: float, holder: Place) -> dict[int, float]:
        found: dict[int, float] = defaultdict(float)
        for patient in place.held:
            assert isinstance(patient.to, int)
            part = amount / len(place.held)
            if patient.doing == "unanswered":
                self.causes[holder.number, patient.to, c.NO_ANSWER] += part
            elif part > 0.0:
                found[patient.to] += part
        return found
