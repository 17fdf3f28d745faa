"""A meeting as a paper, in the active language: the same sheet as the page, laid out for print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.meetings.models import Meeting
from brobygger.meetings.presenters.meeting import CaseView, MeetingView, meeting_view
from brobygger.meetings.presenters.sheet import DoubtRow, EarlierRow, SheetView, YearView, sheet_view
from brobygger.meetings.queries.sheet import Shown
from brobygger.meetings.rules.paper import (
    AreaLine,
    CasePart,
    DoubtLine,
    EarlierLine,
    MeetingPaper,
    TrendLine,
    TrendPart,
    YearPart,
)
from brobygger.reports.presenters.document import looks
from brobygger.reports.presenters.indicators import SHORT_NAME, one_line, picture_of
from brobygger.reports.rules.document import Labelled, Standing
from brobygger.results.presenters.goal_areas import Row
from brobygger.results.queries.frameworks import Figures

CHART_WIDTH, CHART_HEIGHT = 200, 84


def meeting_paper(meeting: Meeting, shown: Shown) -> MeetingPaper:
    """The paper of a meeting, of what it is shown."""
    view, sheet = meeting_view(meeting, shown.figures), sheet_view(meeting.partnership, shown)
    name = one_line(meeting.partnership.name) or meeting.partnership.slug
    return MeetingPaper(
        language=get_language() or settings.LANGUAGE_CODE,
        own_language=settings.LANGUAGE_CODE,
        made_on=date.fromisoformat(shown.sheet.as_of),
        title=f"{one_line(view.title)}, {view.day}",
        partnership=name,
        short_partnership=Truncator(name).chars(SHORT_NAME),
        footer=_("Slik det var kjent %(date)s") % {"date": sheet.as_of},
        standing=_standing(view, sheet),
        facts=_facts(view, sheet),
        cases=[_case(each) for each in view.cases],
        year=_year(sheet.year) if sheet.year else None,
        doubts_sentence=sheet.doubts_sentence,
        doubts=[_doubt(row) for row in sheet.doubts],
        earlier_title=sheet.earlier_title,
        earlier=[_earlier(row) for row in sheet.earlier],
        trends=[
            TrendPart(one_line(area.name) or area.code, [_trend(row, shown.figures) for row in area.rows])
            for area in sheet.areas
            if shown.figures
        ],
        looks=looks(),
        words=_words(),
    )


def _standing(view: MeetingView, sheet: SheetView) -> Standing:
    facts = {"date": sheet.as_of}
    if sheet.is_kept:
        return Standing(_("Holdt"), _("Slik det sto da møtet ble ført som holdt, %(date)s.") % facts, is_adopted=True)
    return Standing(_("Foreløpig"), _("Slik vi kjenner det %(date)s. Det kan bli endret før møtet.") % facts, False)


def _facts(view: MeetingView, sheet: SheetView) -> list[Labelled]:
    rows = [
        Labelled(_("Dato"), view.day),
        Labelled(_("Sted"), one_line(view.place), is_own=True),
        Labelled(_("Rapporteringsår"), sheet.year.label if sheet.year else ""),
        Labelled(_("Vedtatte år"), ", ".join(year for year, _url in sheet.adopted)),
    ]
    return [row for row in rows if row.text]


def _case(each: CaseView) -> CasePart:
    return CasePart(
        heading=_("Sak %(n)s: %(title)s") % {"n": each.number, "title": one_line(each.title)},
        about="; ".join(label for label, _url in each.about),
        paragraphs=_paragraphs(each.text),
        proposal=_paragraphs(each.proposal),
        decided=each.outcome.label if each.outcome else "",
        decision=_paragraphs(each.outcome.words) if each.outcome else [],
        follow_up=f"{each.follow_up}. {one_line(each.follow_up_words)}".strip() if each.follow_up else "",
    )


def _paragraphs(text: str) -> list[str]:
    return [part for line in text.split("\n") if (part := one_line(line))]


def _year(year: YearView) -> YearPart:
    return YearPart(
        heading=_("Rapporteringen for %(year)s") % {"year": year.label},
        sentence=f"{year.sentence} {year.disputes}".strip(),
        facts=[Labelled(label, day) for label, day in year.days],
        areas=[
            AreaLine(
                one_line(row.name),
                f"{row.stage} ({_('over fristen')})" if row.is_late else row.stage,
                row.held_by,
                row.missing,
            )
            for row in year.areas
        ],
    )


def _doubt(row: DoubtRow) -> DoubtLine:
    sentence = f"{row.sentence} ({_('utsatt')})" if row.is_postponed else row.sentence
    return DoubtLine(one_line(row.subject), sentence, row.evidence)


def _earlier(row: EarlierRow) -> EarlierLine:
    since = ". ".join(part for part in (row.follow_up, one_line(row.words)) if part)
    return EarlierLine(one_line(row.title), row.outcome, one_line(row.decision), since or "–")


def _trend(row: Row, figures: Figures | None) -> TrendLine:
    name = one_line(row.name) or row.code
    years: Sequence[int] = figures.years if figures else []
    series = figures.series[row.code] if figures else None
    return TrendLine(
        name=Truncator(name).chars(SHORT_NAME),
        target=row.target,
        picture=picture_of(series, years, name, CHART_WIDTH, CHART_HEIGHT) if series else None,
        value=row.period.value + ("*" if row.period.is_provisional else ""),
        verdict=row.period.verdict,
    )


def _words() -> dict[str, str]:
    return {
        "page": _("Side %(page)s av %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "cases": _("Dette blir styringsgruppen bedt om å bestemme"),
        "no_cases": _("Det er ikke lagt inn noen saker til dette møtet."),
        "about": _("Gjelder"),
        "proposal": _("Forslag til vedtak"),
        "decision": _("Vedtak"),
        "follow_up": _("Fulgt opp"),
        "area": _("Område"),
        "stage": _("Tilstand"),
        "held_by": _("Hos"),
        "missing": _("Mangler"),
        "doubts": _("Dette er i tvil"),
        "doubt": _("Hva"),
        "seen": _("Hva som er sett"),
        "earlier": _("Fra forrige møte"),
        "case": _("Sak"),
        "trends": _("Slik går det med tallene"),
        "no_trends": _("Samarbeidet har ingen måltall ennå."),
        "indicator": _("Indikator"),
        "years": _("Tallene år for år"),
        "period": _("Perioden"),
        "verdict": _("Vurdering"),
        "table_note": _("* foreløpig tall. + saker som venter på svar."),
    }
