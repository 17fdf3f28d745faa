"""One organisation, many spellings: finding what a name means, and noticing when it means two things (R48)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

_SPACES = re.compile(r"\s+")
_ABBREVIATION = re.compile(r"^[A-ZÆØÅ0-9]{2,8}$")


def fold(text: str) -> str:
    """The form in which names are compared: no case, no accents but æøå, one kind of dash, single spaces."""
    composed = unicodedata.normalize("NFC", text).casefold().replace("–", "-").replace("—", "-")
    kept = "".join(
        part
        for letter in composed
        for part in (letter if letter in "æøå" else unicodedata.normalize("NFD", letter))
        if not unicodedata.combining(part)
    )
    return _SPACES.sub(" ", kept).strip().replace(" - ", "-")


def looks_like_abbreviation(text: str) -> bool:
    """Whether a name is two to eight capitals or digits."""
    return bool(_ABBREVIATION.match(text))


@dataclass(frozen=True)
class Party:
    """An organisation, or one unit of it."""

    organisation_id: int
    unit_id: int | None = None


class NameUnknown(LookupError):
    """Nobody goes by that name."""


class NameShared(LookupError):
    """Several go by that name; `candidates` are the ways to say which."""

    def __init__(self, name: str, candidates: list[str]) -> None:
        super().__init__(name)
        self.name = name
        self.candidates = candidates


@dataclass
class NameBook:
    """All names of one directory."""

    _parties: dict[str, set[Party]] = field(default_factory=dict)
    _labels: dict[Party, str] = field(default_factory=dict)

    def add(self, name: str, party: Party) -> None:
        """Let a name lead to a party."""
        self._parties.setdefault(fold(name), set()).add(party)
        self._labels.setdefault(party, name)

    def find(self, name: str) -> Party:
        """The one party a name means; `Organisation / name` says in which organisation to look.

        Raises NameUnknown or NameShared.
        """
        whole = self._parties.get(fold(name), set())
        # A name may itself hold the slash, so each of them is tried.
        parts = name.split(" / ")
        for at in range(1, len(parts)):
            if whole:
                break
            owner, rest = " / ".join(parts[:at]), " / ".join(parts[at:])
            owners = {party.organisation_id for party in self._parties.get(fold(owner), set())}
            whole = {party for party in self._parties.get(fold(rest), set()) if party.organisation_id in owners}
        if not whole:
            raise NameUnknown(name)
        if len(whole) > 1:
            raise NameShared(name, self._ways_to_say(name, whole))
        return next(iter(whole))

    def shared(self) -> dict[str, list[Party]]:
        """The names that lead to more than one party, each with its parties."""
        return {
            name: sorted(parties, key=lambda p: (p.organisation_id, p.unit_id or 0))
            for name, parties in sorted(self._parties.items())
            if len(parties) > 1
        }

    def _ways_to_say(self, name: str, parties: Collection[Party]) -> list[str]:
        """For each party a name that leads to it alone: with its organisation, else the first name it was given."""
        in_organisation = Counter(party.organisation_id for party in parties)
        return sorted(
            f"{self._labels[Party(party.organisation_id)]} / {name}"
            if party.unit_id
            and in_organisation[party.organisation_id] == 1
            and Party(party.organisation_id) in self._labels
            else self._labels[party]
            for party in parties
        )
