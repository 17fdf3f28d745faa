"""What coordinators do with suggestions. Two who act at once are told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.actions.unfinished import keep_unfinished
from brobygger.portfolio.models import Activity, Registration, UnfinishedForm
from brobygger.portfolio.rules.kinds import Via
from brobygger.suggestions.models import Suggestion
from brobygger.suggestions.rules.kinds import SUGGESTION, Answer


class DecidedMeanwhile(RuntimeError):
    """Somebody else has decided; `by` says who."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


@transaction.atomic
def take(*, suggestion: Suggestion, user: User, now: datetime) -> UnfinishedForm:
    """Take a suggestion in hand: an unfinished form of this user's, filled in with what was told. Raises DecidedMeanwhile."""
    present = _waiting(suggestion)
    # Saved times break ties in the list of unfinished forms; this one shall stand first and make no other go.
    data = {"title": [present.title], "kind": [present.kind], "when": [present.when]}
    form = keep_unfinished(
        partnership=present.partnership,
        user=user,
        activity=None,
        pk=None,
        data={name: values for name, values in data.items() if values[0]},
        now=now,
    )
    _decide(present, Answer.TAKEN, user.as_actor, now, unfinished=form)
    return form


@transaction.atomic
def take_again(*, suggestion: Suggestion, by: Actor, now: datetime) -> bool:
    """Put what nobody registered after all back among what waits. False when it is registered, or waits."""
    present = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if present.answer == Answer.WAITING or present.activity_id is not None:
        return False
    present.answer, present.reason, present.decided_at, present.decided_by = Answer.WAITING.value, "", None, ""
    present.unfinished = None
    present.save(update_fields=["answer", "reason", "decided_at", "decided_by", "unfinished"])
    _record("put_back", present, by, now)
    return True


@transaction.atomic
def decline(*, suggestion: Suggestion, reason: str, by: Actor, now: datetime) -> None:
    """Say no, and why. Raises DecidedMeanwhile."""
    _decide(_waiting(suggestion), Answer.DECLINED, by, now, reason=reason)


@transaction.atomic
def already_registered(*, suggestion: Suggestion, activity: Activity, by: Actor, now: datetime) -> None:
    """Say that it is in the register, and as what. Raises DecidedMeanwhile."""
    _decide(_waiting(suggestion), Answer.KNOWN, by, now, activity=activity)


def registered(written: Written) -> None:
    """A suggestion that was taken in hand is registered (`settings.ACTIVITY_LISTENERS`). No query for anything else."""
    if written.unfinished_id is None or len(written.activity_ids) != 1:
        return
    [activity_id] = written.activity_ids
    suggestion = Suggestion.objects.filter(
        unfinished_id=written.unfinished_id, partnership=written.partnership, activity=None
    ).first()
    if suggestion is None:
        return
    Suggestion.objects.filter(pk=suggestion.pk).update(activity_id=activity_id)
    Registration.objects.filter(activity_id=activity_id).update(via=Via.PUBLIC_FORM.value)
    suggestion.activity_id = activity_id
    _record("registered", suggestion, written.by, written.now)


def _waiting(suggestion: Suggestion) -> Suggestion:
    present = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if present.answer != Answer.WAITING:
        raise DecidedMeanwhile(present.decided_by)
    return present


def _decide(
    suggestion: Suggestion,
    answer: Answer,
    by: Actor,
    now: datetime,
    *,
    reason: str = "",
    unfinished: UnfinishedForm | None = None,
    activity: Activity | None = None,
) -> None:
    suggestion.answer, suggestion.reason = answer.value, reason
    suggestion.decided_at, suggestion.decided_by = now, by.label
    suggestion.unfinished, suggestion.activity = unfinished, activity
    suggestion.save(update_fields=["answer", "reason", "decided_at", "decided_by", "unfinished", "activity"])
    _record(answer.value, suggestion, by, now)


def _record(verb: str, suggestion: Suggestion, by: Actor, now: datetime) -> None:
    told = {"activity": suggestion.activity_id} if suggestion.activity_id else {}
    audit.record(
        verb=verb,
        subject_type=SUGGESTION,
        subjects=[(suggestion.pk, told)],
        by=by,
        now=now,
        partnership_id=suggestion.partnership_id,
    )
