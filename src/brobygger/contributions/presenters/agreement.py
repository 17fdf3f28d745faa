"""How often the parties agree, on screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.contributions.presenters.words import credit_explained, credit_label, did_label, otherwise_label
from brobygger.contributions.presenters.worklist import ActivityLine, activity_lines
from brobygger.contributions.queries.agreement import Asked, Listed
from brobygger.contributions.rules.agreement import Agreement
from brobygger.contributions.rules.credit import Did, Layer, Otherwise
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership


@dataclass(frozen=True)
class Number:
    """A number, what it is, its share of the whole, and the list it opens."""

    label: str
    explained: str
    count: int
    share: str
    url: str


@dataclass(frozen=True)
class Cross:
    """Who said what: a row for each answer of the first party, a column for each of the second."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[str, int, str, bool]]]]


@dataclass(frozen=True)
class AgreementView:
    """The page."""

    activities: int
    layers: Sequence[Number]
    answered: Sequence[Number]
    agree: Sequence[Number]
    crosses: Sequence[Cross]
    one: str
    other: str


@dataclass(frozen=True)
class BehindView:
    """The activities behind a number."""

    title: str
    rows: Sequence[ActivityLine]
    following: str


def agreement_view(
    partnership: Partnership, parties: Sequence[Organisation], found: Agreement, layers: Mapping[Layer, int]
) -> AgreementView:
    """The page. A share is of all activities, or of those both have answered."""
    here = reverse("contributions:behind", kwargs={"partnership": partnership.slug})
    none = found.activities - found.by_one - found.by_both

    def number(label: str, count: int, of: int, explained: str = "", **asked: str | int) -> Number:
        return Number(label, explained, count, _share(count, of), f"{here}?{urlencode(asked)}" if asked else "")

    return AgreementView(
        activities=found.activities,
        layers=[
            number(credit_label(layer), layers[layer], found.activities, credit_explained(layer), lag=layer.value)
            for layer in Layer
        ],
        answered=[
            number(_("Begge har svart"), found.by_both, found.activities, antall=2),
            number(_("Én har svart"), found.by_one, found.activities, antall=1),
            number(_("Ingen har svart"), none, found.activities, antall=0),
        ],
        agree=[
            number(_("Sier det samme på begge spørsmålene"), found.same, found.by_both, antall=2, ulikt=0),
            number(_("Sier noe ulikt"), found.by_both - found.same, found.by_both, antall=2, ulikt=1),
            number(_("Enige om hva samarbeidet gjorde"), found.same_did, found.by_both),
            number(_("Enige om hva som hadde skjedd ellers"), found.same_otherwise, found.by_both),
        ],
        crosses=[
            _cross(_("Hva gjorde samarbeidet?"), Did, did_label, found.did, here, "gjorde"),
            _cross(
                _("Hva hadde skjedd uten samarbeidet?"), Otherwise, otherwise_label, found.otherwise, here, "ellers"
            ),
        ]
        if found.by_both
        else [],
        one=parties[0].name if parties else "",
        other=parties[1].name if len(parties) > 1 else "",
    )


def asked_in(asked: Mapping[str, str]) -> Asked | None:
    """What an address asks for; None when it means nothing."""
    layer, answered, differs = asked.get("lag", ""), asked.get("antall", ""), asked.get("ulikt", "")
    did = _pair(asked.get("gjorde", ""), Did)
    otherwise = _pair(asked.get("ellers", ""), Otherwise)
    if layer and layer not in set(Layer):
        return None
    if answered not in {"", "0", "1", "2"} or differs not in {"", "0", "1"}:
        return None
    if (asked.get("gjorde") and did is None) or (asked.get("ellers") and otherwise is None):
        return None
    return Asked(layer, did, otherwise, int(answered) if answered else None, differs == "1" if differs else None)


def behind_view(
    partnership: Partnership, parties: Sequence[Organisation], asked: Asked, address: Mapping[str, str], found: Listed
) -> BehindView:
    """The list behind a number."""
    here = reverse("contributions:behind", kwargs={"partnership": partnership.slug})
    kept = {name: address[name] for name in ("lag", "antall", "ulikt", "gjorde", "ellers") if address.get(name)}
    following = f"{here}?{urlencode({**kept, 'fra': found.below})}" if found.below is not None else ""
    return BehindView(_title(parties, asked), activity_lines(partnership, found.activities), following)


def _title(parties: Sequence[Organisation], asked: Asked) -> str:
    if asked.layer:
        return credit_label(asked.layer)
    for words, label in ((asked.did, did_label), (asked.otherwise, otherwise_label)):
        if words:
            said = zip((party.name for party in parties), words, strict=False)
            return " · ".join(f"{name}: {label(word)}" for name, word in said)
    if asked.differs is not None:
        return _("Partene sier noe ulikt") if asked.differs else _("Partene sier det samme")
    if asked.answered is None:
        return _("Alle aktiviteter")
    return [_("Ingen har svart"), _("Én har svart"), _("Begge har svart")][asked.answered]


def _cross(
    title: str,
    words: type[StrEnum],
    label: Callable[[str], str],
    counts: Mapping[tuple[str, str], int],
    here: str,
    name: str,
) -> Cross:
    return Cross(
        title,
        [label(word) for word in words],
        [
            (
                label(one),
                [
                    (
                        label(other),
                        counts.get((one, other), 0),
                        f"{here}?{urlencode({name: f'{one}.{other}'})}" if counts.get((one, other)) else "",
                        one == other,
                    )
                    for other in words
                ],
            )
            for one in words
        ],
    )


def _pair(text: str, words: type[StrEnum]) -> tuple[str, str] | None:
    one, _dot, other = text.partition(".")
    known = {word.value for word in words}
    return (one, other) if one in known and other in known else None


def _share(count: int, of: int) -> str:
    return _("%(share)s %%") % {"share": round(100 * count / of)} if of else "–"
