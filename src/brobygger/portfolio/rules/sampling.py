"""A random sample anybody can draw again: as evenly over departments as possible, decided by a word and nothing else.

Chance comes from a checksum of the word and each activity's slug, so the order things are read in, the database and the
day make no difference: the same word and the same activities give the same sample.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

SIZE_AT_MOST = 200
USUAL_SIZE = 12
SEED_LENGTH = 60


@dataclass(frozen=True)
class Drawn:
    """An activity in a sample, and the department it was drawn for; empty when it has none."""

    slug: str
    department: str


@dataclass(frozen=True)
class Sample:
    """What was drawn, by department; from how many; and how many departments they are spread over."""

    drawn: Sequence[Drawn]
    among: int
    departments: int

    @property
    def checksum(self) -> str:
        """Eight signs that tell whether two samples are the same."""
        slugs = "\n".join(sorted(each.slug for each in self.drawn))
        return hashlib.sha256(slugs.encode()).hexdigest()[:8]


def draw(candidates: Iterable[tuple[str, Sequence[str]]], *, size: int, seed: str) -> Sample:
    """A sample of activities given as (slug, departments). Slugs are unique.

    Departments take turns until there are enough, so they differ by at most one, except those that have no more. What
    belongs to several departments counts for one of them, by chance too. Keeps `size` activities of each department in
    memory, however many there are.
    """
    best: dict[str, list[tuple[int, str]]] = {}
    worst: dict[str, tuple[int, str]] = {}
    of_activity = _chances(seed, "activity")
    among = 0
    for slug, departments in candidates:
        among += 1
        # The largest first: that is the one that gives way.
        entry = (-of_activity(slug), slug)
        for each in departments or ("",):
            if each not in worst or entry > worst[each]:
                break
        else:
            # It would give way wherever it belongs, so nobody need ask where that is.
            continue
        department = min(departments, key=_chances(seed, "of", slug), default="")
        kept = best.setdefault(department, [])
        heapq.heappush(kept, entry)
        if len(kept) > size:
            heapq.heappop(kept)
        if len(kept) == size:
            worst[department] = kept[0]
    turns = sorted(best, key=_chances(seed, "department"))
    queues = {department: sorted(best[department]) for department in turns}
    drawn: list[Drawn] = []
    while len(drawn) < size and any(queues.values()):
        for department in turns:
            if queues[department] and len(drawn) < size:
                drawn.append(Drawn(queues[department].pop()[1], department))
    drawn.sort(key=lambda each: (each.department, each.slug))
    return Sample(drawn, among, len({each.department for each in drawn}))


def _chances(*parts: str) -> Callable[[str], int]:
    """What gives each text its number, decided by the parts and the text."""
    begun = hashlib.blake2b("".join(f"{part}\0" for part in parts).encode(), digest_size=8)

    def chance(text: str) -> int:
        checksum = begun.copy()
        checksum.update(text.encode())
        return int.from_bytes(checksum.digest(), "big")

    return chance
