"""The name of an activity in addresses: made of its title once, and never changed."""

from __future__ import annotations

import re
from collections.abc import Collection

from brobygger.portfolio.rules.text import plain

SLUG_LENGTH = 60
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def slug_of(title: str) -> str:
    """`Søvn på sykehjem` → `sovn-pa-sykehjem`; a title without a Latin letter or digit is `aktivitet`."""
    words = re.sub(r"[^a-z0-9]+", "-", plain(title).translate(_LETTERS)).strip("-")
    if len(words) > SLUG_LENGTH:
        words = words[: SLUG_LENGTH + 1].rpartition("-")[0] or words[:SLUG_LENGTH]
    return words.strip("-") or "aktivitet"


def first_free(slug: str, taken: Collection[str]) -> str:
    """The slug itself, else with the lowest number from 2 that makes it free."""
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
