"""The kinds of doubt, what can be said to one, and a doubt itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DOUBT = "doubt"


class Kind(StrEnum):
    """What may be wrong. Those above the line are about a figure, those below about the register."""

    STATED_OTHERWISE = "stated_otherwise"
    JUMP = "jump"
    MORE_GRANTED = "more_granted"
    WAITING = "waiting"
    PROVISIONAL = "provisional"
    NO_VALUE = "no_value"
    SUM_OF_PARTS = "sum_of_parts"
    CAPTION = "caption"
    NO_BASELINE = "no_baseline"
    UNOWNED = "unowned"
    AFTER_END = "after_end"
    REPORTED_BELOW = "reported_below"
    REPORTED_ABOVE = "reported_above"
    NOT_FED = "not_fed"
    UNDATED = "undated"
    # The register.
    PAIRS = "pairs"
    UNCOUNTED = "uncounted"
    OUTSIDE = "outside"
    NO_LEAD = "no_lead"


class Answer(StrEnum):
    """What somebody says to a doubt. What is put right disappears by itself; *resolved* is for what we cannot see."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    POSTPONED = "postponed"


def is_open(answer: Answer | None, *, holds: bool) -> bool:
    """Whether a doubt still waits: nobody has answered, the evidence has changed since, or it was put off."""
    return answer is None or not holds or answer is Answer.POSTPONED


@dataclass(frozen=True)
class Doubt:
    """One doubt. `subject` is an indicator's code, a kind, an area's slug, or empty; `facts` are the evidence, as JSON."""

    kind: Kind
    subject: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is about, the same from day to day."""
        return f"{self.kind.value}:{self.subject}"

    @property
    def fingerprint(self) -> str:
        """Changes when the evidence does: what was said to it then is no answer any more."""
        told = json.dumps(self.facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Seen:
    """A doubt as it stood before somebody: its evidence then, and the number of the newest answer (0: none)."""

    doubt: Doubt
    fingerprint: str
    after: int

    def __str__(self) -> str:
        return f"{self.doubt.key} {self.fingerprint} {self.after}"


def seen_in(text: str, present: Mapping[str, Doubt]) -> Seen | None:
    """What `str(seen)` wrote, of the doubts there are now by key; None for what is no such text, or doubted no more."""
    key, fingerprint, after = (*text.split(" "), "", "")[:3]
    if key not in present or not (after.isascii() and after.isdigit()) or len(after) > 18:
        return None
    return Seen(present[key], fingerprint, int(after))
