"""Reorganisations as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brobygger.organisations.models import Unit
from brobygger.organisations.presenters.reorganising import done_in_words, plan_in_words
from brobygger.portfolio.queries.reorganising import Preview, Told


def preview_as_json(seen: Preview, units: Mapping[int, Unit]) -> dict[str, Any]:
    """What would be done. `units` are those of the directory."""
    register, planned = seen.register, seen.planned
    made = {each.number: each for each in planned.made}

    def unit(number: int) -> dict[str, Any]:
        if number in made:
            return {"id": None, "name": made[number].name}
        return {"id": units[number].slug, "name": register.units[number].name}

    def owner(number: int) -> str:
        return register.organisations[(made.get(number) or register.units[number]).organisation_id]

    renamed = planned.renamed
    return {
        "date": planned.date,
        "until": planned.until,
        "lines": plan_in_words(register, planned),
        "renamed": {"was": register.name(renamed[0]), "name": renamed[1]} if renamed else None,
        "made": [unit(number) for number in made],
        "ended": [unit(number) for number in planned.ended],
        "placed": [
            {"unit": unit(each), "organisation": owner(each), "under": unit(parent) if parent else None}
            for each, parent in planned.placed
        ],
        "successions": [
            {
                "predecessor": unit(each.predecessor),
                "successor": unit(each.successor),
                "kind": each.kind.value,
                "share": None if each.share is None else str(each.share),
            }
            for each in planned.successions
        ],
        "activities": seen.naming,
        "counted": seen.counted,
        "is_all": seen.is_all,
    }


def reorganisation_as_json(told: Told, units: Mapping[int, Unit], undoable: int | None = None) -> dict[str, Any]:
    """What was done. `undoable` is the number of the one that can be undone."""
    done = told.done
    words = done.told
    return {
        "id": done.pk,
        "how": done.kind,
        "date": done.date,
        "reason": done.reason,
        "text": done_in_words(done),
        **{name: words.get(name, "") for name in ("was", "name", "organisation", "under")},
        **{name: words.get(name, []) for name in ("units", "into", "shares")},
        "made": [units[pk].slug for pk in done.written["made"]],
        "is_undone": done.is_undone,
        "may_be_undone": done.pk == undoable,
        "at": told.at,
        "by": told.by,
    }
