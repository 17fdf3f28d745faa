"""What a register keeps of each entry so that its likes are found again without reading the others: words, names, ids.

A clue is a short text. Those of an entry are written down with it; those of what somebody types are looked up. A word's
clue also tells how common the word is, which is what comparing rests on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.duplicates.rules.marks import Marks
from brobygger.duplicates.rules.prepared import Prepared
from brobygger.duplicates.rules.records import Record

CLUE_LENGTH = 80
# Shorter words that are only spelt like somebody's acronym are chance.
SHORTEST_SPELT_NAME = 4
# An equal identifier outweighs all words, a name most of them.
ID_BITS, NAME_BITS = 60.0, 14.0
# So much of a description is compared.
DESCRIPTION_KEPT = 1500
# Rises when words are read differently, so that what was kept before is found out and written anew.
FORM = 2
_SETS = ("body", "names", "spelt", "mentioned", "initials", "partners", "units", "explained")
_MARKS = ("told", "years", "numbers", "places")


def name_clue(name: str) -> str:
    """The clue of an acronym or coined name."""
    return f"name:{name}"[:CLUE_LENGTH]


def initials_clue(initials: str) -> str:
    """The clue of what a title abbreviates to."""
    return f"initials:{initials}"[:CLUE_LENGTH]


def id_clue(scheme: str, value: str) -> str:
    """The clue of an identifier."""
    return f"id:{scheme}:{value}"[:CLUE_LENGTH]


def clues_of(record: Prepared) -> frozenset[str]:
    """Everything that is written down of an entry: its words with its parties, its names, initials and identifiers."""
    return frozenset(
        [word[:CLUE_LENGTH] for word in record.index_words()]
        + [name_clue(name) for name in record.names]
        + [initials_clue(initials) for initials in record.initials]
        + [id_clue(scheme, value) for scheme, value in record.ids]
    )


def wanted_clues(record: Prepared) -> dict[str, float]:
    """What to look an entry's likes up by; identifiers and names with what they are worth, words with 0: ask the corpus."""
    spelt = {name for name in record.spelt | record.mentioned if len(name) >= SHORTEST_SPELT_NAME}
    return {
        **{word[:CLUE_LENGTH]: 0.0 for word in record.body},
        **{name_clue(name): NAME_BITS for name in spelt | record.names | record.initials},
        **{initials_clue(name): NAME_BITS for name in record.names},
        **{id_clue(scheme, value): ID_BITS for scheme, value in record.ids},
    }


@dataclass(frozen=True)
class Known:
    """A clue of the register: its number, and how many entries hold it."""

    number: int
    count: int
    bits: float


def worth_asking(known: Iterable[Known], *, at_most: int) -> list[Known]:
    """The clues to look likes up by: the most telling first, until so many entries would be read."""
    chosen: list[Known] = []
    left = at_most
    for clue in sorted(known, key=lambda clue: (-clue.bits, clue.count, clue.number)):
        if clue.count <= left and clue.bits > 0:
            chosen.append(clue)
            left -= clue.count
    return chosen


def kept_of(record: Prepared) -> dict[str, object]:
    """A prepared record as it is kept beside its entry, as JSON can hold it: comparing again costs no preparing again.

    How words were written is not kept: reasons are told in the words of the one that is being registered.
    """
    marks = record.marks
    told: dict[str, object] = {
        "titles": [list(title) for title in record.titles],
        **{name: sorted(getattr(record, name)) for name in _SETS},
        "ids": sorted(map(list, record.ids)),
        "year": record.record.start_year,
        "described": bool(record.record.description),
        "belongs_to": sorted(record.record.belongs_to),
        "family": marks.family,
        "parts": sorted(map(list, marks.parts)),
        **{name: sorted(getattr(marks, name)) for name in _MARKS},
    }
    return {"form": FORM} | {name: value for name, value in told.items() if value}


def prepared_from(number: int, kept: Mapping[str, Any]) -> Prepared:
    """The prepared record that was kept, without how its words were written."""
    return Prepared(
        # What comparing asks of the record itself: whether it is described, when it starts, what it belongs to.
        record=Record(
            id=str(number),
            description="…" if kept.get("described") else "",
            start_year=kept.get("year"),
            belongs_to=frozenset(kept.get("belongs_to", ())),
        ),
        titles=tuple(tuple(title) for title in kept.get("titles", ())),
        ids=frozenset((scheme, value) for scheme, value in kept.get("ids", ())),
        marks=Marks(
            family=kept.get("family", ""),
            parts=frozenset((name, number) for name, number in kept.get("parts", ())),
            **{name: frozenset(kept.get(name, ())) for name in _MARKS},
        ),
        surfaces={},
        **{name: frozenset(kept.get(name, ())) for name in _SETS},
    )


def checksum(kept: Mapping[str, object]) -> str:
    """Sixteen digits that differ when anything that is compared differs."""
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
