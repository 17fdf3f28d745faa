"""What the register does to a round (`settings.ACTIVITY_LISTENERS`): a change of what counts takes approvals away.

Runs inside the transaction that writes to the register, under the partnership's lock. Where no round is open it asks one
question and is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from brobygger.audit.rules import Actor
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.models import Activity, Revision
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.content import content_of
from brobygger.rounds.actions.notices import tell_coordinators
from brobygger.rounds.actions.taking import partners, take
from brobygger.rounds.models import Confirmed, ReportingRound, Submission
from brobygger.rounds.queries.content import IDS_A_QUERY, belonging_now
from brobygger.rounds.queries.rounds import leads_of
from brobygger.rounds.rules.kinds import Lapse, RoundState, Stage, Step
from brobygger.rounds.rules.substance import substantive
from brobygger.rounds.rules.workflow import Taken

CHANGES = frozenset({"registered", "changed", "restored", "removed", "brought_back", "merged", "unmerged"})
_REVIEWED = frozenset({Stage.SUBMITTED.value, Stage.APPROVED.value})
# So many are named in the history; the rest is a number.
NAMED = 20


@dataclass
class _Touched:
    """What a write did to one submission."""

    lapsed: dict[int, Lapse] = field(default_factory=dict)
    entered: set[int] = field(default_factory=set)

    @property
    def ids(self) -> list[int]:
        return sorted({*self.lapsed, *self.entered})


def listen(written: Written) -> None:
    """Take away what no longer holds after a write to the register."""
    if written.verb not in CHANGES:
        return
    # An adopted round keeps its confirmations true too, so that undoing the adoption finds what changed meanwhile.
    # Locked before anything is read of them: who confirms at this moment has done so, or will see what was written.
    rounds = list(
        ReportingRound.objects.select_for_update()
        .filter(partnership=written.partnership)
        .exclude(state=RoundState.CANCELLED.value)
        .order_by("pk")
    )
    if not rounds:
        return
    submissions = Submission.objects.filter(round__in=rounds).select_related("round", "focus_area").order_by("pk")
    by_id = {each.pk: each for each in submissions}
    touched = _touched(written, by_id)
    for round_ in rounds:
        some = {pk: each for pk, each in touched.items() if by_id[pk].round_id == round_.pk}
        if some:
            round_.partnership = written.partnership
            _take_away(round_, some, written)


def _touched(written: Written, submissions: Mapping[int, Submission]) -> dict[int, _Touched]:
    ids = list(written.activity_ids)
    belongs = belonging_now(submissions.values(), ids, partnership_id=written.partnership.pk)
    said: dict[int, set[int]] = {pk: set() for pk in submissions}
    for at in range(0, len(ids), IDS_A_QUERY):
        for pk, activity_id in Confirmed.objects.filter(
            submission__in=list(submissions), activity_id__in=ids[at : at + IDS_A_QUERY], lapsed_at=None
        ).values_list("submission_id", "activity_id"):
            said[pk].add(activity_id)
    stayed = {activity_id for pk in submissions for activity_id in said[pk] & belongs[pk]}
    changed = _changed_in_substance(written, sorted(stayed))
    found: dict[int, _Touched] = {}
    for pk in submissions:
        touched = _Touched(entered=belongs[pk] - said[pk])
        for activity_id in said[pk]:
            if activity_id not in belongs[pk]:
                touched.lapsed[activity_id] = Lapse.LEFT
            elif activity_id in changed:
                touched.lapsed[activity_id] = Lapse.CHANGED
        if touched.ids:
            found[pk] = touched
    return found


def _changed_in_substance(written: Written, ids: Sequence[int]) -> set[int]:
    if written.verb not in {"changed", "restored"}:
        return set()
    changed: set[int] = set()
    for at in range(0, len(ids), IDS_A_QUERY):
        activities = list(with_parts(Activity.every.filter(pk__in=ids[at : at + IDS_A_QUERY])))
        versions = {each.pk: each.version - 1 for each in activities}
        before = {
            revision.activity_id: revision.content
            for revision in Revision.objects.filter(activity_id__in=versions, number__in=set(versions.values()))
            if versions[revision.activity_id] == revision.number
        }
        for activity, draft in zip(activities, drafts_of(activities), strict=True):
            if activity.pk in before and substantive(before[activity.pk], content_of(draft)):
                changed.add(activity.pk)
    return changed


def _take_away(round_: ReportingRound, touched: Mapping[int, _Touched], written: Written) -> None:
    """Under the round's lock, from the submissions as they are now."""
    parties = partners(written.partnership)
    voided: list[Submission] = []
    for pk in sorted(touched):
        submission = Submission.objects.select_related("focus_area").prefetch_related("approvals").get(pk=pk)
        submission.round = round_
        _lapse(submission, touched[pk], written)
        submission.confirmed_to = min(submission.confirmed_to, min(touched[pk].ids) - 1)
        if touched[pk].entered and submission.nothing_at is not None:
            submission.nothing_at, submission.nothing_by = None, ""
        if submission.stage in _REVIEWED:
            data = _named(touched[pk])
            take(submission, Taken(Step.VOID), parties=parties, by=written.by, now=written.now, data=data)
            voided.append(submission)
        else:
            submission.save(update_fields=["confirmed_to", "nothing_at", "nothing_by"])
    _tell(round_, voided, written.by, written)


def _lapse(submission: Submission, touched: _Touched, written: Written) -> None:
    for why in Lapse:
        ids = [pk for pk, because in touched.lapsed.items() if because is why]
        for at in range(0, len(ids), IDS_A_QUERY):
            Confirmed.objects.filter(
                submission=submission, activity_id__in=ids[at : at + IDS_A_QUERY], lapsed_at=None
            ).update(lapsed_at=written.now, lapsed_by=written.by.label, lapsed_why=why.value)


def _named(touched: _Touched) -> dict[str, object]:
    some = Activity.every.filter(pk__in=touched.ids[:NAMED]).order_by("pk").values_list("slug", "title")
    return {
        "count": len(touched.ids),
        "activities": [{"slug": slug, "title": title} for slug, title in some],
    }


def _tell(round_: ReportingRound, voided: Sequence[Submission], by: Actor, written: Written) -> None:
    if not voided:
        return
    leads = leads_of(written.partnership)
    for submission in voided:
        tell_coordinators(round_, "round_voided", leads=leads, submission=submission, by=by, now=written.now)
