"""What else a word may stand as: compounds that begin or end with it, and the parts of a compound."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from brobygger.portfolio.models import Word
from brobygger.portfolio.rules.text import COMPOUND_PART_LENGTH, splits

EXPANSIONS = 30
LAST = "\uffff"

_BEGINNING = "SELECT stem FROM portfolio_word WHERE stem > %s AND stem < %s ORDER BY stem LIMIT %s"
_ENDING = (
    "SELECT stem FROM portfolio_word WHERE reversed_stem > %s AND reversed_stem < %s ORDER BY reversed_stem LIMIT %s"
)


def alternatives_for(stems: Sequence[str]) -> list[list[list[str]]]:
    """For each stem, in order: the stem itself first, then each way the register says it.

    That is compounds with it, and pairs of its parts. Two queries however many stems there are.
    """
    expandable = [stem for stem in stems if len(stem) >= COMPOUND_PART_LENGTH and not any(c.isdigit() for c in stem)]
    found: dict[str, list[list[str]]] = {stem: [[stem]] for stem in stems}
    for stem, compound in _compounds(expandable):
        found[stem].append([compound])
    pairs = {stem: list(splits(stem)) for stem in expandable}
    known = _known({part for each in pairs.values() for pair in each for part in pair})
    for stem, candidates in pairs.items():
        found[stem] += [list(pair) for pair in candidates if known.issuperset(pair)][:3]
    return [found[stem] for stem in stems]


def _compounds(stems: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of a stem and a word of the register that begins or ends with it, the first of each kind."""
    parts: list[str] = []
    values: list[str | int] = []
    for at, stem in enumerate(stems):
        for number, (select, start) in enumerate(((_BEGINNING, stem), (_ENDING, stem[::-1]))):
            parts.append(f"SELECT {at} AS at, stem FROM ({select}) AS words_{at}_{number}")
            values += [start, start + LAST, EXPANSIONS]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [(stems[at], word) for at, word in cursor.fetchall()]


def _known(parts: set[str]) -> set[str]:
    return set(Word.objects.filter(stem__in=parts).values_list("stem", flat=True)) if parts else set()
