"""Organisations and units by any of their names: acronyms, English names, old names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from brobygger.duplicates.rules.glossary import shipped as glossary
from brobygger.duplicates.rules.words import concepts
from brobygger.portfolio.rules.text import plain

_SEPARATORS = re.compile(r"[;|\n]|\s/\s")
_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*$")
_NOISE = frozenset({"institutt", "avdeling", "fakultet", "sent", "tjenest"})


def _name(text: str) -> str:
    return " ".join(re.findall(r"[a-zæøå0-9]+", plain(text)))


@dataclass(frozen=True)
class Aliases:
    """What names mean: alias to the name we go by, and that name to the one it is part of. All names are folded."""

    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str:
        """The name an organisation or unit goes by; for one that is not in the registry its telling words, sorted."""
        return self.names.get(_name(text)) or _telling(text)

    def find_all(self, texts: Iterable[str]) -> frozenset[str]:
        """Every name in the texts, each of which may hold several («NTNU (IPL; ILU)»)."""
        found: set[str] = set()
        for text in texts:
            for part in [text] if self.knows(text) else _SEPARATORS.split(text):
                found |= {self.find(name) for name in self._names_in(part.strip())}
        return frozenset(found - {""})

    def knows(self, text: str) -> bool:
        """Whether a name is in the registry."""
        return _name(text) in self.names

    def with_rows(self, rows: Iterable[Mapping[str, str]]) -> Aliases:
        """The registry with further rows of `name`, `aliases` (parted by |) and `part_of`."""
        names, parents = dict(self.names), dict(self.parents)
        for row in rows:
            name = _name(row["name"])
            for alias in [row["name"], *(row.get("aliases") or "").split("|")]:
                if _name(alias):
                    names[_name(alias)] = name
            if row.get("part_of"):
                parents[name] = _name(row["part_of"])
        return Aliases(names, parents)

    def _names_in(self, part: str) -> list[str]:
        """A name that is known stands whole; else brackets and commas part names."""
        if not part or self.knows(part):
            return [part]
        inside = _BRACKETS.match(part)
        pieces = (inside.group(1), inside.group(2)) if inside else (part,)
        return [name for piece in pieces for name in ([piece] if self.knows(piece) else piece.split(","))]


@lru_cache(maxsize=500)
def _telling(text: str) -> str:
    common = glossary().common
    found = [concept for concept, _ in concepts(text)]
    telling = sorted({word for word in found if word not in common and word not in _NOISE} or set(found))
    return "+".join(telling)


@cache
def shipped() -> Aliases:
    """The well-known Norwegian names that come with the product."""
    text = files(__package__).joinpath("organisations.csv").read_text(encoding="utf-8")
    return Aliases().with_rows(csv.DictReader(text.splitlines(), delimiter=";"))
