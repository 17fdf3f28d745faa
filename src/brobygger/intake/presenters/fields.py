"""What a column may mean, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from brobygger.intake.rules.fields import KEY, LEADING, MILESTONES, OWN, PARTIES, RELATIONS, SCHEMES, SIDES, part_of
from brobygger.portfolio.presenters import labels


def field_label(field: str, sides: Mapping[str, str]) -> str:
    """«Milepæl: Innvilget». `sides` are the names of the partners, by side."""
    group, which = part_of(field)
    if group == "unit":
        return _("Enhet hos %(name)s") % {"name": sides.get(which, which)}
    if group == "lead":
        return _("Ansvarlig enhet hos %(name)s") % {"name": sides.get(which, which)}
    if group == "party":
        return _("Deltaker: %(role)s") % {"role": labels.role_label(which)}
    if group == "milestone":
        return _("Milepæl: %(name)s") % {"name": labels.milestone_label(which)}
    if group == "id":
        return _("Nummer: %(name)s") % {"name": labels.scheme_label(which)}
    if group == "relation":
        return _("Kobling: %(name)s") % {"name": labels.relation_label(which)}
    return _own().get(field, field)


def field_choices(sides: Mapping[str, str]) -> list[tuple[str, object]]:
    """Everything a column may mean, in groups; first that it is left out."""

    def group(fields: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(field, field_label(field, sides)) for field in fields]

    return [
        ("ignore", _("Ikke med i importen")),
        (_("Aktiviteten"), group((*OWN, KEY))),
        (_("Hvem som deltar"), group((*LEADING, *SIDES, *PARTIES))),
        (_("Datoer"), group(MILESTONES)),
        (_("Numre i andre systemer"), group(SCHEMES)),
        (_("Henger sammen med"), group(RELATIONS)),
    ]


def _own() -> dict[str, str]:
    return {
        "title": _("Tittel"),
        "kind": _("Type"),
        "focus_areas": _("Innsatsområder"),
        "start": _("Start, eller hele perioden"),
        "end": _("Slutt"),
        "state": _("Status"),
        "description": _("Hva den går ut på"),
        "acronym": _("Kortnavn"),
        "title_en": _("Tittel på engelsk"),
        "purposes": _("Målområder"),
        "form": _("Formidlingsform"),
        "places": _("Steder"),
        "plans": _("Planer"),
        "disciplines": _("Fag"),
        "funder": _("Finansiert av"),
        "amount": _("Beløp"),
        "source": _("Kilde"),
        KEY: _("Radens egen id i kilden"),
    }


def group_label(group: str) -> str:
    """What a word that nobody knows stands in for: «Type»."""
    return _own().get(group, group)
