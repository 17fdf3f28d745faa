"""What codes and numbers look like on screen and on paper: verdicts, numbers, charts in words and as drawings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zlib import crc32

from django.template.loader import render_to_string
from django.utils import formats
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from brobygger.designsystem.rules.charts import BarKind, LayerBars, LayerRow, StackedBar, YearBars

NO_VALUE = "–"
SCHEMES = ("auto", "light", "dark")
SCHEME_COOKIE = "brobygger_scheme"

Chart = YearBars | StackedBar | LayerBars
_CHART_TEMPLATES = {
    YearBars: "designsystem/charts/year_bars.svg.html",
    StackedBar: "designsystem/charts/stacked_bar.svg.html",
    LayerBars: "designsystem/charts/layer_bars.svg.html",
}


@dataclass(frozen=True)
class VerdictLook:
    """How one verdict is told: always a mark and a word, the colour only helps.

    `icon` is in the icon sprite; `mark` is a small drawing for charts, as an SVG path in a box of 12 by 12.
    """

    code: str
    label: str | Promise
    icon: str
    color: str
    mark: str


VERDICTS = {
    look.code: look
    for look in (
        VerdictLook("met", gettext_lazy("Nådd"), "checkmark-circle-fill", "success", "M2 6.5l2.8 2.8L10 3.5"),
        VerdictLook("on_track", gettext_lazy("I rute"), "trend-up", "info", "M2 9l3-3.5 2 2L10 3.5M6.8 3.5H10v3.2"),
        VerdictLook(
            "too_early", gettext_lazy("For tidlig å si"), "hourglass", "warning", "M3 2h6M3 10h6M4 2l4 8M8 2L4 10"
        ),
        VerdictLook("missed", gettext_lazy("Ikke nådd"), "xmark-octagon-fill", "danger", "M3 3l6 6M9 3l-6 6"),
        VerdictLook(
            "not_comparable",
            gettext_lazy("Kan ikke sammenlignes"),
            "questionmark-circle",
            "neutral",
            "M2 4.5h8M2 7.5h8M8 2L4 10",
        ),
        VerdictLook("discontinued", gettext_lazy("Avviklet"), "archive", "neutral", "M3 3h6v6H3z"),
        VerdictLook("no_target", gettext_lazy("Uten måltall"), "minus", "neutral", "M3 6h6"),
    )
}


def verdict_look(code: object) -> VerdictLook:
    """The look of a verdict; an unknown code is shown as it is written, so that the mistake can be seen."""
    return VERDICTS.get(str(code)) or VerdictLook(str(code), str(code), "questionmark-circle", "neutral", "M3 6h6")


def number_text(value: object, decimals: int | None = None) -> str:
    """A number as the reader writes it: «1 900», «13,9», «−4»; nothing known is «–», text is left alone.

    Trailing zeros are dropped unless the number of decimals is asked for.
    """
    if type(value) is int and decimals is None:
        return _whole(value, get_language() or "")
    if value is None or value == "":
        return NO_VALUE
    try:
        # Binary fractions carry noise far behind the comma; no figure of ours is that exact.
        exact = Decimal(f"{value:.6f}" if isinstance(value, float) else str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return NO_VALUE
    exact = round(exact, decimals) if decimals is not None else exact.normalize()
    digits = formats.number_format(Decimal(f"{abs(exact):f}"), decimal_pos=decimals, force_grouping=True)
    return f"−{digits}" if exact < 0 else digits


@lru_cache(maxsize=10_000)
def _whole(number: int, language: str) -> str:
    """A whole number in the active language. A page may hold some hundred of them, and most of them again and again."""
    digits = formats.number_format(Decimal(abs(number)), force_grouping=True)
    return f"−{digits}" if number < 0 else digits


def short_number_text(value: object) -> str:
    """As `number_text`, but millions and thousands of millions are named: for the small room of a chart."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return number_text(value)
    if not exact.is_finite() or abs(exact) < 1_000_000:
        return number_text(value)
    if abs(exact) < 1_000_000_000:
        return _("%(number)s mill.") % {"number": number_text(round(exact / 1_000_000, 1))}
    return _("%(number)s mrd.") % {"number": number_text(round(exact / 1_000_000_000, 1))}


