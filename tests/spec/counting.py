"""What counts, once and for all: activities in, numbers out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.spec.tables import MADE, ROOT, markdown, rows_of

from brobygger.dates.rules import PartialDate
from brobygger.results.rules.counting import (
    CountingRule,
    Entry,
    Happening,
    Measure,
    Tally,
    TimeRule,
    Unique,
    tally,
    together,
)

FILE: Path = ROOT / "docs" / "reference" / "counting-rules.md"
YEARS = (2022, 2023, 2024, 2025)
IN = ("activity", "kind", "purposes", "what happened")
OUT = ("2022", "2023", "2024", "2025", "period", "without a year", "waiting")

APPLICATION = frozenset({"application"})
SENT = CountingRule(kinds=APPLICATION, milestone="sent", year_from="sent")
GRANTED = CountingRule(kinds=APPLICATION, milestone="granted", year_from="granted", pending="sent")
COHORT = CountingRule(kinds=APPLICATION, milestone="granted", year_from="sent", pending="sent")
ATTENDANCE = CountingRule(
    kinds=frozenset({"event"}), milestone="held", year_from="held", unique=Unique.EVENT, time=TimeRule.EACH,
    measure=Measure.SUM,
)  # fmt: skip
PERSONS = CountingRule(
    kinds=frozenset({"placement"}), milestone="started", year_from="started", unique=Unique.PERSON,
    time=TimeRule.EACH, measure=Measure.SUM,
)  # fmt: skip
IN_USE = CountingRule(kinds=frozenset({"meeting_place"}), milestone="held", year_from="held", time=TimeRule.YEARLY)
MEETINGS = CountingRule(
    kinds=frozenset({"meeting_place"}), milestone="held", year_from="held", unique=Unique.EVENT, time=TimeRule.EACH
)
FIRST_HELD = CountingRule(
    kinds=frozenset({"event"}), milestone="held", year_from="held", time=TimeRule.FIRST, measure=Measure.SUM
)
MEMBERS = CountingRule(
    kinds=frozenset({"network"}), milestone="held", year_from="held", time=TimeRule.EACH, measure=Measure.LATEST
)
RESEARCH = CountingRule(
    kinds=APPLICATION, purposes=frozenset({"research", "innovation"}), milestone="sent", year_from="sent"
)


@dataclass(frozen=True)
class Case:
    """A rule, what is in the register, and what comes out: per year the number and the activities behind it."""

    title: str
    why: str
    rule: CountingRule
    activities: str
    counted: str
    # The definition was changed: from these years on other rules hold.
    later: tuple[tuple[int, CountingRule], ...] = ()


CASES = (
    Case(
        "Everybody may tell of it, it is one activity",
        "Four project leads each registering a share of the same thing cannot make it four: a thing is in the register "
        "once, and a count is of things.",
        SENT,
        """
        A | application | research | sent 2022
        B | application | research | sent 2022
        """,
        "2 (A B) | 0 | 0 | 0 | 2 (A B) | |",
    ),
    Case(
        "Several purposes are still one activity",
        "What serves both research and innovation counts once in a figure that asks for either.",
        RESEARCH,
        """
        A | application | research innovation | sent 2022
        B | application | education | sent 2022
        C | application | | sent 2022
        """,
        "1 (A) | 0 | 0 | 0 | 1 (A) | |",
    ),
    Case(
        "Without a purpose in the rule, every purpose counts",
        "",
        SENT,
        """
        A | application | education | sent 2022
        B | application | | sent 2023
        C | phd | | sent 2023
        """,
        "1 (A) | 1 (B) | 0 | 0 | 2 (A B) | |",
    ),
    Case(
        "Sent again is not a new application",
        "The first time decides.",
        SENT,
        "A | application | | sent 2022, refused 2023, sent 2024",
        "1 (A) | 0 | 0 | 0 | 1 (A) | |",
    ),
    Case(
        "A flow counts in the year of the answer",
        "",
        GRANTED,
        """
        A | application | | sent 2022, granted 2023
        B | application | | sent 2022, refused 2023
        C | application | | sent 2022
        """,
        "0 | 1 (A) | 0 | 0 | 1 (A) | | 2022: C",
    ),
    Case(
        "A cohort counts in the year of the application",
        "Grants of those sent in the year, whenever the answer came, also when nobody wrote down when.",
        COHORT,
        """
        A | application | | sent 2022, granted 2023
        B | application | | sent 2022, granted unknown
        C | application | | granted 2024
        D | application | | sent 2024, sent 2025
        """,
        "2 (A B) | 0 | 0 | 0 | 2 (A B) | C | 2024: D",
    ),
    Case(
        "Without a known year it is not in the figures, but it is not gone",
        "It stands beside the figure as an activity nobody knows the year of.",
        SENT,
        """
        A | application | | sent unknown
        B | application | | sent unknown, sent 2023
        """,
        "0 | 1 (B) | 0 | 0 | 1 (B) | A |",
    ),
    Case(
        "Outside the years is outside the figures",
        "",
        SENT,
        """
        A | application | | sent 2021
        B | application | | sent 2026
        C | application | | sent 2021, sent 2023
        """,
        "0 | 0 | 0 | 0 | 0 | |",
    ),
    Case(
        "In use in several years, but one meeting place",
        "Once a year: the years do not add up to the period, and nobody may add them.",
        IN_USE,
        """
        A | meeting_place | | held 2022, held 2022, held 2023
        B | meeting_place | | held 2023
        C | meeting_place | | held unknown
        """,
        "1 (A) | 2 (A B) | 0 | 0 | 2 (A B) | C |",
    ),
    Case(
        "Every meeting counted",
        "The same register, asked for meetings instead of meeting places.",
        MEETINGS,
        """
        A | meeting_place | | held 2022, held 2022, held 2023
        B | meeting_place | | held 2023
        C | meeting_place | | held unknown
        """,
        "2 (A) | 2 (A B) | 0 | 0 | 4 (A B) | C |",
    ),
    Case(
        "Attendance adds up, and no number is no number",
        "An event without a number is behind the figure, but adds nothing to it. Nobody knows how many of them came twice.",
        ATTENDANCE,
        """
        A | event | | held 2022 of 40, held 2023 of 60
        B | event | | held 2023
        C | event | | held 2023 of 0
        """,
        "40 (A) | 60 (A B C) | 0 | 0 | 100 (A B C) | |",
    ),
    Case(
        "The first edition only",
        "",
        FIRST_HELD,
        "A | event | | held 2023 of 60, held 2022 of 40",
        "40 (A) | 0 | 0 | 0 | 40 (A) | |",
    ),
    Case(
        "A person without a number is one",
        "Somebody was there.",
        PERSONS,
        """
        A | placement | | started 2024 of 12
        B | placement | | started 2024
        """,
        "0 | 0 | 13 (A B) | 0 | 13 (A B) | |",
    ),
    Case(
        "The latest known number",
        "A level is not added to a level. What the period ended with is its number.",
        MEMBERS,
        """
        A | network | | held 2022 of 30, held 2022-11 of 35, held 2024 of 20
        B | network | | held 2023
        """,
        "35 (A) | - (B) | 20 (A) | - | 20 (A B) | |",
    ),
    Case(
        "A definition that was changed: each year by its own, and the period has each thing once",
        "What was sent counts until 2023, what was granted from 2024. A counts in two years and is one application.",
        SENT,
        """
        A | application | | sent 2022, granted 2024
        B | application | | sent 2023
        C | application | | sent 2024, granted 2025
        """,
        "1 (A) | 1 (B) | 1 (A) | 1 (C) | 3 (A B C) | |",
        later=((2024, GRANTED),),
    ),
    Case(
        "A change from meetings to other meetings",
        "Where what happened is counted, it is each time it happened that is one.",
        MEETINGS,
        """
        A | meeting_place | | held 2022, held 2022, held 2024
        B | event | | held 2023, held 2024
        """,
        "2 (A) | 0 | 2 (A B) | 0 | 4 (A B) | |",
        later=((2024, replace(MEETINGS, kinds=frozenset({"meeting_place", "event"}))),),
    ),
    Case(
        "A change from meeting places to meetings",
        "Two meeting places and three meetings are not five of anything: the years have numbers, the period has none.",
        IN_USE,
        """
        A | meeting_place | | held 2022, held 2023, held 2024, held 2024
        B | meeting_place | | held 2023
        """,
        "1 (A) | 2 (A B) | 2 (A) | 0 | - (A B) | |",
        later=((2024, MEETINGS),),
    ),
    Case(
        "An empty register",
        "",
        COHORT,
        "",
        "0 | 0 | 0 | 0 | 0 | |",
    ),
)


def counted(case: Case) -> Tally:
    """What the rules make of the activities, each year by the one that holds."""
    found = entries(case.activities)
    rules = {year: [case.rule, *(rule for since, rule in case.later if since <= year)][-1] for year in YEARS}
    tallies = {year: tally(rule, found, YEARS) for year, rule in rules.items()}
    return Tally(
        by_year={year: each.by_year[year] for year, each in tallies.items()},
        period=together(rules, found),
        undated=tallies[YEARS[-1]].undated,
        pending={year: each.pending[year] for year, each in tallies.items()},
    )


def entries(text: str) -> list[Entry]:
    """The activities of a table, with letters for ids."""
    return [
        Entry(ord(name), kind, frozenset(purposes.split()), tuple(_happening(part) for part in happened.split(",")))
        for name, kind, purposes, happened in (rows_of(text) if text.strip() else [])
    ]


def _happening(text: str) -> Happening:
    kind, date, *rest = text.split()
    return Happening(kind, date, PartialDate(date).year, Decimal(rest[1]) if rest else None)


def written(tally: Tally) -> list[str]:
    """A tally as the cells of a table."""

    def count(value: Decimal | None, members: frozenset[int]) -> str:
        number = "-" if value is None else str(value)
        return f"{number} ({letters(members)})" if members else number

    def letters(members: frozenset[int]) -> str:
        return " ".join(chr(member) for member in sorted(members))

    return [
        *(count(tally.by_year[year].value, tally.by_year[year].members) for year in YEARS),
        count(tally.period.value, tally.period.members),
        letters(tally.undated),
        ", ".join(f"{year}: {letters(members)}" for year, members in tally.pending.items() if members),
    ]


def in_words(rule: CountingRule) -> str:
    """A rule as its framework file says it."""
    parts = [f"kinds: {', '.join(sorted(rule.kinds))}"]
    if rule.purposes:
        parts.append(f"purposes: {', '.join(sorted(rule.purposes))}")
    parts += [f"milestone: {rule.milestone}", f"year_from: {rule.year_from}"]
    parts += [f"unique: {rule.unique}", f"time: {rule.time}", f"measure: {rule.measure}"]
    if rule.pending:
        parts.append(f"pending: {rule.pending}")
    return "; ".join(parts)


def page() -> str:
    """docs/reference/counting-rules.md."""
    text = f"""# Counting rules by example

{MADE}

A figure is a counting rule over activities. Each table below is a test: what stands in the register, and what the rule
makes of it. In brackets stand the activities behind a number; every number on every screen opens as that list.
How a rule is written is told in [framework-file.md](framework-file.md).

**The number of a period** is what its years hold together, each year by the definition that held then, and each thing once: an
activity where activities are counted, else a milestone. The list behind it is the activities of its years, each once. Where
the definition was changed to count something else (activities, then meetings) there is no number for the period, and
where some year cannot be counted neither. Figures, lists, the API, exports, figures by unit, figures of past days and
snapshots all do so.
"""
    for case in CASES:
        text += f"\n## {case.title}\n\n"
        text += f"{case.why}\n\n" if case.why else ""
        text += f"`{in_words(case.rule)}`\n\n"
        for since, rule in case.later:
            text += f"From {since}: `{in_words(rule)}`\n\n"
        if case.activities:
            text += markdown(IN, rows_of(case.activities)) + "\n"
        text += markdown(OUT, rows_of(case.counted))
    return text
