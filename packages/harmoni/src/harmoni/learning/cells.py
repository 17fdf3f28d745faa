"""Small cells: whatever would be said about fewer patients than the least number is not said, and leaves no trace.

- A group with too few patients is laid together with the other small ones, or left out.
- Groups that do not differ share a row (`*`); so do those of which too few were there. It is made of patients of whom no
  other row tells, so that no small cell is the difference of two numbers.
- A destination that too few went to is left out, and the others share its part.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from harmoni.learning.events import Log, Visit
from harmoni.model.parts import EVERYONE
from harmoni.texts import say

SMALLEST = 5
OTHERS = "others"
ENOUGH = 4
"""Times the least number: so many patients a group needs for a row of its own."""

Row = TypeVar("Row")
Answer = TypeVar("Answer")


def patients(visits: Iterable[Visit]) -> int:
    """A patient counts once, however many stays."""
    return len({visit.patient for visit in visits})


def about(count: float, smallest: int) -> int:
    """Rounded to whole times the least number: exact totals would give away what was left out."""
    return round(count / smallest) * smallest


def without_small_groups(log: Log, smallest: int) -> tuple[Log, list[str]]:
    """The log with small groups laid together, and what was done in words."""
    by_group: dict[str, set[str]] = defaultdict(set)
    for visit in log.visits:
        by_group[visit.group].add(visit.patient)
    small = sorted(group for group, who in by_group.items() if len(who) < smallest)
    if not small:
        return log, []
    together = set().union(*(by_group[group] for group in small))
    names = ", ".join(small)
    if len(together) < smallest or OTHERS in by_group:
        kept = tuple(visit for visit in log.visits if visit.group not in small)
        return replace(log, visits=kept), [
            say("Left out, fewer than {smallest} patients: group {names}.", smallest=smallest, names=names)
        ]
    renamed = tuple(replace(visit, group=OTHERS) if visit.group in small else visit for visit in log.visits)
    return replace(log, visits=renamed), [
        say(
            "Laid together as «{others}», fewer than {smallest} patients each: {names}.",
            others=OTHERS,
            smallest=smallest,
            names=names,
        )
    ]


@dataclass(frozen=True)
class Shared:
    """Which rows are made of which groups' patients: some have one of their own, the rest share one."""

    own: tuple[str, ...]
    rest: tuple[str, ...]


def share(
    by_group: Mapping[str, Sequence[Row]],
    count: Callable[[Sequence[Row]], int],
    price: Callable[[Sequence[Row]], float],
    smallest: int,
) -> Shared | None:
    """Who gets a row. `count` says how many patients can be written of, `price` how badly one answer explains the rows,
    with what one more answer costs (as BIC does). None: too few altogether.

    Groups with too few patients share a row; groups join them, the smallest first, as long as that explains no worse; and
    also when the row would still be made of too few.
    """
    if count([row for rows in by_group.values() for row in rows]) < smallest:
        return None
    sizes = {group: count(rows) for group, rows in by_group.items()}
    own = sorted((group for group in by_group if sizes[group] >= ENOUGH * smallest), key=lambda group: sizes[group])
    rest = [group for group in by_group if group not in own]
    shared = [row for group in rest for row in by_group[group]]
    worst = price(shared) if shared else 0.0
    for group in tuple(own):
        together = [*shared, *by_group[group]]
        whole = price(together)
        must = bool(shared) and count(shared) < ENOUGH * smallest
        if must or (shared and whole < worst + price(by_group[group])):
            own.remove(group)
            rest, shared, worst = [*rest, group], together, whole
        elif not shared and _two_alike(by_group, own, price):
            own.remove(group)
            rest, shared, worst = [group], list(by_group[group]), price(by_group[group])
    return Shared(tuple(own), tuple(rest))


def _two_alike(
    by_group: Mapping[str, Sequence[Row]], own: Sequence[str], price: Callable[[Sequence[Row]], float]
) -> bool:
    """Whether the first of the groups is like some other."""
    first = by_group[own[0]]
    alone = price(first)
    return any(price([*first, *by_group[other]]) < alone + price(by_group[other]) for other in own[1:])


def answers(
    by_group: Mapping[str, Sequence[Row]], shared: Shared, make: Callable[[str, Sequence[Row]], Answer]
) -> list[Answer]:
    """An answer for each row that is written: a group's own, and one for everyone else."""
    found = [make(group, by_group[group]) for group in shared.own]
    rest = [row for group in shared.rest for row in by_group[group]]
    return [*found, make(EVERYONE, rest)] if rest else found


@dataclass(frozen=True)
class Way:
    """A share of those who went on, with its interval."""

    to: str
    share: float
    low: float
    high: float


def ways(rows: Sequence[tuple[str, str]], smallest: int) -> tuple[list[Way], list[str]]:
    """From (patient, destination): the shares, in thousandths, that sum to one; and the destinations left out."""
    went, who = _counted(rows)
    kept = sorted(to for to in went if len(who[to]) >= smallest)
    total = sum(went[to] for to in kept)
    if not kept:
        return [], sorted(went)
    found = []
    for to in kept:
        low, high = wilson(went[to], total)
        found.append(Way(to, round(went[to] / total, 3), low, high))
    largest = max(range(len(found)), key=lambda place: found[place].share)
    missing = 1 - sum(way.share for way in found)
    found[largest] = replace(found[largest], share=round(found[largest].share + missing, 3))
    return found, sorted(set(went) - set(kept))


def _counted(rows: Sequence[tuple[str, str]]) -> tuple[dict[str, int], dict[str, set[str]]]:
    went: dict[str, int] = defaultdict(int)
    who: dict[str, set[str]] = defaultdict(set)
    for patient, to in rows:
        went[to] += 1
        who[to].add(patient)
    return went, who


def ways_count(rows: Sequence[tuple[str, str]], smallest: int) -> int:
    """Patients whose destination can be written."""
    _, who = _counted(rows)
    kept = [people for people in who.values() if len(people) >= smallest]
    return len(set().union(*kept)) if kept else 0


def ways_price(rows: Sequence[tuple[str, str]], total: int) -> float:
    went, _ = _counted(rows)
    count = len(rows)
    likelihood = sum(n * math.log(n / count) for n in went.values())
    return len(went) * math.log(max(total, 2)) - 2 * likelihood


def wilson(count: int, total: int) -> tuple[float, float]:
    """95 of 100 for a share."""
    score = 1.959964
    middle = (count + score**2 / 2) / (total + score**2)
    reach = score / (total + score**2) * math.sqrt(count * (total - count) / total + score**2 / 4)
    return (max(middle - reach, 0.0) if count else 0.0), (min(middle + reach, 1.0) if count < total else 1.0)
