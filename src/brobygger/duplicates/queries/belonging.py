"""What entries are told to belong to: a work package to its project, and through it to the programme of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from brobygger.duplicates.queries.records import records_of
from brobygger.duplicates.queries.twins import Comparer, Near
from brobygger.duplicates.rules.prepared import Prepared, as_part_of
from brobygger.duplicates.rules.scoring import Answer, Scored, score

# A part of a part of a part …: nobody tells more.
_DEEPEST = 4
_PLAINLY_ALIKE = frozenset({"title_same", "id_same"})
# Parts of one thing share its words, its people and how it is described: only a title of their own tells.
_ALIKE_PARTS = _PLAINLY_ALIKE | {"title_close", "title_mostly"}


class Belonging:
    """Judges pairs anew by what people have told: what belongs to what, and what two of one project share because of it."""

    def __init__(self, comparer: Comparer, entries: Mapping[int, Prepared]) -> None:
        """`entries` are all that will be judged. Four queries for each step up, none when nothing belongs to anything."""
        self._comparer = comparer
        self._wholes: dict[int, Prepared] = {}
        self._above = {pk: each.record.belongs_to for pk, each in entries.items()}
        step = {whole for above in self._above.values() for whole in above}
        for _ in range(_DEEPEST):
            step -= self._wholes.keys()
            if not step:
                break
            read = {pk: comparer.prepare(record) for pk, record in records_of(sorted(step)).items()}
            self._wholes |= read
            step = {whole for each in read.values() for whole in each.record.belongs_to}

    def judged(self, pk: int, record: Prepared, near: Near) -> Scored | None:
        """How an entry and one that is like it are judged when what is told is known; None for two nobody needs to ask about."""
        ours, theirs = self._all_above(pk), self._all_above(near.activity_id)
        if pk in theirs or near.activity_id in ours:
            return None
        shared = ours & theirs
        if not shared or _is_plain(near.scored) or _same_numbered_part(record, near.prepared):
            return near.scored
        wholes = [self._wholes[whole] for whole in sorted(shared) if whole in self._wholes]
        scored = score(as_part_of(record, wholes), as_part_of(near.prepared, wholes), self._comparer.corpus)
        return scored if scored.answer is Answer.SAME and _has_one_of(scored, _ALIKE_PARTS) else None

    def _all_above(self, pk: int) -> set[int]:
        """Everything an entry belongs to, at any depth."""
        found: set[int] = set()
        step: Iterable[int] = self._above.get(pk, ())
        for _ in range(_DEEPEST):
            new = set(step) - found
            found |= new
            step = [above for whole in new if whole in self._wholes for above in self._wholes[whole].record.belongs_to]
        return found


def _is_plain(scored: Scored) -> bool:
    """Whether two are so alike that they are asked about though both belong to one thing."""
    return scored.answer is not Answer.RELATED and _has_one_of(scored, _PLAINLY_ALIKE)


def _has_one_of(scored: Scored, codes: Collection[str]) -> bool:
    return any(reason.code in codes for reason in scored.reasons)


def _same_numbered_part(one: Prepared, other: Prepared) -> bool:
    return any(number for _, number in one.marks.parts & other.marks.parts)
