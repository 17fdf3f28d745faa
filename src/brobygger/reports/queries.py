"""Reading what a figures report tells beyond the figures themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from brobygger.partnerships.models import Partner, Partnership
from brobygger.results.models import Assessment, Judgement
from brobygger.results.queries.frameworks import Figures, figures_of


@dataclass(frozen=True)
class ReportFacts:
    """All a figures report is made from. `judgements` and `assessments` by indicator, the newest assessment last."""

    partnership: Partnership
    partners: Sequence[Partner]
    figures: Figures
    judgements: Mapping[int, Sequence[Judgement]]
    assessments: Mapping[int, Sequence[Assessment]]
    as_of: date


def partnership_named(slug: str) -> Partnership | None:
    """A partnership by its slug, for commands: they see all of them."""
    return Partnership.objects.filter(slug=slug).first()


def report_facts(partnership: Partnership, *, today: date) -> ReportFacts | None:
    """The facts as they stand; None when the partnership has no indicator framework. A fixed number of queries."""
    figures = figures_of(partnership, today=today)
    if figures is None:
        return None
    judgements: dict[int, list[Judgement]] = {}
    for judgement in Judgement.objects.filter(indicator__goal_area__framework=figures.framework).order_by(
        F("year").asc(nulls_last=True), "pk"
    ):
        judgements.setdefault(judgement.indicator_id, []).append(judgement)
    assessments: dict[int, list[Assessment]] = {}
    in_framework = Assessment.objects.filter(indicator__goal_area__framework=figures.framework)
    for assessment in in_framework.order_by(F("year").asc(nulls_last=True), "recorded_at", "pk"):
        assessments.setdefault(assessment.indicator_id, []).append(assessment)
    return ReportFacts(
        partnership=partnership,
        partners=list(partnership.partners.select_related("organisation").order_by("pk")),
        figures=figures,
        judgements=judgements,
        assessments=assessments,
        as_of=today,
    )
