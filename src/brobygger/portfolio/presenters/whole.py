"""Everything as files: a workbook, the same as CSV files, and one JSON document (docs/reference/export.md).

Written a row at a time, however much there is. Every row has an id that stays the same from one export to the next.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from brobygger.organisations.models import Name
from brobygger.organisations.queries import Directory
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.whole import (
    PARTS,
    activity_rows,
    directory_of,
    organisations_in,
    part_rows,
    units_in,
)
from brobygger.portfolio.rules.content import content_of
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.export import FORMAT, VERSION, named
from brobygger.tables import writing

Cells = Sequence[writing.CellOut]
_ACTIVITY = (
    "slug kind form title title_en acronym description purposes state start end amount_nok places plans disciplines "
    "source version registered_at changed_at"
).split()
_ORGANISATION = "name name_en kind organisation_number country valid_from valid_to".split()
# The columns of each part: what it is called in the file, and where it is read.
_PARTY = {"organisation": "organisation__slug", "organisation_name": "organisation__name", "unit": "unit__slug"}
_FUNDER = {"funder": "funder__slug", "funder_name": "funder__name", "funder_unit": "funder_unit__slug"}
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "participations": {
        **_PARTY,
        "unit_name": "unit__name",
        **{name: name for name in ("role", "start", "end", "note", "source")},
    },
    "milestones": {
        "kind": "kind",
        "date": "date",
        "planned": "is_planned",
        **{name: name for name in ("quantity", "note", "source")},
    },
    "fundings": {
        **_FUNDER,
        "funder_unit_name": "funder_unit__name",
        **{name: name for name in ("kind", "amount_nok", "note", "source")},
    },
    "relations": {"kind": "kind", "other": "other__slug", "other_title": "other__title", "source": "source"},
    "external_ids": {"scheme": "scheme", "value": "value"},
    "quantities": {name: name for name in "label before value unit certainty note source".split()},
}


@dataclass(frozen=True)
class TableOut:
    """One table: the name of its sheet, the name of its file, and its rows, which are read when they are written."""

    sheet: str
    file: str
    header: Sequence[str]
    rows: Callable[[], Iterator[Cells]]


def tables_of(partnership: Partnership, ids: Sequence[int]) -> list[TableOut]:
    """Everything about some activities, and all organisations and units, as tables that point at each other by id."""
    directory, _ = directory_of(partnership)

    def activities() -> Iterator[Cells]:
        for areas, *row in activity_rows(partnership, ids, _ACTIVITY):
            cells = [_cell(value) for value in row]
            yield [*cells[:7], areas, *cells[7:]]

    def part(name: str) -> Callable[[], Iterator[Cells]]:
        def rows() -> Iterator[Cells]:
            for slug, number, *row in part_rows(ids, PARTS[name], list(_COLUMNS[name].values())):
                yield [f"{slug}#{number}", slug, *(_cell(value) for value in row)]

        return rows

    def organisations() -> Iterator[Cells]:
        for each in organisations_in(directory):
            yield [each.slug, *(_cell(getattr(each, name)) for name in _ORGANISATION)]

    def units() -> Iterator[Cells]:
        for unit, organisation, parent in units_in(directory):
            yield [
                unit.slug,
                unit.name,
                organisation,
                parent,
                unit.kind,
                unit.disciplines,
                unit.valid_from,
                unit.valid_to,
            ]

    def of(name: str) -> list[str]:
        return ["id", "activity", *_COLUMNS[name]]

    header = ["id", *_ACTIVITY[1:7], "focus_areas", *_ACTIVITY[7:]]
    unit_header = ["id", "name", "organisation", "parent", "kind", "disciplines", "valid_from", "valid_to"]
    return [
        TableOut("Aktiviteter", "aktiviteter.csv", header, activities),
        TableOut("Deltakere", "deltakere.csv", of("participations"), part("participations")),
        TableOut("Milepæler", "milepaeler.csv", of("milestones"), part("milestones")),
        TableOut("Finansiering", "finansiering.csv", of("fundings"), part("fundings")),
        TableOut("Koblinger", "koblinger.csv", of("relations"), part("relations")),
        TableOut("Eksterne id-er", "eksterne-id-er.csv", of("external_ids"), part("external_ids")),
        TableOut("Tall", "tall.csv", of("quantities"), part("quantities")),
        TableOut("Organisasjoner", "organisasjoner.csv", ["id", *_ORGANISATION], organisations),
        TableOut("Enheter", "enheter.csv", unit_header, units),
    ]


def workbook(tables: Iterable[TableOut]) -> IO[bytes]:
    """A workbook with a sheet for each table, open for reading."""
    return writing.xlsx_file(writing.SheetOut(table.sheet, table.header, table.rows()) for table in tables)


def archive(tables: Iterable[TableOut]) -> IO[bytes]:
    """A ZIP file with a CSV file for each table, open for reading; written to disk as it is read."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  Closed by whoever sends it.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in tables:
            with packed.open(table.file, "w", force_zip64=True) as out:
                for line in writing.csv_lines(table.header, table.rows(), for_spreadsheet=True):
                    out.write(line.encode())
    file.seek(0)
    return file


