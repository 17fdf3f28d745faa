"""Pairs judged by what people have told: a work package belongs to its project, and through it to the programme of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from brobygger.duplicates.queries.records import records_of
from brobygger.duplicates.queries.twins import Comparer, Near
from brobygger.duplicates.rules.prepared import Prepared, as_part_of
from brobygger.duplicates.rules.scoring import Answer, Scored, score
from brobygger.portfolio.models import Relation

# A part of a part of a part …: nobody tells more.
_DEEPEST = 4
_PLAINLY_ALIKE = frozenset({"title_same", "id_same"})
# Parts of one thing share its words, its people and how it is described: only a title of their own tells.
_ALIKE_PARTS = _PLAINLY_ALIKE | {"title_close", "title_mostly"}
# Databases take only so many values in one question.
_VALUES = 900


def judged(comparer: Comparer, pairs: Sequence[tuple[int, Prepared, Near]]) -> list[Scored | None]:
    """How each entry (its id, itself) and one that is like it are judged when it is known what they belong to.

    None for two nobody needs to be asked about: the one belongs to the other, or both to one thing and only that makes
    them alike. No query where nothing belongs to anything; else one for each step up, and four where two have a whole
    in common.
    """
    above = _everything_above(
        {pk: record for pk, record, _ in pairs} | {near.activity_id: near.prepared for _, _, near in pairs}
    )
    shared = [above[pk] & above[near.activity_id] for pk, _, near in pairs]
    wholes = {
        pk: comparer.prepare(record)
        for some in _portions(sorted({whole for each in shared for whole in each}))
        for pk, record in records_of(some).items()
    }
    return [
        None
        if pk in above[near.activity_id] or near.activity_id in above[pk]
        else _judged(comparer, record, near, [wholes[whole] for whole in sorted(common) if whole in wholes])
        for (pk, record, near), common in zip(pairs, shared, strict=True)
    ]


def _judged(comparer: Comparer, record: Prepared, near: Near, wholes: Sequence[Prepared]) -> Scored | None:
    scored = near.scored
    if not wholes or _same_numbered_part(record, near.prepared):
        return scored
    if scored.answer is not Answer.RELATED and _has_one_of(scored, _PLAINLY_ALIKE):
        return scored
    scored = score(as_part_of(record, wholes), as_part_of(near.prepared, wholes), comparer.corpus)
    return scored if scored.answer is Answer.SAME and _has_one_of(scored, _ALIKE_PARTS) else None


def _has_one_of(scored: Scored, codes: Collection[str]) -> bool:
    return any(reason.code in codes for reason in scored.reasons)


def _same_numbered_part(one: Prepared, other: Prepared) -> bool:
    return any(number for _, number in one.marks.parts & other.marks.parts)


def _everything_above(entries: Mapping[int, Prepared]) -> dict[int, set[int]]:
    """What each entry belongs to, at any depth."""
    wholes: dict[int, set[int]] = {pk: set(each.record.belongs_to) for pk, each in entries.items()}
    for _ in range(_DEEPEST - 1):
        new = sorted({whole for of in wholes.values() for whole in of} - wholes.keys())
        wholes |= {pk: set() for pk in new}
        for some in _portions(new):
            for pk, whole in Relation.objects.filter(activity__in=some).values_list("activity_id", "other_id"):
                wholes[pk].add(whole)
    return {pk: _above(pk, wholes) for pk in entries}


def _above(pk: int, wholes: Mapping[int, Collection[int]]) -> set[int]:
    found: set[int] = set()
    step: Iterable[int] = wholes[pk]
    while new := set(step) - found:
        found |= new
        step = [whole for each in new for whole in wholes.get(each, ())]
    return found


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + _VALUES] for at in range(0, len(ids), _VALUES)]
