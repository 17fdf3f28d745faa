"""How much the collaboration contributed, by what its parties say (docs/adr/0019).

Each party answers two questions of an activity. The weaker statement decides, so that no party is credited with more
than the other side stands behind. The credits are sets within each other: strict ⊆ decisive ⊆ contributed ⊆ broad;
what nobody has judged is a layer of its own inside broad and is never folded into another.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

What = TypeVar("What")


class Did(StrEnum):
    """What the partnership did."""

    INITIATED = "initiated"
    ENABLED = "enabled"
    STRENGTHENED = "strengthened"
    REGISTERED_ONLY = "registered_only"


class Otherwise(StrEnum):
    """What would have happened without the partnership."""

    NOTHING = "nothing"
    LATER_OR_SMALLER = "later_or_smaller"
    SAME = "same"
    UNKNOWN = "unknown"


class Layer(StrEnum):
    """Where an activity stands, each in one place only, the narrowest it belongs to."""

    STRICT = "strict"
    DECISIVE = "decisive"
    CONTRIBUTED = "contributed"
    REGISTERED = "registered"
    UNKNOWN = "unknown"


class Credit(StrEnum):
    """What a number counts. The first four hold each other; the last two are the parts of broad outside contributed."""

    STRICT = "strict"
    DECISIVE = "decisive"
    CONTRIBUTED = "contributed"
    BROAD = "broad"
    REGISTERED = "registered"
    UNKNOWN = "unknown"

    @property
    def layers(self) -> frozenset[Layer]:
        """The layers that count."""
        return _LAYERS[self]

    @property
    def is_band(self) -> bool:
        """Whether it is one of those that hold each other, from which an indicator takes its official number."""
        return self in BAND


BAND = (Credit.STRICT, Credit.DECISIVE, Credit.CONTRIBUTED, Credit.BROAD)

_LAYERS: Mapping[Credit, frozenset[Layer]] = {
    Credit.STRICT: frozenset({Layer.STRICT}),
    Credit.DECISIVE: frozenset({Layer.STRICT, Layer.DECISIVE}),
    Credit.CONTRIBUTED: frozenset({Layer.STRICT, Layer.DECISIVE, Layer.CONTRIBUTED}),
    Credit.BROAD: frozenset(Layer),
    Credit.REGISTERED: frozenset({Layer.REGISTERED}),
    Credit.UNKNOWN: frozenset({Layer.UNKNOWN}),
}
_STARTED = frozenset({Did.INITIATED, Did.ENABLED})
_HINDERED = frozenset({Otherwise.NOTHING, Otherwise.LATER_OR_SMALLER})


@dataclass(frozen=True)
class Answer:
    """What a party says: what the partnership did, and what would have happened otherwise."""

    did: Did
    otherwise: Otherwise


@dataclass(frozen=True)
class Said(Generic[What]):
    """A claim: which party said what when. `number` settles which is the newer of two at the same moment."""

    party: Hashable
    what: What
    at: datetime
    number: int


@dataclass(frozen=True)
class Standing:
    """What the newest answers of the parties come to. `differs` when two parties do not say the same."""

    layer: Layer
    answered: int
    differs: bool


def newest(claims: Iterable[Said[What]]) -> dict[Any, What]:
    """What each party says now: its newest claim. The order the claims come in does not matter."""
    latest: dict[Any, Said[What]] = {}
    for claim in claims:
        held = latest.get(claim.party)
        if held is None or (claim.at, claim.number) > (held.at, held.number):
            latest[claim.party] = claim
    return {party: claim.what for party, claim in latest.items()}


def standing_of(answers: Mapping[Any, Answer], parties: Collection[Hashable]) -> Standing:
    """What the answers that hold come to. An answer of somebody who is no party counts for nothing."""
    held = [answers[party] for party in parties if party in answers]
    return Standing(layer_of(held, of=len(set(parties))), len(held), len(set(held)) > 1)


def layer_of(answers: Sequence[Answer], *, of: int) -> Layer:
    """The layer of an activity, from one answer of each party that has answered, out of so many parties.

    A party that says the activity was only registered has said that there was no contribution, also when it does not
    know what would have happened: so that comes before unknown.
    """
    started = all(answer.did in _STARTED for answer in answers)
    otherwise = {answer.otherwise for answer in answers}
    if not answers:
        return Layer.UNKNOWN
    if any(answer.did is Did.REGISTERED_ONLY for answer in answers) or Otherwise.SAME in otherwise:
        return Layer.REGISTERED
    if otherwise == {Otherwise.UNKNOWN}:
        return Layer.UNKNOWN
    if started and otherwise == {Otherwise.NOTHING} and len(answers) == of:
        return Layer.STRICT
    if started and otherwise <= _HINDERED:
        return Layer.DECISIVE
    return Layer.CONTRIBUTED
