"""What is new since an area was last handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.rounds.models import Confirmed
from brobygger.rounds.queries.review import Difference
from brobygger.rounds.rules.kinds import Lapse


@dataclass(frozen=True)
class DifferenceRow:
    """One activity."""

    title: str
    url: str
    history_url: str
    text: str


@dataclass(frozen=True)
class Differences:
    """All that is new; `since` is empty the first time an area is handed in."""

    since: str
    rows: Sequence[DifferenceRow]
    more: bool


def difference_rows(difference: Difference, partnership: str) -> Differences:
    """What was said anew, and what no longer holds."""
    again = {each.activity_id for each in difference.lapsed}
    rows = [
        _row(
            each,
            partnership,
            _("endret og bekreftet på nytt, nå i versjon %(n)s") % {"n": each.version}
            if each.activity_id in again
            else _("kommet til, i versjon %(n)s") % {"n": each.version},
        )
        for each in difference.confirmed
    ]
    said = {each.activity_id for each in difference.confirmed}
    reasons = {
        Lapse.CHANGED: _("endret etter at den ble bekreftet"),
        Lapse.LEFT: _("hører ikke lenger til området og året"),
    }
    rows += [
        _row(each, partnership, reasons.get(Lapse(each.lapsed_why), _("ikke lenger bekreftet")))
        for each in difference.lapsed
        if each.activity_id not in said
    ]
    return Differences(when_in_words(difference.since) if difference.since else "", rows, difference.more)


def _row(each: Confirmed, partnership: str, text: str) -> DifferenceRow:
    where = {"partnership": partnership, "slug": each.activity.slug}
    return DifferenceRow(
        each.activity.title,
        reverse("portfolio:activity", kwargs=where),
        reverse("portfolio:history", kwargs=where),
        text,
    )
