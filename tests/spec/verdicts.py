"""When a target is met: seven kinds of target, every situation, the verdict and its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.spec.tables import MADE, ROOT, markdown, rows_of

from brobygger.results.rules.verdicts import (
    Evidence,
    Judged,
    Level,
    TargetKind,
    TargetVersion,
    YearValue,
    judge_period,
    judge_year,
)

FILE: Path = ROOT / "docs" / "reference" / "verdict-rules.md"
YEARS = (2022, 2023, 2024, 2025)
HEADER = ("judged in", "2022", "2023", "2024", "2025", "period")


@dataclass(frozen=True)
class Situation:
    """A target, and rows of what is known with what follows: each cell is `value verdict/reason`.

    A value is a number or `-`; `?` after it means that it may still change, and a number after that how many cases wait.
    """

    title: str
    why: str
    versions: tuple[TargetVersion, ...]
    rows: str
    levels: str = ""
    is_additive: bool = True


def aim(kind: TargetKind, value: int | None = None, **more: object) -> tuple[TargetVersion, ...]:
    """One version of a target, from the first year on."""
    return (TargetVersion(kind, 2022, None if value is None else Decimal(value), **more),)  # type: ignore[arg-type]


K = TargetKind
SITUATIONS = (
    Situation(
        "Yearly",
        "Each year stands for itself. The period is met only when every year was.",
        aim(K.YEARLY, 20),
        """
        2026 | 20 met/reached | 25 met/reached | 20 met/reached | 99 met/reached | - met/every_year
        2026 | 20 met/reached | 19 missed/below | 20 met/reached | 99 met/reached | - missed/some_years
        2026 | 20 met/reached | - not_comparable/no_value | 20 met/reached | 20 met/reached | - not_comparable/years_not_comparable
        2026 | - not_comparable/no_value | 19 missed/below | - not_comparable/no_value | 5?3 too_early/pending | - missed/some_years
        2026 | 20 met/reached | 20 met/reached | 20 met/reached | 17?2 too_early/pending | - too_early/years_open
        2026 | 20 met/reached | 20 met/reached | 20 met/reached | 17? missed/below_provisional | - missed/some_years
        2026 | 20 met/reached | 20 met/reached | 20 met/reached | 20?2 met/reached | - met/every_year
        2024 | 20 met/reached | 20 met/reached | 5? too_early/year_not_over | - too_early/year_not_over | - too_early/years_open
        2024 | 20 met/reached | 20 met/reached | 20? met/reached | -? too_early/year_not_over | - too_early/years_open
        2021 | - too_early/year_not_over | - too_early/year_not_over | - too_early/year_not_over | - too_early/year_not_over | - too_early/years_open
        2026 | 0 missed/below | 0 missed/below | 0 missed/below | 0 missed/below | - missed/some_years
        """,
    ),
    Situation(
        "Yearly, and nothing is enough",
        "A target of zero is reached by nothing.",
        aim(K.YEARLY, 0),
        "2026 | 0 met/reached | 0 met/reached | 1 met/reached | - not_comparable/no_value | - not_comparable/years_not_comparable",
    ),
    Situation(
        "Yearly, fewer is better",
        "What should be few may still become many, so a year is met only when it is over.",
        aim(K.YEARLY, 2, up_is_better=False),
        """
        2026 | 2 met/reached | 0 met/reached | 3 missed/below | 1? met/reached | - missed/some_years
        2025 | 2 met/reached | 0 met/reached | 1 met/reached | 1? on_track/year_not_over | - too_early/years_open
        2025 | 2 met/reached | 0 met/reached | 1 met/reached | 3? too_early/year_not_over | - too_early/years_open
        """,
    ),
    Situation(
        "For the whole period",
        "A single year is judged by the total so far against an even pace.",
        aim(K.PERIOD_TOTAL, 40),
        """
        2026 | 10 on_track/period_on_track | 5 too_early/period_behind | 15 on_track/period_on_track | 10 met/period_reached | - met/period_reached
        2026 | 40 met/period_reached | 0 met/period_reached | 0 met/period_reached | 0 met/period_reached | - met/period_reached
        2026 | 10 on_track/period_on_track | 10 on_track/period_on_track | 10 on_track/period_on_track | 9 missed/period_below | - missed/period_below
        2024 | 10 on_track/period_on_track | 10 on_track/period_on_track | 3? too_early/period_behind | 0? too_early/period_behind | - on_track/period_on_track
        2024 | 10 on_track/period_on_track | 5 too_early/period_behind | 0? too_early/period_behind | 0? too_early/period_behind | - too_early/period_behind
        2026 | - not_comparable/running_total_unknown | 10 not_comparable/running_total_unknown | 10 not_comparable/running_total_unknown | 9 not_comparable/running_total_unknown | - not_comparable/running_total_unknown
        2026 | - not_comparable/running_total_unknown | 40 met/period_reached | - met/period_reached | - met/period_reached | - met/period_reached
        2026 | - not_comparable/running_total_unknown | - not_comparable/running_total_unknown | - not_comparable/running_total_unknown | - not_comparable/running_total_unknown | 41 met/period_reached
        2026 | - not_comparable/running_total_unknown | - not_comparable/running_total_unknown | - not_comparable/running_total_unknown | - not_comparable/running_total_unknown | 39 missed/period_below
        """,
    ),
    Situation(
        "For the whole period, fewer is better",
        "Too many is too many at once; that it stayed few is known only in the end.",
        aim(K.PERIOD_TOTAL, 8, up_is_better=False),
        """
        2026 | 2 on_track/period_on_track | 2 on_track/period_on_track | 3 too_early/period_behind | 1 met/period_reached | - met/period_reached
        2026 | 9 missed/below | 0 missed/below | 0 missed/below | 0 missed/below | - missed/below
        2024 | 2 on_track/period_on_track | 2 on_track/period_on_track | 0? on_track/period_on_track | 0? on_track/period_on_track | - on_track/period_on_track
        """,
    ),
    Situation(
        "An increase",
        "Growth over the baseline is decided in the last year; until then it grew so far or not yet.",
        aim(K.INCREASE, baseline_year=2021, baseline_value=Decimal(120)),
        """
        2026 | 121 on_track/grew_so_far | 120 too_early/not_grown_yet | - not_comparable/no_value | 130 met/grew | - met/grew
        2026 | 121 on_track/grew_so_far | 130 on_track/grew_so_far | 140 on_track/grew_so_far | 120 missed/did_not_grow | - missed/did_not_grow
        2026 | 121 on_track/grew_so_far | 130 on_track/grew_so_far | 140 on_track/grew_so_far | - not_comparable/no_value | 150 met/grew
        2024 | 121 on_track/grew_so_far | 122 on_track/grew_so_far | - too_early/year_not_over | - too_early/year_not_over | - on_track/grew_so_far
        2024 | 121 on_track/grew_so_far | 119 too_early/not_grown_yet | - too_early/year_not_over | - too_early/year_not_over | - too_early/not_grown_yet
        2026 | - not_comparable/no_value | - not_comparable/no_value | - not_comparable/no_value | - not_comparable/no_value | - not_comparable/no_value
        """,
        is_additive=False,
    ),
    Situation(
        "An increase from nobody knows what",
        "However good the number looks, there is nothing to compare it with.",
        aim(K.INCREASE),
        """
        2026 | 1 not_comparable/no_baseline | 999 not_comparable/no_baseline | - not_comparable/no_baseline | 0 not_comparable/no_baseline | - not_comparable/no_baseline
        2026 | - not_comparable/no_baseline | - not_comparable/no_baseline | - not_comparable/no_baseline | - not_comparable/no_baseline | 5 not_comparable/no_baseline
        """,
    ),
    Situation(
        "A decrease",
        "An increase where fewer is better.",
        aim(K.INCREASE, baseline_year=2021, baseline_value=Decimal(10), up_is_better=False),
        "2026 | 9 on_track/grew_so_far | 10 too_early/not_grown_yet | 11 too_early/not_grown_yet | 0 met/grew | - met/grew",
        is_additive=False,
    ),
    Situation(
        "Recurring",
        "Each edition against the last one that has a number, first of all against the baseline.",
        aim(K.RECURRING, baseline_year=2021, baseline_value=Decimal(120), due_years=(2023, 2025)),
        """
        2026 | - no_target/not_due | 150 met/more_than_last | - no_target/not_due | 149 missed/not_more_than_last | - missed/some_years
        2026 | - no_target/not_due | 121 met/more_than_last | 999 no_target/not_due | 1000 met/more_than_last | - met/every_year
        2026 | - no_target/not_due | -? too_early/edition_without_value | - no_target/not_due | 130 met/more_than_last | - too_early/years_open
        2026 | - no_target/not_due | - not_comparable/no_value | - no_target/not_due | 130 met/more_than_last | - not_comparable/years_not_comparable
        2024 | - no_target/not_due | 121 met/more_than_last | - no_target/not_due | -? too_early/edition_without_value | - too_early/years_open
        """,
        is_additive=False,
    ),
    Situation(
        "Recurring, with nothing before it",
        "",
        aim(K.RECURRING, due_years=(2023, 2025)),
        "2026 | - no_target/not_due | 150 not_comparable/nothing_to_compare | - no_target/not_due | 151 met/more_than_last | - not_comparable/years_not_comparable",
        is_additive=False,
    ),
    Situation(
        "Recurring, fewer is better",
        "",
        aim(K.RECURRING, baseline_year=2021, baseline_value=Decimal(10), up_is_better=False),
        "2026 | 9 met/more_than_last | 9 missed/not_more_than_last | 8 met/more_than_last | 0 met/more_than_last | - missed/some_years",
        is_additive=False,
    ),
    *(
        Situation(
            f"Criteria: {title}",
            "A qualitative target belongs to the period; a single year has none of its own.",
            aim(K.QUALITATIVE, criteria=("a", "b")),
            f"{year} | - no_target/period_only | - no_target/period_only | - no_target/period_only | - no_target/period_only | - {expected}",
            levels=levels,
        )
        for title, year, levels, expected in (
            ("nobody has assessed them", 2026, "", "too_early/not_assessed"),
            ("one is not assessed", 2026, "a fulfilled", "too_early/not_assessed"),
            ("all fulfilled", 2024, "a fulfilled, b fulfilled", "met/criteria_fulfilled"),
            ("partly, while there is time", 2025, "a fulfilled, b partly", "on_track/criteria_partly"),
            ("partly, in the end", 2026, "a fulfilled, b partly", "missed/criteria_partly"),
            ("one not fulfilled", 2024, "a not_fulfilled, b partly", "missed/criteria_not"),
        )
    ),
    Situation(
        "Criteria: there are none",
        "",
        aim(K.QUALITATIVE),
        "2026 | - no_target/period_only | - no_target/period_only | - no_target/period_only | - no_target/period_only | - too_early/not_assessed",
    ),
    Situation(
        "No target",
        "A number without a target is a number.",
        aim(K.NONE),
        "2026 | 1 no_target/no_target | - no_target/no_target | 0 no_target/no_target | 9999 no_target/no_target | - no_target/no_target",
    ),
    Situation(
        "No target yet",
        "Before the first version holds there is none.",
        (TargetVersion(K.YEARLY, 2024, Decimal(5)),),
        "2026 | 1 no_target/no_target | 9 no_target/no_target | 4 missed/below | 5 met/reached | - missed/some_years",
    ),
    Situation(
        "Discontinued",
        "Years before the decision keep the target they had.",
        (TargetVersion(K.YEARLY, 2022, Decimal(5)), TargetVersion(K.DISCONTINUED, 2024)),
        "2026 | 5 met/reached | 4 missed/below | 999 discontinued/discontinued | - discontinued/discontinued | - discontinued/discontinued",
    ),
    Situation(
        "A target that was changed",
        "Each year under the target that held then; the order of the versions does not matter.",
        (TargetVersion(K.YEARLY, 2024, Decimal(20)), TargetVersion(K.YEARLY, 2022, Decimal(5))),
        "2026 | 5 met/reached | 19 met/reached | 19 missed/below | 20 met/reached | - missed/some_years",
    ),
)


def cases() -> list[tuple[Situation, list[str]]]:
    """Each row with its situation."""
    return [(situation, row) for situation in SITUATIONS for row in rows_of(situation.rows)]


def judged(situation: Situation, row: list[str]) -> list[str]:
    """The row as the rules would fill it."""
    values = [cell.split()[0] for cell in row[1:]]
    evidence = Evidence(
        years=YEARS,
        this_year=int(row[0]),
        values={year: year_value(text) for year, text in zip(YEARS, values, strict=False)},
        period_value=None if values[-1] == "-" else Decimal(values[-1]),
        is_additive=situation.is_additive,
        levels={part.split()[0]: Level(part.split()[1]) for part in situation.levels.split(",") if part},
    )
    verdicts = [judge_year(situation.versions, evidence, year) for year in YEARS]
    verdicts.append(judge_period(situation.versions, evidence))
    return [row[0], *(f"{value} {_short(verdict)}" for value, verdict in zip(values, verdicts, strict=True))]


def year_value(text: str) -> YearValue:
    """`17?2` is 17, may still change, two cases wait."""
    number, _, waiting = text.partition("?")
    return YearValue(
        None if number == "-" else Decimal(number), is_final="?" not in text, pending=int(waiting) if waiting else 0
    )


def _short(verdict: Judged) -> str:
    return f"{verdict.verdict}/{verdict.why}"


def page() -> str:
    """docs/reference/verdict-rules.md."""
    text = f"""# Verdicts by example

