"""What is wrong with one cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from brobygger.tables.rules.cells import ERROR_VALUES, Formula, Value, text_of


class Wrong(StrEnum):
    """Why a cell could not be understood. The words for it are in the presenter."""

    NOT_A_DATE = "not_a_date"
    NO_YEAR = "no_year"
    MONTH_FIRST = "month_first"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    SEASON_OR_YEARS = "season_or_years"
    NOT_A_NUMBER = "not_a_number"
    POINT_OR_THOUSANDS = "point_or_thousands"
    NOT_EXACT = "not_exact"
    OTHER_CURRENCY = "other_currency"
    NOT_YES_OR_NO = "not_yes_or_no"
    FORMULA_WITHOUT_RESULT = "formula_without_result"
    ERROR_VALUE = "error_value"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, and the cell's text as it stood."""

    wrong: Wrong
    text: str


def problem_of_value(value: Value) -> Problem | None:
    """What is wrong with any cell that holds this: a formula without its result, or one that failed. Else None."""
    if isinstance(value, Formula):
        return Problem(Wrong.FORMULA_WITHOUT_RESULT, text_of(value))
    if isinstance(value, str) and value[:1] == "#" and value.strip() in ERROR_VALUES:
        return Problem(Wrong.ERROR_VALUE, value.strip())
    return None
