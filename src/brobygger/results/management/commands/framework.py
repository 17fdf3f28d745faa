"""`brobygger framework export|check|import`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partner_organisations, partnership_named
from brobygger.results.actions.importing import FileRefused, check_framework, import_framework
from brobygger.results.presenters.framework_file import problem_lines, proposed_lines
from brobygger.results.presenters.quality import flaw_views, remark_lines
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.versions import framework_draft
from brobygger.results.rules.framework_file import framework_text
from brobygger.results.rules.quality import remarks_on
from brobygger.tables.whole import whole_file


class Command(BaseCommand):
    """A framework out of the product and into it."""

    help = (
        "The indicator framework of a partnership as a YAML file (docs/reference/framework-file.md): export it, check a "
        "file, or import what a file adds. Everything that is wrong is listed; then nothing is written, exit code 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with what."""
        acts = parser.add_subparsers(dest="act", required=True)
        export = acts.add_parser("export", help="write the framework of the current period")
        export.add_argument("partnership", help="slug")
        export.add_argument("--out", type=Path, help="where to write the file; the screen when left out")
        check = (
            "what may be wrong with the indicators; with a file, what it would add and everything that is wrong with it"
        )
        for name, what in (("check", check), ("import", "take a file in")):
            one = acts.add_parser(name, help=what)
            one.add_argument("partnership", help="slug")
            one.add_argument("file", type=Path, nargs="?" if name == "check" else None)
            one.add_argument("--lang", choices=["nb", "nn", "en"], default="nb", help="language of the messages")

    def handle(self, *, act: str, partnership: str, **options: Any) -> None:
        """Do it."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(f"There is no partnership «{partnership}».")
        getattr(self, f"_{act}")(found, **options)

    def _export(self, partnership: Partnership, *, out: Path | None, **_: Any) -> None:
        framework = framework_of(partnership)
        if framework is None:
            raise CommandError(f"«{partnership.slug}» has no indicator framework.")
        text = framework_text(framework_draft(framework))
        if out is None:
            self.stdout.write(text, ending="")
            return
        try:
            with whole_file(out) as file:
                file.write(text.encode())
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error

    def _check(self, partnership: Partnership, *, file: Path | None, lang: str, **_: Any) -> None:
        if file is not None:
            self._take(partnership, file, lang, is_trial=True)
            return
        framework = framework_of(partnership)
        if framework is None:
            raise CommandError(f"«{partnership.slug}» has no indicator framework.")
        draft = framework_draft(framework)
        parties = {each.slug: each.name for each in partner_organisations(partnership)}
        with override(lang):
            views = flaw_views(remarks_on(draft), draft, partnership=partnership.slug, parties=parties)
            for line in remark_lines(views):
                self.stdout.write(line)

    def _import(self, partnership: Partnership, *, file: Path, lang: str, **_: Any) -> None:
        self._take(partnership, file, lang, is_trial=False)

    def _take(self, partnership: Partnership, file: Path, lang: str, *, is_trial: bool) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        with override(lang):
            try:
                if is_trial:
                    proposed = check_framework(partnership=partnership, content=content, name=file.name)
                else:
                    by = system("brobygger framework import")
                    proposed = import_framework(
                        partnership=partnership, content=content, name=file.name, seal=None, by=by, now=timezone.now()
                    )
            except FileRefused as refused:
                for line in problem_lines(refused.problems):
                    self.stderr.write(line)
                sys.exit(1)
            for line in proposed_lines(proposed):
                self.stdout.write(line)
