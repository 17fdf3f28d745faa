"""What a meeting is shown besides the figures, as plain values: the year, the doubts, and what was decided last time.

A held meeting keeps it as JSON, and the page of a held meeting is made from that by the same code as the page of a
planned one. No name of a person is in it: a paper is copied and filed, and no name could be taken out of it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from brobygger.doubts.rules.kinds import Doubt, Kind

# The heaviest first: what was said and the numbers do not carry, numbers that contradict each other, numbers that are
# missing, targets nobody can judge or owns, and last what may be lacking in the register.
HEAVIEST_FIRST = (
    Kind.STATED_OTHERWISE,
    Kind.MORE_GRANTED,
    Kind.SUM_OF_PARTS,
    Kind.REPORTED_BELOW,
    Kind.JUMP,
    Kind.NOT_FED,
    Kind.NO_VALUE,
    Kind.WAITING,
    Kind.AFTER_END,
    Kind.REPORTED_ABOVE,
    Kind.CAPTION,
    Kind.NO_BASELINE,
    Kind.UNOWNED,
    Kind.PROVISIONAL,
    Kind.NO_LEAD,
    Kind.PAIRS,
    Kind.UNCOUNTED,
    Kind.UNDATED,
    Kind.OUTSIDE,
)


@dataclass(frozen=True)
class AreaStatus:
    """One area in the year. `waits_for` are parties that have not approved, `missing` what keeps it from being handed in.

    `has_lead`: whether somebody leads it; else the coordinators hold it.
    """

    name: str
    stage: str
    has_lead: bool
    waits_for: tuple[str, ...]
    unconfirmed: int
    unexplained: int
    unanswered: int
    is_silent: bool
    is_late: bool


@dataclass(frozen=True)
class YearStatus:
    """The reporting year. `frozen_as` is the number of the snapshot it was adopted with."""

    year: int
    state: str
    submission_due: str
    review_due: str
    adoption_due: str
    disputes: int
    frozen_as: int | None
    areas: tuple[AreaStatus, ...]


@dataclass(frozen=True)
class Doubted:
    """One doubt that waits for an answer; `is_postponed` when somebody has put it off."""

    kind: str
    subject: str
    facts: Mapping[str, Any]
    is_postponed: bool

    @property
    def doubt(self) -> Doubt:
        """The doubt itself."""
        return Doubt(Kind(self.kind), self.subject, self.facts)


@dataclass(frozen=True)
class Earlier:
    """A case of an earlier meeting: the decision, and what has become of it since (empty: nothing was said)."""

    meeting: str
    date: str
    title: str
    outcome: str
    decision: str
    follow_up: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """What a meeting is shown. `doubts` are all that are open, the heaviest first; `doubts_total` counts the others too."""

    as_of: str
    year: YearStatus | None = None
    doubts: tuple[Doubted, ...] = ()
    doubts_total: int = 0
    earlier: tuple[Earlier, ...] = ()
    # The years that are adopted, with the number of the snapshot.
    adopted: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def by_weight(doubts: Iterable[Doubted]) -> tuple[Doubted, ...]:
    """The heaviest first; those of one kind in the order they came."""
    place = {kind.value: at for at, kind in enumerate(HEAVIEST_FIRST)}
    return tuple(sorted(doubts, key=lambda each: place.get(each.kind, len(place))))


def foremost(doubts: Sequence[Doubted], at_most: int, *, of_a_kind: int = 3) -> tuple[Doubted, ...]:
    """Some of many, in their order: a few of each kind first, so that one kind does not hide the others."""
    seen: Counter[str] = Counter()
    few: list[int] = []
    rest: list[int] = []
    for at, each in enumerate(doubts):
        seen[each.kind] += 1
        (few if seen[each.kind] <= of_a_kind else rest).append(at)
    return tuple(doubts[at] for at in sorted([*few, *rest][:at_most]))


def sheet_from(told: Mapping[str, Any]) -> Sheet:
    """What `as_json` gave, as it was."""
    year = told["year"]
    return Sheet(
        as_of=told["as_of"],
        year=YearStatus(**{**year, "areas": tuple(_area(each) for each in year["areas"])}) if year else None,
        doubts=tuple(Doubted(**each) for each in told["doubts"]),
        doubts_total=told["doubts_total"],
        earlier=tuple(Earlier(**each) for each in told["earlier"]),
        adopted=dict(told["adopted"]),
    )


def _area(told: Mapping[str, Any]) -> AreaStatus:
    return AreaStatus(**{**told, "waits_for": tuple(told["waits_for"])})
