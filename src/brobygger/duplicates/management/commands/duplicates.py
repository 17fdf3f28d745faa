"""`brobygger duplicates FILE --out PAIRS.csv` and `brobygger duplicates fit DECISIONS.csv …`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from brobygger.duplicates.finder import Asked, Refused, find, learn
from brobygger.duplicates.rules.columns import Told

_COLUMNS = {
    "text": "columns compared word by word; when any column is told, only the told ones are compared",
    "number": "columns of amounts or years",
    "code": "columns of numbers and codes that name a thing, such as an ISBN",
}


class Command(BaseCommand):
    """Find what is registered twice in a table, or learn from what people decided. Needs no database."""

    help = (
        "Find rows that are probably the same thing in a CSV or XLSX file: duplicates FILE --out PAIRS.csv. "
        "Or learn from decisions (id1, id2, decision): duplicates fit DECISIONS.csv --records FILE --out MODEL.json. "
        "See docs/how-to/find-duplicates.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file or files, and what their columns are."""
        parser.add_argument("file", nargs="+", metavar="FILE", help="table; or `fit` and a table of decisions")
        parser.add_argument("--out", type=Path, required=True, help="where to write the pairs, or the model")
        parser.add_argument("--records", type=Path, help="fit: the table the decisions are about")
        parser.add_argument(
            "--threshold",
            type=float,
            help="least score that is written (not told: 0.05, one to one 0.5; of registrations also the 3 best of each row)",
        )
        parser.add_argument(
            "--top", type=int, metavar="K", help="a pair only when it is among the K best of one of its rows"
        )
        parser.add_argument(
            "--one-to-one",
            default="",
            metavar="COLUMN",
            help="two clean sources, told by this column: a row has at most one like, and id1 is of the source that comes first",
        )
        parser.add_argument("--id", default="", metavar="COLUMN", help="column of the rows' own ids")
        for name, what in _COLUMNS.items():
            parser.add_argument(f"--{name}", nargs="+", action="extend", default=[], metavar="COLUMN", help=what)
        parser.add_argument("--aliases", type=Path, help="CSV of organisations and units: name;aliases")
        parser.add_argument("--model", type=Path, help="weights that were learnt with fit")
        parser.add_argument("--lang", choices=["nb", "en"], default="nb", help="language of reasons and messages")

    def handle(self, *, file: list[str], out: Path, records: Path | None, **options: Any) -> None:
        """Find or learn."""
        told = Told(
            options["id"],
            options["one_to_one"],
            tuple(options["text"]),
            tuple(options["number"]),
            tuple(options["code"]),
        )
        with override(options["lang"]):
            try:
                if file[0] == "fit" and len(file) == 2:
                    asked = Asked(records or Path(), out, told, aliases=options["aliases"], lang=options["lang"])
                    self.stdout.write(learn(Path(file[1]), asked))
                    return
                if len(file) > 1 or file == ["fit"] and not Path("fit").exists():
                    raise Refused("one_file")
                asked = Asked(
                    Path(file[0]), out, told, options["threshold"], options["top"], options["aliases"], options["model"],
                    options["lang"],
                )  # fmt: skip
                self.stdout.write(find(asked))
            except Refused as refused:
                self.stderr.write(refused.in_words(options["lang"]))
                raise SystemExit(1) from refused
