"""How the report is to be read, and the fixed words of its pages."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from brobygger.reports.rules.document import MethodPart


def meanings() -> dict[str, str]:
    """What each verdict says, by code."""
    return {
        "met": _("Målet er nådd. Gjelder målet hvert år, må det være nådd hvert år."),
        "missed": _("Tallet er under målet, og det er ikke noe igjen som kan endre på det."),
        "on_track": _("Målet er ikke nådd ennå, men farten holder."),
        "too_early": _("Året er ikke omme, eller saker som kan avgjøre det, venter på svar."),
        "not_comparable": _(
            "Det mangler et tall eller et utgangspunkt, så målet kan verken være nådd eller ikke nådd."
        ),
        "discontinued": _("Målet ble avviklet ved vedtak og vurderes ikke lenger."),
        "no_target": _("Utviklingen følges, men det er ikke satt noe mål."),
    }


def method(language: str) -> list[MethodPart]:
    """How the numbers and the verdicts came about."""
    parts = [
        MethodPart(
            _("Rapportert eller talt"),
            _(
                "Et rapportert tall er oppgitt av noen, med kilde. Et talt tall er aktivitetene i registeret, talt etter "
                "definisjonen, hver bare én gang. Er et tall rapportert, er det dette som gjelder. Kolonnen «I registeret» "
                "viser hvor mye av det som er registrert enkeltvis. Er det færre der, mangler noe i registeret eller det er "
                "rapportert for mye; rapporten tar ikke stilling til hva."
            ),
        ),
        MethodPart(
            _("Foreløpige tall og saker som venter"),
            _(
                "En stjerne (*) betyr at tallet er foreløpig. «+ 13» etter et tall betyr at 13 saker venter på svar og kan "
                "komme i tillegg. De er aldri regnet med i tallet."
            ),
        ),
        MethodPart(
            _("Vurderingene"),
            _(
                "Vurderingene følger av tallene og målet etter faste regler, og sier ikke mer enn tallene kan bære. Et mål "
                "om økning uten utgangspunkt kan ikke sammenlignes, hvor godt tallet enn ser ut. For hele perioden teller "
                "det svakeste året når målet gjelder hvert år."
            ),
        ),
        MethodPart(
            _("Kildens egen vurdering"),
            _(
                "Det kilden selv sier om et mål, står for seg og er aldri blandet med våre vurderinger. De to kan være "
                "uenige, og da skal det synes."
            ),
        ),
        MethodPart(
            _("Uten hvordan"),
            _(
                "Merket står der det er satt et mål uten at det er oppgitt hvem som eier det, hvordan det skal nås og med "
                "hvilket mandat."
            ),
        ),
        MethodPart(
            _("Stort sprang"),
            _(
                "Når et tall blir minst tre ganger så stort eller lite på ett år, og forskjellen er ti eller mer, kan det "
                "være talt på en annen måte. Det er en oppfordring til å sjekke, ikke en dom."
            ),
        ),
        MethodPart(_("Linjer"), _("«Linjer i kilden» viser hvor i kilden hver opplysning står.")),
    ]
    if language != settings.LANGUAGE_CODE:
        text = _("Merknader om kvalitet og kildens egne ord er gjengitt på det språket de er skrevet på.")
        parts.append(MethodPart(_("Språk"), text))
    return parts


def fixed_words() -> dict[str, str]:
    """Headings and labels, by the names the template uses."""
    return {
        "contents": _("Innhold"),
        "overview": _("Slik står det"),
        "overview_note": _("Vurderingene gjelder hele perioden."),
        "goal_area": _("Målområde"),
        "all": _("Til sammen"),
        "page": _("Side %(page)s av %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "value_for": _("Forventet verdi for"),
        "charts": _("Tallene år for år"),
        "table": _("Måltall og vurdering"),
        "indicator": _("Indikator"),
        "period": _("Perioden"),
        "target": _("Mål"),
        "verdict": _("Vurdering"),
        "year": _("År"),
        "value": _("Tall"),
        "counted": _("I registeret"),
        "reason": _("Begrunnelse"),
        "criterion": _("Kriterium"),
        "level": _("Vurdert som"),
        "evidence": _("Belegg"),
        "definition": _("Hva som telles"),
        "lacks_how": _("Uten hvordan"),
        "own_words": _("Kildens egen vurdering"),
        "source": _("Linjer i kilden"),
        "table_note": _("* foreløpig tall. + saker som venter på svar."),
        "reading": _("Slik leser du rapporten"),
        "legend": _("Vurderingene"),
        "meaning": _("Hva den betyr"),
        "checksum": _("Sjekksum (SHA-256)"),
        "errata": _("Rettelser"),
        "errata_lead": _(
            "Det som ble vedtatt, står som det var. Her står det som er funnet feil siden, og hva det gjør med summene."
        ),
        "before": _("Før"),
        "after": _("Etter"),
        "doubts": _("Det som var i tvil"),
        "doubt": _("Hva"),
        "seen": _("Hva som ble sett"),
        "answer": _("Svaret"),
        "no_changes": _("Ingen summer endres."),
        "no_areas": _("Indikatorsettet har ingen målområder ennå."),
        "no_indicators": _("Målområdet har ingen indikatorer ennå."),
    }
