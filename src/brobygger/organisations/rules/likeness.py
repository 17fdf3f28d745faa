"""Which known names are like a name somebody has written."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from brobygger.organisations.rules.names import Party, fold

ALIKE_AT_LEAST = 62.0


def most_alike(name: str, known: Mapping[str, Party], *, at_most: int = 3) -> list[tuple[Party, str]]:
    """The known parties with a name most like one, best first, each with that name. `known` are folded names.

    A word more or less, other endings and slips of the pen are alike; names that only share a common word are not.
    """
    wanted = fold(name)
    found: list[tuple[Party, str]] = []
    best = process.extract(wanted, list(known), scorer=_alike, limit=at_most * 4, score_cutoff=ALIKE_AT_LEAST)
    for text, _score, _at in best:
        party = known[text]
        if all(party != other for other, _text in found):
            found.append((party, text))
    return found[:at_most]


def _alike(one: str, other: str, *, score_cutoff: float | None = None, **_: object) -> float:
    """0 to 100: letters in order, or the same words with some left out, which says a little less."""
    letters = fuzz.ratio(one, other)
    words = fuzz.token_set_ratio(one, other) * 0.92 if min(len(one), len(other)) >= 4 else 0.0
    score = max(letters, words)
    return score if score >= (score_cutoff or 0) else 0.0
