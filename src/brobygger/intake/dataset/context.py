"""What the parts of a data set share while it is read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from brobygger.audit.rules import Actor
from brobygger.intake.rules.problems import Fault, Place, Problem
from brobygger.intake.rules.reader import Fields
from brobygger.intake.rules.yaml_lines import Node, read_yaml
from brobygger.organisations.rules.names import NameBook, NameShared, NameUnknown, Party

FILE_SIZE_AT_MOST = 20 * 1024 * 1024


@dataclass
class Context:
    """One data set on its way in.

    While it is read, parties are numbered as they are met (`names` leads from a name to such a number); when it is
    written, `parties` leads from there to the database. `known` holds the ids of each kind, `drafts` what each part read.
    """

    folder: Path
    frameworks: Path
    problems: list[Problem] = field(default_factory=list)
    names: NameBook = field(default_factory=NameBook)
    known: dict[str, set[str]] = field(default_factory=dict)
    drafts: dict[str, Any] = field(default_factory=dict)
    parties: dict[Party, Party] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)

    def note(self, fault: Fault, file: str, line: int = 0, name: str = "", **facts: str) -> None:
        """Something is wrong."""
        self.problems.append(Problem(Place(file, line, name), fault, facts))

    def register(self, kind: str, slug: str, fields: Fields) -> None:
        """Note an id; two of the same kind are a problem."""
        seen = self.known.setdefault(kind, set())
        if slug and slug in seen:
            fields.note(Fault.ID_TWICE, "id", value=slug)
        seen.add(slug)

    def check(self, kind: str, slug: str, fields: Fields, name: str) -> str:
        """An id that must exist; empty when it does not."""
        if slug and slug not in self.known.get(kind, set()):
            fields.note(Fault.REFERENCE_UNKNOWN, name, value=slug)
            return ""
        return slug

    def party(self, text: str, fields: Fields, name: str) -> Party | None:
        """The organisation or unit a name means."""
        if not text:
            return None
        try:
            return self.names.find(text)
        except NameUnknown:
            fields.note(Fault.NAME_UNKNOWN, name, value=text[:120])
        except NameShared as shared:
            fields.note(Fault.NAME_SHARED, name, value=text[:120], candidates=", ".join(shared.candidates))
        return None

    def text_of(self, path: Path, *, required: bool = True) -> str | None:
        """A file as text, or a problem and None."""
        name = self.name_of(path)
        if not path.is_file():
            if required:
                self.note(Fault.FILE_MISSING, name)
            return None
        size = path.stat().st_size
        if size > FILE_SIZE_AT_MOST:
            self.note(Fault.FILE_TOO_LARGE, name, size=str(size), at_most=str(FILE_SIZE_AT_MOST))
            return None
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.note(Fault.NOT_UTF8, name, raw[: error.start].count(b"\n") + 1)
            return None
        if not text.strip():
            self.note(Fault.FILE_EMPTY, name)
            return None
        return text

    def yaml(self, path: Path, *, required: bool = True) -> Node | None:
        """A YAML file, or problems and None."""
        text = self.text_of(path, required=required)
        if text is None:
            return None
        node, problems = read_yaml(text, self.name_of(path))
        self.problems += problems
        return node

    def rows(self, path: Path, columns: tuple[str, ...], *, required: bool = True) -> Iterator[Fields]:
        """The rows of a CSV file as fields, with comma or semicolon between them."""
        text = self.text_of(path, required=required)
        if text is None:
            return
        name = self.name_of(path)
        header = text.partition("\n")[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            names = [column.strip() for column in next(reader)]
            for column in columns:
                if column not in names:
                    self.note(Fault.FIELD_MISSING, name, 1, column)
            for column in names:
                if column and column not in columns:
                    self.note(Fault.FIELD_UNKNOWN, name, 1, column, allowed=", ".join(columns))
                if column and names.count(column) > 1:
                    self.note(Fault.FIELD_TWICE, name, 1, column)
            for row in reader:
                if not any(cell.strip() for cell in row):
                    continue
                line = reader.line_num
                if len(row) > len(names):
                    self.note(Fault.NOT_CSV, name, line, what=f"{len(row)} > {len(names)}")
                cells = {
                    column: Node(cell.strip() or None, line)
                    for column, cell in zip(names, row, strict=False)
                    if column in columns
                }
                yield Fields(Node(cells, line), name, self.problems, allowed=columns)
        except csv.Error as error:
            self.note(Fault.NOT_CSV, name, reader.line_num, what=str(error))

    def name_of(self, path: Path) -> str:
        """A file as the reader knows it: relative to the data set."""
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else path.name


class Part(Protocol):
    """What one app contributes to a data set. All parts are read before any is written."""

    def read(self, context: Context) -> None:
        """Read and check; note every problem."""

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """Write what was read, through the app's actions. Called only when nothing is wrong."""