def json_document(
    partnership: Partnership,
    areas: Iterable[FocusArea],
    entries: Iterable[tuple[Activity, ActivityDraft]],
    *,
    now: datetime,
) -> Iterator[str]:
    """The document another Brobygger reads, in pieces: one activity a line."""
    areas = list(areas)
    directory, names = directory_of(partnership)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": now.isoformat(),
        "partnership": {"slug": partnership.slug, "name": partnership.name, "description": partnership.description},
        "organisations": [_organisation(each.pk, directory, names) for each in organisations_in(directory)],
        "units": [_unit(unit.pk, owner, parent, directory, names) for unit, owner, parent in units_in(directory)],
        "focus_areas": [
            {"slug": each.slug, "name": each.name, "definition": each.definition, "start": each.start, "end": each.end}
            for each in areas
        ],
    }
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "activities": ['
    organisations = {pk: each.slug for pk, each in directory.organisations.items()}
    units = {pk: each.slug for pk, each in directory.units.items()}
    area_slugs = {each.pk: each.slug for each in areas}
    before = "\n"
    for activity, draft in entries:
        told = {
            "slug": activity.slug,
            "version": activity.version,
            "registered_at": activity.registered_at.isoformat(),
            "changed_at": activity.changed_at.isoformat(),
            "content": named(content_of(draft), organisations, units, area_slugs),
        }
        yield before + json.dumps(told, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _organisation(
    pk: int, directory: Directory, names: Mapping[tuple[int, int | None], Sequence[Name]]
) -> dict[str, Any]:
    each = directory.organisations[pk]
    return {
        "slug": each.slug,
        **{name: getattr(each, name) for name in _ORGANISATION},
        "names": [_name(name) for name in names.get((pk, None), ())],
    }


def _unit(
    pk: int,
    organisation: str,
    parent: str,
    directory: Directory,
    names: Mapping[tuple[int, int | None], Sequence[Name]],
) -> dict[str, Any]:
    each = directory.units[pk]
    return {
        "slug": each.slug,
        "organisation": organisation,
        "parent": parent,
        "name": each.name,
        "kind": each.kind,
        "disciplines": each.disciplines,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "names": [_name(name) for name in names.get((each.organisation_id, pk), ())],
    }


def _name(name: Name) -> dict[str, str]:
    return {
        "text": name.text,
        "kind": name.kind,
        "language": name.language,
        "valid_from": name.valid_from,
        "valid_to": name.valid_to,
    }


def _cell(value: Any) -> writing.CellOut:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # As it was written: a number of people has no decimals.
        return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)
    return value
