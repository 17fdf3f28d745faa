"""Making report files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from brobygger.reports.rules.document import FiguresReport
from brobygger.reports.rules.glyphs import printable_values, read_coverage

_PACKAGE = Path(__file__).resolve().parent
_TEMPLATES = _PACKAGE / "typst"
_FONTS = _PACKAGE / "fonts"


def write_figures_report(document: FiguresReport) -> bytes:
    """The report as tagged PDF/UA-1. The same document gives the same bytes: its only time is the day it was made."""
    return typeset(_TEMPLATES / "figures.typ", asdict(document), made_on=document.made_on)


def typeset(template: Path, document: Mapping[str, Any], *, made_on: date) -> bytes:
    """A document as tagged PDF/UA-1 by a template of this product, which finds the look at `/reports/typst/design.typ`.

    The texts travel as data and are never read as markup. The same document gives the same bytes.
    """
    texts = printable_values({**document, "made_on": made_on.isoformat()}, _coverage())
    return typst.compile(
        template,
        root=_PACKAGE.parent,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(texts, ensure_ascii=False, sort_keys=True)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
    )


@cache
def _coverage() -> frozenset[int]:
    return read_coverage((_FONTS / "coverage.txt").read_text(encoding="utf-8"))


@cache
def _fonts() -> typst.Fonts:
    # Only the fonts that come with the product: the same file on every machine.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
