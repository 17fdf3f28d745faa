"""What can be handed over besides contacts: apps above say it, each with a part (`settings.HAND_OVER_PARTS`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Thing:
    """One thing that can be given, with what a reader calls it."""

    number: int
    label: str


@dataclass(frozen=True)
class Given:
    """What was chosen of one part."""

    part: str
    numbers: Sequence[int]


class Part(Protocol):
    """A kind of things a user has in a partnership."""

    name: str

    def title(self) -> str:
        """What a reader calls them all."""

    def things(self, partnership: int, *, user: int) -> Sequence[Thing]:
        """What a user has, as much as one can look through."""

    def give(
        self, partnership: int, *, from_user: int, to_user: int, numbers: Sequence[int], now: datetime
    ) -> list[int]:
        """Give some of it to another user, inside the running transaction; the numbers that went over."""
