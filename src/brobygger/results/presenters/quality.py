"""What may be wrong with a framework, in words, with what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.portfolio.presenters.labels import kind_label
from brobygger.results.presenters.words import in_language
from brobygger.results.rules.drafts import FrameworkDraft
from brobygger.results.rules.quality import Flaw, Remark


@dataclass(frozen=True)
class RemarkRow:
    """One remark: about what, and the evidence."""

    name: str
    code: str
    url: str
    sentence: str


@dataclass(frozen=True)
class FlawView:
    """Remarks of one sort."""

    anchor: str
    title: str
    advice: str
    rows: Sequence[RemarkRow]


def flaw_views(
    remarks: Sequence[Remark], framework: FrameworkDraft, *, partnership: str, parties: Mapping[str, str]
) -> list[FlawView]:
    """Remarks by sort. `partnership` is its slug, `parties` the names of the partners by slug."""
    names = {each.code: in_language(each.name) for area in framework.goal_areas for each in area.indicators}
    areas = {area.code: in_language(area.name) for area in framework.goal_areas}
    found = []
    for flaw, some in groupby(remarks, key=lambda each: each.flaw):
        title, advice = _heading(flaw)
        rows = [
            RemarkRow(
                name=names[each.code] if each.code else areas[each.area],
                code=each.code or each.area,
                url=_url(partnership, each),
                sentence=_sentence(each, names, parties),
            )
            for each in some
        ]
        found.append(FlawView(flaw.value.replace("_", "-"), title, advice, rows))
    return found


def remark_lines(views: Sequence[FlawView]) -> list[str]:
    """The same as lines."""
    return [
        line
        for view in views
        for line in (f"{view.title}", *(f"  {row.code}: {row.sentence or row.name}" for row in view.rows))
    ]


def _url(partnership: str, remark: Remark) -> str:
    if not remark.code:
        return f"{reverse('results:indicators', kwargs={'partnership': partnership})}#{remark.area}"
    return reverse("results:indicator", kwargs={"partnership": partnership, "code": remark.code})


def _heading(flaw: Flaw) -> tuple[str, str]:
    return {
        Flaw.NO_BASELINE: (
            _("Skal øke, men ingen vet fra hva"),
            _("Sett et nytt mål med nullpunkt: år, tall og kilde."),
        ),
        Flaw.RARE_EVENT: (
            _("Måles hvert år, men skjer ikke hvert år"),
            _("Velg «Gjentatt arrangement som skal vokse» og kryss av for årene det skal holdes."),
        ),
        Flaw.OTHER_UNIT: (
            _("Målet og tallet gjelder ikke det samme"),
            _("Gjør enheten i definisjonen lik det målet gjelder, eller sett et nytt mål."),
        ),
        Flaw.OVERLAP: (
            _("Det samme telles i to indikatorer"),
            _("Er det meningen, kan det stå. Legg dem ikke sammen. Ellers: del dem etter slag eller formål."),
        ),
        Flaw.UNOWNED: (_("Mål uten eier"), _("Sett et nytt mål med eier: vervet eller enheten som har det.")),
        Flaw.NO_HOW: (
            _("Mål uten «hvordan»"),
            _("Sett et nytt mål med framgangsmåte og mandat, eller skriv hvorfor det settes uten."),
        ),
        Flaw.IN_NO_TEXT: (
            _("Måltall som ikke står i noen tekst"),
            _("Før inn kilden eller vedtaket, eller nevn det i målet for området."),
        ),
        Flaw.NO_INDICATOR: (
            _("Lovet verdi som ingen indikator følger"),
            _(
                "Dette er gjettet ut fra ordene. Legg til en indikator, eller la det stå hvis den finnes under et annet navn."
            ),
        ),
    }[flaw]


def _sentence(remark: Remark, names: Mapping[str, str], parties: Mapping[str, str]) -> str:
    facts = remark.facts
    match remark.flaw:
        case Flaw.OTHER_UNIT:
            return {
                "changed": _("Målet ble satt da én enhet var «%(was)s». Nå er den «%(unit)s»."),
                "counts_people": _("Personer legges sammen, men enheten er «%(unit)s»."),
                "counts_things": _("Enheten er «%(unit)s», men registeret teller aktiviteter."),
                "name": _("Navnet handler om folk, men enheten er «%(unit)s»."),
            }[facts["why"]] % {"was": facts.get("was", ""), "unit": facts["unit"]}
        case Flaw.OVERLAP:
            return _("Teller også i «%(other)s»: %(kinds)s.") % {
                "other": names[facts["other"]],
                "kinds": ", ".join(kind_label(kind).lower() for kind in facts["kinds"]),
            }
        case Flaw.NO_HOW:
            words = {"method": _("framgangsmåte"), "mandate": _("mandat")}
            return _("Mangler: %(what)s.") % {"what": ", ".join(words[name] for name in facts["missing"])}
        case Flaw.IN_NO_TEXT:
            if facts["why"] == "no_source":
                return _("Ingen kilde og ikke noe vedtak er oppgitt.")
            return _("Verken målet for området eller den forventede verdien nevner det.")
        case Flaw.NO_INDICATOR:
            return f"{parties.get(facts['party'], facts['party'])}: {in_language(facts['text'])}"
        case _:
            return ""
