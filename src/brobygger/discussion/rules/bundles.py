"""What one operation did to many is one piece of news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

# So few are told one by one.
FEW = 4


class Told(Protocol):
    """What there is to know of a piece of news to see that it belongs with others."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def by(self) -> str:
        """Who."""

    @property
    def verb(self) -> str:
        """Did what."""

    @property
    def activity_id(self) -> int:
        """To which activity."""


T = TypeVar("T", bound=Told)


def bundles(news: Sequence[T]) -> tuple[list[T], list[list[T]]]:
    """News one by one, and those that belong together: more than a few activities, at one moment, by one person.

    One operation carries one moment, so that its parts are found again by it. The order is kept.
    """
    together: dict[tuple[datetime, str, str], list[T]] = {}
    for one in news:
        together.setdefault((one.at, one.by, one.verb), []).append(one)
    many = {key: some for key, some in together.items() if len({one.activity_id for one in some}) > FEW}
    return [one for one in news if (one.at, one.by, one.verb) not in many], list(many.values())
