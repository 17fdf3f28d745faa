"""Rings of waits: the readable form of `harmoni.engine.rings`."""

from harmoni.engine import columns as c
from harmoni.reference.people import Patient, Place
from harmoni.reference.records import Records


class Rings(Records):
    """Finds units where nobody can ever move, and lets a ring of patients change places."""

    def admit(self, patient: Patient, place: Place) -> None:
        """How a patient moves in, which the whole engine says."""
        raise NotImplementedError

    def is_stuck(self, start: Place) -> bool:
        reached, todo = {start.number}, [start]
        while todo:
            place = todo.pop()
            if not place.patients or place.first_in_line() is not None:
                return False
            if any(patient.doing != "waiting" for patient in place.patients):
                return False
            for patient in place.patients:
                assert isinstance(patient.to, int)
                if patient.to not in reached:
                    reached.add(patient.to)
                    todo.append(self.places[patient.to])
        return True

    def _longest_held(self, place: Place) -> Patient:
        return min(place.patients, key=lambda patient: (patient.joined, patient.serial))

    def turn_ring(self, place: Place) -> None:
        """Follow the longest-waiting patient from unit to unit until one comes again; that ring changes places."""
        met: list[Place] = []
        while place not in met:
            met.append(place)
            place = self._next(place)
        ring = met[met.index(place) :]
        self.rings += 1
        movers = [self._longest_held(unit) for unit in ring]
        for mover in movers:
            assert isinstance(mover.to, int)
            self.write(c.LOG_RING, mover, mover.unit, mover.to)
            self.admit(mover, self.places[mover.to])

    def _next(self, place: Place) -> Place:
        to = self._longest_held(place).to
        assert isinstance(to, int)
        return self.places[to]