{MADE}

Seven kinds of target, seven verdicts. Each row below is a test: the year it is judged in, what is known of each year and
of the period, and the verdict with its reason. `-` means unknown, `?` that a number may still change, and a number
after that how many cases wait for an answer.
"""
    for situation in SITUATIONS:
        text += f"\n## {situation.title}\n\n"
        text += f"{situation.why}\n\n" if situation.why else ""
        text += "; ".join(_target(version) for version in situation.versions) + "\n\n"
        if situation.levels:
            text += f"Assessed: {situation.levels}\n\n"
        text += markdown(HEADER, [[row[0], *(_cell(cell) for cell in row[1:])] for row in rows_of(situation.rows)])
    return text


def _target(version: TargetVersion) -> str:
    parts = [f"`{version.kind}`"]
    if version.value is not None:
        parts.append(f"{'at least' if version.up_is_better else 'at most'} {version.value}")
    if version.baseline_value is not None:
        parts.append(f"{version.baseline_value} in {version.baseline_year}")
    if not version.up_is_better and version.value is None:
        parts.append("fewer is better")
    if version.due_years:
        parts.append("due " + ", ".join(map(str, version.due_years)))
    if version.criteria:
        parts.append("criteria " + ", ".join(version.criteria))
    return f"From {version.valid_from}: " + ", ".join(parts)


def _cell(cell: str) -> str:
    value, verdict = cell.split()
    name, why = verdict.split("/")
    return f"{value} → **{name.replace('_', ' ')}** ({why.replace('_', ' ')})"
