"""Reorganisations in words: what was done, what is to be done, and why it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import number_text
from brobygger.organisations.models import Reorganisation
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import Change, Plan, Problem, Refused, Register


def change_label(change: Change) -> str:
    """What one chooses to do."""
    return {
        Change.RENAME: _("Gi nytt navn"),
        Change.MERGE: _("Slå sammen"),
        Change.SPLIT: _("Del"),
        Change.MOVE: _("Flytt"),
        Change.CLOSE: _("Legg ned"),
    }[change]


def change_help(change: Change) -> str:
    """When one chooses it."""
    return {
        Change.RENAME: _("Den er den samme, men heter noe annet."),
        Change.MERGE: _("Flere enheter er blitt én."),
        Change.SPLIT: _("Én enhet er blitt flere."),
        Change.MOVE: _("Den hører til et annet sted, eller i en annen organisasjon."),
        Change.CLOSE: _("Den finnes ikke lenger, og ingen har tatt over."),
    }[change]


def done_in_words(done: Reorganisation) -> str:
    """What a reorganisation was, in the names of then."""
    told, units = done.told, joined(done.told.get("units", []))
    change = Change(done.kind)
    if change is Change.RENAME:
        return _("«%(was)s» fikk navnet «%(name)s»") % {"was": told["was"], "name": told["name"]}
    if change is Change.MERGE:
        return _("%(units)s ble slått sammen til %(into)s") % {"units": units, "into": joined(told["into"])}
    if change is Change.SPLIT:
        return _("%(units)s ble delt i %(into)s") % {"units": units, "into": parts_in_words(told)}
    if change is Change.MOVE:
        return _("%(units)s ble flyttet til «%(place)s»") % {
            "units": units,
            "place": told["under"] or told["organisation"],
        }
    return _("%(units)s ble lagt ned") % {"units": units}


def parts_in_words(told: Mapping[str, Any]) -> str:
    """«Nord» (60 %) og «Sør» (40 %)."""
    parts = []
    for name, share in zip(told["into"], told["shares"], strict=True):
        parts.append(f"«{name}» ({share_text(Decimal(share))})" if share else f"«{name}»")
    return _and(parts)


def share_text(share: Decimal) -> str:
    """«60 %»."""
    return f"{number_text(share * 100)} %"


def joined(names: Sequence[str]) -> str:
    """«A», «B» og «C»."""
    return _and([f"«{name}»" for name in names])


def _and(texts: Sequence[str]) -> str:
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s og %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}


def plan_in_words(register: Register, planned: Plan) -> list[str]:
    """Everything that is to be written, a line for each."""
    made = {each.number: each.name for each in planned.made}

    def name(number: int | None) -> str:
        return made[number] if number in made else register.units[number].name if number else ""

    on, until = date_in_words(planned.date), date_in_words(planned.until)
    lines = []
    if planned.renamed:
        party, new = planned.renamed
        lines.append(_("«%(was)s» heter «%(name)s» fra %(on)s.") % {"was": register.name(party), "name": new, "on": on})
        lines.append(
            _("Det gamle navnet står som tidligere navn til %(until)s, og leder fortsatt hit.") % {"until": until}
        )
    places = dict(planned.placed)
    for each in planned.made:
        owner = register.organisations[each.organisation_id]
        place = name(places[each.number]) or owner
        lines.append(_("«%(name)s» blir en ny enhet under «%(place)s».") % {"name": each.name, "place": place})
    for unit_id, parent_id in planned.placed:
        if unit_id > 0:
            place = name(parent_id) or register.name(Party(register.units[unit_id].organisation_id))
            words = {"name": name(unit_id), "place": place}
            lines.append(_("«%(name)s» hører til «%(place)s», med alt under seg.") % words)
    heirs: dict[int, list[str]] = {}
    for step in planned.successions:
        share = f" ({share_text(step.share)})" if step.share is not None else ""
        heirs.setdefault(step.predecessor, []).append(f"«{name(step.successor)}»{share}")
    for unit_id in planned.ended:
        words = {"name": name(unit_id), "until": until, "heirs": _and(heirs.get(unit_id, []))}
        if unit_id in heirs:
            lines.append(_("«%(name)s» finnes til %(until)s. Etter den kommer %(heirs)s.") % words)
        else:
            lines.append(_("«%(name)s» finnes til %(until)s. Ingen tar over.") % words)
    return lines


def refusal_in_words(refused: Refused) -> str:
    """Why it cannot be done, and what to do instead."""
    text = _refusals()[refused.problem]
    return text % {"names": joined(refused.names[:5])}


def _refusals() -> dict[Problem, str]:
    return {
        Problem.DATE_MISSING: _("Skriv fra når det gjelder, så nøyaktig som du vet."),
        Problem.DATE_AHEAD: _("Datoen er ikke kommet ennå. Før inn omorganiseringen når den gjelder."),
        Problem.DATE_TOO_EARLY: _("%(names)s er endret eller kommet til etter den datoen. Skriv en senere dato."),
        Problem.GONE: _("%(names)s finnes ikke lenger. Velg den som har tatt over."),
        Problem.PROPOSED: _("%(names)s er bare foreslått. Ta den inn under «Foreslått» først."),
        Problem.SAME_NAME: _("Den heter allerede %(names)s."),
        Problem.NAME_MISSING: _("Skriv et navn med bokstaver eller tall."),
        Problem.NAME_TAKEN: _("Noen i organisasjonen går allerede under navnet %(names)s, og da kan ingen si hvem som menes. Skriv et annet navn."),
        Problem.NOBODY: _("Skriv hvem den slås sammen med, eller hvor den skal."),
        Problem.ITSELF: _("%(names)s kan ikke slås sammen med seg selv."),
        Problem.OTHER_ORGANISATION: _("%(names)s hører til en annen organisasjon. Flytt den dit den skal være først."),
        Problem.NOT_A_UNIT: _("%(names)s er en hel organisasjon. Skriv en enhet."),
        Problem.FEW_PARTS: _("Skriv minst to enheter som den er delt i."),
        Problem.SAME_PART: _("%(names)s kan ikke være to av delene, og ikke den som deles."),
        Problem.SHARES: _("Andelene må bli 100 %% til sammen. La alle stå tomme hvis ingen vet."),
        Problem.PARENTLESS: _("Velg hvor enhetene under skal: %(names)s."),
        Problem.HAS_UNITS: _("Det er enheter under den: %(names)s. Flytt dem eller legg dem ned først."),
        Problem.SAME_PLACE: _("%(names)s hører til der allerede."),
        Problem.BELOW_ITSELF: _("En enhet kan ikke høre til under seg selv: %(names)s."),
    }  # fmt: skip


def units_in_words(names: Iterable[str], *, at_most: int = 5) -> str:
    """«A», «B» og 7 til."""
    listed = list(names)
    if len(listed) <= at_most:
        return joined(listed)
    more = _("%(count)s til") % {"count": len(listed) - at_most}
    return _and([*(f"«{name}»" for name in listed[:at_most]), more])
