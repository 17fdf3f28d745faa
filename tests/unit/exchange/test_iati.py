"""IATI files hold to the schema, the rules and the code lists of the standard, whatever they are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.standards import iati_faults, parsed

from brobygger.exchange.rules.iati import (
    Baseline,
    Indicator,
    Measure,
    Party,
    Period,
    Programme,
    Result,
    Status,
    Value,
    iati_document,
    organisation_ref,
    organisation_type,
    status_on,
)
from brobygger.exchange.rules.writing import legal, plain, told
from brobygger.organisations.rules.kinds import OrganisationKind

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

# Any characters at all, also those that no XML can hold.
ANY = st.text(st.characters(codec=None), max_size=12)
TEXTS = st.dictionaries(st.sampled_from(["nb", "nn", "en"]), ANY, max_size=3)
NUMBERS = st.none() | st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2)
CODES = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
PARTIES = st.builds(
    Party,
    ref=st.builds(organisation_ref, st.just("") | st.from_regex(r"\d{9}", fullmatch=True), CODES),
    kind=st.sampled_from([*OrganisationKind, "unheard-of"]),
    name=TEXTS,
)
VALUES = st.none() | st.builds(Value, value=NUMBERS, comment=TEXTS)
YEARS = st.tuples(st.integers(1990, 2040), st.integers(0, 9)).map(lambda pair: (pair[0], pair[0] + pair[1]))
PERIODS = st.builds(lambda years, target, actual: Period(*years, target=target, actual=actual), YEARS, VALUES, VALUES)
INDICATORS = st.builds(
    Indicator,
    code=CODES,
    title=TEXTS,
    description=TEXTS,
    measure=st.sampled_from(Measure),
    is_ascending=st.booleans(),
    is_additive=st.booleans(),
    periods=st.lists(PERIODS, max_size=4),
    baseline=st.none() | st.builds(Baseline, year=st.integers(1990, 2040), value=NUMBERS, comment=TEXTS),
)
RESULTS = st.builds(Result, CODES, TEXTS, TEXTS, st.lists(INDICATORS, max_size=3))
PROGRAMMES = st.builds(
    lambda years, **rest: Programme(first_year=years[0], last_year=years[1], **rest),
    YEARS,
    slug=CODES,
    title=TEXTS,
    description=TEXTS,
    reporting=PARTIES,
    partners=st.lists(PARTIES, max_size=3),
    results=st.lists(RESULTS, max_size=3),
)

APPLICATIONS = Indicator(
    code="sent",
    title={"nb": "Sendte søknader", "en": "Applications sent"},
    description={"nb": "Søknader vi har sendt."},
    measure=Measure.UNIT,
    is_ascending=True,
    is_additive=True,
    periods=[Period(2023, 2023, Value(Decimal(20)), Value(Decimal("18.50"), {"nb": "Foreløpig tall."}))],
    baseline=Baseline(2021, Decimal(12), {"nb": "Årsrapport"}),
)
SMALL = Programme(
    slug="trd3",
    title={"nb": "Samarbeidet"},
    description={"nb": "Om samarbeidet"},
    reporting=Party("NO-BRC-974767880", "university", {"nb": "Universitetet"}),
    partners=[Party("NO-BRC-942110464", "municipality", {"nb": "Kommunen"})],
    first_year=2022,
    last_year=2025,
    results=[Result("forskning", {"nb": "Forskning"}, {"nb": "Mer forskning"}, [APPLICATIONS])],
)


@given(PROGRAMMES)
def test_whatever_is_exported_is_valid(programme: Programme) -> None:
    document = iati_document(programme, now=NOW)
    assert iati_faults(document, today=NOW.date()) == []


def test_what_is_told_stands_where_readers_look_for_it() -> None:
    root = parsed(iati_document(SMALL, now=NOW))
    assert root.get("version") == "2.03"
    assert root.findtext(".//iati-identifier") == "NO-BRC-974767880-trd3"
    indicator = root.find(".//indicator")
    assert indicator.find("reference").attrib == {"vocabulary": "99", "code": "sent"}
    assert dict(indicator.attrib) == {"measure": "1", "ascending": "true", "aggregation-status": "true"}
    assert indicator.find("baseline").get("value") == "12"
    assert indicator.find("period/target").get("value") == "20"
    assert indicator.find("period/actual").get("value") == "18.5"
    assert indicator.findtext("period/actual/comment/narrative") == "Foreløpig tall."


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (
            lambda text: text.replace(b"<iati-identifier>", b"<identifier>", 1).replace(
                b"</iati-identifier>", b"</identifier>"
            ),
            "identifier",
        ),
        (lambda text: text.replace(b'iso-date="2023-01-01"', b'iso-date="1. januar"'), "1. januar"),
        (lambda text: text.replace(b'measure="1"', b'measure="many"'), "IndicatorMeasure"),
        (lambda text: text.replace(b'role="4"', b'role="chief"'), "OrganisationRole"),
        (lambda text: text.replace(b'<target value="20" />', b"<target />"), "atleast_one"),
        (lambda text: text.replace(b'iso-date="2023-12-31"', b'iso-date="2022-12-31"'), "date_order"),
        (lambda text: text.replace(b'percentage="100"', b'percentage="90"'), "sum"),
        (lambda text: text.replace(b"NO-BRC-974767880-trd3", b"NO/BRC|974767880"), "regex_matches"),
    ],
)
def test_a_broken_file_is_refused(spoil, complaint: str) -> None:
    whole = iati_document(SMALL, now=NOW)
    broken = spoil(whole)
    assert broken != whole
    assert any(complaint in fault for fault in iati_faults(broken, today=NOW.date()))
    assert iati_faults(whole, today=NOW.date()) == []


def test_a_goal_area_without_indicators_is_no_result() -> None:
    document = iati_document(replace(SMALL, results=[Result("tomt", {"nb": "Tomt"}, {}, [])]), now=NOW)
    assert b"<result" not in document
    assert iati_faults(document, today=NOW.date()) == []


def test_a_number_nobody_knows_is_left_out_and_never_zero() -> None:
    unknown = replace(APPLICATIONS, periods=[Period(2023, 2023, Value(None), Value(None))], baseline=None)
    document = iati_document(replace(SMALL, results=[Result("a", {}, {}, [unknown])]), now=NOW)
    assert b"<period" not in document
    known = replace(APPLICATIONS, periods=[Period(2023, 2023, None, Value(Decimal(0)))])
    document = iati_document(replace(SMALL, results=[Result("a", {}, {}, [known])]), now=NOW)
    assert parsed(document).find(".//actual").get("value") == "0"


def test_one_indicator_that_cannot_be_added_makes_its_result_such() -> None:
    unlike = replace(APPLICATIONS, is_additive=False)
    root = parsed(iati_document(replace(SMALL, results=[Result("a", {}, {}, [APPLICATIONS, unlike])]), now=NOW))
    assert root.find(".//result").get("aggregation-status") == "false"
    assert [each.get("aggregation-status") for each in root.iterfind(".//indicator")] == ["true", "false"]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2021, 12, 31), Status.PIPELINE),
        (date(2022, 1, 1), Status.IMPLEMENTATION),
        (date(2025, 12, 31), Status.IMPLEMENTATION),
        (date(2026, 1, 1), Status.CLOSED),
    ],
)
def test_a_collaboration_lies_ahead_goes_on_or_is_over(day: date, status: Status) -> None:
    assert status_on(day, 2022, 2025) is status
    now = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert iati_faults(iati_document(SMALL, now=now), today=day) == []


def test_every_kind_of_organisation_has_a_code() -> None:
    assert {organisation_type(kind) for kind in OrganisationKind} == {"10", "11", "15", "22", "70", "80", "90"}
    assert organisation_type("unheard-of") == "90"


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=2))
def test_a_number_is_written_plainly_and_read_back_the_same(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)


@given(ANY)
def test_a_text_loses_nothing_but_what_xml_cannot_hold(text: str) -> None:
    clean = legal(text)
    assert legal(clean) == clean
    assert all(letter in text for letter in clean)


def test_the_same_words_are_told_once() -> None:
    assert told({"nb": "TRD 3.0", "nn": " TRD 3.0", "en": "\x00"}) == [("nb", "TRD 3.0")]
