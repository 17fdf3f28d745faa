"""What one row of a source says: part of an activity's content, its key, and what is wrong with its cells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brobygger.organisations.rules.names import fold

KEY_LENGTH = 200


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell, or with the whole row (column 0). `code` is one of tables' `Wrong` or of `Wrong` here."""

    code: str
    column: int = 0
    text: str = ""
    more: str = ""

    @property
    def as_json(self) -> list[Any]:
        """As it is kept with the row."""
        return [self.code, self.column, self.text[:200], self.more[:500]]


class RowWrong:
    """What can be wrong with a row beside what tables can tell of a cell. Plain texts: they stand beside tables' own."""

    UNKNOWN_PARTY = "unknown_party"
    SHARED_PARTY = "shared_party"
    UNKNOWN_WORD = "unknown_word"
    TITLE_MISSING = "title_missing"
    KIND_MISSING = "kind_missing"
    TOO_LONG = "too_long"
    NEGATIVE = "negative"
    END_BEFORE_START = "end_before_start"
    AMOUNT_WITHOUT_FUNDER = "amount_without_funder"
    AMOUNT_SHARED = "amount_shared"
    RELATION_UNKNOWN = "relation_unknown"
    RELATION_SHARED = "relation_shared"
    RELATES_TO_ITSELF = "relates_to_itself"
    LEADS_BACK = "leads_back"
    SAID_TWICE = "said_twice"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class Wanted:
    """An activity that a row says it belongs to, as the row names it: by title, key or slug."""

    kind: str
    name: str
    column: int = 0


@dataclass(frozen=True)
class RowSaid:
    """A row as it was understood. `content` holds only the fields that the row says something about.

    Parties below zero are proposals (`Proposals`). `raw` is what stood in the cells, `slug` a name the source has given
    the activity and that it should keep if it can.
    """

    number: int
    key: str
    content: Mapping[str, Any]
    raw: Sequence[str] = ()
    problems: Sequence[CellProblem] = ()
    wanted: Sequence[Wanted] = ()
    unknown: Sequence[tuple[str, str]] = ()
    slug: str = ""

    @property
    def title(self) -> str:
        """What the row calls the activity."""
        return str(self.content.get("title", ""))

    @property
    def start(self) -> str:
        """When it says that it started; empty when it does not."""
        return start_of(self.content)


@dataclass
class Proposals:
    """Names nobody goes by, each once: parties below zero stand for them until the import is carried out."""

    names: list[tuple[str, int | None]] = field(default_factory=list)
    _numbers: dict[tuple[str, int | None], int] = field(default_factory=dict)

    def number_of(self, name: str, organisation_id: int | None) -> int:
        """The party below zero that stands for a name: of an organisation, or of a unit of the one given.

        The organisation may be a proposal itself; it then has a number closer to zero.
        """
        key = (fold(name), organisation_id)
        if key not in self._numbers:
            self.names.append((name, organisation_id))
            self._numbers[key] = -len(self.names)
        return self._numbers[key]


def start_of(content: Mapping[str, Any]) -> str:
    """The first date a row or an entry tells, of any milestone; empty when none."""
    dates = [row["date"] for row in content.get("milestones", []) if row.get("date", "unknown") != "unknown"]
    return min(dates, default="")


def same_thing(title: str, start: str) -> str:
    """A key for rows that have no better one: what it is called and when it began."""
    return "t:" + hashlib.sha256(f"{fold(title)}|{start}".encode()).hexdigest()[:32]


def key_of(text: str) -> str:
    """A key out of a column that holds one. Long ones are kept by what they come to."""
    plain = " ".join(text.split())
    if len(plain) > KEY_LENGTH:
        plain = "sha256:" + hashlib.sha256(plain.encode()).hexdigest()
    return f"k:{plain}" if plain else ""
