"""The report «Måltall» as a file, from the real data set to the finished PDF."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from brobygger.partnerships.models import Partnership
from brobygger.reports.actions import write_figures_report
from brobygger.reports.presenters import figures_report
from brobygger.reports.queries import ReportFacts, report_facts
from brobygger.results.models import Indicator, ReportedValue
from brobygger.results.presenters import in_language, reason_sentence, verdict_label

LANGUAGES = ["nb", "nn", "en"]


def facts_of(partnership: Partnership, today: date) -> ReportFacts:
    facts = report_facts(partnership, today=today)
    assert facts is not None
    return facts


def words_of(content: bytes) -> str:
    """All words of a PDF without spaces, hyphens at line ends and places to break: only the letters are compared."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return letters(text)


def letters(text: str) -> str:
    return re.sub(r"[\s\-\u00ad\u200b\u2010]+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_is_told_with_its_verdict_and_reason(trd3: Partnership, today: date, language: str) -> None:
    facts = facts_of(trd3, today)
    with override(language):
        told = words_of(write_figures_report(figures_report(facts)))
        for area in facts.figures.goal_areas:
            assert letters(in_language(area.name)) in told
        for indicator in facts.figures.indicators():
            judged = facts.figures.series[indicator.code].period.judged
            expected = in_language(indicator.name) + verdict_label(judged.verdict) + reason_sentence(judged)
            assert letters(expected) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_tagged_and_says_its_language(trd3: Partnership, today: date, language: str) -> None:
    with override(language):
        content = write_figures_report(figures_report(facts_of(trd3, today)))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language)
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_accessibility_checker_finds_nothing(trd3: Partnership, today: date, language: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    with override(language):
        file.write_bytes(write_figures_report(figures_report(facts_of(trd3, today))))
    checker = Path(sys.executable).with_name("pdfua")
    result = subprocess.run([checker, "check", "--format", "json", file], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert json.loads(result.stdout)


def test_every_drawing_is_told_in_words(trd3: Partnership, today: date) -> None:
    document = figures_report(facts_of(trd3, today))
    pictures = [i.picture for area in document.areas for i in area.indicators if i.picture]
    assert len(pictures) > 10
    assert all(re.search(r"\d{4}: ", picture.alt) for picture in pictures)


def test_the_same_day_gives_the_same_file(trd3: Partnership, today: date) -> None:
    first, second = (write_figures_report(figures_report(facts_of(trd3, today))) for _ in range(2))
    assert first == second


def test_unlike_values_are_told_apart(trd3: Partnership, today: date) -> None:
    """Provisional numbers carry a star, waiting cases stand beside the number, the source's words stand apart."""
    document = figures_report(facts_of(trd3, today))
    granted = next(i for i in document.areas[0].indicators if i.period.pending)
    assert (granted.years[-1].value, granted.years[-1].pending, granted.years[-1].is_provisional) == ("1", 13, True)
    assert granted.period.verdict == "too_early"
    assert any(said.judgement == "Nådd" for said in granted.own_words)
    assert granted.lacks_how


def test_odd_data_still_gives_a_report(trd3: Partnership, today: date) -> None:
    indicators = list(Indicator.objects.filter(goal_area__framework__partnership=trd3).order_by("pk"))
    indicators[0].name = {"nb": '#panic() $x$ *[]\\ 🎉 "' + "Æ" * 3000}
    indicators[1].name = {"nb": ""}
    for indicator in indicators[:2]:
        indicator.save()
    indicators[2].definitions.all().delete()
    indicators[2].targets.all().delete()
    for year, value in ((2023, "-5"), (2024, "999999999999.99")):
        ReportedValue.objects.create(
            indicator=indicators[3],
            year=year,
            value=value,
            state="final",
            as_of="2024-21",
            recorded_at="2026-01-01T00:00:00Z",
            recorded_by="#x",
        )
    trd3.name = "‮Samarbeid #1 $"
    trd3.data_version += 1
    trd3.save()
    document = figures_report(facts_of(trd3, today))
    # A bar cannot show a number below zero: the table alone tells it.
    assert document.areas[0].indicators[3].picture is None
    told = words_of(write_figures_report(document))
    assert letters('#panic() $x$ *[]\\ ? "') in told
    assert letters("Samarbeid #1 $") in told


def test_the_facts_take_few_queries(
    trd3: Partnership, today: date, django_assert_max_num_queries: Callable[..., object]
) -> None:
    report_facts(trd3, today=today)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        figures_report(facts_of(trd3, today))


class TestAddress:
    """`/<partnership>/rapporter/maltall.pdf`."""

    def get(self, client: Client, **query: str) -> object:
        return client.get(reverse("reports:figures_pdf", kwargs={"partnership": "trd3"}), query)

    def test_members_get_the_file(self, cast, client_of) -> None:  # type: ignore[no-untyped-def]
        response = self.get(client_of(cast.observer), sprak="nn")
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="maltall-trd3-nn.pdf"'
        assert response.content.startswith(b"%PDF-")

    @pytest.mark.parametrize("language", ["", "xx", "../../etc", "nb\r\nX: y"])
    def test_an_absurd_language_gives_the_readers(self, cast, client_of, language: str) -> None:  # type: ignore[no-untyped-def]
        response = self.get(client_of(cast.lead), sprak=language)
        assert response["Content-Disposition"] == 'inline; filename="maltall-trd3-nb.pdf"'

    @pytest.mark.parametrize("who", ["stranger", "other_lead"])
    def test_strangers_are_told_that_it_does_not_exist(self, cast, client_of, who: str) -> None:  # type: ignore[no-untyped-def]
        assert self.get(client_of(getattr(cast, who))).status_code == 404

    def test_nobody_gets_it_without_signing_in(self, trd3: Partnership, client: Client) -> None:
        assert self.get(client).status_code == 302

    def test_without_a_framework_there_is_no_report(self, trd3, cast, client_of) -> None:  # type: ignore[no-untyped-def]
        trd3.periods.update(framework_slug="")
        assert self.get(client_of(cast.lead)).status_code == 404
