"""An activity file of IATI 2.03 with results: one activity for the collaboration, one result for each goal area.

The order of elements is the schema's. What a number is worth stands beside it: a target or an actual has a comment, an
indicator says whether its values may be added to those of others, and a value nobody knows is left out, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from xml.etree.ElementTree import Element

from brobygger.exchange.rules.writing import DECLARATION, LANGUAGE, Text, as_bytes, below, legal, plain, told
from brobygger.organisations.rules.kinds import OrganisationKind

VERSION = "2.03"
# Brønnøysundregistrene, in the list of registers that IATI and its sister standards share.
NORWEGIAN_REGISTER = "NO-BRC"
OWN_VOCABULARY = "99"
# What a goal area is: something the partners want to achieve and contribute to.
OUTCOME = "2"
# Research and scientific institutions, in the purpose codes of OECD DAC.
SECTOR, SECTOR_VOCABULARY = "43082", "1"


class Measure(StrEnum):
    """IndicatorMeasure."""

    UNIT = "1"
    QUALITATIVE = "5"


class Role(StrEnum):
    """OrganisationRole."""

    ACCOUNTABLE = "2"
    IMPLEMENTING = "4"


class Status(StrEnum):
    """ActivityStatus."""

    PIPELINE = "1"
    IMPLEMENTATION = "2"
    CLOSED = "4"


class DateType(StrEnum):
    """ActivityDateType."""

    PLANNED_START = "1"
    ACTUAL_START = "2"
    PLANNED_END = "3"
    ACTUAL_END = "4"


_TYPES = {
    OrganisationKind.UNIVERSITY: "80",
    OrganisationKind.UNIVERSITY_COLLEGE: "80",
    OrganisationKind.RESEARCH_INSTITUTE: "80",
    OrganisationKind.MUNICIPALITY: "11",
    OrganisationKind.COUNTY: "11",
    OrganisationKind.SCHOOL_OWNER: "11",
    OrganisationKind.STATE: "10",
    OrganisationKind.FUNDER: "15",
    OrganisationKind.HOSPITAL: "15",
    OrganisationKind.COMPANY: "70",
    OrganisationKind.VOLUNTARY: "22",
}


@dataclass(frozen=True)
class Party:
    """An organisation. `ref` is its identifier, empty when it has none."""

    ref: str
    kind: str
    name: Text


@dataclass(frozen=True)
class Baseline:
    """Where a series starts."""

    year: int
    value: Decimal | None
    comment: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """A target or an actual; without a number where it is put in words only."""

    value: Decimal | None
    comment: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """A year, or all of them."""

    first_year: int
    last_year: int
    target: Value | None = None
    actual: Value | None = None


@dataclass(frozen=True)
class Indicator:
    """What is followed. `is_additive`: its values may be added to those of other activities."""

    code: str
    title: Text
    description: Text
    measure: Measure
    is_ascending: bool
    is_additive: bool
    periods: Sequence[Period]
    baseline: Baseline | None = None


@dataclass(frozen=True)
class Result:
    """A goal area."""

    code: str
    title: Text
    description: Text
    indicators: Sequence[Indicator]


@dataclass(frozen=True)
class Programme:
    """The collaboration in the years of one framework."""

    slug: str
    title: Text
    description: Text
    reporting: Party
    partners: Sequence[Party]
    first_year: int
    last_year: int
    results: Sequence[Result]
    languages: Sequence[str] = ("nb", "nn", "en")


def organisation_ref(number: str, slug: str) -> str:
    """How an organisation is named: by its number in the Norwegian register, else by what it is called here."""
    return f"{NORWEGIAN_REGISTER}-{number}" if number else slug


def organisation_type(kind: str) -> str:
    """The code of OrganisationType."""
    return _TYPES.get(OrganisationKind(kind), "90") if kind in {*OrganisationKind} else "90"


def status_on(day: date, first_year: int, last_year: int) -> Status:
    """Whether a collaboration lies ahead, goes on or is over."""
    if day.year < first_year:
        return Status.PIPELINE
    return Status.IMPLEMENTATION if day.year <= last_year else Status.CLOSED


def iati_document(programme: Programme, *, now: datetime) -> bytes:
    """The whole file. The same values at the same moment give the same bytes."""
    root = Element("iati-activities", {"version": VERSION, "generated-datetime": now.isoformat(timespec="seconds")})
    activity = below(
        root,
        "iati-activity",
        attributes={
            "default-currency": "NOK",
            "last-updated-datetime": now.isoformat(timespec="seconds"),
            LANGUAGE: programme.languages[0],
        },
    )
    reporting = programme.reporting
    below(activity, "iati-identifier", f"{reporting.ref}-{programme.slug}")
    _party(activity, "reporting-org", reporting)
    _narratives(below(activity, "title"), programme.title, programme.slug)
    _narratives(below(activity, "description", attributes={"type": "1"}), programme.description, programme.slug)
    for partner in programme.partners or (reporting,):
        _party(activity, "participating-org", partner, {"role": Role.IMPLEMENTING.value})
    _when(activity, programme, now.date())
    below(activity, "recipient-country", attributes={"code": "NO", "percentage": "100"})
    below(activity, "sector", attributes={"vocabulary": SECTOR_VOCABULARY, "code": SECTOR, "percentage": "100"})
    for result in programme.results:
        # A result without an indicator is no result to IATI.
        if result.indicators:
            _result(activity, result)
    return DECLARATION + as_bytes(root)


def _party(parent: Element, name: str, party: Party, more: Mapping[str, str] | None = None) -> None:
    attributes = {"ref": party.ref, "type": organisation_type(party.kind), **(more or {})}
    element = below(parent, name, attributes={key: value for key, value in attributes.items() if value})
    _narratives(element, party.name, party.ref)


def _when(activity: Element, programme: Programme, day: date) -> None:
    status = status_on(day, programme.first_year, programme.last_year)
    below(activity, "activity-status", attributes={"code": status.value})
    begun = DateType.PLANNED_START if status is Status.PIPELINE else DateType.ACTUAL_START
    over = DateType.ACTUAL_END if status is Status.CLOSED else DateType.PLANNED_END
    for kind, when in ((begun, f"{programme.first_year:04}-01-01"), (over, f"{programme.last_year:04}-12-31")):
        below(activity, "activity-date", attributes={"type": kind.value, "iso-date": when})


def _result(activity: Element, result: Result) -> None:
    additive = all(indicator.is_additive for indicator in result.indicators)
    element = below(activity, "result", attributes={"type": OUTCOME, "aggregation-status": _yes(additive)})
    _narratives(below(element, "title"), result.title, result.code)
    if told(result.description):
        _narratives(below(element, "description"), result.description, "")
    for indicator in result.indicators:
        _indicator(element, indicator)


def _indicator(result: Element, indicator: Indicator) -> None:
    attributes = {
        "measure": indicator.measure.value,
        "ascending": _yes(indicator.is_ascending),
        "aggregation-status": _yes(indicator.is_additive),
    }
    element = below(result, "indicator", attributes=attributes)
    _narratives(below(element, "title"), indicator.title, indicator.code)
    if told(indicator.description):
        _narratives(below(element, "description"), indicator.description, "")
    below(element, "reference", attributes={"vocabulary": OWN_VOCABULARY, "code": indicator.code})
    baseline = indicator.baseline
    if baseline is not None and _is_told(indicator, Value(baseline.value)):
        year = {"year": str(baseline.year), "iso-date": f"{baseline.year:04}-12-31"}
        _valued(element, "baseline", Value(baseline.value, baseline.comment), year)
    for period in indicator.periods:
        values = [
            (name, value)
            for name, value in (("target", period.target), ("actual", period.actual))
            if value is not None and _is_told(indicator, value)
        ]
        if not values:
            continue
        inside = below(element, "period")
        below(inside, "period-start", attributes={"iso-date": f"{period.first_year:04}-01-01"})
        below(inside, "period-end", attributes={"iso-date": f"{period.last_year:04}-12-31"})
        for name, value in values:
            _valued(inside, name, value)


def _is_told(indicator: Indicator, value: Value) -> bool:
    """What is measured in numbers is told with a number or not at all: the standard's own rule."""
    return indicator.measure is Measure.QUALITATIVE or value.value is not None


def _valued(parent: Element, name: str, value: Value, more: Mapping[str, str] | None = None) -> None:
    number = {} if value.value is None else {"value": plain(value.value)}
    element = below(parent, name, attributes={**(more or {}), **number})
    if told(value.comment):
        _narratives(below(element, "comment"), value.comment, "")


def _narratives(parent: Element, text: Text, instead: str) -> None:
    """The text in each language; `instead` where it says nothing in any."""
    for language, words in told(text):
        below(parent, "narrative", words, {LANGUAGE: language})
    if not len(parent):
        below(parent, "narrative", legal(instead) or "–")


def _yes(value: bool) -> str:
    return "true" if value else "false"
