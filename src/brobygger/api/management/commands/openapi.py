"""`brobygger openapi`: the description of the API as a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from brobygger.api.views.service import description
from brobygger.tables.whole import whole_file


class Command(BaseCommand):
    """Writes what `/api/v1/openapi.json` answers."""

    help = "Write the OpenAPI 3.1 description of the API, which is also at /api/v1/openapi.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--out", type=Path, default=None, metavar="FILE", help="a file instead of the terminal")

    def handle(self, *, out: Path | None, **options: Any) -> None:
        """Write it."""
        text = json.dumps(description(), ensure_ascii=False, indent=1) + "\n"
        if out is None:
            self.stdout.write(text, ending="")
            return
        try:
            with whole_file(out) as file:
                file.write(text.encode())
        except OSError as refused:
            raise CommandError(f"Cannot write to {out}: {refused.strerror}.") from refused
