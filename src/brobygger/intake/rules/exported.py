"""Content that somebody else has written: only what an activity has, each of the right sort, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from brobygger.dates.rules import DateRefused, PartialDate
from brobygger.portfolio.rules.kinds import (
    Certainty,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneKind
from brobygger.tables.rules.texts import clean

Check = Callable[[Any], Any]
_ROWS_AT_MOST = 2_000


class NotContent(ValueError):
    """It is not the content of an activity."""


def checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with its texts cleaned, without what is empty or unknown. Raises NotContent.

    Organisations, units, areas and other activities are still named by slug.
    """
    told = {}
    for name, check in _CONTENT.items():
        value = content.get(name)
        if value not in (None, "", [], {}):
            told[name] = check(value)
    if not told.get("title"):
        raise NotContent("title")
    return {name: value for name, value in told.items() if value not in ("", [], {})}


def _text(at_most: int, *, lines: bool = False) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > at_most:
            raise NotContent("text")
        return clean(value, lines=lines)

    return check


def _one_of(kinds: Any) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in set(kinds):
            raise NotContent("kind")
        return value

    return check


def _date(value: Any) -> str:
    try:
        return PartialDate.parse(value).text if isinstance(value, str) else _no("date")
    except DateRefused as error:
        raise NotContent("date") from error


def _no(what: str) -> str:
    raise NotContent(what)


def _number(limit: int, decimals: int, *, negative: bool = False) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > 40:
            raise NotContent("number")
        try:
            number = Decimal(value)
        except ArithmeticError as error:
            raise NotContent("number") from error
        if not number.is_finite() or abs(number) >= Decimal(10) ** limit or (number < 0 and not negative):
            raise NotContent("number")
        number = round(number, decimals)
        return format(number.normalize(), "f") if number else "0"

    return check


def _true(value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotContent("truth")
    return value


def _list(check: Check) -> Check:
    def checked_list(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > _ROWS_AT_MOST:
            raise NotContent("list")
        return [row for row in map(check, value) if row not in ("", {})]

    return checked_list


def _row(required: Mapping[str, Check], others: Mapping[str, Check]) -> Check:
    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not required.keys() <= value.keys():
            raise NotContent("row")
        row = {name: each(value[name]) for name, each in required.items()}
        for name, each in others.items():
            if value.get(name) not in (None, "", False):
                row[name] = each(value[name])
        return row

    return check


def _pair(first: Check, second: Check) -> Check:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) != 2:
            raise NotContent("pair")
        return [first(value[0]), second(value[1])]

    return check


def _maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _by_slug(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 100:
        raise NotContent("value")
    return {_text(80)(slug): _text(5_000, lines=True)(text) for slug, text in value.items()}


_TOLD: Mapping[str, Check] = {"note": _text(5_000, lines=True), "source": _text(300)}
_SLUG = _text(80)
_PARTY = _pair(_SLUG, _maybe(_SLUG))

_CONTENT: Mapping[str, Check] = {
    "kind": _one_of(Kind),
    "form": _text(20),
    "title": _text(500),
    "title_en": _text(500),
    "acronym": _text(60),
    "description": _text(50_000, lines=True),
    "focus_area_ids": _list(_SLUG),
    "purposes": _list(_one_of(Purpose)),
    "milestones": _list(
        _row({"kind": _one_of(MilestoneKind), "date": _date}, {"planned": _true, "quantity": _number(12, 2), **_TOLD})
    ),
    "participants": _list(
        _row({"party": _PARTY, "role": _one_of(ParticipantRole)}, {"start": _date, "end": _date, **_TOLD})
    ),
    "fundings": _list(_row({"funder": _PARTY, "kind": _one_of(FundingKind)}, {"amount_nok": _number(12, 2), **_TOLD})),
    "quantities": _list(
        _row(
            {"label": _text(200), "value": _number(14, 4, negative=True)},
            {"before": _number(14, 4, negative=True), "unit": _text(60), "certainty": _one_of(Certainty), **_TOLD},
        )
    ),
    "value": _by_slug,
    "places": _list(_text(300)),
    "plans": _list(_text(300)),
    "disciplines": _list(_text(40)),
    "external_ids": _list(_pair(_one_of(IdScheme), _text(200))),
    "relations": _list(_row({"kind": _one_of(RelationKind), "to": _SLUG}, {"source": _text(300)})),
    "source": _text(300),
}
