"""`brobygger snapshot verify|list|show|export|freeze`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partnership_named
from brobygger.snapshots.actions.freeze import FreezeRefused, freeze
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.presenters.checks import check_lines, file_lines, progress_line, refusal, snapshot_lines
from brobygger.snapshots.queries.reading import file_of, snapshot_numbered, snapshots_of
from brobygger.snapshots.queries.verify import verify
from brobygger.snapshots.rules.document import check_file
from brobygger.tables.whole import whole_file


class Command(BaseCommand):
    """What was adopted: list it, show it, take out its file, and prove that it is unchanged."""

    help = "What was adopted: verify (exit code 1 when something was changed), list, show, export, freeze."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with what."""
        acts = parser.add_subparsers(dest="act", required=True)
        of_file = acts.add_parser("verify", help="prove that nothing was changed: whole chains, or one file by itself")
        of_file.add_argument("partnership", nargs="?", help="slug; all partnerships when left out")
        of_file.add_argument("--file", type=Path, help="check this file instead, without the database")
        of_file.add_argument("--sha256", default="", help="with --file: the checksum it should have")
        acts.add_parser("list", help="what has been adopted").add_argument("partnership", help="slug")
        for name, what in (("show", "one snapshot: what it is and which figures it holds"), ("export", "its file")):
            one = acts.add_parser(name, help=what)
            one.add_argument("partnership", help="slug")
            one.add_argument("number", type=int)
            if name == "export":
                one.add_argument("--out", type=Path, required=True, help="where to write the file")
        now = acts.add_parser("freeze", help="freeze what is known now, outside a reporting round")
        now.add_argument("partnership", help="slug")
        now.add_argument("year", type=int)
        now.add_argument("--words", required=True, help="what it is: «Tall for 2025»")
        now.add_argument("--decision", required=True, help="the decision's slug, or its reference in words")

    def handle(self, *, act: str, **options: Any) -> None:
        """Do it."""
        getattr(self, f"_{act}")(**options)

    def _verify(self, *, partnership: str | None, file: Path | None, sha256: str, **_: Any) -> None:
        if file:
            try:
                with file.open("rb") as lines:
                    told, is_whole = file_lines(check_file(lines), sha256.strip().lower())
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
        else:
            every = [self._named(partnership)] if partnership else list(Partnership.objects.order_by("slug"))
            told, is_whole = [], True
            for each in every:
                lines_, fine = check_lines(each.slug, verify(each))
                told, is_whole = told + lines_, is_whole and fine
        self.stdout.write("\n".join(told))
        if not is_whole:
            sys.exit(1)

    def _list(self, *, partnership: str, **_: Any) -> None:
        for each in snapshots_of(self._named(partnership)):
            self.stdout.write(
                f"{each.number:>3}  {each.year}  {each.frozen:%Y-%m-%d %H:%M}  {each.sha256}  {each.words}"
            )

    def _show(self, *, partnership: str, number: int, **_: Any) -> None:
        self.stdout.write("\n".join(snapshot_lines(self._numbered(partnership, number))))

    def _export(self, *, partnership: str, number: int, out: Path, **_: Any) -> None:
        snapshot = self._numbered(partnership, number)
        try:
            with whole_file(out) as file:
                file.writelines(file_of(snapshot))
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        self.stdout.write(f"{snapshot.sha256}  {out}")

    def _freeze(self, *, partnership: str, year: int, words: str, decision: str, **_: Any) -> None:
        of = self._named(partnership)
        decided = of.decisions.filter(slug=decision).first() or decision
        try:
            made = freeze(
                partnership=of,
                year=year,
                words=words,
                decision=decided,
                by=system("snapshot freeze"),
                now=timezone.now(),
                progress=lambda part, done: self.stderr.write(progress_line(part, done)),
            )
        except FreezeRefused as refused:
            raise CommandError(refusal(refused.why)) from refused
        self.stdout.write(f"{made.number}  {made.sha256}")

    def _named(self, slug: str) -> Partnership:
        found = partnership_named(slug)
        if found is None:
            raise CommandError(f"There is no partnership «{slug}».")
        return found

    def _numbered(self, slug: str, number: int) -> Snapshot:
        found = snapshot_numbered(self._named(slug), number)
        if found is None:
            raise CommandError(f"«{slug}» has no snapshot number {number}.")
        return found
