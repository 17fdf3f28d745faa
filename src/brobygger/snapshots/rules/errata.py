"""How totals change when something adopted turns out to be wrong: those concerned as they were frozen, and as known today.

Only the activities an erratum is about are looked at, and they are counted under the definitions that were adopted: what
others have registered since, or how an indicator is defined today, is no error in what was adopted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from brobygger.results.rules.counting import Count, CountingRule, Entry, Measure, Tally, tally, together
from brobygger.snapshots.rules.canonical import canonical


class ErratumKind(StrEnum):
    """What was found."""

    MERGED = "merged"  # registered twice, counted once from now on
    PARTED = "parted"  # merged, but two things after all
    CORRECTED = "corrected"  # a fact was wrong
    REMOVED = "removed"  # should not have been there
    ADDED = "added"  # was forgotten


@dataclass(frozen=True)
class FrozenTotal:
    """A figure as it was adopted, with the rule it was counted under; `year` None is the period.

    `is_counted`: the adopted value is the register's count, so that it changes with it. A reported value stays what
    somebody reported, whatever the register holds.
    """

    code: str
    year: int | None
    counted: Decimal | None
    value: Decimal | None
    is_counted: bool
    rule: CountingRule


@dataclass(frozen=True)
class Change:
    """How one total changes: the count before and after, and the value where it follows the count.

    `went` are activities that are no longer in the total, `came` those that are new in it.
    """

    code: str
    year: int | None
    before: Decimal | None
    after: Decimal | None
    value_before: Decimal | None
    value_after: Decimal | None
    went: tuple[int, ...]
    came: tuple[int, ...]


def changes(
    totals: Sequence[FrozenTotal],
    then: Sequence[Entry],
    now: Sequence[Entry],
    *,
    others: Sequence[Entry] = (),
    earlier: Iterable[Change] = (),
) -> list[Change]:
    """The totals that change when `then` becomes `now`, in the order of `totals`; those of earlier errata are built on.

    `others` are all other activities that were frozen; they matter only where the latest value counts.
    """
    built_on = {(each.code, each.year): each for each in earlier}
    years = sorted({total.year for total in totals if total.year is not None})
    known: dict[CountingRule, tuple[Tally, Tally]] = {}
    wholes: dict[str, tuple[Count, Count]] = {}
    found = []
    by_code: dict[str, dict[int, CountingRule]] = {}
    for total in totals:
        if total.year is not None:
            by_code.setdefault(total.code, {})[total.year] = total.rule
    for total in totals:
        own = [total.rule, *by_code.get(total.code, {}).values()]
        for rule in own:
            if rule not in known:
                rest = list(others) if rule.measure is Measure.LATEST else []
                known[rule] = tally(rule, [*rest, *then], years), tally(rule, [*rest, *now], years)
        rules = by_code.get(total.code, {})
        if total.year is None and len(set(rules.values())) > 1:
            rest = list(others) if any(rule.measure is Measure.LATEST for rule in rules.values()) else []
            wholes[total.code] = together(rules, [*rest, *then]), together(rules, [*rest, *now])
        change = _change(total, wholes.get(total.code), known, built_on.get((total.code, total.year)))
        if change:
            found.append(change)
    return found


def _change(
    total: FrozenTotal,
    whole: tuple[Count, Count] | None,
    known: Mapping[CountingRule, tuple[Tally, Tally]],
    earlier: Change | None,
) -> Change | None:
    """`whole` is what the years hold together then and now, where their definitions differ."""
    if total.year is not None:
        one, other = (side.by_year[total.year] for side in known[total.rule])
    else:
        one, other = whole or (known[total.rule][0].period, known[total.rule][1].period)
    was, is_now, gone, come = one.value, other.value, one.members, other.members
    if was == is_now and gone == come:
        return None
    before = earlier.after if earlier else total.counted
    value_before = earlier.value_after if earlier else total.value
    after: Decimal | None
    if total.rule.measure is Measure.LATEST:
        after = is_now
    else:
        after = None if before is None else before + (is_now or Decimal(0)) - (was or Decimal(0))
    return Change(
        total.code,
        total.year,
        before,
        after,
        value_before,
        after if total.is_counted else value_before,
        tuple(sorted(gone - come)),
        tuple(sorted(come - gone)),
    )


def corrected(values: Mapping[tuple[str, int | None], Decimal | None], errata: Iterable[Sequence[Change]]) -> dict[
    tuple[str, int | None], Decimal | None
]:  # fmt: skip
    """The adopted values after all errata, in the order they were made."""
    found = dict(values)
    for erratum in errata:
        for change in erratum:
            found[change.code, change.year] = change.value_after
    return found


def changes_text(found: Iterable[Change]) -> str:
    """Changes as canonical JSON."""
    return canonical(
        [
            {
                "code": each.code,
                "year": each.year,
                "before": each.before,
                "after": each.after,
                "value_before": each.value_before,
                "value_after": each.value_after,
                "went": each.went,
                "came": each.came,
            }
            for each in found
        ]
    )


def changes_from(text: str) -> list[Change]:
    """Changes as they were written. Raises ValueError or KeyError for what `changes_text` did not write."""
    return [
        Change(
            row["code"],
            row["year"],
            _decimal(row["before"]),
            _decimal(row["after"]),
            _decimal(row["value_before"]),
            _decimal(row["value_after"]),
            tuple(row["went"]),
            tuple(row["came"]),
        )
        for row in json.loads(text)
    ]


def erratum_text(
    *,
    number: int,
    previous: str,
    kind: str,
    reason: str,
    decider: str,
    about: str,
    changes: str,
    written: datetime,
) -> str:
    """What the checksum of an erratum is of. `about` and `changes` are canonical JSON already."""
    return canonical(
        {
            "number": number,
            "previous": previous,
            "kind": kind,
            "reason": reason,
            "decider": decider,
            "about": about,
            "changes": changes,
            "written": written,
        }
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
