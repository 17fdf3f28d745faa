"""Doubts in words: what was seen, why it matters, and where to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.doubts.forms import ANSWERS
from brobygger.doubts.models import DoubtAnswer
from brobygger.doubts.queries.doubts import Answered
from brobygger.doubts.rules.kinds import Answer, Doubt, Kind, Seen, is_open
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.portfolio.presenters.labels import kind_label
from brobygger.results.presenters.words import in_language, number, verdict_label, year_label
from brobygger.results.queries.frameworks import Figures

_COLORS = {Answer.EXPLAINED: "success", Answer.RESOLVED: "success", Answer.POSTPONED: "warning"}


@dataclass(frozen=True)
class AnswerView:
    """What somebody said. `note` when it no longer fits what is seen."""

    label: str
    color: str
    words: str
    said: str
    note: str


@dataclass(frozen=True)
class DoubtView:
    """One doubt. `evidence` are lines; `look_url` leads to what is doubted, `url` to the doubt itself."""

    key: str
    seen: str
    subject: str
    sentence: str
    evidence: Sequence[str]
    why: str
    url: str
    look_url: str
    look_label: str
    answer: AnswerView | None
    is_open: bool


@dataclass(frozen=True)
class Group:
    """Doubts of one kind. `url` answers all of them at once."""

    title: str
    why: str
    rows: Sequence[DoubtView]
    url: str


@dataclass(frozen=True)
class Overview:
    """All doubts by kind, with how many nobody has answered."""

    groups: Sequence[Group]
    total: int
    open: int


def overview(
    partnership: Partnership, found: Sequence[Answered], figures: Figures | None, *, only_open: bool
) -> Overview:
    """The doubts of a partnership as its page shows them."""
    views = [doubt_view(partnership, each, figures) for each in found]
    by_kind: dict[Kind, list[DoubtView]] = {}
    for each, view in zip(found, views, strict=True):
        if view.is_open or not only_open:
            by_kind.setdefault(each.doubt.kind, []).append(view)
    groups = [_group(partnership, kind, rows) for kind in Kind if (rows := by_kind.get(kind))]
    return Overview(groups, len(views), sum(view.is_open for view in views))


def group_view(partnership: Partnership, kind: Kind, found: Sequence[Answered], figures: Figures | None) -> Group:
    """Those of one kind that wait for an answer, to be answered together."""
    views = [doubt_view(partnership, each, figures) for each in found if each.doubt.kind is kind]
    return _group(partnership, kind, [view for view in views if view.is_open])


def _group(partnership: Partnership, kind: Kind, rows: Sequence[DoubtView]) -> Group:
    waits = sum(row.is_open for row in rows) > 1
    named = {"partnership": partnership.slug, "kind": kind.value.replace("_", "-")}
    return Group(_title(kind), _why(kind), rows, reverse("doubts:group", kwargs=named) if waits else "")


def doubt_view(partnership: Partnership, each: Answered, figures: Figures | None) -> DoubtView:
    """One doubt with its evidence in the reader's language."""
    doubt = each.doubt
    url, label = _where(partnership, doubt)
    return DoubtView(
        key=doubt.key,
        seen=str(Seen(doubt, doubt.fingerprint, each.answer.pk if each.answer else 0)),
        subject=_subject(doubt, figures),
        sentence=_title(doubt.kind),
        evidence=_EVIDENCE[doubt.kind](doubt.facts),
        why=_why(doubt.kind),
        url=reverse("doubts:doubt", kwargs={"partnership": partnership.slug, "key": doubt.key}),
        look_url=url,
        look_label=label,
        answer=answer_view(each.answer, holds=each.holds) if each.answer else None,
        is_open=is_open(Answer(each.answer.answer) if each.answer else None, holds=each.holds),
    )


def answer_view(answer: DoubtAnswer, *, holds: bool = True) -> AnswerView:
    """What somebody said, when, and whether it still fits."""
    code = Answer(answer.answer)
    note = "" if holds else _("Tallene er endret siden dette ble sagt.")
    if holds and code is Answer.RESOLVED:
        note = _("Det vises fortsatt i tallene.")
    said = _("%(name)s, %(when)s") % {"name": answer.answered_by, "when": when_in_words(answer.answered_at)}
    return AnswerView(str(ANSWERS[code]), _COLORS[code] if holds else "neutral", answer.words, said, note)


def _subject(doubt: Doubt, figures: Figures | None) -> str:
    if doubt.kind is Kind.UNCOUNTED:
        return kind_label(doubt.subject)
    if doubt.kind is Kind.NO_LEAD:
        return str(doubt.facts["name"])
    indicator = figures.indicator(doubt.subject) if figures and doubt.subject else None
    return in_language(indicator.name) if indicator else _("Registeret")


