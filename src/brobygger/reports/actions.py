"""Making report files."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from brobygger.reports.rules.document import FiguresReport
from brobygger.reports.rules.glyphs import printable_values, read_coverage

_PACKAGE = Path(__file__).resolve().parent
_TEMPLATES = _PACKAGE / "typst"
_FONTS = _PACKAGE / "fonts"


def write_figures_report(document: FiguresReport) -> bytes:
    """The report as tagged PDF/UA-1. The same document gives the same bytes: its only time is the day it was made.

    The texts travel as data and are never read as markup.
    """
    texts = printable_values(asdict(document) | {"made_on": document.made_on.isoformat()}, _coverage())
    return typst.compile(
        _TEMPLATES / "figures.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(texts, ensure_ascii=False, sort_keys=True)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(document.made_on, time(), tzinfo=UTC),
    )


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: nobody ever sees half a report. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@cache
def _coverage() -> frozenset[int]:
    return read_coverage((_FONTS / "coverage.txt").read_text(encoding="utf-8"))


@cache
def _fonts() -> typst.Fonts:
    # Only the fonts that come with the product: the same file on every machine.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
