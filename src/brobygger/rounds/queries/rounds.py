"""Rounds and their submissions, always of one partnership."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Prefetch

from brobygger.organisations.queries import short_names
from brobygger.partnerships.models import Decision, FocusArea, Membership, Partnership
from brobygger.partnerships.queries import Scope, partner_organisations
from brobygger.partnerships.rules.kinds import Role
from brobygger.results.models import Indicator
from brobygger.results.queries.frameworks import framework_of, rule_in
from brobygger.results.rules.verdicts import TargetKind
from brobygger.rounds.models import Approval, ReportingRound, Submission, SubmissionEvent
from brobygger.rounds.rules.kinds import RoundState, Stage
from brobygger.rounds.rules.rights import Part
from brobygger.rounds.rules.workflow import Chain

NO_AREA = "felles"


def rounds_of(partnership: Partnership) -> list[ReportingRound]:
    """The rounds there are and have been, the newest year first. Two queries."""
    found = ReportingRound.objects.filter(partnership=partnership).select_related("decision")
    return list(found.prefetch_related("submissions").order_by("-year", "-pk"))


def round_of(partnership: Partnership, year: int, *, with_approvals: bool = True) -> ReportingRound | None:
    """The round of a year with its submissions and their valid approvals; the last cancelled one when there is no other.

    Three queries, two without the approvals.
    """
    submissions = Submission.objects.select_related("focus_area")
    if with_approvals:
        submissions = submissions.prefetch_related(
            Prefetch("approvals", Approval.objects.filter(void_at=None).order_by("pk"))
        )
    found = (
        ReportingRound.objects.filter(partnership=partnership, year=year)
        .select_related("decision")
        .prefetch_related(Prefetch("submissions", submissions.order_by("focus_area_id")))
        .order_by("pk")
    )
    rounds = list(found)
    living = [each for each in rounds if each.state != RoundState.CANCELLED]
    chosen = next(reversed(living or rounds), None)
    if chosen is not None:
        chosen.partnership = partnership
    return chosen


def submission_in(round_: ReportingRound, area: str) -> Submission | None:
    """The submission of an area, by its slug; `NO_AREA` is what belongs to none. No query after `round_of`."""
    for each in round_.submissions.all():
        if (each.focus_area.slug if each.focus_area else NO_AREA) == area:
            each.round = round_
            return each
    return None


def slug_of(submission: Submission) -> str:
    """What a submission is called in addresses."""
    return submission.focus_area.slug if submission.focus_area else NO_AREA


def chain_of(submission: Submission, parties: Sequence[int]) -> Chain:
    """A submission as the rules see it, with approvals as they were read."""
    approved = frozenset(each.organisation_id for each in submission.approvals.all() if each.void_at is None)
    return Chain(frozenset(parties), Stage(submission.stage), approved)


@dataclass(frozen=True)
class Leads:
    """Who leads which areas, and who coordinates: memberships as they are now."""

    by_area: dict[int, list[Membership]]
    coordinators: list[Membership]

    def of(self, submission: Submission) -> list[Membership]:
        """Those who lead the area of a submission; nobody for what belongs to no area."""
        return self.by_area.get(submission.focus_area_id, []) if submission.focus_area_id else []


def leads_of(partnership: Partnership) -> Leads:
    """Project leads by area, and coordinators. One query."""
    by_area: dict[int, list[Membership]] = {}
    coordinators: list[Membership] = []
    members = (
        Membership.objects.filter(partnership=partnership, role__in=[Role.PROJECT_LEAD, Role.COORDINATOR])
        .filter(user__is_active=True)
        .select_related("user", "organisation")
        .annotate(area=F("focus_areas"))
        .order_by("pk", "area")
    )
    for member in members:
        if member.role == Role.COORDINATOR:
            if not any(each.pk == member.pk for each in coordinators):
                coordinators.append(member)
            continue
        if member.area is not None:
            by_area.setdefault(member.area, []).append(member)
    return Leads(by_area, coordinators)


def part_of(scope: Scope, submission: Submission | None, leads: Leads) -> Part:
    """What a member is to a submission, or to the round as a whole (None)."""
    role = scope.membership.role
    if role == Role.COORDINATOR:
        return Part.COORDINATOR if submission is None or leads.of(submission) else Part.STAND_IN
    if role == Role.PROJECT_LEAD:
        led = leads.of(submission) if submission is not None else []
        return Part.AREA_LEAD if any(each.pk == scope.membership.pk for each in led) else Part.OTHER_LEAD
    return Part.STEERING_MEMBER if role == Role.STEERING_MEMBER else Part.OBSERVER


def party_of(scope: Scope) -> int:
    """The party a member speaks for; 0 when they speak for none of the owners."""
    own = scope.membership.organisation_id
    return own if own is not None and own in scope.partner_ids else 0


def parties_of(partnership: Partnership) -> dict[int, str]:
    """What the partners are called where space is short, by organisation, the municipality first. Three queries."""
    owners = partner_organisations(partnership)
    names = short_names(partnership.directory_id, [each.slug for each in owners])
    return {each.pk: names[each.slug] for each in owners}


def events_of(
    round_: ReportingRound, submission: Submission | None = None, *, at_most: int = 50
) -> list[SubmissionEvent]:
    """What was done, newest first. One query."""
    events = round_.events.select_related("organisation", "submission__focus_area").order_by("-pk")
    if submission is not None:
        events = events.filter(submission=submission)
    return list(events[:at_most])


def areas_to_open(partnership: Partnership) -> list[FocusArea]:
    """The areas a round can be opened for."""
    return list(partnership.focus_areas.order_by("pk"))


def reported_only(partnership: Partnership, year: int) -> list[Indicator]:
    """The indicators of a year that the register cannot count, and that a number is wanted for. Four queries."""
    framework = framework_of(partnership)
    if framework is None or year not in framework.years:
        return []
    indicators = (
        Indicator.objects.filter(goal_area__framework=framework)
        .prefetch_related("definitions", "targets")
        .order_by("goal_area__position", "position")
    )
    unwanted = {TargetKind.DISCONTINUED.value, TargetKind.QUALITATIVE.value}
    return [each for each in indicators if rule_in(each, year) is None and _target_kind(each, year) not in unwanted]


def _target_kind(indicator: Indicator, year: int) -> str:
    held = sorted(
        (target for target in indicator.targets.all() if target.valid_from <= year),
        key=lambda t: (t.valid_from, t.version),
    )
    return held[-1].kind if held else TargetKind.NONE.value


def years_to_open(partnership: Partnership, this_year: int) -> list[int]:
    """The years of the agreements that have begun and have no round yet, the newest first. Two queries."""
    years = {
        year
        for first, last in partnership.periods.values_list("first_year", "last_year")
        for year in range(first, min(last, this_year) + 1)
    }
    taken = ReportingRound.objects.filter(partnership=partnership).exclude(state=RoundState.CANCELLED.value)
    return sorted(years - set(taken.values_list("year", flat=True)), reverse=True)


def decisions_of(partnership: Partnership) -> list[Decision]:
    """What has been decided, the newest first. One query."""
    return list(partnership.decisions.order_by("-pk")[:100])
