"""A report as one HTML file that needs nothing else: no network, no script."""

from functools import singledispatch
from html import escape
from importlib import resources

from harmoni.plots import ink
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
from harmoni.texts import Texts, texts


def html(document: Document) -> str:
    """The page."""
    say = texts(document.language)
    title = escape(say("page.title", title=document.title))
    made = escape(say("page.made", date=phrases.date(document.made_on, say)))
    body = "".join(_numbered(document.blocks, say))
    return (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<header><p class="kicker">Harmoni</p><h1>{escape(document.title)}</h1>'
        f'<p class="lead">{escape(document.subtitle)}</p><p class="quiet">{made} · {escape(document.footer)}</p></header>\n'
        f"{_contents(document, say)}\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _style() -> str:
    """The style sheet, with the dark colours of the drawings."""
    text = resources.files("harmoni.report").joinpath("page.css").read_text("utf-8")
    rules = "".join(
        f'svg [{what}="{light}"]{{{what}:{dark}}}' for light, dark in ink.DARK.items() for what in ("fill", "stroke")
    )
    return f"{text}@media screen and (prefers-color-scheme: dark) {{{rules}}}\n"


def _contents(document: Document, say: Texts) -> str:
    entries = "".join(
        f'<li><a href="#{escape(block.anchor)}">{escape(block.text)}</a></li>'
        for block in document.blocks
        if isinstance(block, Heading) and block.level == 2
    )
    return f'<nav aria-label="{escape(say("page.contents"))}"><ol>{entries}</ol></nav>'


def _numbered(blocks: tuple[Block, ...], say: Texts) -> list[str]:
    """Each block in its order; figures and tables get their numbers."""
    found, figures, tables = [], 0, 0
    for block in blocks:
        if isinstance(block, Figure):
            figures += 1
            found.append(_figure(block, say("page.figure", n=figures)))
        elif isinstance(block, Table):
            tables += 1
            found.append(_table(block, say("page.table", n=tables)))
        else:
            found.append(_plain(block))
    return found


@singledispatch
def _plain(block: Block) -> str:
    raise TypeError(type(block).__name__)


@_plain.register
def _(block: Heading) -> str:
    return f'<h{block.level} id="{escape(block.anchor)}">{escape(block.text)}</h{block.level}>\n'


@_plain.register
def _(block: Paragraph) -> str:
    return f"<p{_lang(block.language)}>{escape(block.text)}</p>\n"


@_plain.register
def _(block: Bullets) -> str:
    items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
    return f"<ul{_lang(block.language)}>{items}</ul>\n"


@_plain.register
def _(block: Missing) -> str:
    return f'<p class="missing">{escape(block.text)}</p>\n'


@_plain.register
def _(block: Command) -> str:
    return f'<pre tabindex="0"><code>{escape(block.text)}</code></pre>\n'


def _lang(language: str) -> str:
    return f' lang="{language}"' if language else ""


def _figure(block: Figure, number: str) -> str:
    return (
        f'<figure><div class="wide">{block.wide.svg}</div><div class="narrow">{block.narrow.svg}</div>'
        f"<figcaption><b>{escape(number)}.</b> {escape(block.caption)}</figcaption></figure>\n"
    )


def _table(block: Table, number: str) -> str:
    head = "".join(
        f'<th scope="col"{_right(block, column)}>{escape(text)}</th>' for column, text in enumerate(block.head)
    )
    rows = "".join(
        "<tr>" + "".join(_cell(block, column, cell) for column, cell in enumerate(row)) + "</tr>" for row in block.rows
    )
    name = number.replace(" ", "-").lower()
    return (
        f'<p class="caption" id="{escape(name)}"><b>{escape(number)}.</b> {escape(block.caption)}</p>'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{escape(name)}">'
        f'<table aria-labelledby="{escape(name)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>\n"
    )


def _cell(block: Table, column: int, cell: Cell) -> str:
    text = f'<a href="#{escape(cell.anchor)}">{escape(cell.text)}</a>' if isinstance(cell, Link) else escape(cell)
    if column == 0:
        return f'<th scope="row"{_right(block, column)}>{text}</th>'
    return f"<td{_right(block, column)}>{text}</td>"


def _right(block: Table, column: int) -> str:
    return ' class="n"' if column in block.numbers else ""
