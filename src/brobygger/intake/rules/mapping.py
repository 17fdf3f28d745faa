"""What the columns of a source mean; guessed from their headers, corrected by people, remembered by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from brobygger.intake.rules.fields import AIRTABLE_ID, ALL, KEY, ONCE
from brobygger.intake.rules.words import HEADERS, plain
from brobygger.portfolio.rules.kinds import Kind

_AFTER = re.compile(r"\s*[(\[].*$|\s*\*+$|\s*:$")
# What an amount is counted in says nothing of which amount it is.
_CURRENCY = re.compile(r"\s*[(\[](?:i )?(?:kr|kroner|nok)[)\]]$", re.IGNORECASE)
_GROUPED = " – "


class MappingFault(StrEnum):
    """Why columns cannot mean what somebody says they do."""

    NO_TITLE = "no_title"
    TWICE = "twice"
    NO_KIND = "no_kind"


@dataclass(frozen=True)
class Mapping:
    """`columns` leads from a column's name to a field; columns that are not there are left out of the import.

    `meanings` says of `kind`, `focus_areas`, `purposes`, `state`, `form` and `disciplines` what words nobody knows stand
    for, by the word as it is looked up; an empty meaning is nothing. The defaults are for rows that say nothing
    themselves: a kind, a focus area, and the names of parties. With `propose`, parties nobody knows are proposed.
    """

    columns: MappingType[str, str] = field(default_factory=dict)
    meanings: MappingType[str, MappingType[str, str]] = field(default_factory=dict)
    kind: str = ""
    focus_area: str = ""
    funder: str = ""
    party: str = ""
    propose: bool = False

    def meaning(self, group: str, text: str) -> str | None:
        """What somebody has said that a word means; None when nobody has."""
        return self.meanings.get(group, {}).get(plain(text))

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is remembered."""
        return {
            "columns": dict(self.columns),
            "meanings": {group: dict(words) for group, words in self.meanings.items() if words},
            "kind": self.kind,
            "focus_area": self.focus_area,
            "funder": self.funder,
            "party": self.party,
            "propose": self.propose,
        }


class MappingRefused(ValueError):
    """What was remembered or written by hand is no mapping; the message says why, in English for the command line."""


def mapping_from(content: object) -> Mapping:
    """A mapping out of what was remembered, or what somebody wrote in a file. Raises MappingRefused."""
    if not isinstance(content, dict):
        raise MappingRefused("a mapping is an object")
    unknown = content.keys() - {"columns", "meanings", "kind", "focus_area", "funder", "party", "propose"}
    if unknown:
        raise MappingRefused(f"unknown: {', '.join(sorted(map(str, unknown)))}")
    columns = _texts(content.get("columns", {}), "columns")
    strange = sorted(set(columns.values()) - set(ALL) - {"", "ignore"})
    if strange:
        raise MappingRefused(f"no such field: {', '.join(strange)}")
    meanings = content.get("meanings", {})
    if not isinstance(meanings, dict):
        raise MappingRefused("meanings is an object")
    told = {name: content.get(name, "") for name in ("kind", "focus_area", "funder", "party")}
    if not all(isinstance(value, str) for value in told.values()):
        raise MappingRefused("kind, focus_area, funder and party are texts")
    if told["kind"] and told["kind"] not in set(Kind):
        raise MappingRefused(f"no such kind: {told['kind']}")
    return Mapping(
        columns={name: to for name, to in columns.items() if to not in {"", "ignore"}},
        meanings={
            str(group): {plain(word): to for word, to in _texts(words, f"meanings of {group}").items()}
            for group, words in meanings.items()
        },
        propose=bool(content.get("propose", False)),
        **told,
    )


def _texts(content: object, what: str) -> dict[str, str]:
    if not isinstance(content, dict) or not all(
        isinstance(key, str) and isinstance(value, str) for key, value in content.items()
    ):
        raise MappingRefused(f"{what} is an object of texts")
    return content


def guess(names: Sequence[str]) -> dict[str, str]:
    """What columns probably mean, by their names; those nobody could guess are not there.

    A field that only one column can say goes to the first that fits it best: by its whole name («Budsjett (kr)» is a
    whole name), then without what stands in brackets.
    """
    guessed: dict[str, str] = {}
    taken: set[str] = set()
    for readings in (_whole, _shortened):
        for name in names:
            if name in guessed:
                continue
            for reading in readings(name):
                found = HEADERS.get(plain(reading))
                if found and not (found in ONCE and found in taken):
                    guessed[name] = found
                    taken.add(found)
                    break
    return {name: guessed[name] for name in names if name in guessed}


def _whole(name: str) -> list[str]:
    return [_CURRENCY.sub("", name)]


def _shortened(name: str) -> list[str]:
    without = _AFTER.sub("", name)
    return [without, *reversed(without.split(_GROUPED))]


def faults_in(mapping: Mapping, names: Sequence[str]) -> list[tuple[MappingFault, str]]:
    """What keeps a mapping from being used on these columns, with the field it is about."""
    said = Counter(field for name, field in mapping.columns.items() if name in names)
    faults: list[tuple[MappingFault, str]] = []
    if not said["title"]:
        faults.append((MappingFault.NO_TITLE, "title"))
    faults += [(MappingFault.TWICE, each) for each, count in sorted(said.items()) if each in ONCE and count > 1]
    if not said["kind"] and not mapping.kind:
        faults.append((MappingFault.NO_KIND, "kind"))
    return faults


def has_key(mapping: Mapping, names: Sequence[str]) -> bool:
    """Whether some column says which row it is, however title and dates may change."""
    return any(field in {KEY, AIRTABLE_ID} for name, field in mapping.columns.items() if name in names)
