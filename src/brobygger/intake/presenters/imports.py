"""Imports in words: the list, the page of one, and why it failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from brobygger.intake.models import Import
from brobygger.intake.presenters.fields import group_label
from brobygger.intake.presenters.rows import choice_label, outcome_label, result_label, rows_in_words
from brobygger.intake.rules.kinds import CHOICES, Choice, Outcome, Result, State
from brobygger.tables.presenters import refusal_in_words, remark_in_words
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remark

_STATE_COLORS = {
    State.DONE: "success",
    State.FAILED: "danger",
    State.CHECKED: "warning",
    State.UPLOADED: "warning",
    State.UNDONE: "neutral",
    State.THROWN: "neutral",
}


@dataclass(frozen=True)
class ImportLine:
    """One import in the list."""

    url: str
    name: str
    file: str
    state: str
    color: str
    when: str
    by: str


@dataclass(frozen=True)
class OutcomeLine:
    """How many rows of one outcome there are, and what is to be done with them. `choices` are (value, label)."""

    code: str
    label: str
    count: int
    url: str
    chosen: str
    choices: Sequence[tuple[str, str]]


def state_label(state: str) -> str:
    """«Prøvekjørt»."""
    return {
        State.FETCHING: _("Henter rader"),
        State.UPLOADED: _("Venter på kolonner"),
        State.CHECKING: _("Prøvekjøres"),
        State.CHECKED: _("Prøvekjørt, ikke importert"),
        State.RUNNING: _("Importeres"),
        State.DONE: _("Importert"),
        State.FAILED: _("Stanset av en feil"),
        State.UNDONE: _("Angret"),
        State.THROWN: _("Kastet"),
    }[State(state)]


def import_line(run: Import) -> ImportLine:
    """An import in the list."""
    return ImportLine(
        url=reverse("intake:show", kwargs={"partnership": run.partnership.slug, "number": run.pk}),
        name=run.source.name,
        file=run.file_name,
        state=state_label(run.state),
        color=_STATE_COLORS.get(State(run.state), "info"),
        when=formats.date_format(timezone.localtime(run.made_at), "DATETIME_FORMAT"),
        by=run.made_by,
    )


def outcome_lines(run: Import, made: Mapping[tuple[str, str], int], *, may_choose: bool) -> list[OutcomeLine]:
    """A line for each outcome that there are rows of."""
    address = reverse("intake:show", kwargs={"partnership": run.partnership.slug, "number": run.pk})
    lines = []
    for outcome in Outcome:
        counts = {choice: count for (of, choice), count in made.items() if of == outcome and count}
        if not counts:
            continue
        allowed = CHOICES[outcome]
        chosen = ", ".join(f"{choice_label(choice)}: {count}" for choice, count in sorted(counts.items()))
        lines.append(
            OutcomeLine(
                outcome.value,
                outcome_label(outcome),
                sum(counts.values()),
                f"{address}?utfall={outcome.value}",
                chosen if len(counts) > 1 else choice_label(next(iter(counts))),
                [(c.value, choice_label(c)) for c in allowed] if may_choose and len(allowed) > 1 else (),
            )
        )
    return lines


def result_lines(run: Import, counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """(address, label, how many) for each result there is."""
    address = reverse("intake:show", kwargs={"partnership": run.partnership.slug, "number": run.pk})
    return [(f"{address}?ble={r.value}", result_label(r), counts[r]) for r in Result if r.value and counts.get(r)]


def to_do(made: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    """What the button does, and what is not decided: «Importer 12 rader», «3 mulige dubletter …»."""
    passed = {Choice.SKIP.value, Choice.UNDECIDED.value}
    count = sum(number for (_outcome, choice), number in made.items() if choice not in passed)
    undecided = sum(number for (_outcome, choice), number in made.items() if choice == Choice.UNDECIDED)
    button = _("Importer %(rows)s") % {"rows": rows_in_words(count)} if count else ""
    note = (
        _("%(rows)s kan være registrert fra før og er ikke avgjort. Slikt hoppes over.")
        % {"rows": rows_in_words(undecided)}
        if undecided
        else ""
    )
    return button, note


def remark_lines(kept: Sequence[Sequence[Any]]) -> list[str]:
    """What should be told of the file, out of what was kept."""
    lines = []
    for about, count, word, places in kept:
        lines.append(remark_in_words(Remark(About(about), count, tuple(Place(*place) for place in places), word)))
    return lines


def unknown_lines(unknown: Mapping[str, Mapping[str, int]]) -> list[str]:
    """«Type: «FoU» (12), …», the most frequent words of each field."""
    return [
        f"{group_label(group)}: " + ", ".join(f"«{word}» ({count})" for word, count in list(words.items())[:10])
        for group, words in unknown.items()
    ]


def trouble_line(trouble: Sequence[Any]) -> str:
    """Why an import failed and what to do."""
    if not trouble:
        return ""
    code, *rest = trouble
    if code == "table":
        refusal, place, limit = rest
        return refusal_in_words(TableRefused(Refusal(refusal), place=Place(*place) if place else None, limit=limit))
    if code == "export":
        return export_refusal(rest[0])
    if code == "airtable":
        return airtable_trouble(*rest)
    if code == "refused":
        names = ", ".join(str(fault[0]) for fault in rest)
        return _("Registeret tok ikke imot alt, og ingenting ble skrevet. Det gjelder: %(names)s") % {"names": names}
    return {
        "name_taken": _("En ny organisasjon har fått et navn som er tatt. Prøvekjør på nytt."),
        "file_gone": _("Filen er slettet. Last den opp på nytt."),
    }.get(code, _("Noe gikk galt hos oss, og ingenting ble skrevet. Prøv igjen, og si fra hvis det skjer en gang til."))


def export_refusal(why: str) -> str:
    """Why a JSON file is no export that we read."""
    return {
        "not_json": _("Filen er skadet: den er ikke gyldig JSON."),
        "too_deep": _("Filen er ikke en eksport fra Brobygger."),
        "other_version": _("Eksporten er fra en nyere utgave av Brobygger enn denne."),
    }.get(why, _("Filen er JSON, men ikke en eksport fra Brobygger."))


def airtable_trouble(why: str, more: str = "") -> str:
    """What Airtable answered, and what to do."""
    said = {
        "token": _("Airtable godtar ikke tilgangsnøkkelen. Lag en ny, eller se etter at hele er kopiert."),
        "forbidden": _("Nøkkelen gir ikke tilgang til denne basen. Gi den tilgang og retten «data.records:read»."),
        "missing": _("Airtable finner ikke basen eller tabellen. Se etter at id og navn er riktige."),
        "refused": _("Airtable forsto ikke spørsmålet: %(more)s"),
        "busy": _("Airtable er opptatt. Vent et minutt og prøv igjen."),
        "no_answer": _("Airtable svarer ikke. Prøv igjen litt senere."),
        "strange": _("Svaret fra Airtable kunne ikke leses."),
        "too_much": _("Tabellen er større enn det som kan importeres på én gang."),
        "interrupted": _("Hentingen ble avbrutt. Begynn på nytt."),
    }.get(why, _("Svaret fra Airtable kunne ikke leses."))
    return said % {"more": more[:200]}
