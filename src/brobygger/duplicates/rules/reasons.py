"""Short texts for reasons, for the table the command writes. The screens have texts of their own in a presenter."""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.duplicates.rules.scoring import Reason

MOST = 6

# Bokmål, English. `{words}` are the words the reason rests on.
_TEXTS: dict[str, tuple[str, str]] = {
    "title_same": ("samme tittel", "same title"),
    "title_close": ("nesten samme tittel", "nearly the same title"),
    "title_mostly": ("lik tittel", "similar title"),
    "title_partly": ("delvis lik tittel", "partly similar title"),
    "title_some": ("noe lik tittel", "somewhat similar title"),
    "title_little": ("lite lik tittel", "hardly similar title"),
    "title_none": ("ulik tittel", "different title"),
    "words_many": ("mange felles sjeldne ord: {words}", "many rare words in common: {words}"),
    "words_several": ("flere felles sjeldne ord: {words}", "several rare words in common: {words}"),
    "words_some": ("felles sjeldne ord: {words}", "rare words in common: {words}"),
    "words_few": ("få felles ord: {words}", "few words in common: {words}"),
    "words_one": ("lite felles: {words}", "little in common: {words}"),
    "words_none": ("ingen felles ord i tittelen", "no words of the title in common"),
    "inside_all": ("hele tittelen finnes i den andre", "the whole title stands in the other"),
    "inside_most": ("det meste av tittelen finnes i den andre", "most of the title stands in the other"),
    "inside_half": ("halve tittelen finnes i den andre", "half the title stands in the other"),
    "inside_little": ("lite av tittelen finnes i den andre", "little of the title stands in the other"),
    "description_same": ("samme beskrivelse", "same description"),
    "description_close": ("lik beskrivelse", "similar description"),
    "description_partly": ("delvis lik beskrivelse", "partly similar description"),
    "description_some": ("lite lik beskrivelse", "hardly similar description"),
    "description_other": ("ulik beskrivelse", "different description"),
    "name_same": ("samme akronym: {words}", "same acronym: {words}"),
    "name_found": ("akronymet finnes i den andre: {words}", "the acronym stands in the other: {words}"),
    "name_initials": ("akronymet er forbokstavene: {words}", "the acronym is the initials: {words}"),
    "name_mentioned": ("akronymet nevnes i den andre: {words}", "the acronym is mentioned in the other: {words}"),
    "name_other": ("ulike akronymer: {words}", "different acronyms: {words}"),
    "id_same": ("samme identifikator: {words}", "same identifier: {words}"),
    "id_other": ("ulike identifikatorer: {words}", "different identifiers: {words}"),
    "partners_rare": ("samme sjeldne partner: {words}", "same rare partner: {words}"),
    "partners_some": ("felles partner: {words}", "common partner: {words}"),
    "partners_usual": ("vanlige partnere felles", "usual partners in common"),
    "partners_other": ("ingen felles partner", "no common partner"),
    "units_rare": ("samme enhet: {words}", "same unit: {words}"),
    "units_some": ("felles enhet: {words}", "common unit: {words}"),
    "units_usual": ("stor enhet felles: {words}", "large unit in common: {words}"),
    "units_other": ("ulike enheter", "different units"),
    "years_same": ("samme startår", "same start year"),
    "years_near": ("ett år mellom", "one year apart"),
    "years_apart": ("to år mellom", "two years apart"),
    "years_far": ("tre år eller mer mellom", "three years or more apart"),
    "kind_same": ("samme type", "same kind"),
    "kind_projects": ("begge er prosjekter", "both are projects"),
    "kind_mixed": ("typer som ligner", "kinds that are alike"),
    "kind_other": ("ulike typer", "different kinds"),
    "part_other": ("ulik fase eller arbeidspakke", "different phase or work package"),
    "part_one": ("én er fase, del eller videreføring", "one is a phase, part or continuation"),
    "sort_other": ("ulike slag, som søknad og oppgave", "different sorts, such as application and thesis"),
    "sort_one": ("én er søknad, oppgave eller formidling", "one is an application, thesis or dissemination"),
    "edition_other": ("ulike år i tittelen: {words}", "different years in the title: {words}"),
    "edition_years": ("ny utgave et annet år", "another edition in another year"),
    "number_other": ("ulike tall i tittelen: {words}", "different numbers in the title: {words}"),
    "place_other": ("ulike steder: {words}", "different places: {words}"),
}
# For the columns of other tables, by how much the level is worth.
_LIKE = (("likt", "same"), ("nesten likt", "nearly the same"), ("delvis likt", "partly alike"), ("ulikt", "different"))


def in_words(reasons: Iterable[Reason], lang: str) -> str:
    """The weightiest reasons as one line, each with its bits: «samme tittel (+4.0); ulike enheter (−1.0)»."""
    return "; ".join(f"{_text(reason, lang)} ({_signed(reason.bits)})" for reason in list(reasons)[:MOST])


def column_text(column: str, step: int, bits: float, lang: str) -> str:
    """How much alike a column of a table is: «title: nesten likt»."""
    like = 0 if step == 0 else 1 if bits > 1 else 2 if bits > -1 else 3
    return f"{column}: {_LIKE[like][lang == 'en']} ({_signed(bits)})"


def codes() -> frozenset[str]:
    """Every reason that has a text."""
    return frozenset(_TEXTS)


def _text(reason: Reason, lang: str) -> str:
    text = _TEXTS[reason.code][lang == "en"]
    return text.format(words=", ".join(reason.words)) if reason.words else text.replace(": {words}", "")


def _signed(bits: float) -> str:
    return f"{'+' if bits >= 0 else '−'}{abs(bits):.1f}"
