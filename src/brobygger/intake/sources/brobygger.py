"""The export of another Brobygger: a JSON object, read one activity at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brobygger.intake.rules.exported import NotContent, checked
from brobygger.intake.rules.rows import CellProblem, Proposals, RowSaid, RowWrong, Wanted
from brobygger.organisations.rules.names import NameShared, NameUnknown, Party

FORMAT, VERSION = "brobygger-export", 1
_SPACE = re.compile(r"[ \t\r\n]*")


class ExportRefused(ValueError):
    """The file is no export that we read. `why`: not_json, other_format, other_version, too_deep."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def looks_like_export(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a JSON object."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


@dataclass
class Export:
    """An export whose activities have not been read yet. Organisations, units and areas by slug."""

    text: str
    organisations: dict[str, str] = field(default_factory=dict)
    units: dict[str, tuple[str, str]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    partnership: str = ""
    count: int = 0

    def activities(self) -> Iterator[Mapping[str, Any]]:
        """The activities, one at a time. Raises ExportRefused."""
        for name, value in _members(self.text, "activities"):
            if name == "activities" and isinstance(value, dict):
                yield value


def open_export(path: Path) -> Export:
    """Read everything but the activities, which are only counted. Raises ExportRefused."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportRefused("not_json") from error
    export = Export(text)
    told: dict[str, Any] = {}
    for name, value in _members(text, "activities"):
        if name == "activities":
            export.count += 1
        else:
            told[name] = value
    if told.get("format") != FORMAT:
        raise ExportRefused("other_format")
    if told.get("version") != VERSION:
        raise ExportRefused("other_version")
    for row in _objects(told.get("organisations")):
        export.organisations[_text(row, "slug")] = _text(row, "name")
    for row in _objects(told.get("units")):
        export.units[_text(row, "slug")] = (_text(row, "organisation"), _text(row, "name"))
    for row in _objects(told.get("focus_areas")):
        export.areas[_text(row, "slug")] = _text(row, "name")
    partnership = told.get("partnership")
    export.partnership = _text(partnership, "name") if isinstance(partnership, dict) else str(partnership or "")
    return export


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _members(text: str, apart: str) -> Iterator[tuple[str, Any]]:
    """The members of the outermost object; those of the array called `apart` one by one. Raises ExportRefused."""
    here = _Here(text)
    here.skip("{")
    while here.sign != "}":
        name = here.value()
        here.skip(":")
        if name == apart and here.sign == "[":
            here.skip("[")
            while here.sign != "]":
                yield name, here.value()
                if here.sign != "]":
                    here.skip(",")
            here.skip("]")
        else:
            yield str(name), here.value()
        if here.sign != "}":
            here.skip(",")


class _Here:
    """A place in a JSON text, always at the next sign that is no space."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._decoder = json.JSONDecoder(parse_constant=_no_constant)
        self._go(0)

    @property
    def sign(self) -> str:
        """What stands here; empty at the end. A text that ends too early is refused when a value is asked for."""
        return self._text[self._at : self._at + 1]

    def skip(self, sign: str) -> None:
        """Go past a sign that must stand here."""
        if self.sign != sign:
            raise ExportRefused("not_json")
        self._go(self._at + 1)

    def value(self) -> Any:
        """The value that stands here."""
        try:
            value, at = self._decoder.raw_decode(self._text, self._at)
        except RecursionError as error:
            raise ExportRefused("too_deep") from error
        except ValueError as error:
            raise ExportRefused("not_json") from error
        self._go(at)
        return value

    def _go(self, at: int) -> None:
        found = _SPACE.match(self._text, at)
        self._at = found.end() if found else at


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _areas_of(content: Mapping[str, Any]) -> Any:
    return content.get("focus_area_ids", content.get("focus_areas"))


@dataclass(frozen=True)
class Places:
    """Where the parties and areas of an export are here. `find` is `NameBook.find`; areas by slug and plain name."""

    find: Callable[[str], Party]
    areas: Mapping[str, int]
    organisation_slugs: Mapping[str, int]


class ExportRows:
    """The activities of an export as rows. An activity's key is its slug there."""

    def __init__(self, export: Export, places: Places, proposals: Proposals, *, propose: bool) -> None:
        self._export, self._places = export, places
        self._proposals, self._propose = proposals, propose
        self.expected = export.count
        self._found: dict[str, list[int | None] | CellProblem] = {}

    def rows(self) -> Iterator[RowSaid]:
        """Every activity as a row, numbered from 1."""
        for number, activity in enumerate(self._export.activities(), start=1):
            yield self._row(number, activity)

    def _row(self, number: int, activity: Mapping[str, Any]) -> RowSaid:
        content, slug = activity.get("content"), _text(activity, "slug")[:80]
        if not isinstance(content, dict) or not slug:
            return RowSaid(number, f"k:?{number}", {}, [], [CellProblem(RowWrong.NOT_UNDERSTOOD)])
        problems: list[CellProblem] = []
        wanted: list[Wanted] = []
        try:
            said = self._said(checked({**content, "focus_area_ids": _areas_of(content)}), problems, wanted)
        except NotContent:
            return RowSaid(number, f"k:{slug}", {}, [slug], [CellProblem(RowWrong.NOT_UNDERSTOOD)])
        raw = [slug, str(said.get("title", ""))[:1000]]
        return RowSaid(number, f"k:{slug}", said, raw, problems, wanted, slug=slug)

    def _said(self, content: Mapping[str, Any], problems: list[CellProblem], wanted: list[Wanted]) -> dict[str, Any]:
        told = dict(content)
        told["focus_area_ids"] = [
            pk for slug in content.get("focus_area_ids", []) if (pk := self._area(slug, problems)) is not None
        ]
        for name, key in (("participants", "party"), ("fundings", "funder")):
            told[name] = [
                {**row, key: found}
                for row in content.get(name, [])
                if (found := self._party(row[key], problems)) is not None
            ]
        wanted += [Wanted(row["kind"], row["to"]) for row in told.pop("relations", [])]
        value = content.get("value", {})
        told["value"] = {slug: text for slug, text in value.items() if slug in self._places.organisation_slugs}
        return {name: value for name, value in told.items() if value not in ([], {})}

    def _area(self, slug: str, problems: list[CellProblem]) -> int | None:
        for word in (slug, self._export.areas.get(slug, "")):
            pk = self._places.areas.get(word) or self._places.areas.get(word.casefold())
            if pk is not None:
                return pk
        problems.append(CellProblem(RowWrong.UNKNOWN_WORD, 0, self._export.areas.get(slug) or slug, "focus_areas"))
        return None

    def _party(self, told: Sequence[str | None], problems: list[CellProblem]) -> list[int | None] | None:
        organisation, unit = told
        key = f"{organisation}/{unit or ''}"
        if key not in self._found:
            self._found[key] = self._asked(str(organisation), str(unit) if unit else "")
        found = self._found[key]
        if isinstance(found, CellProblem):
            problems.append(found)
            return None
        return found

    def _asked(self, organisation: str, unit: str) -> list[int | None] | CellProblem:
        owner = self._export.organisations.get(organisation, "")
        name = self._export.units.get(unit, ("", ""))[1] if unit else owner
        for way in (f"{owner} / {name}" if unit and owner else "", unit or organisation, name):
            try:
                party = self._places.find(way) if way else None
            except (NameUnknown, NameShared):
                continue
            if party is not None and (party.unit_id is not None) == bool(unit):
                return [party.organisation_id, party.unit_id]
        if not self._propose or not name:
            return CellProblem(RowWrong.UNKNOWN_PARTY, 0, name or unit or organisation)
        if not unit:
            return [self._proposals.number_of(name, None), None]
        try:
            above = self._places.find(owner or organisation).organisation_id
        except (NameUnknown, NameShared):
            above = self._proposals.number_of(owner or organisation, None)
        return [self._proposals.number_of(name, above), None]