def _where(partnership: Partnership, doubt: Doubt) -> tuple[str, str]:
    named = {"partnership": partnership.slug}
    match doubt.kind:
        case Kind.PAIRS:
            return reverse("duplicates:queue", kwargs=named), _("Se på parene")
        case Kind.UNCOUNTED:
            return f"{reverse('portfolio:activities', kwargs=named)}?type={doubt.subject}", _("Se aktivitetene")
        case Kind.OUTSIDE:
            return reverse("portfolio:timeline", kwargs=named), _("Se tidslinjen")
        case Kind.NO_LEAD:
            return reverse("partnerships:about", kwargs=named), _("Se hvem som leder hva")
    return reverse("results:indicator", kwargs={**named, "code": doubt.subject}), _("Se tallene")


def _title(kind: Kind) -> str:
    return {
        Kind.STATED_OTHERWISE: _("Teksten sier noe annet enn tallene"),
        Kind.JUMP: _("Tallet gjør et sprang"),
        Kind.MORE_GRANTED: _("Flere svar enn søknader"),
        Kind.WAITING: _("Året er over, men saker venter fortsatt"),
        Kind.PROVISIONAL: _("Året er over, men tallet er foreløpig"),
        Kind.NO_VALUE: _("Måltall uten resultat"),
        Kind.SUM_OF_PARTS: _("Årene til sammen er ikke det som er oppgitt for perioden"),
        Kind.CAPTION: _("Navnet og måltallet sier ikke det samme"),
        Kind.NO_BASELINE: _("Skal vokse, men ingen vet fra hva"),
        Kind.UNOWNED: _("Ingen står bak måltallet"),
        Kind.AFTER_END: _("Tall etter at indikatoren ble avviklet"),
        Kind.REPORTED_BELOW: _("Rapportert færre enn det som er registrert"),
        Kind.REPORTED_ABOVE: _("Rapportert flere enn det som er registrert"),
        Kind.NOT_FED: _("Ingen gir indikatoren tall"),
        Kind.UNDATED: _("Teller, men ingen vet i hvilket år"),
        Kind.PAIRS: _("Mulige duplikater som ingen har sett på"),
        Kind.UNCOUNTED: _("Aktiviteter som ingen indikator teller"),
        Kind.OUTSIDE: _("Hendelser utenfor avtaleperioden"),
        Kind.NO_LEAD: _("Innsatsområde uten prosjektleder"),
    }[kind]


def _why(kind: Kind) -> str:
    return {
        Kind.STATED_OTHERWISE: _("Den som leser rapporten, kan ikke vite hva som gjelder."),
        Kind.JUMP: _("Så store sprang kommer ofte av at noe annet telles enn før."),
        Kind.MORE_GRANTED: _("Da er noe ført på feil år, eller en søknad mangler."),
        Kind.WAITING: _("Tallet kan fortsatt endre seg når svarene kommer."),
        Kind.PROVISIONAL: _("Et år som vedtas, bør ha endelige tall."),
        Kind.NO_VALUE: _("Uten tall kan ingen si om målet er nådd."),
        Kind.SUM_OF_PARTS: _("Noe er telt to ganger, eller noe mangler."),
        Kind.CAPTION: _("Da kan to lesere mene hver sin ting med samme tall."),
        Kind.NO_BASELINE: _("Vekst kan bare vises mot et nullpunkt."),
        Kind.UNOWNED: _("Et mål uten eier og framgangsmåte er vanskelig å styre etter."),
        Kind.AFTER_END: _("Enten er den ikke avviklet, eller så skal tallet ikke være med."),
        Kind.REPORTED_BELOW: _("Da er noe i registeret utelatt, eller det skulle ikke vært talt."),
        Kind.REPORTED_ABOVE: _("Det som ikke er registrert, kan ingen kontrollere."),
        Kind.NOT_FED: _("Enten mangler noe i registeret, eller så trengs ikke indikatoren."),
        Kind.UNDATED: _("De er med i registeret, men ikke i tallet for noe år."),
        Kind.PAIRS: _("Er to av dem den samme, er tallet for høyt."),
        Kind.UNCOUNTED: _("Arbeidet vises ikke i noe tall."),
        Kind.OUTSIDE: _("De teller ikke i denne perioden. Kontroller at årstallet er riktig."),
        Kind.NO_LEAD: _("Ingen svarer for tallene fra området."),
    }[kind]


def _nothing(facts: Mapping[str, Any]) -> list[str]:
    return []