def describe(chart: Chart) -> str:
    """What a chart shows, in words, for those who do not see it."""
    if isinstance(chart, StackedBar):
        return _in_words(chart)
    if isinstance(chart, LayerBars):
        return " ".join(_describe_row(row) for row in chart.rows)
    said = [_describe_bar(bar.year, bar.value, bar.pending, bar.status, bar.kind) for bar in chart.bars]
    if chart.target:
        said.insert(0, _("Måltall %(number)s.") % {"number": number_text(chart.target.value)})
    return " ".join(said)


def _describe_bar(year: str, value: float | None, pending: float, status: str, kind: BarKind) -> str:
    if kind is BarKind.MISSING:
        return _("%(year)s: ikke oppgitt.") % {"year": year}
    told = f"{year}: {number_text(value or 0)}"
    if pending:
        told += ", " + _("%(number)s venter på svar") % {"number": number_text(pending)}
    if kind is BarKind.BASELINE:
        told += ", " + _("utgangspunkt")
    elif status != "no_target":
        told += f", {str(verdict_look(status).label).lower()}"
    return f"{told}."


def _describe_row(row: LayerRow) -> str:
    told = f"{row.name}: {number_text(row.total)}"
    parts = ", ".join(f"{part.label.lower()} {number_text(part.value)}" for part in row.parts)
    return f"{told} ({parts})." if parts else f"{told}."


def _in_words(chart: StackedBar) -> str:
    whole = ngettext("%(number)s indikator", "%(number)s indikatorer", chart.total) % {"number": chart.total}
    parts = [f"{part.count} {str(verdict_look(part.status).label).lower()}" for part in chart.segments]
    return f"{whole}: {', '.join(parts)}." if parts else f"{whole}."


def legend(chart: Chart) -> list[VerdictLook]:
    """The verdicts that occur in a chart, in their fixed order."""
    if isinstance(chart, LayerBars):
        return []
    if isinstance(chart, StackedBar):
        found = {part.status for part in chart.segments}
    else:
        found = {bar.status for bar in chart.bars if bar.kind in {BarKind.VALUE, BarKind.ZERO}}
    return [look for code, look in VERDICTS.items() if code in found]


def layers_in(chart: Chart) -> list[tuple[int, str]]:
    """Strength and name of the layers that occur in a chart, as they stand from the left."""
    if not isinstance(chart, LayerBars):
        return []
    found = {part.label: part.strength for row in chart.rows for part in row.parts}
    return sorted(((strength, label) for label, strength in found.items()), reverse=True)


def has_pending(chart: Chart) -> bool:
    """Whether something in the chart still awaits an answer."""
    return isinstance(chart, YearBars) and any(bar.pending for bar in chart.bars)


def inline_svg(chart: Chart, title: str) -> SafeString:
    """A chart for a page, coloured by the page's style sheet so that it follows light, dark and print."""
    return _draw(chart, title, palette=None)


def standalone_svg(chart: Chart, title: str, *, font: str = "Inter") -> str:
    """A chart as a file of its own, with its colours in it, for documents that have no style sheet."""
    return str(_draw(chart, title, palette={"font": font, "colors": PAPER_COLORS}))


@dataclass(frozen=True)
class PaperColor:
    """The fill and the outline of one verdict on paper, as hex colours."""

    status: str
    fill: str
    stroke: str


# The same colours as the theme's light scheme, which the drawing on screen takes from tokens.
PAPER_COLORS = (
    PaperColor("met", "#068718", "#056d13"),
    PaperColor("on_track", "#0a71c0", "#0860a3"),
    PaperColor("too_early", "#ea9b1b", "#80540f"),
    PaperColor("missed", "#f8e4e4", "#b81a1a"),
    PaperColor("not_comparable", "#717a84", "#545e6b"),
    PaperColor("discontinued", "#d8dadd", "#717a84"),
    PaperColor("no_target", "#545e6b", "#545e6b"),
)


def _draw(chart: Chart, title: str, *, palette: dict[str, object] | None) -> SafeString:
    words = describe(chart)
    return render_to_string(
        _CHART_TEMPLATES[type(chart)],
        {
            "chart": chart,
            "title": title,
            "description": words,
            "uid": f"c{crc32(f'{title} {words}'.encode()):08x}",
            "palette": palette,
        },
    )
