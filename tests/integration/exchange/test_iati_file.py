"""The figures as IATI, from the real data sets to the file a coordinator downloads."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import etree
from tests.conftest import NOW, Cast
from tests.fixtures.standards import iati_faults, parsed

from brobygger.exchange.presenters.iati import programme_of
from brobygger.exchange.rules.iati import iati_document
from brobygger.partnerships.models import Partnership
from brobygger.reports.queries import report_facts
from brobygger.results.actions.left_out import leave_out
from brobygger.results.queries.counted import counted_activities
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.rules.figures import Basis
from brobygger.results.rules.verdicts import TargetKind


def document_of(partnership: Partnership, today: date, now: datetime) -> bytes:
    facts = report_facts(partnership, today=today)
    assert facts is not None
    return iati_document(programme_of(facts), now=now)


def indicators_in(document: bytes) -> dict[str, etree._Element]:
    return {each.find("reference").get("code"): each for each in parsed(document).iterfind(".//indicator")}


def years_of(indicator: etree._Element) -> list[tuple[str, str]]:
    """The periods of an indicator, each as its first and last year."""
    return [
        (each.find("period-start").get("iso-date")[:4], each.find("period-end").get("iso-date")[:4])
        for each in indicator.iterfind("period")
    ]


def test_both_stories_are_valid(trd3: Partnership, fjordby: Partnership, today: date, now: datetime) -> None:
    for partnership in (trd3, fjordby):
        assert iati_faults(document_of(partnership, today, now), today=today) == []


def test_no_indicator_is_lost_and_every_number_is_that_of_the_figures(
    trd3: Partnership, today: date, now: datetime
) -> None:
    figures = figures_of(trd3, today=today)
    assert figures is not None
    told = indicators_in(document_of(trd3, today, now))
    assert list(told) == [indicator.code for indicator in figures.indicators()]
    numbers = 0
    for code, element in told.items():
        series = figures.series[code]
        assert (element.get("measure") == "5") is (series.period.target_kind is TargetKind.QUALITATIVE)
        if element.get("measure") == "5":
            assert element.find("period/target/comment/narrative").text
            assert element.find("period/actual").get("value") is None
            continue
        for period in element.iterfind("period"):
            first, last = (period.find(name).get("iso-date")[:4] for name in ("period-start", "period-end"))
            figure = series.by_year[int(first)] if first == last else series.period
            actual = period.find("actual")
            assert (actual is None) is (figure.value is None)
            if actual is not None:
                numbers += 1
                assert Decimal(actual.get("value")) == figure.value
                assert ("Foreløpig" in actual.find("comment/narrative").text) is (not figure.is_final)
        known = [year for year in figures.years if series.by_year[year].value is not None]
        assert {(str(year), str(year)) for year in known} <= set(years_of(element))
        if series.period.value is not None and not known:
            assert (str(min(figures.years)), str(max(figures.years))) in years_of(element)
    assert numbers > 50


def test_only_what_is_counted_thing_by_thing_may_be_added(trd3: Partnership, today: date, now: datetime) -> None:
    told = indicators_in(document_of(trd3, today, now))
    assert told["research-applications-sent"].get("aggregation-status") == "true"
    assert told["website-visits"].get("aggregation-status") == "false"


def test_the_baseline_before_the_period_is_told(trd3: Partnership, today: date, now: datetime) -> None:
    figures = figures_of(trd3, today=today)
    assert figures is not None
    told = indicators_in(document_of(trd3, today, now))
    with_baseline = {code: s.baseline for code, s in figures.series.items() if s.baseline}
    assert with_baseline
    for code, element in told.items():
        found = [(int(b.get("year")), Decimal(b.get("value"))) for b in element.iterfind("baseline")]
        assert found == ([with_baseline[code]] if code in with_baseline else [])


def test_what_is_disputed_is_said_where_the_number_stands(fjordby: Partnership, today: date, now: datetime) -> None:
    figures = figures_of(fjordby, today=today)
    assert figures is not None
    indicator, figure = next(
        (indicator, figure)
        for indicator in figures.indicators()
        for figure in figures.series[indicator.code].by_year.values()
        if figure.basis is Basis.COUNTED and figure.value and figure.value > 1
    )
    counted = counted_activities(fjordby, indicator, figures.years, wanted=str(figure.year), page="")
    assert counted is not None
    assert figure.year is not None
    leave_out(partnership=fjordby, year=figure.year, activity=counted.activities[0])
    fjordby.refresh_from_db()
    document = document_of(fjordby, today, now)
    assert iati_faults(document, today=today) == []
    said = [
        each.find("actual/comment/narrative").text
        for each in indicators_in(document)[indicator.code].iterfind("period")
        if each.find("period-start").get("iso-date") == f"{figure.year}-01-01" and each.find("actual") is not None
    ]
    assert "1 aktivitet er omstridt og ikke regnet med." in said[0]


@pytest.mark.django_db
def test_members_take_it_out_and_others_find_nothing(cast: Cast, client_of, trd3: Partnership) -> None:
    address = reverse("exchange:iati", kwargs={"partnership": trd3.slug})
    for name in ("lead", "coordinator", "observer"):
        response = client_of(getattr(cast, name)).get(address)
        assert response["Content-Type"] == "application/xml"
        assert response["Content-Disposition"] == 'attachment; filename="trd3-iati.xml"'
        assert iati_faults(response.content, today=NOW.date()) == []
    for name in ("stranger", "other_lead"):
        assert client_of(getattr(cast, name)).get(address).status_code == 404


@pytest.mark.django_db
def test_without_a_framework_the_page_says_so(cast: Cast, client_of, trd3: Partnership) -> None:
    trd3.periods.update(framework_slug="")
    client = client_of(cast.lead)
    assert "ikke noe indikatorsett" in client.get(reverse("exchange:formats", kwargs={"partnership": "trd3"})).text
    assert client.get(reverse("exchange:iati", kwargs={"partnership": "trd3"})).status_code == 404


@pytest.mark.django_db
def test_the_file_costs_a_fixed_number_of_queries(
    cast: Cast, client_of, trd3: Partnership, django_assert_max_num_queries
) -> None:
    client = client_of(cast.lead)
    address = reverse("exchange:iati", kwargs={"partnership": trd3.slug})
    client.get(address)
    with django_assert_max_num_queries(20):
        client.get(address)
