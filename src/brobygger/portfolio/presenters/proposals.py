"""Proposed organisations and units on screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brobygger.organisations.presenters.labels import organisation_kind_label, unit_kind_labels
from brobygger.organisations.rules.kinds import OrganisationKind
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.queries.proposals import Proposed


@dataclass(frozen=True)
class Link:
    """A name with an address."""

    label: str
    url: str


@dataclass(frozen=True)
class KindChoice:
    """A kind it can be."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ProposalRow:
    """One proposal. `mark` tells an organisation from a unit of the same number."""

    number: int
    mark: str
    name: str
    owner: str
    uses: Sequence[Link]
    count: int
    more: int
    alike: Sequence[str]
    kinds: Sequence[KindChoice]
    tried: str
    problem: str


def proposal_rows(
    proposals: Iterable[Proposed], addresses: Addresses, *, tried: tuple[str, int, str, str] = ("", 0, "", "")
) -> list[ProposalRow]:
    """The proposals; `tried` is what was wrong with one of them: its mark and number, what was written, and why not."""
    rows = []
    for each in proposals:
        mark = "enhet" if each.party.unit_id else "organisasjon"
        number = each.party.unit_id or each.party.organisation_id
        is_tried = tried[:2] == (mark, number)
        rows.append(
            ProposalRow(
                number=number,
                mark=mark,
                name=each.name,
                owner=each.owner,
                uses=[Link(activity.title, addresses.activity(activity.slug)) for activity in each.activities],
                count=each.count,
                more=each.count - len(each.activities),
                alike=[text for _party, text in each.alike],
                kinds=_kinds(each),
                tried=tried[2] if is_tried else "",
                problem=tried[3] if is_tried else "",
            )
        )
    return rows


def _kinds(proposed: Proposed) -> list[KindChoice]:
    labels = (
        unit_kind_labels()
        if proposed.party.unit_id
        else {kind.value: organisation_kind_label(kind.value) for kind in OrganisationKind}
    )
    return [KindChoice(str(code), label, code == proposed.kind) for code, label in labels.items()]
