"""Rows of an import in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.duplicates.presenters.reasons import in_short
from brobygger.intake.models import Import, ImportRow
from brobygger.intake.presenters.fields import group_label
from brobygger.intake.rules.kinds import CHOICES, Choice, Outcome, Result, SourceKind
from brobygger.intake.rules.rows import RowWrong
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.presenters.changes import FIELD_LABELS
from brobygger.tables.presenters import place_in_words, problem_in_words
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.problems import Problem, Wrong

_COLORS = {
    Outcome.NEW: "success",
    Outcome.UPDATE: "info",
    Outcome.SAME: "neutral",
    Outcome.TWIN: "warning",
    Outcome.REPEATED: "warning",
    Outcome.UNDONE: "info",
    Outcome.REMOVED: "warning",
    Outcome.MERGED: "neutral",
    Outcome.ERROR: "danger",
}
_QUOTE = 60
_REASONS = 4


@dataclass(frozen=True)
class Line:
    """One thing to say of a row, with an address when it is about an entry."""

    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class RowView:
    """A row on the page. `choices` are (value, label, whether it is chosen), empty when there is nothing to choose."""

    number: int
    title: str
    outcome: str
    color: str
    lines: Sequence[Line]
    choices: Sequence[tuple[str, str, bool]]
    result: str


def outcome_label(outcome: str) -> str:
    """«Ny», «Mulig dublett»."""
    return {
        Outcome.NEW: _("Ny"),
        Outcome.UPDATE: _("Oppdatering"),
        Outcome.SAME: _("Uendret"),
        Outcome.TWIN: _("Mulig dublett"),
        Outcome.REPEATED: _("Gjentatt i filen"),
        Outcome.UNDONE: _("Kommer tilbake"),
        Outcome.REMOVED: _("I papirkurven"),
        Outcome.MERGED: _("Slått sammen"),
        Outcome.ERROR: _("Feil"),
    }[Outcome(outcome)]


def choice_label(choice: str) -> str:
    """«Importer som ny»."""
    return {
        Choice.UNDECIDED: _("Ikke avgjort"),
        Choice.MAKE: _("Importer som ny"),
        Choice.UPDATE: _("Oppdater"),
        Choice.JOIN: _("Slutt deg til den som finnes"),
        Choice.BRING_BACK: _("Hent tilbake"),
        Choice.SKIP: _("Hopp over"),
    }[Choice(choice)]


def result_label(result: str) -> str:
    """What became of a row; empty before the import."""
    return {
        Result.NOTHING: "",
        Result.MADE: _("Registrert"),
        Result.UPDATED: _("Oppdatert"),
        Result.JOINED: _("Sluttet seg til"),
        Result.BROUGHT_BACK: _("Hentet tilbake"),
        Result.SKIPPED: _("Hoppet over"),
        Result.LATE: _("Endret av andre, latt være"),
    }[Result(result)]


def row_view(run: Import, row: ImportRow, *, may_choose: bool) -> RowView:
    """A row as the page shows it."""
    return RowView(
        number=row.number,
        title=row.title or _("(uten tittel)"),
        outcome=outcome_label(row.outcome),
        color=_COLORS[Outcome(row.outcome)],
        lines=lines_of(run, row),
        choices=_choices(row) if may_choose else (),
        result=result_label(row.result),
    )


def lines_of(run: Import, row: ImportRow) -> list[Line]:
    """What there is to say of a row: problems with their place, fields that change, twins with reasons."""
    if row.result == Result.LATE:
        return [
            Line(
                _("Noen andre endret eller registrerte dette etter prøvekjøringen. Kjør en ny import for å få det med.")
            )
        ]
    lines = [Line(problem_line(run, row.number, problem)) for problem in row.problems]
    if row.outcome == Outcome.REPEATED and not row.problems:
        lines.append(Line(_("Samme tittel og start som rad %(row)s.") % {"row": row.repeats}))
    if row.outcome == Outcome.TWIN:
        return [*lines, *(_twin_line(run, twin) for twin in row.twins)]
    if row.outcome in {Outcome.UPDATE, Outcome.UNDONE, Outcome.REMOVED} and row.changes:
        fields = ", ".join(str(FIELD_LABELS.get(name, name)) for name in row.changes)
        lines.append(Line(_("Endres: %(fields)s") % {"fields": fields}))
    if row.activity and (row.outcome not in {Outcome.NEW, Outcome.ERROR} or row.result):
        lines.append(Line("", _address(run, row.activity.slug), row.activity.title))
    return lines


def _twin_line(run: Import, twin: list[Any]) -> Line:
    _pk, slug, title, kind, _score, reasons = twin
    why = reasons_in_words(reasons)
    return Line(f"{labels.kind_label(kind)}. {why}" if why else labels.kind_label(kind), _address(run, slug), title)


def reasons_in_words(reasons: Sequence[Any]) -> str:
    """Why a row is probably the same as an entry; empty for reasons of an older edition."""
    try:
        return in_short([(code, bits, list(words)) for code, bits, words in reasons], at_most=_REASONS)
    except (KeyError, ValueError, TypeError):
        return ""


def _address(run: Import, slug: str) -> str:
    return reverse("portfolio:activity", kwargs={"partnership": run.partnership.slug, "slug": slug})


def _choices(row: ImportRow) -> list[tuple[str, str, bool]]:
    allowed = CHOICES[Outcome(row.outcome)]
    if len(allowed) < 2 or (row.outcome == Outcome.REPEATED and row.problems):
        return []
    if row.outcome != Outcome.TWIN:
        return [(choice.value, choice_label(choice), row.choice == choice) for choice in allowed]
    options = [("", choice_label(""), row.choice == Choice.UNDECIDED)]
    for pk, _slug, title, *_rest in row.twins:
        name = title if len(title) <= _QUOTE else f"{title[: _QUOTE - 1]}…"
        for choice, text in ((Choice.JOIN, _("Slutt deg til «%(title)s»")), (Choice.UPDATE, _("Oppdater «%(title)s»"))):
            is_chosen = row.choice == choice and row.activity_id == pk
            options.append((f"{choice.value}:{pk}", text % {"title": name}, is_chosen))
    options += [(c.value, choice_label(c), row.choice == c) for c in (Choice.MAKE, Choice.SKIP)]
    return options


def problem_line(run: Import, row: int, problem: Sequence[Any]) -> str:
    """«Ark «2024», rad 7, kolonne C (Start): «i fjor» er ikke en dato. …»"""
    code, column, text, more = problem
    said = problem_sentence_of(code, text, more)
    if run.kind == SourceKind.BROBYGGER:
        return said
    header = run.columns[column - 1] if 0 < column <= len(run.columns) else ""
    where = place_in_words(Place(run.sheet, row, column), header)
    return f"{where}: {said}"


def problem_sentence_of(code: str, text: str, more: str) -> str:
    """What is wrong with a cell and what to do."""
    if code in set(Wrong):
        return problem_in_words(Problem(Wrong(code), text))
    facts = {"text": text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1]}…", "more": more, "group": ""}
    if code == RowWrong.UNKNOWN_WORD:
        facts["group"] = group_label(more)
    return _problems().get(code, _("Raden kunne ikke leses.")) % facts


def _problems() -> Mapping[str, str]:
    return {
        RowWrong.UNKNOWN_PARTY: _(
            "Ingen organisasjon eller enhet heter «%(text)s». Rett navnet, eller kryss av for å foreslå nye organisasjoner."
        ),
        RowWrong.SHARED_PARTY: _("Flere heter «%(text)s». Skriv hvilken: %(more)s."),
        RowWrong.UNKNOWN_WORD: _("«%(text)s» er ukjent (%(group)s). Si hva ordet betyr under «Kolonner»."),
        RowWrong.TITLE_MISSING: _("Raden mangler tittel."),
        RowWrong.KIND_MISSING: _("Raden mangler type. Velg en type for rader uten under «Kolonner»."),
        RowWrong.TOO_LONG: _("«%(text)s» er for langt. Det er plass til %(more)s tegn."),
        RowWrong.NEGATIVE: _("«%(text)s» er mindre enn null."),
        RowWrong.END_BEFORE_START: _("Slutten er før starten."),
        RowWrong.AMOUNT_WITHOUT_FUNDER: _(
            "Beløpet mangler finansiør. Velg en kolonne eller én finansiør for alle rader."
        ),
        RowWrong.AMOUNT_SHARED: _("Beløpet gjelder flere finansiører. Del det på én rad eller kolonne for hver."),
        RowWrong.RELATION_UNKNOWN: _("Ingen aktivitet heter «%(text)s», verken i filen eller i registeret."),
        RowWrong.RELATION_SHARED: _("Flere aktiviteter heter «%(text)s». Skriv id-en i stedet."),
        RowWrong.RELATES_TO_ITSELF: _("Aktiviteten er koblet til seg selv."),
        RowWrong.LEADS_BACK: _("Koblingene går i ring tilbake til denne raden."),
        RowWrong.SAID_TWICE: _("Samme id står på en rad lenger opp. Raden hoppes over."),
        RowWrong.NOT_UNDERSTOOD: _("Raden kunne ikke leses."),
    }


def rows_in_words(count: int) -> str:
    """«3 rader»."""
    return ngettext("%(count)s rad", "%(count)s rader", count) % {"count": f"{count:,}".replace(",", "\u00a0")}
