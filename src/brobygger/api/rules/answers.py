"""An answer as a value, so that it can be kept and given again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """What was answered: status, body as text, and the headers that tell something about it."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether what was asked for was done."""
        return 200 <= self.status < 300
