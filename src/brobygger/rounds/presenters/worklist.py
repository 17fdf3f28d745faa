"""The worklist of an area, and what is said in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.labels import kind_label, state_label
from brobygger.results.presenters.rows import plain
from brobygger.results.presenters.words import in_language, number
from brobygger.results.queries.frameworks import definition_in
from brobygger.rounds.models import AskedValue, Dispute
from brobygger.rounds.presenters.words import ending_label, odd_sentence
from brobygger.rounds.queries.standing import Odd


@dataclass(frozen=True)
class WaitingRow:
    """An activity that is to be confirmed. `seen` is what the form sends back: which, in which version."""

    title: str
    url: str
    edit_url: str
    about: str
    seen: str


@dataclass(frozen=True)
class OddRow:
    """A number to explain."""

    sentence: str
    subject: str
    before: str
    value: str
    text: str
    was: str
    mark: str


@dataclass(frozen=True)
class AskedRow:
    """A number somebody is asked for."""

    pk: int
    name: str
    unit: str
    code: str
    current: str
    source: str
    is_answered: bool
    answered_by: str


@dataclass(frozen=True)
class DisputeRow:
    """A dispute as it is listed."""

    pk: int
    title: str
    url: str
    talk_url: str
    party: str
    reason: str
    opened: str
    ending: str
    color: str
    settlement: str
    decision: str
    is_open: bool


def waiting_rows(activities: Sequence[Activity], partnership: str) -> list[WaitingRow]:
    """The activities of one page."""
    rows = []
    for each in activities:
        where = {"partnership": partnership, "slug": each.slug}
        rows.append(
            WaitingRow(
                each.title,
                reverse("portfolio:activity", kwargs=where),
                reverse("portfolio:edit", kwargs=where),
                f"{kind_label(each.kind)}, {state_label(each.state).lower()}",
                f"{each.pk}:{each.version}",
            )
        )
    return rows


def odd_rows(odd: Sequence[Odd], names: Mapping[str, str]) -> list[OddRow]:
    """The numbers to explain; `names` are those of indicators, by code."""
    return [
        OddRow(
            odd_sentence(each, names.get(each.subject.removeprefix("indicator:"), "")),
            each.subject,
            plain(each.before),
            plain(each.value),
            each.text,
            each.was,
            mark_of(place),
        )
        for place, each in enumerate(odd)
    ]


def mark_of(place: int) -> str:
    """What keeps the form of one odd number apart from the others on the page."""
    return f"forklar-{place}"


def asked_rows(
    asked: Sequence[AskedValue], current: Mapping[int, tuple[Decimal | None, str]], year: int
) -> list[AskedRow]:
    """The numbers one is asked for of a year, with what is reported already: `current` by indicator, value and source."""
    rows = []
    for each in asked:
        value, source = current.get(each.indicator_id, (None, ""))
        defined = definition_in(each.indicator, year)
        rows.append(
            AskedRow(
                each.pk,
                in_language(each.indicator.name),
                in_language(defined.unit) if defined else "",
                each.indicator.code,
                _value(value) if each.indicator_id in current else "",
                source,
                each.answered_at is not None,
                each.answered_by,
            )
        )
    return rows


def _value(value: Decimal | None) -> str:
    return _("ingen tall") if value is None else number(value)


def dispute_rows(disputes: Sequence[Dispute], partnership: str) -> list[DisputeRow]:
    """The disputes of a round."""
    return [_dispute(each, partnership) for each in disputes]


def _dispute(each: Dispute, partnership: str) -> DisputeRow:
    if each.activity is not None:
        title = each.activity.title
        url = reverse("portfolio:activity", kwargs={"partnership": partnership, "slug": each.activity.slug})
        talk = f"{url}#samtale"
    else:
        title = in_language(each.indicator.name) if each.indicator else ""
        url = (
            reverse("results:indicator", kwargs={"partnership": partnership, "code": each.indicator.code})
            if (each.indicator)
            else ""
        )
        talk = ""
    return DisputeRow(
        pk=each.pk,
        title=title,
        url=url,
        talk_url=talk,
        party=each.organisation.name,
        reason=each.reason,
        opened=_("Meldt av %(who)s") % {"who": each.opened_by},
        ending=ending_label(each.outcome),
        color="warning" if not each.outcome else "neutral",
        settlement=each.settlement,
        decision=each.decision.title if each.decision else "",
        is_open=not each.outcome,
    )
