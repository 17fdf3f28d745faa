"""Tags of the register's templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from weakref import WeakKeyDictionary

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from brobygger.designsystem.presenters import number_text
from brobygger.portfolio.presenters.activity_list import COLUMN_LABELS, ListRow
from brobygger.portfolio.presenters.density import Cell
from brobygger.portfolio.presenters.filter_panel import Choice, OptionGroup
from brobygger.portfolio.rules.columns import DEFAULT, Column

register = template.Library()


# What was written of a group of options. The groups of a register are the same from one page to the next.
_WRITTEN: WeakKeyDictionary[OptionGroup, str] = WeakKeyDictionary()


@register.simple_tag
def options(choice: Choice) -> SafeString:
    """`{% options filter.parties %}`: the options of a select, hundreds of them, written at once because that is fast."""
    # Every text in it is escaped where it is put in.
    return mark_safe("".join(_once(group, _options) for group in choice.groups))


@register.simple_tag
def checks(name: str, group: OptionGroup, number: int = 0) -> SafeString:
    """`{% checks filter.areas.name group %}`: a check box for each value; the number of the group keeps ids apart."""
    return mark_safe(_once(group, lambda group: _checks(name, group, number)))


def _once(group: OptionGroup, write: Callable[[OptionGroup], str]) -> str:
    """A group is written in one place of a page, always in the same way."""
    if group not in _WRITTEN:
        _WRITTEN[group] = write(group)
    return _WRITTEN[group]


def _checks(name: str, group: OptionGroup, number: int) -> str:
    parts = []
    for position, option in enumerate(group.options, 1):
        field = f"f-{escape(name)}-{number}-{position}"
        help_text = f' title="{escape(str(option.help))}"' if option.help else ""
        parts.append(
            f'<ds-field class="ds-field"><input class="ds-input" type="checkbox" id="{field}" name="{escape(name)}" '
            f'value="{escape(option.key)}"{" checked" if option.is_chosen else ""}><label for="{field}"{help_text}>'
            f'{escape(str(option.label))} <span class="count">{number_text(option.count)}</span></label></ds-field>'
        )
    return "".join(parts)


def _options(group: OptionGroup) -> str:
    written = "".join(
        f'<option value="{escape(each.key)}"{" selected" if each.is_chosen else ""}>'
        f"{escape(str(each.label))} ({number_text(each.count)})</option>"
        for each in group.options
    )
    return f'<optgroup label="{escape(group.label)}">{written}</optgroup>' if group.label else written


@register.simple_tag
def activity_rows(rows: Iterable[ListRow], columns: Sequence[Column] = DEFAULT, *, checks: bool = False) -> SafeString:
    """`{% activity_rows results.rows results.columns checks=may_write %}`: a page of rows in a tenth of a loop's time.

    With `checks` each has a box in front, which belongs to the form «mange».
    """
    cells = [_CELLS.get(column) or _more_cell(column) for column in columns]
    return mark_safe("".join(_row(row, cells, checks=checks) for row in rows))


def _row(row: ListRow, cells: Sequence[Callable[[ListRow], str]], *, checks: bool) -> str:
    check = (
        f'<input class="ds-input pick" type="checkbox" form="mange" name="valgt" value="{escape(row.slug)}" '
        f'aria-label="{escape(_("Velg %(title)s") % {"title": row.title})}">'
        if checks
        else ""
    )
    acronym = f' <span class="subtle">({escape(row.acronym)})</span>' if row.acronym else ""
    parties = f'<span class="sub">{escape(row.parties)}</span>' if row.parties else ""
    return (
        f'<tr><th scope="row"{" class=pickable" if checks else ""}>{check}<a class="ds-link" href="{escape(row.url)}">{escape(row.title)}</a>{acronym}{parties}'
        f"</th>{''.join(cell(row) for cell in cells)}</tr>\n"
    )


def _state(row: ListRow) -> str:
    return f'<td><span class="state" data-color="{escape(row.state_color)}">{escape(row.state)}</span></td>'


_CELLS: Mapping[Column, Callable[[ListRow], str]] = {
    Column.KIND: lambda row: f"<td>{escape(row.kind)}</td>",
    Column.AREA: lambda row: f"<td>{escape(row.areas)}</td>",
    Column.WHEN: lambda row: f'<td class="when">{escape(row.when)}</td>',
    Column.STATE: _state,
}


def _more_cell(column: Column) -> Callable[[ListRow], str]:
    """A cell of a column that is not among the usual ones; on a narrow screen its name stands in front."""
    kind = ' class="num"' if column is Column.AMOUNT else ""
    label = escape(str(COLUMN_LABELS[column]))

    def cell(row: ListRow) -> str:
        text = row.more.get(column, "")
        return f'<td{kind} data-label="{label}">{escape(text)}</td>' if text else "<td></td>"

    return cell


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
