"""What whoever brings a file should be told of, though it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from brobygger.tables.rules.places import Place

PLACES_KEPT = 5


class About(StrEnum):
    """What a remark is about. The words for it are in the presenter."""

    MACROS_IGNORED = "macros_ignored"
    IMAGES_IGNORED = "images_ignored"
    COMMENTS_IGNORED = "comments_ignored"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    MERGED_CELLS = "merged_cells"
    FORMULA_WITHOUT_RESULT = "formula_without_result"
    ERROR_VALUE = "error_value"
    ENCODING = "encoding"
    UNREADABLE_CHARACTERS = "unreadable_characters"
    NULLS_REMOVED = "nulls_removed"
    NO_HEADER = "no_header"
    EMPTY_HEADER = "empty_header"
    DUPLICATE_HEADER = "duplicate_header"
    REPEATED_HEADER = "repeated_header"
    PROBABLE_TOTAL = "probable_total"
    BEYOND_HEADER = "beyond_header"


@dataclass(frozen=True)
class Remark:
    """One thing to tell, with how often it was met, the first places, and the word it is about."""

    about: About
    count: int = 1
    places: tuple[Place, ...] = ()
    word: str = ""


@dataclass
class Remarks:
    """Remarks as they are gathered during a reading: one of each kind and word, however often it is met."""

    _counts: dict[tuple[About, str], int] = field(default_factory=dict)
    _places: dict[tuple[About, str], list[Place]] = field(default_factory=dict)

    def add(self, about: About, place: Place | None = None, *, word: str = "", count: int = 1) -> None:
        """Note that something was met, here. Only the first places are kept."""
        key = (about, word)
        self._counts[key] = self._counts.get(key, 0) + count
        places = self._places.setdefault(key, [])
        if place is not None and len(places) < PLACES_KEPT:
            places.append(place)

    def all(self) -> tuple[Remark, ...]:
        """Every remark, in the order they were first met."""
        return tuple(
            Remark(about, count, tuple(self._places[about, word]), word)
            for (about, word), count in self._counts.items()
        )
