"""Tags of the register's templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from brobygger.portfolio.presenters.density import Cell
from brobygger.portfolio.presenters.filter_panel import Choice, Option

register = template.Library()


@register.simple_tag
def options(choice: Choice) -> SafeString:
    """`{% options filter.parties %}`: the options of a select, hundreds of them, written at once because that is fast."""
    parts = []
    for group in choice.groups:
        if group.label:
            parts.append(f'<optgroup label="{escape(group.label)}">{_options(group.options)}</optgroup>')
        else:
            parts.append(_options(group.options))
    # Every text in it is escaped where it is put in.
    return mark_safe("".join(parts))


@register.simple_tag
def map_cells(cells: Iterable[Cell]) -> SafeString:
    """`{% map_cells row.cells %}`: the cells of a row of the density map, of which there may be thousands.

    Empty ones lead somewhere too, but are not stopped at with the tabulator.
    """
    return mark_safe("".join(_full(cell) if cell.count else _empty(cell) for cell in cells))


def _full(cell: Cell) -> str:
    return (
        f'<td data-level="{cell.level}">'
        f'<a href="{escape(cell.url)}" aria-label="{escape(cell.spoken)}">{cell.count}</a></td>'
    )


def _empty(cell: Cell) -> str:
    return f'<td data-level="0"><a href="{escape(cell.url)}" tabindex="-1">–</a></td>'


def _options(group: Iterable[Option]) -> str:
    return "".join(
        f'<option value="{escape(option.key)}"{" selected" if option.is_chosen else ""}>'
        f"{escape(option.label)} ({option.count})</option>"
        for option in group
    )
