"""A copy of everything that is held about somebody: for programs as JSON, for people as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from brobygger.people.presenters.labels import erased, kept, what, why, yes_or_no
from brobygger.people.queries.held import Copy
from brobygger.tables.writing import SheetOut, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def copy_json(copies: Iterable[Copy]) -> str:
    """A copy as the text of a file."""
    return json.dumps({"held": copy_rows(copies)}, ensure_ascii=False, indent=2)


def copy_rows(copies: Iterable[Copy]) -> list[dict[str, object]]:
    """Each piece of data with where it stands, when, why it is held and how long."""
    return [
        {
            "field": each.held.name,
            "what": what(each.held),
            "at": _plain(each.at),
            "value": _plain(each.value),
            "more": {name: _plain(value) for name, value in each.told},
            "purpose": each.held.why.value,
            "kept": each.held.kept.value,
        }
        for each in copies
    ]


def copy_xlsx(copies: Iterable[Copy]) -> IO[bytes]:
    """One line for each, in words. Whoever sends it closes it."""
    header = [_("Hva"), _("Når"), _("Verdi"), _("Mer om det"), _("Hvorfor"), _("Hvor lenge"), _("Når noen slettes")]
    return xlsx_file([SheetOut(_("Det vi vet"), header, _lines(copies), widths=[30, 18, 40, 40, 36, 40, 24])])


def file_name(day: date, ending: str) -> str:
    """`det-vi-vet-2026-11-22.json`: without a name, since files are passed on."""
    return f"det-vi-vet-{day.isoformat()}.{ending}"


def _lines(copies: Iterable[Copy]) -> Iterator[list[str]]:
    for each in copies:
        more = "; ".join(str(yes_or_no(_plain(value))) for _name, value in each.told if value not in (None, "", {}))
        held = each.held
        yield [what(held), _when(each.at), str(yes_or_no(each.value)), more, why(held), kept(held), erased(held)]


def _when(at: object) -> str:
    if isinstance(at, datetime):
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    return at.isoformat() if isinstance(at, date) else ""


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
