"""What a meeting is shown, as its page and its paper tell it. No name of a person: a paper is copied and filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.dates.presenters import date_in_words
from brobygger.doubts.presenters import doubt_view
from brobygger.doubts.queries.doubts import Answered
from brobygger.meetings.presenters.words import follow_up_color, follow_up_label, outcome_color, outcome_label
from brobygger.meetings.queries.sheet import Shown
from brobygger.meetings.rules.kinds import Outcome
from brobygger.meetings.rules.sheet import AreaStatus, Doubted, Earlier, YearStatus, foremost
from brobygger.partnerships.models import Partnership
from brobygger.results.presenters.goal_areas import AreaView, area_views
from brobygger.results.queries.frameworks import Figures
from brobygger.rounds.presenters.status import missing_in_words
from brobygger.rounds.presenters.words import due_label, stage_color, stage_label
from brobygger.rounds.rules.kinds import Due, RoundState, Stage

DOUBTS_SHOWN = 12


@dataclass(frozen=True)
class AreaRow:
    """One area in the year."""

    name: str
    stage: str
    color: str
    held_by: str
    missing: str
    is_late: bool


@dataclass(frozen=True)
class YearView:
    """The reporting year at a glance. `sentence` says in one line how it is."""

    label: str
    sentence: str
    days: Sequence[tuple[str, str]]
    areas: Sequence[AreaRow]
    disputes: str
    url: str
    snapshot_url: str


@dataclass(frozen=True)
class DoubtRow:
    """One doubt that waits. `url` is empty in what was kept: the doubt may be gone since."""

    subject: str
    sentence: str
    evidence: Sequence[str]
    is_postponed: bool
    url: str


@dataclass(frozen=True)
class EarlierRow:
    """One case of the meeting before, and what has become of it."""

    title: str
    outcome: str
    outcome_color: str
    decision: str
    follow_up: str
    follow_up_color: str
    words: str


@dataclass(frozen=True)
class SheetView:
    """All that a meeting is shown besides its cases."""

    as_of: str
    is_kept: bool
    year: YearView | None
    areas: Sequence[AreaView]
    years: Sequence[str]
    doubts: Sequence[DoubtRow]
    doubts_sentence: str
    earlier_title: str
    earlier: Sequence[EarlierRow]
    adopted: Sequence[tuple[str, str]]  # years, with the address of what was adopted


def sheet_view(partnership: Partnership, shown: Shown) -> SheetView:
    """The sheet in the reader's language."""
    sheet, figures = shown.sheet, shown.figures
    before = next(iter(sheet.earlier), None)
    return SheetView(
        as_of=date_in_words(sheet.as_of),
        is_kept=shown.is_kept,
        year=_year(partnership, sheet.year) if sheet.year else None,
        areas=area_views(partnership, figures, []) if figures else [],
        years=[str(year) for year in figures.years] if figures else [],
        doubts=[_doubt(partnership, each, figures, shown.is_kept) for each in foremost(sheet.doubts, DOUBTS_SHOWN)],
        doubts_sentence=_doubts_sentence(len(sheet.doubts), sheet.doubts_total),
        earlier_title=f"{before.meeting}, {date_in_words(before.date)}" if before else "",
        earlier=[_earlier(each) for each in sheet.earlier],
        adopted=[
            (year, reverse("snapshots:show", kwargs={"partnership": partnership.slug, "number": number}))
            for year, number in sorted(sheet.adopted.items())
        ],
    )


def _year(partnership: Partnership, year: YearStatus) -> YearView:
    where = {"partnership": partnership.slug}
    days = ((Due.SUBMIT, year.submission_due), (Due.REVIEW, year.review_due), (Due.ADOPT, year.adoption_due))
    snapshot = {**where, "number": year.frozen_as}
    return YearView(
        label=str(year.year),
        sentence=_year_sentence(year),
        days=[(due_label(due), date_in_words(day)) for due, day in days],
        areas=[_area(each) for each in year.areas],
        disputes=ngettext(
            "%(n)s opplysning er omstridt og holdes utenfor tallene.",
            "%(n)s opplysninger er omstridt og holdes utenfor tallene.",
            year.disputes,
        )
        % {"n": year.disputes}
        if year.disputes
        else "",
        url=reverse("rounds:status", kwargs={**where, "year": year.year}),
        snapshot_url=reverse("snapshots:show", kwargs=snapshot) if year.frozen_as else "",
    )


def _year_sentence(year: YearStatus) -> str:
    if year.state == RoundState.CANCELLED:
        return _("Rapporteringen er avlyst.")
    if year.frozen_as:
        return _("Året er vedtatt, og tatt vare på som nummer %(n)s.") % {"n": year.frozen_as}
    ready = sum(each.stage in {Stage.APPROVED, Stage.ADOPTED} for each in year.areas)
    if ready == len(year.areas):
        return _("Alle områdene er godkjent av begge parter. Året kan vedtas.")
    facts = {"ready": ready, "all": len(year.areas)}
    return _("%(ready)s av %(all)s områder er godkjent av begge parter. Året kan ikke vedtas ennå.") % facts


def _area(each: AreaStatus) -> AreaRow:
    return AreaRow(
        each.name or _("Felles og uten innsatsområde"),
        stage_label(each.stage),
        stage_color(each.stage),
        _held_by(each),
        ", ".join(missing_in_words(each)) or _("ingenting"),
        each.is_late,
    )


def _held_by(each: AreaStatus) -> str:
    """Whose turn it is, by office."""
    match Stage(each.stage):
        case Stage.WORKING | Stage.RETURNED:
            return _("prosjektlederne i området") if each.has_lead else _("koordinatorene")
        case Stage.SUBMITTED:
            return _("koordinator hos %(parties)s") % {"parties": _(" og ").join(each.waits_for)}
        case Stage.APPROVED:
            return _("styringsgruppen")
        case _:
            return "–"


def _doubt(partnership: Partnership, each: Doubted, figures: Figures | None, is_kept: bool) -> DoubtRow:
    view = doubt_view(partnership, Answered(each.doubt, None, holds=False), figures)
    return DoubtRow(view.subject, view.sentence, view.evidence, each.is_postponed, "" if is_kept else view.url)


def _doubts_sentence(waiting: int, total: int) -> str:
    if not total:
        return _("Ingenting er i tvil.")
    if not waiting:
        return _("Alt som var i tvil, er løst eller forklart.")
    facts = {"n": waiting, "of": total, "shown": min(waiting, DOUBTS_SHOWN)}
    told = ngettext("%(n)s av %(of)s venter på svar.", "%(n)s av %(of)s venter på svar.", waiting) % facts
    return (
        told if waiting <= DOUBTS_SHOWN else told + " " + _("Her er %(shown)s av dem, de tyngste av hver sort.") % facts
    )


def _earlier(each: Earlier) -> EarlierRow:
    is_decided = bool(each.outcome) and each.outcome != Outcome.POSTPONED
    return EarlierRow(
        each.title,
        outcome_label(each.outcome) or _("Ikke ført inn"),
        outcome_color(each.outcome),
        each.decision,
        follow_up_label(each.follow_up) if is_decided else "",
        follow_up_color(each.follow_up),
        each.words,
    )
