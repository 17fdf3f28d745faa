"""Tables as people save them: comma or semicolon, point or comma in numbers, with or without a byte order mark."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harmoni.model.problems import Problem
from harmoni.texts import say


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: how it is read, and what an empty field means (`required`: nothing)."""

    read: Callable[[str], Any] = str
    default: Any = None
    is_required: bool = False


Row = tuple[int, dict[str, Any]]


def read_table(name: str, content: bytes, columns: Mapping[str, Column], problems: list[Problem]) -> list[Row]:
    """Rows with their line numbers; what cannot be read is told in `problems` and left out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "", say("The file is not UTF-8. Save it as CSV UTF-8.")))
        return []
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        lines = [(reader.line_num, line) for line in reader]
    except csv.Error as error:
        problems.append(
            Problem(
                name,
                say("line {line}", line=reader.line_num),
                "",
                say("The table cannot be read: {error}.", error=error),
            )
        )
        return []
    if not lines:
        problems.append(
            Problem(name, "", "", say("The file is empty. Its first line is: {names}.", names=",".join(columns)))
        )
        return []
    header = [cell.strip().lower() for cell in lines[0][1]]
    if not _header_is_right(name, header, columns, problems):
        return []
    rows = []
    for line, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            row = _row(name, line, dict(zip(header, (cell.strip() for cell in cells), strict=False)), columns, problems)
            if row is not None:
                rows.append((line, row))
    return rows


def _header_is_right(name: str, header: list[str], columns: Mapping[str, Column], problems: list[Problem]) -> bool:
    before = len(problems)
    for cell in header:
        if cell and cell not in columns:
            message = say("There is no such column. The columns are: {names}.", names=", ".join(columns))
            problems.append(Problem(name, say("line {line}", line=1), cell, message))
    for cell in sorted({cell for cell in header if header.count(cell) > 1}):
        problems.append(Problem(name, say("line {line}", line=1), cell, say("The column is there twice.")))
    for column, how in columns.items():
        if how.is_required and column not in header:
            problems.append(Problem(name, say("line {line}", line=1), column, say("The column is missing.")))
    return len(problems) == before


def _row(
    name: str, line: int, cells: dict[str, str], columns: Mapping[str, Column], problems: list[Problem]
) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    is_right = True
    for column, how in columns.items():
        text = cells.get(column, "")
        if not text:
            found[column] = how.default
            if how.is_required:
                problems.append(Problem(name, say("line {line}", line=line), column, say("The field is empty.")))
                is_right = False
            continue
        try:
            found[column] = how.read(text)
        except ValueError as error:
            problems.append(Problem(name, say("line {line}", line=line), column, str(error)))
            is_right = False
    return found if is_right else None
