"""Where places are: our own short list of names in and around Trondheim, with about where they lie (`gazetteer.csv`).

The coordinates are for dots on a small map and good to some hundred metres. A place that is not on the list is still a
place: it stands by the name it was written with.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from brobygger.organisations.rules.names import fold

KEY_LENGTH = 80


@dataclass(frozen=True)
class Place:
    """A place with its position in degrees."""

    name: str
    latitude: float
    longitude: float


@lru_cache(maxsize=1)
def gazetteer() -> Mapping[str, Place]:
    """All places, by name."""
    return {place.name: place for place, _ in _read()}


@lru_cache(maxsize=10_000)
def place_key(text: str) -> str:
    """What a written place is counted under: its name on the list, by any spelling, else the text itself.

    «heimdal», «Heimdal bydel» and «Heimdal, Trondheim» are Heimdal. Empty for an empty text.
    """
    tidy = " ".join(text.replace("\x00", "").split())
    known = _spellings()
    folded = fold(tidy)
    name = known.get(folded) or known.get(fold(tidy.split(",")[0]))
    return name or tidy[:KEY_LENGTH].strip()


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    return {fold(text): place.name for place, also in _read() for text in (place.name, *also)}


def _read() -> list[tuple[Place, list[str]]]:
    text = files(__package__).joinpath("gazetteer.csv").read_text(encoding="utf-8")
    return [
        (
            Place(row["name"], float(row["latitude"]), float(row["longitude"])),
            [each for each in row["also"].split("|") if each],
        )
        for row in csv.DictReader(text.splitlines(), delimiter=";")
    ]
