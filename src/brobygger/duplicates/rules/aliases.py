"""Organisations and units by any of their names: acronyms, English names, old names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from brobygger.duplicates.rules.glossary import shipped as glossary
from brobygger.duplicates.rules.words import concepts, tokens
from brobygger.portfolio.rules.text import plain

_SEPARATORS = re.compile(r"[;|\n]|\s/\s")
_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*$")
_NOISE = frozenset({"institutt", "avdeling", "fakultet", "sent", "tjenest"})


def _name(text: str) -> str:
    return " ".join(re.findall(r"[a-zæøå0-9]+", plain(text)))


@dataclass(frozen=True)
class Aliases:
    """What names mean: alias to the name we go by. All names are folded.

    `own` is what the register itself is called: half of what is registered is called after it, so that it tells nothing.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max((name.count(" ") + 1 for name in self.names), default=0)

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

    def known_in(self, text: str) -> dict[str, frozenset[str]]:
        """The names a running text holds, also as somebody's («NFRs»), the longest first; each with its words."""
        words = tokens(text)
        folded = [_name(word) for word in words]
        found: dict[str, frozenset[str]] = {}
        at = 0
        while at < len(words):
            for length in range(min(self.longest, len(words) - at), 0, -1):
                name = " ".join(folded[at : at + length])
                known = self.names.get(name) or self.names.get(name.removesuffix("s"))
                if known:
                    found[known] = found.get(known, frozenset()) | set(words[at : at + length])
                    at += length
                    break
            else:
                at += 1
        return found

    def with_rows(self, rows: Iterable[Mapping[str, str]]) -> Aliases:
        """The registry with further rows of `name` and `aliases` (parted by |)."""
        names = dict(self.names)
        for row in rows:
            name = _name(row["name"])
            for alias in [row["name"], *(row.get("aliases") or "").split("|")]:
                if _name(alias):
                    names[_name(alias)] = name
        return Aliases(names, self.own)

    def of_register(self, name: str) -> Aliases:
        """The registry of a register that is itself called so."""
        return replace(self, own=self.own | {_name(name)})

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
