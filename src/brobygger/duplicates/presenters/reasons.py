"""Reasons in words, in the reader's language; the table the command writes has shorter ones of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.designsystem.presenters import number_text

# `%(words)s` are the words the reason rests on.
REASONS: Mapping[str, Promise] = {
    "title_same": _("Så godt som samme tittel"),
    "title_close": _("Nesten samme tittel"),
    "title_mostly": _("Lik tittel"),
    "title_partly": _("Delvis lik tittel"),
    "title_little": _("Lite lik tittel"),
    "title_none": _("Ulik tittel"),
    "words_many": _("Mange felles sjeldne ord: %(words)s"),
    "words_several": _("Flere felles sjeldne ord: %(words)s"),
    "words_some": _("Felles sjeldne ord: %(words)s"),
    "words_few": _("Få felles ord: %(words)s"),
    "words_one": _("Lite felles i tittelen: %(words)s"),
    "words_none": _("Ingen felles ord i tittelen"),
    "inside_all": _("Hele tittelen finnes i den andre"),
    "inside_most": _("Det meste av tittelen finnes i den andre"),
    "inside_little": _("Lite av tittelen finnes i den andre"),
    "description_same": _("Samme beskrivelse"),
    "description_close": _("Lik beskrivelse"),
    "description_partly": _("Delvis lik beskrivelse"),
    "description_some": _("Lite lik beskrivelse"),
    "description_other": _("Ulik beskrivelse"),
    "name_same": _("Samme kortnavn: %(words)s"),
    "name_found": _("Kortnavnet finnes i den andre: %(words)s"),
    "name_mentioned": _("Kortnavnet nevnes i den andre: %(words)s"),
    "name_initials": _("Kortnavnet er forbokstavene i den andre: %(words)s"),
    "name_other": _("Ulike kortnavn: %(words)s"),
    "id_same": _("Samme nummer i et annet system: %(words)s"),
    "id_other": _("Ulike numre i samme system: %(words)s"),
    "partners_rare": _("Samme sjeldne partner: %(words)s"),
    "partners_some": _("Felles partner: %(words)s"),
    "partners_other": _("Ingen felles partner"),
    "units_rare": _("Samme enhet: %(words)s"),
    "units_some": _("Felles enhet: %(words)s"),
    "units_usual": _("Stor enhet felles: %(words)s"),
    "units_other": _("Ulike enheter"),
    "years_same": _("Starter samme år"),
    "years_near": _("Ett år mellom dem"),
    "years_apart": _("To år mellom dem"),
    "years_far": _("Tre år eller mer mellom dem"),
    "kind_same": _("Samme type"),
    "kind_projects": _("Begge er prosjekter"),
    "kind_other": _("Ulike typer"),
    "part_other": _("Ulike faser eller arbeidspakker"),
    "part_one": _("Den ene er en fase, en del eller en videreføring"),
    "sort_other": _("Ulike slag, som søknad og oppgave"),
    "sort_one": _("Den ene er en søknad, en oppgave eller formidling"),
    "edition_other": _("Ulike år i tittelen: %(words)s"),
    "edition_years": _("Ny utgave et annet år"),
    "number_other": _("Ulike tall i tittelen: %(words)s"),
    "place_other": _("Ulike steder: %(words)s"),
}
# Bits that fill half of a bar; more fill it no further.
_FULL_BITS = 6.0
_HALF_WIDTH = 50

# Code, bits, words: as they are kept with a pair.
Kept = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class ReasonRow:
    """One reason with its weight: text, signed number, and a bar from the middle, in hundredths of the width."""

    text: str
    bits: str
    is_for: bool
    bar_start: int
    bar_width: int


def reason_rows(reasons: Kept) -> list[ReasonRow]:
    """All reasons of a pair, the weightiest first; those without a text weigh nothing."""
    rows = []
    for code, bits, words in reasons:
        text = reason_text(code, words)
        if not text or not bits:
            continue
        width = round(min(abs(bits), _FULL_BITS) / _FULL_BITS * _HALF_WIDTH)
        signed = f"{'+' if bits > 0 else '−'}{number_text(f'{abs(bits):.1f}')}"
        rows.append(ReasonRow(text, signed, bits > 0, _HALF_WIDTH if bits > 0 else _HALF_WIDTH - width, width))
    return rows


def reason_text(code: str, words: Sequence[str]) -> str:
    """One reason in words; empty for what says nothing."""
    return str(REASONS[code]) % {"words": ", ".join(words)} if code in REASONS else ""


def in_short(reasons: Kept, *, at_most: int = 3) -> str:
    """The weightiest reasons as one line: «Felles sjeldne ord: tare; samme enhet: ISM». Shared words come first, since
    they say most to a reader, and what speaks against comes last.
    """
    told = sorted(reasons, key=lambda reason: not (reason[0].startswith("words_") and reason[1] > 0))
    shown = [(bits < 0, text) for code, bits, words in told if (text := reason_text(code, words))][:at_most]
    ordered = [text for _against, text in sorted(shown, key=lambda pair: pair[0])]
    return "; ".join([text if not at else text[0].lower() + text[1:] for at, text in enumerate(ordered)])