def _said(facts: Mapping[str, Any]) -> list[str]:
    return [
        _("%(year)s: teksten sier «%(said)s», tallene sier «%(ours)s»%(where)s")
        % {
            "year": year_label(year),
            "said": verdict_label(said).lower(),
            "ours": verdict_label(ours).lower(),
            "where": f" ({_('linje')} {source})" if source else "",
        }
        for year, said, ours, source in facts["said"]
    ]


def _jumps(facts: Mapping[str, Any]) -> list[str]:
    return [
        _("Fra %(before)s i %(first)s til %(after)s i %(second)s")
        % {"before": _figure(before), "first": first, "after": _figure(after), "second": second}
        for first, before, second, after in facts["jumps"]
    ]


def _granted(facts: Mapping[str, Any]) -> list[str]:
    return [
        _("%(year)s: %(granted)s innvilget og %(waiting)s venter, av %(sent)s sendte")
        % {"year": year, "granted": _figure(granted), "waiting": number(waiting), "sent": _figure(sent)}
        for year, granted, waiting, sent in facts["values"]
    ]


def _waiting(facts: Mapping[str, Any]) -> list[str]:
    return [
        ngettext("%(year)s: %(count)s venter", "%(year)s: %(count)s venter", count) % {"year": year, "count": count}
        for year, count in facts["waiting"]
    ]


def _years(facts: Mapping[str, Any]) -> list[str]:
    return [", ".join(str(year) for year in facts["years"])]


def _sum(facts: Mapping[str, Any]) -> list[str]:
    told = {"stated": _figure(facts["stated"]), "sum": _figure(facts["sum"])}
    return [_("Oppgitt %(stated)s for perioden; årene blir %(sum)s") % told]


def _caption(facts: Mapping[str, Any]) -> list[str]:
    if facts["why"] == "growth_of_new":
        return [_("Navnet gjelder nye. Måltallet er at antallet skal øke, og det sier ikke om det er nye eller alle.")]
    return [_("Navnet sier at noe skal øke. Måltallet er et fast tall.")]


def _missing(facts: Mapping[str, Any]) -> list[str]:
    words = {"owner": _("eier"), "method": _("framgangsmåte («hvordan?»)")}
    return [_("Mangler: %(what)s") % {"what": ", ".join(words[name] for name in facts["missing"])}]


def _values(facts: Mapping[str, Any]) -> list[str]:
    return [f"{year}: {_figure(value)}" for year, value in facts["values"]]


def _against(facts: Mapping[str, Any]) -> list[str]:
    return [
        _("%(year)s: %(reported)s rapportert, %(counted)s i registeret")
        % {"year": year_label(year), "reported": _figure(reported), "counted": _figure(counted)}
        for year, reported, counted in facts["values"]
    ]


def _count(facts: Mapping[str, Any]) -> list[str]:
    count = facts["count"]
    return [ngettext("%(count)s aktivitet", "%(count)s aktiviteter", count) % {"count": number(count)}]


def _pairs(facts: Mapping[str, Any]) -> list[str]:
    count = facts["count"]
    return [ngettext("%(count)s par venter", "%(count)s par venter", count) % {"count": number(count)}]


def _outside(facts: Mapping[str, Any]) -> list[str]:
    first, last = facts["years"]
    told = {"count": number(facts["count"]), "first": first, "last": last}
    return [
        ngettext(
            "%(count)s hendelse før %(first)s eller etter %(last)s",
            "%(count)s hendelser før %(first)s eller etter %(last)s",
            facts["count"],
        )
        % told
    ]


def _figure(text: str) -> str:
    return number(Decimal(text) if text else None)


_EVIDENCE: Mapping[Kind, Callable[[Mapping[str, Any]], list[str]]] = {
    Kind.STATED_OTHERWISE: _said,
    Kind.JUMP: _jumps,
    Kind.MORE_GRANTED: _granted,
    Kind.WAITING: _waiting,
    Kind.PROVISIONAL: _years,
    Kind.NO_VALUE: _years,
    Kind.SUM_OF_PARTS: _sum,
    Kind.CAPTION: _caption,
    Kind.NO_BASELINE: _nothing,
    Kind.UNOWNED: _missing,
    Kind.AFTER_END: _values,
    Kind.REPORTED_BELOW: _against,
    Kind.REPORTED_ABOVE: _against,
    Kind.NOT_FED: _nothing,
    Kind.UNDATED: _count,
    Kind.PAIRS: _pairs,
    Kind.UNCOUNTED: _count,
    Kind.OUTSIDE: _outside,
    Kind.NO_LEAD: _nothing,
}
