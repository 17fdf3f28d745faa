"""A report as PDF: tagged, with an outline, for paper and for readers that speak (PDF/UA-1)."""

import datetime as dt
import json
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from harmoni.plots.picture import fonts
from harmoni.plots.printable import printable
from harmoni.report import phrases
from harmoni.report.document import (
    Block,
    Bullets,
    Cell,
    Command,
    Document,
    Figure,
    Heading,
    Link,
    Missing,
    Paragraph,
    Table,
)
from harmoni.texts import texts

LONGEST_WORD = 30
_BREAK = "\u200b"


def pdf(document: Document) -> bytes:
    """The same document gives the same bytes: its only time is the day it was made. Texts are never read as markup."""
    import typst

    say = texts(document.language)
    content = {
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "made": say("page.made", date=phrases.date(document.made_on, say)),
        "footer": document.footer,
        "words": {name: say.entries[f"page.{name}"] for name in ("figure", "table", "page", "contents")},
        "blocks": [_block(block, after) for block, after in pairwise((*document.blocks, None))],
    }
    folder = Path(str(resources.files("harmoni.report")))
    made: Any = typst.compile(
        folder / "paper.typ",
        root=folder,
        font_paths=fonts(),
        sys_inputs={"report": json.dumps(_settable(content), ensure_ascii=False, sort_keys=True)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=dt.datetime.combine(document.made_on, dt.time(), tzinfo=dt.UTC),
    )
    return bytes(made)


def _block(block: Block | None, after: Block | None) -> dict[str, Any]:
    """What the paper needs to know of a block; a text that leads up to a figure or table stays with it."""
    match block:
        case Heading(level, text, anchor):
            return {"kind": "heading", "level": level, "text": text, "anchor": anchor}
        case Paragraph(text, language):
            return {"kind": "paragraph", "text": text, "language": language, "leads": isinstance(after, Figure | Table)}
        case Bullets(items, language):
            return {"kind": "bullets", "items": list(items), "language": language}
        case Missing(text):
            return {"kind": "missing", "text": text}
        case Command(text):
            return {"kind": "command", "text": text}
        case Figure(wide, _, caption, _):
            return {
                "kind": "figure",
                "svg": wide.svg,
                "ratio": wide.height / wide.width,
                "alt": f"{wide.title}. {wide.description}",
                "caption": caption,
            }
        case Table(caption, head, rows, numbers):
            return {
                "kind": "table",
                "caption": caption,
                "head": list(head),
                "rows": [[_cell(cell) for cell in row] for row in rows],
                "numbers": sorted(numbers),
                "widths": _widths(head, rows, numbers),
            }
    raise TypeError(type(block).__name__)


def _cell(cell: Cell) -> dict[str, str]:
    return {"text": cell.text, "anchor": cell.anchor} if isinstance(cell, Link) else {"text": cell, "anchor": ""}


def _widths(heads: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], numbers: frozenset[int]) -> list[float]:
    """Shares of the page: a column is as wide as its texts ask for, within reason, and as its longest word at least."""
    found: list[float] = []
    # A table of many texts shares its page among them; one of numbers gives its names more.
    most = 34 if len(heads) == 5 and len(numbers) < 2 else 46
    for column, head in enumerate(heads):
        told = [cell.text if isinstance(cell, Link) else cell for cell in (row[column] for row in rows)]
        longest = max((len(text) for text in told), default=0)
        word = max((len(part) for text in [head, *told] for part in text.split(" ")), default=1)
        found.append(float(max(min(longest, most), min(word, 16) * 1.3 + 2, 6)))
    return found


def _settable(value: Any) -> Any:
    """Every text with only the letters there are, and with places to break in words longer than a line."""
    if isinstance(value, str):
        text = printable(value)
        if text.startswith("<svg"):
            return text
        return " ".join(
            word
            if len(word) <= LONGEST_WORD
            else _BREAK.join(word[at : at + LONGEST_WORD // 2] for at in range(0, len(word), LONGEST_WORD // 2))
            for word in text.split(" ")
        )
    if isinstance(value, dict):
        return {key: _settable(part) if key != "anchor" else part for key, part in value.items()}
    if isinstance(value, list):
        return [_settable(part) for part in value]
    return value
