"""The report of TRD 3.0, number by number: every indicator, every year, the whole period, and what we make of it."""

from __future__ import annotations

from datetime import date

import pytest

from brobygger.partnerships.models import Partnership
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.rules.figures import Basis, Figure

# Cells: value (`?` provisional, and how many cases wait), verdict. The lines of the report are in demo/trd3/reported.csv.
REPORT = """
research-applications-sent     | 18 missed         | 10 missed         | 16 missed         | 14? missed        | 58? missed
research-applications-granted  | 9 met             | 9 met             | 13 met            | 1?13 too_early    | 32?13 too_early
externally-funded-phds         | 5 met             | 7 met             | 7 met             | 4? met            | 23? met
research-meeting-places        | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable  | 24? not_comparable
data-access-routines           | 1 no_target       | 1 no_target       | 2 no_target       | 0? no_target      | 4? no_target
education-applications-sent    | 0 missed          | 2 missed          | 2 missed          | 1? missed         | 5? missed
education-applications-granted | 0 missed          | 2 met             | 2 met             | 1? met            | 5? missed
education-meeting-places       | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable  | 18? not_comparable
master-theses                  | 20 missed         | 133 met           | 138 met           | 46? met           | 337? missed
bachelor-theses                | 32 missed         | 96 met            | 70 met            | 26? missed        | 224? missed
eit-villages                   | 4 missed          | 13 missed         | 8 missed          | 8? missed         | 33? missed
placements                     | 28 missed         | 20 missed         | 16 missed         | 16? missed        | 80? missed
student-projects               | 20 missed         | 12 missed         | 33 met            | 16? missed        | 81? missed
priority-knowledge-areas       | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable  | 9? met
service-changes                | 1 missed          | 2 missed          | 1 missed          | 1? missed         | 5? missed
pilots                         | - not_comparable  | 1 not_comparable  | - not_comparable  | - not_comparable  | 1? missed
commercialisations             | - not_comparable  | 1 not_comparable  | - not_comparable  | - not_comparable  | 1? missed
arena-unikom-attendance        | - no_target       | 150 met           | - no_target       | - too_early       | - too_early
website-visits                 | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable
newsletter-subscribers         | - not_comparable  | - discontinued    | - discontinued    | - discontinued    | - discontinued
social-media-followers         | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable
known-among-staff              | - no_target       | - no_target       | - no_target       | - no_target       | - missed
presentations-and-debates      | - no_target       | - no_target       | - no_target       | - no_target       | 39? no_target
media-articles                 | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable  | - not_comparable
national-model                 | - no_target       | - no_target       | - no_target       | - no_target       | - missed
national-dialogue-partner      | - no_target       | - no_target       | - no_target       | - no_target       | - met
"""
ROWS = {
    code: cells for code, *cells in ([cell.strip() for cell in line.split("|")] for line in REPORT.strip().splitlines())
}


def cell_of(figure: Figure) -> str:
    """A figure as the table writes it."""
    if figure.value is None:
        return f"- {figure.judged.verdict}"
    doubt = "" if figure.is_final else f"?{figure.pending or ''}"
    return f"{figure.value.normalize():f}{doubt} {figure.judged.verdict}"


@pytest.mark.parametrize("code", ROWS)
def test_every_number_and_verdict_of_the_report(trd3: Partnership, code: str) -> None:
    series = figures_of(trd3, today=date(2026, 11, 22)).series[code]
    assert [cell_of(figure) for figure in [*series.by_year.values(), series.period]] == ROWS[code]


def test_all_twenty_six_indicators_are_here(trd3: Partnership) -> None:
    figures = figures_of(trd3, today=date(2026, 11, 22))
    assert len(ROWS) == 26
    assert list(figures.series) == list(ROWS)
    assert figures.years == [2022, 2023, 2024, 2025]


def test_what_the_report_says_is_reported_and_what_is_registered_is_counted_beside_it(trd3: Partnership) -> None:
    figures = figures_of(trd3, today=date(2026, 11, 22))
    for series in figures.series.values():
        for figure in [*series.by_year.values(), series.period]:
            assert figure.basis in {None, Basis.REPORTED}


def test_the_baseline_of_arena_unikom_and_the_jump_in_master_theses(trd3: Partnership) -> None:
    series = figures_of(trd3, today=date(2026, 11, 22)).series
    assert series["arena-unikom-attendance"].baseline == (2021, 120)
    assert (2022, 2023) in series["master-theses"].jumps
