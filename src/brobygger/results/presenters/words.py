"""Verdicts, reasons, targets and bases in words, in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from brobygger.designsystem.presenters import number_text, verdict_look
from brobygger.results.rules.figures import Basis, Figure
from brobygger.results.rules.verdicts import Judged, Level, TargetKind, Verdict, Why


def in_language(text: Mapping[str, str] | None) -> str:
    """A text in the reader's language, in bokmål when that is missing, empty when there is none."""
    if not text:
        return ""
    return text.get((get_language() or "nb")[:2]) or text.get("nb", "")


def number(value: Decimal | int | None) -> str:
    """A number as the reader writes it; «–» for none."""
    return number_text(value)


def year_label(year: int | None) -> str:
    """The year, or «perioden»."""
    return _("Perioden") if year is None else str(year)


def verdict_label(verdict: Verdict | str) -> str:
    """A verdict in a word or two."""
    return str(verdict_look(str(verdict)).label)


def target_kind_label(kind: TargetKind | str) -> str:
    """What kind of target it is."""
    return {
        TargetKind.YEARLY: _("Fast tall hvert år"),
        TargetKind.PERIOD_TOTAL: _("Tall for hele perioden"),
        TargetKind.INCREASE: _("Skal øke"),
        TargetKind.RECURRING: _("Gjentatt arrangement som skal vokse"),
        TargetKind.QUALITATIVE: _("Kvalitativt mål"),
        TargetKind.NONE: _("Følges uten måltall"),
        TargetKind.DISCONTINUED: _("Avviklet"),
    }[TargetKind(kind)]


def target_sentence(
    kind: TargetKind | str,
    value: Decimal | None,
    unit: str,
    *,
    baseline_year: int | None = None,
    baseline_value: Decimal | None = None,
    up_is_better: bool = True,
) -> str:
    """What is aimed at, in one line."""
    facts = {"value": number(value), "unit": unit, "year": baseline_year, "baseline": number(baseline_value)}
    match TargetKind(kind):
        case TargetKind.YEARLY:
            return _("%(value)s hvert år (enhet: %(unit)s)") % facts
        case TargetKind.PERIOD_TOTAL:
            return _("%(value)s i hele perioden (enhet: %(unit)s)") % facts
        case TargetKind.INCREASE:
            if baseline_value is None:
                return (
                    _("Skal øke. Nullpunkt er ikke oppgitt.")
                    if up_is_better
                    else _("Skal ned. Nullpunkt er ikke oppgitt.")
                )
            sentence = (
                _("Skal øke fra %(baseline)s i %(year)s") if up_is_better else _("Skal ned fra %(baseline)s i %(year)s")
            )
            return sentence % facts
        case TargetKind.RECURRING:
            if baseline_value is None:
                return _("Hver gang flere enn forrige gang")
            return _("Hver gang flere enn forrige gang; %(baseline)s i %(year)s") % facts
        case TargetKind.QUALITATIVE:
            return _("Vurderes mot kriterier")
        case TargetKind.DISCONTINUED:
            return _("Målet er avviklet")
        case _:
            return _("Ikke noe måltall; utviklingen følges")


def basis_label(basis: Basis | None) -> str:
    """Where a value comes from."""
    return {Basis.REPORTED: _("Rapportert"), Basis.COUNTED: _("Talt i registeret"), None: _("Ingen tall")}[basis]


def level_label(level: Level | str) -> str:
    """How far a criterion is fulfilled."""
    return {
        Level.FULFILLED: _("Oppfylt"),
        Level.PARTLY: _("Delvis oppfylt"),
        Level.NOT_FULFILLED: _("Ikke oppfylt"),
    }[Level(level)]


def judgement_label(judgement: str) -> str:
    """What a source says of a target."""
    return {
        "met": _("Nådd"),
        "missed": _("Ikke nådd"),
        "too_early": _("For tidlig å si"),
        "partly": _("Delvis nådd"),
        "none": _("Ingen vurdering"),
    }[judgement]


def reason_sentence(judged: Judged) -> str:
    """Why the verdict is what it is, in one or two sentences."""
    facts = {name: _written(fact) for name, fact in judged.facts.items()}
    defaults = dict.fromkeys(
        ("year", "value", "target", "pending", "from", "baseline", "baseline_year", "last", "last_year", "years"), "–"
    )
    defaults |= dict.fromkeys(("failed", "open", "unclear", "met", "fulfilled", "partly", "of"), "–")
    return _reason(judged.why, judged.facts) % (defaults | facts)


def _written(fact: object) -> str:
    if isinstance(fact, Decimal):
        return number(fact)
    if isinstance(fact, (list, tuple)):
        return _and([str(part) for part in fact])
    return "–" if fact is None else str(fact)


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else _(" og ").join([", ".join(parts[:-1]), parts[-1]]) if parts else "–"


