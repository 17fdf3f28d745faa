"""One snapshot as a page shows it: each figure as it was adopted beside what is known today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.contributions.presenters.words import credit_label
from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.rules.kinds import Standing
from brobygger.results.presenters.words import basis_label, in_language, number, reason_sentence, year_label
from brobygger.results.queries.frameworks import Figures
from brobygger.results.queries.thawed import judged_from
from brobygger.results.rules.figures import Basis, Figure
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.members import MEMBERS, UNDATED, WAITING, FrozenMembers, Today
from brobygger.snapshots.queries.reading import PAGE_SIZE
from brobygger.snapshots.rules.errata import Change, corrected

PERIOD = "perioden"
PARTS = {"": MEMBERS, "venter": WAITING, "uten": UNDATED}


@dataclass(frozen=True)
class Side:
    """One figure on one side: then, or today. `url` opens what the register counts, `counted` says how many where the
    value is another one, which somebody reported. `band` says how wide a counted number is, `left_out` what is disputed
    and not in it; files of format 1 do not know.
    """

    value: str
    counted: str
    verdict: str
    reason: str
    basis: str
    is_provisional: bool
    url: str
    band: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class FigureRow:
    """One indicator: as adopted, after errata (empty when none changed it), and today (None when it is no more)."""

    code: str
    name: str
    then: Side
    after_errata: str
    count_after_errata: str
    today: Side | None
    has_changed: bool


@dataclass(frozen=True)
class AreaRows:
    """The indicators of one goal area."""

    code: str
    name: str
    rows: Sequence[FigureRow]


@dataclass(frozen=True)
class Year:
    """A year one can look at."""

    label: str
    url: str
    is_current: bool


def chosen_year(asked: str | None, years: Sequence[int], default: int) -> int | None:
    """The year somebody asks for; None is the period, anything unknown the year the snapshot is about."""
    if asked == PERIOD:
        return None
    known = {str(year): year for year in years}
    return known.get(asked or "", default if default in years else (max(years) if years else default))


def year_links(address: str, years: Sequence[int], current: int | None) -> list[Year]:
    """The years of the framework that was frozen, then the period."""
    return [
        Year(year_label(year), f"{address}?aar={PERIOD if year is None else year}", year == current)
        for year in [*years, None]
    ]


def area_rows(
    partnership: Partnership,
    snapshot: Snapshot,
    frozen: Mapping[str, Sequence[Any]],
    year: int | None,
    today: Figures | None,
    errata: Sequence[Sequence[Change]],
) -> list[AreaRows]:
    """The figures of one year. `frozen` are the items of goal areas, indicators and figures."""
    figures = {figure["code"]: figure for figure in frozen["figures"] if figure["year"] == year}
    values = {(code, year): _decimal(figure["value"]) for code, figure in figures.items()}
    after = corrected(values, errata)
    counts = {change.code: change.after for erratum in errata for change in erratum if change.year == year}
    found = []
    for area in sorted(frozen["goal-areas"], key=lambda each: each["position"]):
        rows = []
        own = [each for each in frozen["indicators"] if each["goal_area"] == area["code"] and each["code"] in figures]
        for indicator in sorted(own, key=lambda each: each["position"]):
            code = indicator["code"]
            figure = figures[code]
            now = _today(partnership, today, code, year)
            present = today.series[code] if today and code in today.series else None
            value_now = (present.period if year is None else present.by_year.get(year)) if present else None
            rows.append(
                FigureRow(
                    code,
                    in_language(indicator["name"]),
                    _then(partnership, snapshot, figure),
                    number(after[code, year]) if after[code, year] != values[code, year] else "",
                    number(counts[code]) if code in counts and figure["basis"] != "counted" else "",
                    now,
                    value_now is None or _is_other(value_now, figure),
                )
            )
        found.append(AreaRows(area["code"], in_language(area["name"]), rows))
    return found


def _is_other(now: Figure, then: Mapping[str, Any]) -> bool:
    was = (_decimal(then["value"]), _decimal(then["counted"]), then["verdict"])
    return (now.value, now.counted, now.judged.verdict.value) != was


def _then(partnership: Partnership, snapshot: Snapshot, figure: Mapping[str, Any]) -> Side:
    return Side(
        number(_decimal(figure["value"])),
        number(_decimal(figure["counted"])) if figure["counted"] is not None and figure["basis"] != "counted" else "",
        figure["verdict"],
        frozen_reason(figure),
        basis_label(Basis(figure["basis"]) if figure["basis"] else None),
        not figure["is_final"],
        members_url(partnership, snapshot, figure["code"], figure["year"]) if figure["counted"] is not None else "",
        band=_band(figure.get("band")),
        left_out=_left_out(figure),
    )


def _band(band: Mapping[str, str | None] | None) -> str:
    """From strict to broad, where there is anything between; the words are those of the page of an indicator."""
    if not band or band.get(Credit.STRICT) == band.get(Credit.BROAD):
        return ""
    ends = [(number(_decimal(band[credit])), credit_label(credit).lower()) for credit in (Credit.STRICT, Credit.BROAD)]
    return " – ".join(f"{value} ({label})" for value, label in ends)


def _left_out(figure: Mapping[str, Any]) -> str:
    if figure.get("is_disputed"):
        return _("Tallet er omstridt og holdt utenfor.")
    n = figure.get("left_out", 0)
    return (
        ngettext("%(n)s er omstridt og ikke med.", "%(n)s er omstridt og ikke med.", n) % {"n": number(n)} if n else ""
    )


def _today(partnership: Partnership, today: Figures | None, code: str, year: int | None) -> Side | None:
    series = today.series.get(code) if today else None
    figure: Figure | None = None
    if series is not None:
        figure = series.period if year is None else series.by_year.get(year)
    if figure is None:
        return None
    url = ""
    if figure.counted is not None:
        own = reverse("results:counted", kwargs={"partnership": partnership.slug, "code": code})
        url = own if year is None else f"{own}?aar={year}"
    return Side(
        number(figure.value),
        number(figure.counted) if figure.counted is not None and figure.basis is not Basis.COUNTED else "",
        figure.judged.verdict.value,
        reason_sentence(figure.judged),
        basis_label(figure.basis),
        not figure.is_final,
        url,
    )


def frozen_reason(figure: Mapping[str, Any]) -> str:
    """Why the verdict was what it was, in the reader's language."""
    return reason_sentence(judged_from(figure))


