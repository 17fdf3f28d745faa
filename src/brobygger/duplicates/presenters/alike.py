"""What is registered already, as it is shown to somebody who is about to register it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.duplicates.presenters.pairs import relation_choices
from brobygger.duplicates.presenters.reasons import in_short
from brobygger.duplicates.queries.twins import Twin
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.labels import kind_label

# The answer that two entries have nothing to do with each other; the others are relations.
DIFFERENT = "ulik"
# Names of the fields that carry answers begin so (portfolio.forms.quick).
ANSWER = "ligner-"


@dataclass(frozen=True)
class AlikeRow:
    """One likely twin: where it is, why it is shown, and what has been answered."""

    slug: str
    title: str
    url: str
    kind: str
    why: str
    field: str
    answer: str
    relations: Sequence[tuple[str, str]]


def alike_rows(twins: Sequence[Twin], partnership: str, answered: Mapping[str, str]) -> list[AlikeRow]:
    """The twins, with the answers somebody has given so far."""
    addresses = Addresses(partnership)
    relations = [(value, label) for value, label in relation_choices() if not value.startswith("-")]
    return [
        AlikeRow(
            slug=twin.slug,
            title=twin.title,
            url=addresses.activity(twin.slug),
            kind=kind_label(twin.kind),
            why=in_short([(reason.code, reason.bits, reason.words) for reason in twin.reasons]),
            field=f"{ANSWER}{twin.slug}",
            answer=str(answered.get(f"{ANSWER}{twin.slug}", "")),
            relations=relations,
        )
        for twin in twins
    ]
