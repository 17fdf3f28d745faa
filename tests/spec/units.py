"""A figure by unit when units are reorganised: what happened in, rows of both trees out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.spec.tables import MADE, ROOT, markdown, rows_of

from brobygger.organisations.rules.heirs import Lineage, Past, Step
from brobygger.organisations.rules.heirs import Path as UnitPath
from brobygger.organisations.rules.names import Party
from brobygger.results.rules.by_unit import Group, by_unit

FILE: Path = ROOT / "docs" / "reference" / "unit-rules.md"
YEARS = (2023, 2024)
HEADER = ("row", "2023", "2024", "period")
NUMBERS = {"Health": 1, "Home": 2, "North": 3, "South": 4, "Staff": 5}
NAMES = {number: name for name, number in NUMBERS.items()}


@dataclass(frozen=True)
class Case:
    """Units with the one above, who took over from whom, things that count, and the rows that come out.

    `then` is the tree of 2023 and `now` that of 2024 and of today: `unit < unit above`. A step that is split is `unit / heir`,
    any other `unit > heir`. A thing is `year: unit, unit`.
    """

    title: str
    why: str
    then: str
    now: str
    steps: str
    things: str
    reported: str
    today: str


CASES = (
    Case(
        "Moved",
        "As reported the unit has a row in each place. On today's units all of it stands where the unit is now.",
        "Home < Health; Staff", "Home < Staff; Health", "",
        "2023: Home; 2024: Home",
        """
        whole | 1 | 1 | 2
        Health | 1 | - | 1
        Health/Home | 1 | - | 1
        Staff | - | 1 | 1
        Staff/Home | - | 1 | 1
        """,
        """
        whole | 1 | 1 | 2
        Staff | 1 | 1 | 2
        Staff/Home | 1 | 1 | 2
        """,
    ),
    Case(
        "Merged",
        "What two of those did together is one thing of the one they became.",
        "Health; Staff", "Home", "Health > Home; Staff > Home",
        "2023: Health, Staff; 2023: Staff; 2024: Home",
        """
        whole | 2 | 1 | 3
        Health | 1 | - | 1
        Home | - | 1 | 1
        Staff | 2 | - | 2
        """,
        """
        whole | 2 | 1 | 3
        Home | 2 | 1 | 3
        """,
    ),
    Case(
        "Split",
        "What was done together is not divided: it keeps its own row, and is in neither of the parts.",
        "Home", "North; South", "Home / North; Home / South",
        "2023: Home; 2024: North",
        """
        whole | 1 | 1 | 2
        Home | 1 | - | 1
        North | - | 1 | 1
        """,
        """
        whole | 1 | 1 | 2
        Home | 1 | - | 1
        North | - | 1 | 1
        """,
    ),
    Case(
        "Split, and one of the parts is named",
        "What names both a unit and one that came after it is the later one's, in both trees.",
        "Home", "North; South", "Home / North; Home / South",
        "2024: Home, South; 2023: Home, North",
        """
        whole | 1 | 1 | 2
        North | 1 | - | 1
        South | - | 1 | 1
        """,
        """
        whole | 1 | 1 | 2
        North | 1 | - | 1
        South | - | 1 | 1
        """,
    ),
    Case(
        "Split and put together again",
        "Parts that became one are one, and so is what was before them.",
        "Home", "Staff", "Home / North; Home / South; North > Staff; South > Staff",
        "2023: Home; 2024: Staff",
        """
        whole | 1 | 1 | 2
        Home | 1 | - | 1
        Staff | - | 1 | 1
        """,
        """
        whole | 1 | 1 | 2
        Staff | 1 | 1 | 2
        """,
    ),
)  # fmt: skip


def _pairs(text: str, sign: str) -> list[tuple[int, int | None]]:
    pairs = [[NUMBERS[name.strip()] for name in each.split(sign)] for each in text.split(";")]
    return [(pair[0], pair[1] if len(pair) > 1 else None) for pair in pairs]


def _lineage(case: Case) -> Lineage:
    now = dict(_pairs(case.now, "<"))
    steps = []
    for text in case.steps.split(";") if case.steps else ():
        sign = "/" if "/" in text else ">"
        before, after = (NUMBERS[name.strip()] for name in text.split(sign))
        steps.append(Step(before, after, is_whole=sign == ">"))
    return Lineage({pk: Past(pk, 1, now.get(pk), is_gone=pk not in now) for pk in NAMES}, tuple(steps))


def rows(case: Case, tree: str) -> list[list[str]]:
    """The rows of a case in one of the trees, as they are written."""
    lineage = _lineage(case)
    trees = {2023: dict(_pairs(case.then, "<")), 2024: dict(_pairs(case.now, "<"))}
    groups = []
    for thing in case.things.split(";"):
        year, named = thing.split(":")
        parties = frozenset(Party(1, NUMBERS[name.strip()]) for name in named.split(","))
        groups.append(Group(parties, {int(year): Decimal(1)}))

    def reported(named: frozenset[Party], year: int) -> frozenset[UnitPath]:
        return lineage.settled(lineage.path_then(party, trees[year]) for party in named)

    def today(named: frozenset[Party], _year: int) -> frozenset[UnitPath]:
        return lineage.settled(lineage.path_today(party) for party in named)

    place: Callable[[frozenset[Party], int], frozenset[UnitPath]] = reported if tree == "reported" else today
    found = {
        "/".join(NAMES[each.unit_id or 0] for each in path[1:]) or "whole": row.total
        for path, row in by_unit(groups, place, lineage.settled).items()
        # The organisation has what the whole has.
        if len(path) != 1
    }
    order = sorted(found, key=lambda name: (name != "whole", name))
    return [[name, *(str(found[name].get(year, "-")) for year in (*YEARS, None))] for name in order]


def page() -> str:
    """The page of docs/reference."""
    intro = (
        "Every thing once in each row it belongs to, and in no row of a unit that somebody else there took over from. "
        "Why it is so stands in [decision 21](../adr/0021-what-a-split-unit-did-is-not-divided.md)."
    )
    parts = [f"# Figures by unit\n\n{MADE}\n\n{intro}\n"]
    for case in CASES:
        told = [
            ("2023", case.then),
            ("2024 and today", case.now),
            ("who took over", case.steps),
            ("counted", case.things),
        ]
        parts.append(
            f"## {case.title}\n\n{case.why}\n\n" + "".join(f"- {name}: {text or 'nobody'}\n" for name, text in told)
        )
        for label, text in (("As reported", case.reported), ("On today's units", case.today)):
            parts.append(f"{label}:\n\n" + markdown(HEADER, rows_of(text)))
    return "\n".join(parts)