def members_url(partnership: Partnership, snapshot: Snapshot, code: str, year: int | None) -> str:
    """Where the frozen list behind a figure is."""
    own = reverse(
        "snapshots:members", kwargs={"partnership": partnership.slug, "number": snapshot.number, "code": code}
    )
    return f"{own}?aar={PERIOD if year is None else year}"


@dataclass(frozen=True)
class MemberRow:
    """An activity as it was called then, and what has become of it."""

    title: str
    url: str
    version: int
    since: str


def member_rows(partnership: Partnership, found: FrozenMembers) -> list[MemberRow]:
    """One page of a frozen list."""
    rows = []
    for pk, slug, version, title in found.page.values:
        now = found.today.get(pk)
        url = reverse("portfolio:activity", kwargs={"partnership": partnership.slug, "slug": slug}) if now else ""
        rows.append(MemberRow(title, url, version, _since(title, now)))
    return rows


def _since(title: str, now: Today | None) -> str:
    if now is None:
        return _("Finnes ikke i registeret lenger")
    if now.standing == Standing.MERGED:
        return _("Slått sammen med en annen")
    if now.standing == Standing.REMOVED:
        return _("I papirkurven")
    return _("Heter nå «%(title)s»") % {"title": now.title} if now.title != title else ""


def since_links(partnership: Partnership, found: Sequence[Today]) -> list[tuple[str, str]]:
    """Titles with addresses; without one for what is not in the database any more."""
    return [
        (
            each.title,
            reverse("portfolio:activity", kwargs={"partnership": partnership.slug, "slug": each.slug})
            if each.standing
            else "",
        )
        for each in found
    ]


def members_title(part: str, year: int | None) -> str:
    """What the list is of."""
    if part == UNDATED:
        return _("Registrert uten årstall")
    if part == WAITING:
        return _("Ventet på svar, %(year)s") % {"year": year}
    return _("Talt i %(year)s") % {"year": year} if year else _("Talt i hele perioden")


def pages(address: str, found: FrozenMembers) -> tuple[str, str]:
    """Where the page before and the page after are; empty when there is none."""
    page = found.page
    before = f"{address}&side={page.number - 1}" if page.number > 1 else ""
    return before, f"{address}&side={page.number + 1}" if page.has_next else ""


def shown(found: FrozenMembers) -> tuple[int, int]:
    """The numbers of the first and last row on the page."""
    first = (found.page.number - 1) * PAGE_SIZE
    return first + 1, first + len(found.page.values)


def checksum_groups(sha256: str) -> str:
    """A checksum in groups of eight, which can be read aloud and compared."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
