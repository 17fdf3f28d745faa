"""What the gallery shows: the examples with their code, and made-up numbers to fill them with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator

from brobygger.designsystem.rules.charts import YearBars, YearValue, heat_levels, stacked_bar, year_bars

_HERE = Path(__file__).parent
_EXAMPLES = _HERE / "templates" / "designsystem" / "gallery" / "examples"
_SPRITE = _HERE / "static" / "designsystem" / "vendor" / "aksel-sprite.svg"
_HEADLINE = re.compile(r"\{# (?P<title>[^|]+) \| (?P<about>.+?) #\}\n")


@dataclass(frozen=True)
class Example:
    """One component in its states. The first line of its template is `{# title | what to know about it #}`."""

    name: str
    title: str
    about: str
    template: str
    code: str


@dataclass(frozen=True)
class ChartSample:
    """A chart with what stands around it."""

    title: str
    note: str
    chart: YearBars
    verdict: str


class SampleForm(forms.Form):
    """Every kind of field. The gallery hands it in half filled, so that its errors show."""

    title = forms.CharField(label="Tittel", help_text="Slik folk kaller det til daglig.", max_length=80)
    kind = forms.ChoiceField(label="Type", choices=[("research", "Forskningsprosjekt"), ("thesis", "Masteroppgave")])
    about = forms.CharField(label="Hva det er", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    start = forms.DateField(label="Start", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    areas = forms.MultipleChoiceField(
        label="Samarbeidsområder",
        help_text="Ett eller flere.",
        choices=[("health", "Helse og velferd"), ("climate", "Klima og byutvikling")],
        widget=forms.CheckboxSelectMultiple,
    )
    otherwise = forms.ChoiceField(
        label="Ville det skjedd uten samarbeidet?",
        choices=[("no", "Nei"), ("later", "Senere eller mindre"), ("same", "Ja, det samme")],
        widget=forms.RadioSelect,
        required=False,
    )
    seen = forms.BooleanField(label="Jeg har sett at den ikke finnes fra før")


def examples() -> list[Example]:
    """Every example, in the order of their file names."""
    return [_read(path) for path in sorted(_EXAMPLES.glob("*.html"))]


def _read(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    headline = _HEADLINE.match(text)
    if not headline:
        raise ValueError(f"{path.name} does not begin with a title and what to know about it")
    return Example(
        name=path.stem.split("-", 1)[1],
        title=headline["title"],
        about=headline["about"],
        template=f"designsystem/gallery/examples/{path.name}",
        code=text[headline.end() :].strip(),
    )


def icon_names() -> list[str]:
    """The names of all icons in the sprite."""
    return sorted(re.findall(r'<symbol[^>]*\bid="([^"]+)"', _SPRITE.read_text(encoding="utf-8")))


def sample_data() -> dict[str, Any]:
    """Made-up numbers with every oddity the real ones have: gaps, zeros, a giant, something pending, a baseline."""
    counts = [[1, 2, 0, 5, 8], [0, 0, 5, 2, 1], [2, 1, 0, 91, 1], [2, 1, 1, 2, 3]]
    columns = ["Helse", "Oppvekst", "Klima", "Kultur", "Byutvikling"]
    rows = ["Medisin", "Ingeniørfag", "Økonomi", "Humaniora"]
    cells = [list(zip(row, levels, strict=True)) for row, levels in zip(counts, heat_levels(counts), strict=True)]
    return {
        "form": SampleForm({"kind": "research"}),
        "page": Paginator(range(200), 25).page(3),
        "verdict_counts": stacked_bar(
            [("met", 4), ("on_track", 1), ("too_early", 1), ("missed", 2), ("not_comparable", 1), ("no_target", 1)]
        ),
        "heat": {"columns": columns, "rows": list(zip(rows, cells, strict=True))},
        "year_charts": _year_charts(),
    }


def _year_charts() -> list[ChartSample]:
    return [
        ChartSample(
            "Søknader",
            "sendte søknader",
            year_bars(
                [
                    YearValue(2022, 9, "met"),
                    YearValue(2023, 12, "met"),
                    YearValue(2024, 6, "missed"),
                    YearValue(2025, 8, "too_early", pending=5),
                ],
                target=8,
            ),
            "on_track",
        ),
        ChartSample(
            "Masteroppgaver",
            "svært ulike år",
            year_bars(
                [
                    YearValue(2022, 20, "missed"),
                    YearValue(2023, 34, "met"),
                    YearValue(2024, 138, "met"),
                    YearValue(2025, 52, "on_track"),
                ],
                target=30,
            ),
            "met",
        ),
        ChartSample(
            "Bacheloroppgaver",
            "to år mangler",
            year_bars(
                [
                    YearValue(2022, None),
                    YearValue(2023, 41, "not_comparable"),
                    YearValue(2024, None),
                    YearValue(2025, 50, "met"),
                ],
                target=50,
            ),
            "not_comparable",
        ),
        ChartSample(
            "Piloter",
            "nesten ingen",
            year_bars(
                [YearValue(2022, 0, "missed"), YearValue(2023, 1, "missed"), YearValue(2024, 0, "missed")], target=20
            ),
            "missed",
        ),
        ChartSample(
            "Konferansen",
            "skal vokse fra 2021",
            year_bars([YearValue(2023, 312, "met"), YearValue(2025, None)], target=240, baseline=YearValue(2021, 240)),
            "too_early",
        ),
        ChartSample(
            "Nyhetsbrev",
            "følges ikke lenger",
            year_bars([YearValue(2022, 1200), YearValue(2023, 900), YearValue(2024, 640, "discontinued")]),
            "discontinued",
        ),
    ]
