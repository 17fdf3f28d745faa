"""Every code of the directory has a word."""

from __future__ import annotations

import pytest

from brobygger.organisations.presenters import labels
from brobygger.organisations.rules.kinds import NameKind, OrganisationKind, SuccessionKind, UnitKind


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        (labels.organisation_kind_label, OrganisationKind),
        (labels.organisation_kinds_label, OrganisationKind),
        (labels.unit_kind_label, UnitKind),
        (labels.name_kind_label, NameKind),
        (lambda kind: labels.succession_label(kind, is_predecessor=True), SuccessionKind),
        (lambda kind: labels.succession_label(kind, is_predecessor=False), SuccessionKind),
    ],
)
def test_every_kind_has_its_own_word(label, kinds) -> None:  # type: ignore[no-untyped-def]
    """No code reaches the screen, and no two kinds share a word."""
    words = [label(kind.value) for kind in kinds]
    assert len(set(words)) == len(words)
    assert not set(words) & {kind.value for kind in kinds}


def test_translations_say_the_language() -> None:
    """«På engelsk» tells more than «Oversettelse»."""
    assert labels.name_kind_label("translation", "en") == "På engelsk"
    assert labels.name_kind_label("translation", "se") == "Oversettelse"
