"""A sample on screen, and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from brobygger.designsystem.presenters import number_text
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.labels import kind_label
from brobygger.portfolio.presenters.words import activity_count, when_in_words
from brobygger.portfolio.queries.rows import ActivityRow
from brobygger.portfolio.rules.sampling import Sample


@dataclass(frozen=True)
class SampleRow:
    """One activity that was drawn."""

    title: str
    url: str
    kind: str
    department: str
    when: str


@dataclass(frozen=True)
class SamplePage:
    """A sample, how to cite it, and the address that draws it again."""

    rows: Sequence[SampleRow]
    told: str
    citation: str
    address: str
    export_url: str


def sample_page(
    sample: Sample,
    rows: Sequence[ActivityRow],
    names: Mapping[str, str],
    *,
    seed: str,
    chosen: Sequence[str],
    partnership: str,
    today: date,
    address: str,
    export_url: str,
    addresses: Addresses,
) -> SamplePage:
    """The page of a sample."""
    departments = {each.slug: names.get(each.department, _("Uten institutt")) for each in sample.drawn}
    count, among = number_text(len(sample.drawn)), activity_count(sample.among)
    told = _("%(count)s av %(among)s") % {"count": count, "among": among}
    limits = "; ".join(chosen) or _("alle aktiviteter")
    return SamplePage(
        [
            SampleRow(
                row.title,
                addresses.activity(row.slug),
                kind_label(row.kind),
                departments[row.slug],
                when_in_words(row.start, row.end),
            )
            for row in rows
        ],
        told,
        _(
            "%(told)s i %(partnership)s, trukket tilfeldig og så jevnt som mulig over institutter med ordet «%(seed)s» "
            "%(day)s. Avgrensning: %(limits)s. Kontrollsum %(checksum)s."
        )
        % {
            "told": told,
            "partnership": partnership,
            "seed": seed,
            "day": formats.date_format(today, "DATE_FORMAT"),
            "limits": limits,
            "checksum": sample.checksum,
        },
        address,
        export_url,
    )
