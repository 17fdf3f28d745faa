"""The invented people of the demo, and when its data must be loaded anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from brobygger.partnerships.rules.kinds import Role, Side

# The partnerships of the demo, by the name of their folder, which is their slug too.
STORIES = ("trd3", "fjordby")
# The one that has a year open for reporting.
REPORTING, REPORTING_YEAR = "trd3", 2025


@dataclass(frozen=True)
class Persona:
    """Somebody invented. `areas` are slugs of focus areas; those a partnership does not have are left out."""

    username: str
    display_name: str
    words: str
    partnership: str
    role: Role
    side: Side | None
    areas: tuple[str, ...] = ()


PERSONAS = (
    Persona(
        "ingrid@example.no",
        "Ingrid Eksempel",
        "Prosjektleder for helse og velferd, NTNU",
        "trd3",
        Role.PROJECT_LEAD,
        Side.UNIVERSITY,
        ("helse-og-velferd",),
    ),
    Persona(
        "jonas@example.no",
        "Jonas Prøve",
        "Prosjektleder for oppvekst og byutvikling, Trondheim kommune",
        "trd3",
        Role.PROJECT_LEAD,
        Side.MUNICIPALITY,
        ("oppvekst-og-utdanning", "byutvikling-og-kultur"),
    ),
    Persona(
        "ragnhild@example.no",
        "Ragnhild Testesen",
        "Koordinator, NTNU",
        "trd3",
        Role.COORDINATOR,
        Side.UNIVERSITY,
    ),
    Persona(
        "ahmed@example.no",
        "Ahmed Demo",
        "Koordinator, Trondheim kommune",
        "trd3",
        Role.COORDINATOR,
        Side.MUNICIPALITY,
    ),
    Persona(
        "solveig@example.no",
        "Solveig Utprøvd",
        "Medlem av styringsgruppen, Trondheim kommune",
        "trd3",
        Role.STEERING_MEMBER,
        Side.MUNICIPALITY,
    ),
    Persona("mikkel@example.no", "Mikkel Oppdiktet", "Observatør utenfra", "trd3", Role.OBSERVER, None),
    Persona(
        "aslaug@example.no",
        "Åslaug Påfunn",
        "Prosjektleder i et annet samarbeid, Fjordby",
        "fjordby",
        Role.PROJECT_LEAD,
        Side.UNIVERSITY,
        ("helse-og-velferd",),
    ),
)


def checksum(files: Iterable[tuple[str, bytes]]) -> str:
    """A fingerprint of files, by name and content and without regard to their order."""
    whole = hashlib.sha256()
    for name, content in sorted(files):
        whole.update(f"{len(name)}:{name}{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()
