"""Reading what a figures report tells: the figures as they stand, or as a snapshot kept them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partner, Partnership
from brobygger.results.models import Assessment, Judgement
from brobygger.results.queries.frameworks import Figures, figures_of
from brobygger.results.queries.thawed import GROUPS, thawed
from brobygger.rounds.queries.adopted import adopted_years
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.queries.reading import errata_of, items_of


@dataclass(frozen=True)
class ReportFacts:
    """All a figures report is made from. `judgements` and `assessments` by indicator, the newest assessment last.

    `adopted` is the snapshot it is made from, with its errata; None when the figures are those of `as_of`. Then
    `adopted_years` are the years that were adopted before.
    """

    partnership: Partnership
    partners: Sequence[Partner]
    figures: Figures
    judgements: Mapping[int, Sequence[Judgement]]
    assessments: Mapping[int, Sequence[Assessment]]
    as_of: date
    adopted: Snapshot | None = None
    errata: Sequence[Erratum] = ()
    # What was doubted the day it was adopted, as the snapshot has it; None where its file does not know.
    doubts: Sequence[Mapping[str, Any]] | None = None
    adopted_years: Mapping[int, Snapshot] = field(default_factory=dict)


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
        adopted_years=adopted_years(partnership),
    )


def frozen_facts(snapshot: Snapshot) -> ReportFacts | None:
    """The facts as they were adopted, read from the file alone: values, verdicts, texts and names are those of then.

    None when nothing was followed. Ten queries.
    """
    then = thawed({group: items_of(snapshot, group) for group in GROUPS})
    if then is None:
        return None
    head = json.loads(snapshot.head)["partnership"]
    return ReportFacts(
        partnership=Partnership(slug=head["slug"], name=head["name"]),
        partners=list(_partners(snapshot)),
        figures=then.figures,
        judgements=then.judgements,
        assessments=then.assessments,
        as_of=timezone.localdate(snapshot.frozen),
        adopted=snapshot,
        errata=errata_of(snapshot),
        doubts=items_of(snapshot, "doubts") if snapshot.format > 1 else None,
    )


def _partners(snapshot: Snapshot) -> Iterator[Partner]:
    """The partners as they were called then, in the order of the file."""
    organisations = {each["slug"]: each for each in items_of(snapshot, "organisations")}
    for each in items_of(snapshot, "partners"):
        told = organisations[each["organisation"]]
        organisation = Organisation(slug=told["slug"], name=told["name"], name_en=told["name_en"])
        yield Partner(organisation=organisation, side=each["side"])
