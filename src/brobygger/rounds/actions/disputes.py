"""A party does not stand behind something: it stays out of the totals and is listed, until that is settled."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Decision
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.models import Activity
from brobygger.results.actions.left_out import count_again, leave_out
from brobygger.results.models import Indicator
from brobygger.rounds.actions.notices import tell_coordinators
from brobygger.rounds.actions.taking import event_of, locked
from brobygger.rounds.models import Dispute, ReportingRound
from brobygger.rounds.queries.rounds import leads_of
from brobygger.rounds.rules.disputes import keeps_out, may_settle
from brobygger.rounds.rules.kinds import Ending, RoundState
from brobygger.rounds.rules.workflow import Refusal, StepRefused


class DisputedAlready(RuntimeError):
    """There is a dispute of it in this round that is not settled."""


class NotYoursToSettle(PermissionError):
    """The other party raised it, and there is no decision of the steering group."""


@transaction.atomic
def dispute(
    *,
    round_: ReportingRound,
    about: Activity | Indicator,
    party: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> Dispute:
    """Say for a party that an activity, or an indicator's number, is not right. Raises StepRefused, DisputedAlready."""
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    lock(round_.partnership)
    round_ = _open(round_)
    thing = {"activity": about} if isinstance(about, Activity) else {"indicator": about}
    try:
        with transaction.atomic():
            made = Dispute.objects.create(
                round=round_,
                organisation_id=party,
                reason=reason.strip(),
                opened_at=now,
                opened_by=by.label,
                **thing,
            )
    except IntegrityError as there:
        raise DisputedAlready from there
    leave_out(partnership=round_.partnership, year=round_.year, **thing)
    _record("disputed", made, by, now)
    event_of(round_, "dispute", organisation_id=party, reason=reason, data=_about(made), by=by, now=now)
    tell_coordinators(
        round_, "dispute_opened", leads=leads_of(round_.partnership), words=reason.strip(), by=by, now=now
    )
    return made


@transaction.atomic
def settle(
    *,
    dispute: Dispute,
    outcome: Ending,
    words: str,
    decision: Decision | None,
    party: int,
    by: Actor,
    now: datetime,
) -> None:
    """End a dispute, saying how. Raises StepRefused, NotYoursToSettle.

    The party that raised it may end it as it likes, the other may give in; else it takes a decision of the steering group.
    """
    if not words.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    round_ = dispute.round
    lock(round_.partnership)
    round_ = _open(round_)
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if dispute.outcome:
        raise StepRefused(Refusal.CHANGED_MEANWHILE)
    if decision is not None and decision.partnership_id != round_.partnership_id:
        raise StepRefused(Refusal.DECISION_MISSING)
    if not may_settle(
        party=party, raised_by=dispute.organisation_id, outcome=outcome, has_decision=decision is not None
    ):
        raise NotYoursToSettle
    dispute.outcome, dispute.settlement, dispute.decision = outcome.value, words.strip(), decision
    dispute.settled_at, dispute.settled_by = now, by.label
    dispute.save()
    if not keeps_out(outcome):
        _count_again(dispute)
    _record("settled", dispute, by, now)
    event_of(
        round_,
        "settle",
        organisation_id=party,
        reason=words,
        data={**_about(dispute), "outcome": outcome.value},
        by=by,
        now=now,
    )
    tell_coordinators(
        round_, "dispute_settled", leads=leads_of(round_.partnership), words=words.strip(), by=by, now=now
    )


def let_all_count(round_: ReportingRound) -> None:
    """What a round kept out of the totals counts again: the round is called off."""
    lock(round_.partnership)
    for each in round_.disputes.all():
        _count_again(each)


def _open(round_: ReportingRound) -> ReportingRound:
    round_ = locked(round_)
    if round_.state != RoundState.OPEN:
        raise StepRefused(Refusal.WRONG_STAGE)
    return round_


def _count_again(dispute: Dispute) -> None:
    round_ = dispute.round
    count_again(
        partnership=round_.partnership, year=round_.year, activity=dispute.activity, indicator=dispute.indicator
    )


def _about(dispute: Dispute) -> dict[str, str]:
    if dispute.activity is not None:
        return {"activity": dispute.activity.slug, "title": dispute.activity.title}
    return {"indicator": dispute.indicator.code} if dispute.indicator is not None else {}


def _record(verb: str, dispute: Dispute, by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb,
        subject_type="dispute",
        subjects=[(dispute.pk, {"year": dispute.round.year, **_about(dispute)})],
        by=by,
        now=now,
        partnership_id=dispute.round.partnership_id,
    )
