"""What a value one can filter by is called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.portfolio.presenters.labels import kind_label, purpose_label, state_label
from brobygger.portfolio.queries.choices import Choices
from brobygger.portfolio.rules.facets import UNPLACED, Dimension

_OF_PARTIES = {Dimension.PARTY, Dimension.FUNDER, Dimension.DEPARTMENT, Dimension.SERVICE_AREA}


def term_name(dimension: Dimension, key: str, choices: Choices) -> str:
    """The name of a value; one nobody knows is shown as it stands in the address."""
    if key == UNPLACED:
        return unplaced()
    if dimension in _OF_PARTIES:
        return choices.parties[key].name if key in choices.parties else key
    match dimension:
        case Dimension.KIND:
            return kind_label(key)
        case Dimension.STATE:
            return state_label(key)
        case Dimension.PURPOSE:
            return purpose_label(key)
        case Dimension.FOCUS_AREA:
            return choices.areas.get(key, key)
        case Dimension.SHARED:
            return {
                Dimension.FOCUS_AREA.value: _("flere innsatsområder"),
                Dimension.PURPOSE.value: _("flere målområder"),
            }.get(key, key)
        case Dimension.DISCIPLINE:
            return choices.disciplines.get(key, key)
        case _:
            return key


def unplaced() -> str:
    """The service area of municipal units nobody has placed."""
    return _("Uten kjent område")
