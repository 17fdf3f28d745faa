"""Content put together: what a source says now, what it said the last time, and what the register holds.

What the source did not change since last time is left as people have made it. Nothing is emptied because a source is
silent about it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from brobygger.intake.rules.rows import CellProblem, RowWrong
from brobygger.portfolio.rules.content import FIELDS, LISTS, content_of, draft_from
from brobygger.portfolio.rules.drafts import ActivityDraft, DraftFault, faults_of
from brobygger.portfolio.rules.kinds import Kind

Content = Mapping[str, Any]

_EMPTY = content_of(ActivityDraft("", Kind.RESEARCH_PROJECT, ""))
# By these a row of a list is the same row, though a date or an amount in it changes …
_GROUPS = {"milestones": ("kind",), "participants": ("role",), "relations": ("kind",)}
# … and by these it is exactly the same one.
_IDENTITIES = {
    "milestones": ("kind", "date"),
    "participants": ("party", "role"),
    "fundings": ("funder", "kind"),
    "quantities": ("label",),
    "relations": ("kind", "to"),
}


def whole(said: Content) -> dict[str, Any]:
    """What a row says as the content of a new activity."""
    return {**_EMPTY, **said}


def joined(current: Content, now: Content, before: Content | None = None) -> dict[str, Any]:
    """The content an activity shall have. `before` is what the source said the last time, None when it never did."""
    content = dict(current)
    for name in FIELDS:
        if name not in now:
            continue
        was = before.get(name) if before else None
        if was == now[name]:
            continue
        if name in LISTS:
            content[name] = _rows(name, list(current.get(name) or []), now[name], was or [])
        elif now[name] not in ("", None, {}):
            content[name] = now[name]
    return content


def _rows(name: str, current: list[Any], now: Sequence[Any], before: Sequence[Any]) -> list[Any]:
    said_before = {_identity(name, row): row for row in before}
    says_now = {_identity(name, row) for row in now}
    groups = {_group(name, row) for row in now}
    gone = [row for key, row in said_before.items() if key not in says_now and _group(name, row) in groups]
    for row in now:
        key = _identity(name, row)
        if said_before.get(key) == row:
            # Said again. If people have taken it out meanwhile, it stays out.
            continue
        at = _at(name, current, key)
        if at is None and key in said_before:
            continue
        if at is None:
            at = _instead_of(name, current, gone, row)
        if at is None:
            current.append(row)
        else:
            current[at] = _renewed(current[at], row)
    for row in gone:
        at = _at(name, current, _identity(name, row))
        if at is not None:
            del current[at]
    return current


def _instead_of(name: str, current: list[Any], gone: list[Any], row: Any) -> int | None:
    """Where the row stands that this one comes instead of: a milestone whose date has moved keeps its note."""
    if name != "milestones":
        return None
    for old in gone:
        if _group(name, old) == _group(name, row):
            at = _at(name, current, _identity(name, old))
            if at is not None:
                gone.remove(old)
                return at
    return None


def _renewed(old: Any, new: Any) -> Any:
    if not isinstance(old, dict):
        return new
    kept = {key: value for key, value in old.items() if key != "planned"}
    return {**kept, **new}


def _at(name: str, rows: Sequence[Any], key: str) -> int | None:
    return next((at for at, row in enumerate(rows) if _identity(name, row) == key), None)


def _identity(name: str, row: Any) -> str:
    parts = _IDENTITIES.get(name)
    return json.dumps([row.get(part) for part in parts] if parts else row, sort_keys=True)


def _group(name: str, row: Any) -> str:
    parts = _GROUPS.get(name)
    if parts:
        return json.dumps([row.get(part) for part in parts])
    return str(row[0]) if name == "external_ids" else ""


def settled(content: Content, parties: Mapping[int, list[int | None]]) -> dict[str, Any]:
    """The content with real parties where there were proposals."""
    told = dict(content)
    for name, key in (("participants", "party"), ("fundings", "funder")):
        if name in told:
            told[name] = [{**row, key: parties.get(row[key][0], row[key])} for row in told[name]]
    return told


def proposed_in(content: Content) -> set[int]:
    """The proposals a content names, as parties below zero."""
    rows = [
        (row, key) for name, key in (("participants", "party"), ("fundings", "funder")) for row in content.get(name, [])
    ]
    return {row[key][0] for row, key in rows if row[key][0] < 0}


def without_proposals(content: Content) -> dict[str, Any]:
    """The content without parties that do not exist yet, for comparing it with what is registered."""
    told = dict(content)
    for name, key in (("participants", "party"), ("fundings", "funder")):
        if name in told:
            told[name] = [row for row in told[name] if row[key][0] >= 0]
    return told


_FAULTS = {
    DraftFault.TITLE_MISSING: RowWrong.TITLE_MISSING,
    DraftFault.TITLE_TOO_LONG: RowWrong.TOO_LONG,
    DraftFault.END_BEFORE_START: RowWrong.END_BEFORE_START,
    DraftFault.RELATES_TO_ITSELF: RowWrong.RELATES_TO_ITSELF,
    DraftFault.SAID_TWICE: RowWrong.SAID_TWICE,
    DraftFault.LEADS_BACK: RowWrong.LEADS_BACK,
}


def faults_as_problems(content: Content, slug: str = "") -> list[CellProblem]:
    """What is wrong with a whole content, as problems of a row. One nobody understands is told as such."""
    try:
        draft = draft_from(content, slug=slug)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return [CellProblem(RowWrong.NOT_UNDERSTOOD)]
    return [
        CellProblem(_FAULTS[fault], 0, draft.title if fault is DraftFault.TITLE_TOO_LONG else "", "500")
        for fault, _ in faults_of(draft)
    ]
