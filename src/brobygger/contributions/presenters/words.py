"""Answers and layers in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.contributions.rules.credit import Credit, Did, Layer, Otherwise
from brobygger.partnerships.presenters import role_label
from brobygger.partnerships.queries import Scope


def did_choices() -> list[tuple[str, str]]:
    """What one can say the partnership did."""
    return [(did.value, did_label(did)) for did in Did]


def otherwise_choices() -> list[tuple[str, str]]:
    """What one can say would have happened."""
    return [(otherwise.value, otherwise_label(otherwise)) for otherwise in Otherwise]


def did_label(did: str) -> str:
    """What the partnership did."""
    return {
        Did.INITIATED: _("Satte det i gang"),
        Did.ENABLED: _("Gjorde det mulig"),
        Did.STRENGTHENED: _("Gjorde det bedre eller større"),
        Did.REGISTERED_ONLY: _("Ingenting, det er bare registrert her"),
    }[Did(did)]


def otherwise_label(otherwise: str) -> str:
    """What would have happened without it."""
    return {
        Otherwise.NOTHING: _("Ingenting"),
        Otherwise.LATER_OR_SMALLER: _("Noe senere eller mindre"),
        Otherwise.SAME: _("Akkurat det samme"),
        Otherwise.UNKNOWN: _("Vet ikke"),
    }[Otherwise(otherwise)]


def credit_label(credit: str) -> str:
    """A part of the band in a word or two."""
    return {
        Credit.STRICT: _("Strengt"),
        Credit.DECISIVE: _("Avgjørende"),
        Credit.CONTRIBUTED: _("Bidro"),
        Credit.BROAD: _("Bredt"),
        Credit.REGISTERED: _("Bare registrert"),
        Credit.UNKNOWN: _("Ikke vurdert"),
    }[Credit(credit)]


def credit_explained(credit: str) -> str:
    """What a part of the band counts."""
    return {
        Credit.STRICT: _(
            "Alle partene sier at samarbeidet satte det i gang eller gjorde det mulig, og at ingenting hadde skjedd ellers."
        ),
        Credit.DECISIVE: _(
            "De som har svart, sier at samarbeidet satte det i gang eller gjorde det mulig, og at det ellers ikke hadde skjedd, eller blitt senere eller mindre."
        ),
        Credit.CONTRIBUTED: _(
            "De som har svart, sier at samarbeidet minst gjorde det bedre, og ingen sier at akkurat det samme hadde skjedd."
        ),
        Credit.BROAD: _("Alt som er registrert."),
        Credit.REGISTERED: _("Noen sier at det bare er registrert her, eller at det samme hadde skjedd uansett."),
        Credit.UNKNOWN: _("Ingen har svart, eller ingen vet."),
    }[Credit(credit)]


def layer_sentence(layer: Layer) -> str:
    """Where an activity stands."""
    return f"{credit_label(layer)}: {credit_explained(layer)}"


def office_of(scope: Scope) -> str:
    """The office a member speaks in, as it is kept: in the language of the register."""
    with override("nb"):
        return role_label(scope.membership.role)
