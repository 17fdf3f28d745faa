"""Several entries of the same thing as one: what each field could say, what is proposed, and the entry that follows.

A text is taken from one of them; of lists everything is kept, each row once. A date that another one states more
exactly is left out. The entries themselves stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from brobygger.dates.rules import UNKNOWN, PartialDate
from brobygger.portfolio.rules.content import FIELDS, LISTS, Content

ALL = "*"


@dataclass(frozen=True)
class Entry:
    """One of the entries that are put together: its slug and its content."""

    slug: str
    content: Content


@dataclass(frozen=True)
class Choice:
    """A field on which the entries differ: `values` by slug, and `proposed`: a slug, or ALL for everything of a list."""

    field: str
    values: Mapping[str, Any]
    proposed: str


def choices(entries: Sequence[Entry]) -> list[Choice]:
    """The fields on which entries differ, in the order they are shown. Empty values are no choice for texts."""
    found = []
    for name in FIELDS:
        told = {entry.slug: entry.content.get(name) for entry in entries}
        said = {slug: value for slug, value in told.items() if value}
        # Of a list an entry without any is a choice too; a text only one has is simply taken.
        values = told if _is_kept_whole(name) else said
        if len({_key(name, value) for value in values.values()}) > 1:
            found.append(Choice(name, values, _proposed(name, said)))
    return found


def put_together(entries: Sequence[Entry], chosen: Mapping[str, str]) -> dict[str, Any]:
    """The content of the entry that stands for all. `chosen` names for a field the slug it is taken from, or ALL.

    Fields that are not chosen are as proposed. Relations between the entries themselves fall away.
    """
    proposed = {choice.field: choice.proposed for choice in choices(entries)}
    slugs = {entry.slug for entry in entries}
    content: dict[str, Any] = {}
    for name in FIELDS:
        source = chosen.get(name, proposed.get(name, ALL))
        if source not in slugs and not (source == ALL and _is_kept_whole(name)):
            source = proposed.get(name, ALL)
        if source == ALL:
            content[name] = _all_of(name, [entry.content.get(name) for entry in entries])
        else:
            content[name] = next(entry.content.get(name) for entry in entries if entry.slug == source)
    content["relations"] = [row for row in content["relations"] or [] if row["to"] not in slugs]
    return content


def _is_kept_whole(name: str) -> bool:
    return name in LISTS or name == "value"


def _proposed(name: str, said: Mapping[str, Any]) -> str:
    """Of lists everything; else what says most, the first of several."""
    if _is_kept_whole(name):
        return ALL
    return max(said, key=lambda slug: len(str(said[slug])) if name in {"description", "title"} else 0)


def _all_of(name: str, values: Sequence[Any]) -> Any:
    if name == "value":
        return {slug: text for value in reversed(values) for slug, text in (value or {}).items()}
    if name not in LISTS:
        return next((value for value in values if value), values[0])
    rows = {_key_of_row(row): row for value in values for row in value or []}
    return _most_exact(list(rows.values())) if name == "milestones" else list(rows.values())


def _most_exact(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Milestones without those that another one of the same kind states more exactly."""
    return [row for row in rows if not any(_is_within(other, row) for other in rows)]


def _is_within(exact: Mapping[str, Any], vague: Mapping[str, Any]) -> bool:
    if exact is vague or exact["kind"] != vague["kind"] or exact.get("planned") != vague.get("planned"):
        return False
    # What carries a number or a note of its own says more than a date.
    if vague.get("quantity") or vague.get("note") or exact["date"] == UNKNOWN:
        return False
    if vague["date"] == UNKNOWN:
        return True
    inner, outer = _span(exact["date"]), _span(vague["date"])
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


def _span(text: str) -> tuple[date, date]:
    when = PartialDate(text)
    return when.earliest or date.min, when.latest or date.max


def _key(name: str, value: Any) -> str:
    if name in LISTS:
        return json.dumps(sorted(map(_key_of_row, value or [])), ensure_ascii=False)
    return json.dumps(value or None, sort_keys=True, ensure_ascii=False)


def _key_of_row(row: Any) -> str:
    """A row without where it was told: the same partner from two sources is one partner."""
    told = {key: value for key, value in row.items() if key != "source"} if isinstance(row, Mapping) else row
    return json.dumps(told, sort_keys=True, ensure_ascii=False)
