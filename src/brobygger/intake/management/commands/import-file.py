"""`brobygger import-file FILE --partnership SLUG --source NAME`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from brobygger.audit.rules import system
from brobygger.intake.actions.begin import begin_import, set_mapping, throw_away
from brobygger.intake.actions.choose import order
from brobygger.intake.actions.storage import FileTooLarge
from brobygger.intake.actions.work import do_now
from brobygger.intake.models import Import
from brobygger.intake.presenters.imports import export_refusal, outcome_lines, trouble_line
from brobygger.intake.presenters.rows import lines_of, outcome_label, result_label
from brobygger.intake.queries.imports import all_rows, choices_made, results_of
from brobygger.intake.rules.kinds import Outcome, State
from brobygger.intake.rules.mapping import Mapping, MappingRefused, faults_in, mapping_from
from brobygger.intake.sources.brobygger import ExportRefused
from brobygger.partnerships.queries import partnership_named
from brobygger.tables.presenters import refusal_in_words
from brobygger.tables.rules.refusals import TableRefused

_PIECE = 1_000_000
_BY = system("brobygger import-file")


class Command(BaseCommand):
    """Bring in a file as the pages under Import do, with what the dry run proposes."""

    help = (
        "Bring in a workbook, a CSV file or the export of another Brobygger: new rows are registered, known ones updated; "
        "probable duplicates, repetitions and rows with errors are left out and told of. --dry-run only tells."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, where, and what its columns mean."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--partnership", required=True, help="its slug")
        parser.add_argument("--source", required=True, help="what it is imported from; the same name updates")
        parser.add_argument("--mapping", help="a JSON object or a file of one; see docs/how-to/import-a-table.md")
        parser.add_argument("--dry-run", action="store_true", help="compare and tell, write nothing")
        parser.add_argument("--lang", choices=["nb", "nn", "en"], default="nb", help="language of the messages")

    def handle(self, *, file: Path, lang: str, dry_run: bool, **options: Any) -> None:
        """Look, compare, write."""
        with override(lang):
            run = self._begin(file, options["partnership"], options["source"])
            try:
                self._map(run, options["mapping"])
                run = self._done(run)
                self._tell(run)
                if not dry_run:
                    order(run=run)
                    run = self._done(run)
                    for result, count in sorted(results_of(run).items()):
                        self.stdout.write(f"{result_label(result)}: {count}")
            finally:
                if run.state != State.DONE:
                    throw_away(run=run, by=_BY, now=timezone.now())

    def _begin(self, file: Path, slug: str, source: str) -> Import:
        partnership = partnership_named(slug)
        if partnership is None:
            raise CommandError(f"no partnership {slug}")
        try:
            with file.open("rb") as opened:
                return begin_import(
                    partnership=partnership,
                    source_name=source,
                    file_name=file.name,
                    chunks=iter(lambda: opened.read(_PIECE), b""),
                    for_organisation_id=None,
                    by=_BY,
                    now=timezone.now(),
                )
        except TableRefused as refused:
            raise CommandError(f"{file}: {refusal_in_words(refused)}") from refused
        except ExportRefused as refused:
            raise CommandError(f"{file}: {export_refusal(refused.why)}") from refused
        except (OSError, FileTooLarge) as error:
            raise CommandError(f"{file}: {error or 'too large'}") from error

    def _map(self, run: Import, told: str | None) -> None:
        mapping = mapping_from(run.mapping)
        if told:
            mapping = _with(run.mapping, told)
        faults = faults_in(mapping, run.columns) if run.columns else []
        if faults:
            raise CommandError(
                f"the columns {run.columns} need --mapping: " + ", ".join(f"{f} ({w})" for f, w in faults)
            )
        set_mapping(run=run, mapping=mapping)

    def _done(self, run: Import) -> Import:
        run = do_now(run.pk)
        if run.state == State.FAILED:
            raise CommandError(trouble_line(run.trouble))
        return run

    def _tell(self, run: Import) -> None:
        for found in outcome_lines(run, choices_made(run), may_choose=False):
            self.stdout.write(f"{found.label}: {found.count}")
        for row in all_rows(run):
            if row.outcome in {Outcome.ERROR, Outcome.TWIN, Outcome.REPEATED}:
                for line in lines_of(run, row):
                    text = " ".join(part for part in (line.label, line.text) if part)
                    self.stderr.write(f"{row.number} {outcome_label(row.outcome)}: {text}")


def _with(suggested: dict[str, Any], told: str) -> Mapping:
    """What was suggested, but for what was told. Raises CommandError."""
    try:
        text = told if told.lstrip().startswith("{") else Path(told).read_text(encoding="utf-8")
        content = json.loads(text)
        if not isinstance(content, dict):
            raise MappingRefused("a mapping is an object")
        columns = {**suggested.get("columns", {}), **content.get("columns", {})}
        return mapping_from({**suggested, **content, "columns": columns})
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(f"--mapping: {error}") from error
