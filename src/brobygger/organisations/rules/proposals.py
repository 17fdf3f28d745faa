"""New organisations and units, named by those who need them while they register something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brobygger.organisations.rules.names import fold

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Proposal:
    """A name nobody goes by yet: of an organisation, or of a unit of the organisation given."""

    name: str
    organisation_id: int | None = None


def slug_of_name(name: str) -> str:
    """`Øya helsehus` → `oya-helsehus`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).translate(_LETTERS)).strip("-")[:60].strip("-") or "uten-navn"
