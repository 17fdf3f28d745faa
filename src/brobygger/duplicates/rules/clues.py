"""What a register keeps of each entry so that its likes are found again without reading the others: words, names, ids.

A clue is a short text. Those of an entry are written down with it; those of what somebody types are looked up. A word's
clue also tells how common the word is, which is what comparing rests on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from brobygger.duplicates.rules.prepared import Prepared
from brobygger.duplicates.rules.records import Record

CLUE_LENGTH = 80
# Shorter words that are only spelt like somebody's acronym are chance.
SHORTEST_SPELT_NAME = 4
# An equal identifier outweighs all words, a name most of them.
ID_BITS, NAME_BITS = 60.0, 14.0
# So much of a description is compared.
DESCRIPTION_KEPT = 1500
KEPT = (
    "title", "title_en", "acronym", "description", "kind", "partners", "units", "start_year", "end_year", "external_ids"
)  # fmt: skip


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
    spelt = {name for name in record.spelt if len(name) >= SHORTEST_SPELT_NAME}
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


def kept_of(record: Record) -> dict[str, object]:
    """A record as it is kept beside its entry: what comparing needs, as JSON can hold it."""
    told = asdict(record)
    return {name: _listed(told[name]) for name in KEPT if told[name]}


def record_from(number: int, kept: dict[str, object]) -> Record:
    """The record that was kept."""
    told = dict(kept)
    for name in ("partners", "units"):
        told[name] = tuple(told.get(name, ()))  # type: ignore[arg-type]
    told["external_ids"] = tuple((scheme, value) for scheme, value in told.get("external_ids", ()))  # type: ignore[attr-defined]
    return Record(id=str(number), **told)  # type: ignore[arg-type]


def checksum(kept: dict[str, object]) -> str:
    """Sixteen digits that differ when anything that is compared differs."""
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _listed(value: object) -> object:
    return [_listed(each) for each in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
