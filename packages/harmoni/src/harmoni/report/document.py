"""What a report is made of, whatever paper or screen it is set on. Texts are plain, never markup."""

import datetime as dt
from dataclasses import dataclass

from harmoni.plots import Picture


@dataclass(frozen=True)
class Link:
    """A place further on in the same report."""

    text: str
    anchor: str


Cell = str | Link


@dataclass(frozen=True)
class Heading:
    """Level 2 opens a part, 3 a section, 4 an item of the checklist."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    language: str = ""
    """When it is not the report's own."""


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True)
class Missing:
    """What only the author can say, and has not."""

    text: str


@dataclass(frozen=True)
class Table:
    """`numbers`: columns that are set flush right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """The same drawing for wide and for narrow paper."""

    wide: Picture
    narrow: Picture
    caption: str
    name: str
    """Of its file, when pictures are asked for apart."""


@dataclass(frozen=True)
class Command:
    """A line to type."""

    text: str


Block = Heading | Paragraph | Bullets | Missing | Table | Figure | Command


@dataclass(frozen=True)
class Document:
    """A whole report."""

    title: str
    subtitle: str
    language: str
    made_on: dt.date
    footer: str
    """With what it was made: stands on every page."""
    blocks: tuple[Block, ...]

    @property
    def figures(self) -> list[Figure]:
        return [block for block in self.blocks if isinstance(block, Figure)]