def _reason(why: Why, facts: Mapping[str, Any]) -> str:
    pending = int(facts.get("pending") or 0)
    return {
        Why.REACHED: _("%(value)s mot et mål på %(target)s."),
        Why.BELOW: _("%(value)s mot et mål på %(target)s."),
        Why.BELOW_PROVISIONAL: _(
            "%(value)s mot et mål på %(target)s. Tallet er foreløpig, men ingen saker venter på svar."
        ),
        Why.PENDING: ngettext(
            "%(value)s så langt mot et mål på %(target)s, og %(pending)s sak venter på svar.",
            "%(value)s så langt mot et mål på %(target)s, og %(pending)s saker venter på svar.",
            pending,
        ),
        Why.NO_VALUE: _("Det finnes ikke noe tall å vurdere."),
        Why.YEAR_NOT_OVER: _("Året er ikke omme."),
        Why.NO_TARGET: _("Det er ikke satt noe måltall å vurdere mot."),
        Why.DISCONTINUED: _("Målet ble avviklet ved vedtak og gjelder ikke fra %(from)s."),
        Why.PERIOD_REACHED: _("%(value)s av %(target)s for hele perioden."),
        Why.PERIOD_ON_TRACK: _("%(value)s av %(target)s for hele perioden, og det holder jevn fart."),
        Why.PERIOD_BEHIND: _("%(value)s av %(target)s for hele perioden, men perioden er ikke omme."),
        Why.PERIOD_BELOW: _("%(value)s av %(target)s da perioden var omme."),
        Why.RUNNING_TOTAL_UNKNOWN: _("Måltallet gjelder hele perioden, og tallene er ikke oppgitt for hvert år."),
        Why.NO_BASELINE: _("Målet er å øke, men det er ikke oppgitt hva det skal øke fra."),
        Why.GREW: _("%(value)s mot %(baseline)s i %(baseline_year)s."),
        Why.GREW_SO_FAR: _("%(value)s mot %(baseline)s i %(baseline_year)s, så langt."),
        Why.DID_NOT_GROW: _("%(value)s mot %(baseline)s i %(baseline_year)s. Det er ikke bedre enn nullpunktet."),
        Why.NOT_GROWN_YET: _("%(value)s mot %(baseline)s i %(baseline_year)s. Det er ikke bedre enn nullpunktet ennå."),
        Why.NOT_DUE: _("Arrangementet skulle ikke holdes dette året."),
        Why.EDITION_WITHOUT_VALUE: _("Arrangementet skal holdes dette året, men deltakertallet er ikke oppgitt."),
        Why.NOTHING_TO_COMPARE: _("%(value)s, men det finnes ikke noe tidligere tall å sammenligne med."),
        Why.MORE_THAN_LAST: _("%(value)s mot %(last)s i %(last_year)s."),
        Why.NOT_MORE_THAN_LAST: _("%(value)s mot %(last)s i %(last_year)s: ikke flere enn forrige gang."),
        Why.CRITERIA_FULFILLED: _("Alle kriteriene er oppfylt (%(fulfilled)s av %(of)s)."),
        Why.CRITERIA_PARTLY: _("%(fulfilled)s av %(of)s kriterier er oppfylt, %(partly)s delvis."),
        Why.CRITERIA_NOT: _("Ikke alle kriteriene er oppfylt (%(fulfilled)s av %(of)s)."),
        Why.PERIOD_ONLY: _("Målet vurderes for hele perioden, ikke for hvert år."),
        Why.NOT_ASSESSED: _("Kriteriene er ikke vurdert ennå."),
        Why.EVERY_YEAR: _("Nådd hvert år: %(met)s."),
        **_over_years(is_event=bool(facts.get("is_event")), any_met=bool(facts.get("met"))),
    }[why]


def _over_years(*, is_event: bool, any_met: bool) -> dict[Why, str]:
    """Reasons that look at all the years: of a yearly target, or of an event that comes back."""
    met = " " + _("Nådd i %(met)s.") if any_met else ""
    if is_event:
        return {
            Why.SOME_YEARS: _("Målet gjelder hver gang, og det ble ikke nådd i %(failed)s.") + met,
            Why.YEARS_OPEN: _("Målet gjelder hver gang, og %(open)s er ikke avgjort.") + met,
            Why.YEARS_NOT_COMPARABLE: _("Målet gjelder hver gang, men det mangler tall for %(unclear)s."),
        }
    return {
        Why.SOME_YEARS: _("Målet gjelder hvert år, og det ble ikke nådd i %(failed)s.") + met,
        Why.YEARS_OPEN: _("Målet gjelder hvert år, og %(open)s er ikke avgjort.") + met,
        Why.YEARS_NOT_COMPARABLE: _("Målet gjelder hvert år, men det mangler tall for %(unclear)s."),
    }


def difference_sentence(figure: Figure, undated: int = 0) -> str:
    """How the reported number and the register disagree; empty when they do not, or when there is only one of them."""
    if figure.difference is None or figure.counted is None:
        return ""
    if figure.difference == 0:
        return _("Registeret har like mange.")
    facts = {"counted": number(figure.counted), "gap": number(abs(figure.difference)), "undated": undated}
    if figure.difference < 0:
        return _("Registeret har %(counted)s, altså %(gap)s flere enn det som er rapportert.") % facts
    sentence = _(
        "Registeret har %(counted)s. Resten (%(gap)s) er rapportert som tall, uten at hver av dem er registrert."
    )
    if undated and figure.year is None:
        sentence += " " + _("I tillegg er %(undated)s registrert uten årstall.")
    return sentence % facts


def jump_sentence(before_year: int, year: int, before: Decimal | None, value: Decimal | None) -> str:
    """That a series jumps so far that its definition may have changed."""
    return _(
        "Fra %(before_year)s til %(year)s går tallet fra %(before)s til %(value)s. "
        "Sjekk om det er talt på samme måte begge år."
    ) % {"before_year": before_year, "year": year, "before": number(before), "value": number(value)}


def how_sentences(owner: Any, method: Any, mandate: Any) -> list[tuple[str, str]]:
    """Who owns a target, how it is to be reached and with what mandate (R27); empty texts where nobody said."""
    return [
        (_("Eier"), in_language(owner)),
        (_("Framgangsmåte"), in_language(method)),
        (_("Mandat"), in_language(mandate)),
    ]
