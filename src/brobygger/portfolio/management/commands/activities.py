"""`brobygger activities`: the register as a file or a table."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partnership_named
from brobygger.portfolio.presenters.exports import COLUMNS, csv_lines, json_lines, table_lines
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.queries.rows import RowReader
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import TEXT_LENGTH, Filter, Sort
from brobygger.portfolio.rules.kinds import Kind
from brobygger.tables.whole import whole_file

_WRITERS = {"csv": csv_lines, "json": json_lines, "table": table_lines}


class Command(BaseCommand):
    """Write the activities of a partnership, all of them or those that match."""

    help = (
        "Write the activities of a partnership, each once, as CSV, JSON or a table for the terminal.\n\n"
        f"Columns: {', '.join(COLUMNS)}.\n"
        "kind and state are codes, focus_areas ids, organisations and units names. Several values stand in one CSV\n"
        "cell with '; ' between them, in JSON as a list. Dates are as exact as they are known: 2024, 2024-06,\n"
        "2024-23 (autumn), 2025-09-24. What nobody knows is empty.\n\n"
        "A filter may be given several times: any of its values will do. All filters must match.\n\n"
        "  brobygger activities --partnership trd3 --format csv --out activities.csv\n"
        "  brobygger activities --partnership trd3 --format table --kind phd --year 2024"
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Help that keeps its lines."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which partnership, in which form, and which activities."""
        parser.add_argument("--partnership", required=True, metavar="ID", help="id of the partnership, such as trd3")
        parser.add_argument("--format", dest="form", choices=list(_WRITERS), default="table", help="default: table")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of the terminal")
        parser.add_argument("--kind", action="append", default=[], choices=[k.value for k in Kind], metavar="KIND")
        parser.add_argument("--focus-area", action="append", default=[], metavar="ID", help="id of a focus area")
        parser.add_argument("--year", action="append", default=[], type=int, metavar="YEAR")
        parser.add_argument("--text", default="", metavar="WORDS", help="words to search for, as in the list")

    def handle(self, *, partnership: str, form: str, out: Path | None, **options: Any) -> None:
        """Find the partnership and write its activities."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(f"There is no partnership with the id '{partnership}'.")
        rows = RowReader(found).stream(find_all(found, _filter(found, **options)))
        lines = _WRITERS[form](rows)
        if out is not None:
            _write(lines, out)
            return
        try:
            for line in lines:
                self.stdout.write(line, ending="")
        except BrokenPipeError:
            # Whoever read the output, such as `head`, has seen enough.
            raise SystemExit(0) from None


def _filter(
    partnership: Partnership, *, kind: list[str], focus_area: list[str], year: list[int], text: str, **_: Any
) -> Filter:
    areas = list(partnership.focus_areas.order_by("pk").values_list("slug", flat=True))
    unknown = [slug for slug in focus_area if slug not in areas]
    if unknown:
        raise CommandError(f"There is no focus area '{unknown[0]}'. There are: {', '.join(areas)}.")
    asked = {
        Dimension.KIND: tuple(kind),
        Dimension.FOCUS_AREA: tuple(focus_area),
        Dimension.YEAR: tuple(str(each) for each in year),
    }
    return Filter(
        text=text.replace("\x00", "").strip()[:TEXT_LENGTH],
        terms={dimension: values for dimension, values in asked.items() if values},
        sort=Sort.TITLE,
    )


def _write(lines: Iterable[str], out: Path) -> None:
    try:
        with whole_file(out) as file:
            file.writelines(line.encode() for line in lines)
    except OSError as refused:
        raise CommandError(f"Cannot write to {out}: {refused.strerror}.") from refused
