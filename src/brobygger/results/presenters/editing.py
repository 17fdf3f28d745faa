"""Editing indicators in words: choices, what is wrong, what a preview shows, and the versions there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brobygger.contributions.presenters.words import credit_explained, credit_label
from brobygger.contributions.rules.credit import Credit
from brobygger.portfolio.presenters.labels import KIND_GROUPS, kind_label, milestone_label, purpose_label
from brobygger.portfolio.rules.kinds import Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneKind
from brobygger.results.models import Definition, Indicator, Target
from brobygger.results.presenters.goal_areas import short_target
from brobygger.results.presenters.indicator_page import rule_in_words
from brobygger.results.presenters.words import (
    how_sentences,
    in_language,
    number,
    reason_sentence,
    target_kind_label,
    verdict_label,
    year_label,
)
from brobygger.results.queries.frameworks import read_rule
from brobygger.results.queries.preview import Preview
from brobygger.results.rules.editing import Wrong
from brobygger.results.rules.figures import Figure
from brobygger.results.rules.verdicts import TargetKind

Choices = list[tuple[str, str]]


def counted_choices() -> Choices:
    """Whether the register counts."""
    return [("1", _("Telles i registeret")), ("0", _("Må rapporteres av noen"))]


def kind_choices() -> Choices:
    """Kinds of activity, alike ones together."""
    return [(kind.value, kind_label(kind)) for _name, kinds in KIND_GROUPS for kind in kinds]


def purpose_choices() -> Choices:
    """What activities are for."""
    return [(purpose.value, purpose_label(purpose)) for purpose in Purpose]


def _milestones() -> Choices:
    return [(kind.value, milestone_label(kind)) for kind in MilestoneKind]


def milestone_choices() -> Choices:
    """What must have happened."""
    return [("", _("Velg milepæl")), *_milestones()]


def year_from_choices() -> Choices:
    """Whose year it is."""
    return [
        ("", _("Året det skjedde")),
        *((code, _("Året for: %(what)s") % {"what": label}) for code, label in _milestones()),
    ]


def pending_choices() -> Choices:
    """What is still waited for."""
    return [
        ("", _("Ingenting venter")),
        *((code, _("Når den har: %(what)s, og ikke svar") % {"what": label}) for code, label in _milestones()),
    ]


def time_choices() -> Choices:
    """How often it counts."""
    return [
        ("first", _("Én gang, første gang det skjer")),
        ("yearly", _("Høyst én gang i året")),
        ("each", _("Hver gang det skjer")),
    ]


def unique_choices() -> Choices:
    """What is one."""
    return [
        ("activity", _("Hver aktivitet")),
        ("event", _("Hver milepæl")),
        ("person", _("Hver person som er oppgitt ved milepælen")),
    ]


def measure_choices() -> Choices:
    """What the number is."""
    return [
        ("count", _("Hvor mange det er")),
        ("sum", _("Tallene ved milepælene, lagt sammen")),
        ("latest", _("Det siste tallet ved en milepæl")),
    ]


def credit_choices(band: Sequence[Credit]) -> Choices:
    """Which layers count, each explained."""
    return [(credit.value, f"{credit_label(credit)}: {credit_explained(credit)}") for credit in reversed(band)]


def direction_choices() -> Choices:
    """Which way is better."""
    return [("up", _("Flere er bedre")), ("down", _("Færre er bedre"))]


def target_kind_choices() -> Choices:
    """Kinds of target; an end has a page of its own."""
    return [(kind.value, target_kind_label(kind)) for kind in TargetKind if kind is not TargetKind.DISCONTINUED]


def wrong_sentence(wrong: Wrong) -> str:
    """What is wrong and what to do."""
    return {
        Wrong.CODE_TAKEN: _("Koden er brukt av en annen indikator. Velg en annen."),
        Wrong.CODE_RESERVED: _("Koden er navnet på en side. Velg en annen."),
        Wrong.CODE_NOT_ONE: _("Bruk små bokstaver a–z, tall og bindestrek."),
        Wrong.BEFORE_THE_NEWEST: _("Den nyeste versjonen gjelder fra et senere år. Velg det året eller et senere."),
        Wrong.OUTSIDE_THE_YEARS: _("Året er ikke et av årene i indikatorsettet."),
        Wrong.WITHOUT_REASON: _("Skriv hvorfor. Begrunnelsen blir stående ved versjonen."),
        Wrong.WITHOUT_TEXT: _("Teksten mangler. Skriv den på bokmål."),
        Wrong.NOTHING_NEW: _("Dette er det samme som gjelder nå. Endre noe, eller gå tilbake."),
        Wrong.NOT_THE_NEXT: _("Versjonene nummereres 1, 2, 3 … uten hull. Gi denne det neste nummeret."),
        Wrong.WITHOUT_KINDS: _("Velg minst ett slags aktivitet, eller velg at tallet rapporteres."),
        Wrong.WITHOUT_MILESTONE: _("Velg hva som må ha skjedd."),
        Wrong.PERSONS_ARE_ADDED_UP: _("Personer telles ved å legge sammen tallene. Velg at tallene legges sammen."),
        Wrong.WAITS_FOR_ITSELF: _("En sak venter ikke på det som alt har skjedd. Velg en annen milepæl."),
        Wrong.WITHOUT_VALUE: _("Skriv måltallet."),
        Wrong.TOO_EXACT: _("Skriv tallet med høyst to desimaler."),
        Wrong.BASELINE_IN_PART: _("Et nullpunkt har både år og tall. Fyll ut begge, eller ingen av dem."),
        Wrong.BASELINE_TOO_LATE: _("Nullpunktet ligger etter perioden. Velg et tidligere år."),
        Wrong.DUE_OUTSIDE_THE_YEARS: _("Velg år i perioden."),
        Wrong.WITHOUT_CRITERIA: _("Skriv minst ett kriterium."),
        Wrong.WITHOUT_HOW: _("Fyll ut, eller skriv under «Unntak» hvorfor målet settes uten."),
        Wrong.WITHOUT_DECISION: _("Velg vedtaket. Finnes det ikke i listen, må det føres inn først."),
        Wrong.ALREADY_DISCONTINUED: _("Målet er avviklet fra før."),
    }[wrong]


@dataclass(frozen=True)
class ChangeRow:
    """One year of a preview."""

    label: str
    value_before: str
    value_after: str
    verdict_before: str
    verdict_after: str
    reason: str
    is_other: bool
    is_adopted: bool


@dataclass(frozen=True)
class PreviewView:
    """What a version does to every year."""

    rows: Sequence[ChangeRow]
    others: int
    is_new: bool
    touches_adopted: bool
    seal: str


def preview_view(preview: Preview, adopted: Collection[int]) -> PreviewView:
    """A preview as its table. `adopted` are the years whose numbers are frozen."""
    rows = [
        ChangeRow(
            label=year_label(each.year),
            value_before=_value(each.before) if each.before else "",
            value_after=_value(each.after),
            verdict_before=verdict_label(each.before.judged.verdict) if each.before else "",
            verdict_after=verdict_label(each.after.judged.verdict),
            reason=reason_sentence(each.after.judged),
            is_other=each.is_other,
            is_adopted=each.year in adopted,
        )
        for each in preview.changes
    ]
    return PreviewView(
        rows,
        sum(row.is_other for row in rows),
        all(each.before is None for each in preview.changes),
        any(row.is_other and row.is_adopted for row in rows),
        preview.seal,
    )


def _value(figure: Figure) -> str:
    text = number(figure.value)
    return _("%(value)s (%(n)s venter)") % {"value": text, "n": figure.pending} if figure.pending else text


@dataclass(frozen=True)
class VersionView:
    """One version: since when, what, why, who and when."""

    number: int
    since: str
    title: str
    facts: Sequence[tuple[str, str]]
    reason: str
    exception: str
    decision: str
    recorded: str
    by: str
    source: str
    is_newest: bool


def definition_views(indicator: Indicator) -> list[VersionView]:
    """The definitions, the newest first."""
    found = list(indicator.definitions.all())
    return [_definition(each, is_newest=each is found[-1]) for each in reversed(found)]


def _definition(row: Definition, *, is_newest: bool) -> VersionView:
    counting = rule_in_words(read_rule(row.counting)) if row.counting else []
    return VersionView(
        row.version,
        str(row.valid_from),
        in_language(row.text),
        [(_("Måles i"), in_language(row.unit)), *(counting or [(_("Telling"), _("Må rapporteres"))])],
        in_language(row.reason),
        "",
        "",
        _moment(row),
        row.recorded_by,
        row.source,
        is_newest,
    )


def target_views(indicator: Indicator) -> list[VersionView]:
    """The targets, the newest first."""
    found = list(indicator.targets.all())
    return [_target(each, is_newest=each is found[-1]) for each in reversed(found)]


def _target(row: Target, *, is_newest: bool) -> VersionView:
    facts = [(_("Måltall"), short_target(row))]
    if row.baseline_value is not None:
        facts.append((_("Nullpunkt"), f"{number(row.baseline_value)} ({row.baseline_year})"))
    facts += [(label, text) for label, text in how_sentences(row.owner, row.method, row.mandate) if text]
    return VersionView(
        row.version,
        str(row.valid_from),
        target_kind_label(row.kind),
        facts,
        in_language(row.reason),
        in_language(row.exception),
        row.decision.title if row.decision else "",
        _moment(row),
        row.recorded_by,
        row.source,
        is_newest,
    )


def _moment(row: Definition | Target) -> str:
    return date_format(timezone.localtime(row.recorded_at), "DATETIME_FORMAT")
