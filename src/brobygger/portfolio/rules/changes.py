"""What differs between two versions of an activity, and how two people's changes to one version come together.

Lists (who takes part, milestones …) are compared row by row and without regard to order, so that one person can add a
partner while another adds a milestone or even another partner.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.portfolio.rules.content import FIELDS, LISTS, Content


@dataclass(frozen=True)
class Change:
    """One field that differs. For lists, `before` holds the rows that went and `after` those that came."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Clash:
    """A field both have changed, to different things: somebody must choose."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merge:
    """Two changes put together. Fields that clash stand as they are in the register (`theirs`) until one is chosen."""

    content: dict[str, Any]
    clashes: tuple[Clash, ...]


def changes_between(before: Content, after: Content) -> list[Change]:
    """Every field that differs, in the order fields are shown; nothing for the same rows in another order."""
    found = []
    for name in FIELDS:
        was, now = before.get(name), after.get(name)
        if name in LISTS:
            gone, come = _difference(was or [], now or []), _difference(now or [], was or [])
            if gone or come:
                found.append(Change(name, gone, come))
        elif (was or None) != (now or None):
            found.append(Change(name, was, now))
    return found


def merge(base: Content, mine: Content, theirs: Content) -> Merge:
    """My change and theirs, both made to `base`: each field that only one of us touched is taken from who did.

    A list that both touched gets what either added and loses what either took out; it clashes only where both changed
    the very same row to something different. The outcome for two equal changes is that change.
    """
    content: dict[str, Any] = {}
    clashes = []
    for name in FIELDS:
        was, my, their = base.get(name), mine.get(name), theirs.get(name)
        i_did, they_did = not _same(name, was, my), not _same(name, was, their)
        if not they_did:
            content[name] = my if i_did else their
        elif not i_did or _same(name, my, their):
            content[name] = their
        elif name in LISTS and not _same_row_twice(was or [], my or [], their or []):
            content[name] = _together(was or [], my or [], their or [])
        else:
            content[name] = their
            clashes.append(Clash(name, was, my, their))
    return Merge(content, tuple(clashes))


def _same(name: str, a: Any, b: Any) -> bool:
    if name in LISTS:
        return Counter(map(_key, a or [])) == Counter(map(_key, b or []))
    return bool((a or None) == (b or None))


def _same_row_twice(was: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> bool:
    """Whether both took out the same row and put something in, differently: they changed the same thing."""
    both_took = Counter(map(_key, _difference(was, mine))) & Counter(map(_key, _difference(was, theirs)))
    my_new, their_new = _difference(mine, was), _difference(theirs, was)
    return bool(both_took) and bool(my_new or their_new) and not _same("relations", my_new, their_new)


def _together(was: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    i_took = _difference(was, mine)
    left = _difference(theirs, i_took)
    come = _difference(mine, was)
    # What both added is added once.
    return left + _difference(come, _difference(theirs, was))


def _difference(these: Sequence[Any], those: Sequence[Any]) -> list[Any]:
    """The rows of `these` that are not in `those`, each as often as it is there more often, in order."""
    there = Counter(map(_key, those))
    found = []
    for row in these:
        key = _key(row)
        if there[key]:
            there[key] -= 1
        else:
            found.append(row)
    return found


def _key(row: Any) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def chosen(merge: Merge, mine: Collection[str]) -> dict[str, Any]:
    """The content of a merge where the clashing fields in `mine` are as I wrote them and the others as they stand."""
    return merge.content | {clash.field: clash.mine for clash in merge.clashes if clash.field in mine}
