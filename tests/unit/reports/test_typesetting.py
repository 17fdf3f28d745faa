"""Documents that nobody wishes for, and still come out whole."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from brobygger.designsystem.presenters import PAPER_COLORS, VERDICTS
from brobygger.reports.actions import write_figures_report
from brobygger.reports.presenters.reading import fixed_words, method
from brobygger.reports.rules.document import (
    AreaPart,
    ChangeLine,
    CriterionLine,
    DoubtLine,
    DoubtPart,
    ErratumPart,
    FiguresReport,
    IndicatorPart,
    Labelled,
    Look,
    OwnWords,
    PartnerValue,
    Picture,
    Standing,
    YearLine,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40"><title>{}</title></svg>'
NASTY = [
    '#import "x": *; #panic()',
    "$ x_1^2 $ and $",
    "@ref <label> `raw` *bold* _em_ = heading",
    "[ ] ] ) } { ( \\ \\u{1F600} //comment /* open",
    '"quotes" \' \u201eund\u201c &lt; <b>',
    "🎉 👩‍🔬 大学 مرحبا \u202eright\u202c \x00\x07 \ufffd \u00ad",
    "",
    " \n\t ",
    "x" * 5000,
    "Kommunalteknologiutviklingsprosjektsamarbeidsavtale " * 60,
]


def year_line(text: str, label: str = "2022") -> YearLine:
    return YearLine(
        label, text[:40] or "–", bool(text), is_provisional=True, pending=13, counted="2", verdict="met", reason=text
    )


def indicator(text: str, years: int = 4) -> IndicatorPart:
    lines = [year_line(text, str(2022 + each)) for each in range(years)]
    return IndicatorPart(
        name=text,
        short_name=text[:90],
        target=text[:30],
        definition=text,
        facts=[Labelled(text[:30], text), Labelled("Enhet", "søknad")],
        lacks_how=text,
        years=lines,
        lines=lines,
        period=year_line(text, "Perioden"),
        picture=Picture(SVG.format("title"), text or "alt"),
        criteria=[CriterionLine(text, text[:30], text)],
        notes=[Labelled("Kvalitet", text, is_own=True)],
        own_words=[OwnWords(text[:20], "Nådd", text)],
        sources=text,
    )


def report(text: str = "Prøve", areas: list[AreaPart] | None = None, years: int = 4) -> FiguresReport:
    looks = [
        Look(c.status, str(VERDICTS[c.status].label), text, VERDICTS[c.status].mark, c.fill, c.stroke)
        for c in PAPER_COLORS
    ]
    if areas is None:
        areas = [AreaPart(text, text, [PartnerValue(text, [text])], {"met": 1}, [indicator(text, years)])]
    return FiguresReport(
        language="nb",
        own_language="nb",
        made_on=date(2026, 1, 15),
        title=text or "Måltall",
        partnership=text or "Prøve",
        short_partnership=text[:90],
        footer=text[:90],
        standing=Standing(text[:40], text, is_adopted=bool(areas), checksum=text[:80]),
        facts=[Labelled("Partene", text)],
        lead=[text],
        overview=Picture(SVG.format("bar"), text or "alt") if areas else None,
        looks=looks,
        counts={"met": len(areas)},
        table_years=[str(2022 + each) for each in range(years)][-8:],
        charts_in_a_row=3,
        areas=areas,
        doubts=DoubtPart(text, [DoubtLine(text, text, [text], text)]) if areas else None,
        errata=[ErratumPart(text, text, [Labelled(text[:30], text)], [ChangeLine(text, "2022", "1", "2", text)])],
        method=method("nb"),
        words=fixed_words(),
    )


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_any_text_is_set_as_it_is_written(text: str) -> None:
    assert write_figures_report(report(text)).startswith(b"%PDF-")


def test_markup_of_the_typesetter_is_only_text() -> None:
    text = '#panic() $x$ *fet* @ref [a] \\ "b"'
    assert text in text_of(write_figures_report(report(text)))


def test_nothing_at_all_is_still_a_report() -> None:
    content = write_figures_report(report(areas=[]))
    assert "ingen målområder" in text_of(content)


def test_goal_areas_without_indicators() -> None:
    empty = AreaPart("Tomt", "", [], {}, [])
    content = write_figures_report(replace(report(areas=[empty, empty]), counts={}, overview=None))
    assert "ingen indikatorer" in text_of(content)


@pytest.mark.parametrize("years", [1, 8, 30])
def test_few_and_many_years(years: int) -> None:
    assert write_figures_report(report(years=years)).startswith(b"%PDF-")


def test_the_same_document_gives_the_same_bytes_and_another_day_others() -> None:
    document = report()
    assert write_figures_report(document) == write_figures_report(document)
    assert write_figures_report(replace(document, made_on=date(2026, 1, 16))) != write_figures_report(document)


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(write_figures_report(report("Prøvesamarbeidet")))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("nb")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "Prøvesamarbeidet" in metadata["dc:title"]
