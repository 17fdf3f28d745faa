"""Deciding that two entries are related, or have nothing to do with each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.duplicates.models import Pair
from brobygger.duplicates.rules.decisions import Decision
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile, Order, change_activities
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.drafts import RelationDraft
from brobygger.portfolio.rules.kinds import RelationKind


class DecidedMeanwhile(RuntimeError):
    """Somebody else has decided about the pair; nothing was done."""


@dataclass(frozen=True)
class Related:
    """How two entries belong together: `of` has the relation to `to`, both by slug."""

    kind: RelationKind
    of: str
    to: str


@transaction.atomic
def decide(
    *,
    partnership: Partnership,
    pair: Pair,
    decision: Decision,
    related: Related | None = None,
    note: str = "",
    by: Actor,
    now: datetime,
) -> None:
    """Say of a pair that its entries are related (then how) or different. Asked again only when one changes much.

    Raises DecidedMeanwhile when it is not open any more, ChangedMeanwhile when an entry is gone, RegistrationRefused
    when the relation would lead in a circle.
    """
    lock(partnership)
    pair = _open(pair)
    pair.decision, pair.note = decision.value, note
    pair.relation = related.kind.value if related else ""
    pair.decided_score, pair.decided_at, pair.decided_by = pair.score, now, by.label
    pair.is_open = False
    pair.save()
    if related:
        _relate(partnership, related, by, now)
    record(partnership, pair, {"decision": decision.value, "score": round(pair.score, 4), "note": note}, by, now)


def _open(pair: Pair) -> Pair:
    present = Pair.objects.filter(pk=pair.pk, is_open=True).select_related("one", "other").first()
    if present is None:
        raise DecidedMeanwhile(pair.pk)
    return present


def _relate(partnership: Partnership, related: Related, by: Actor, now: datetime) -> None:
    found = draft_of(partnership, related.of)
    if found is None:
        raise ChangedMeanwhile([related.of])
    activity, draft = found
    relation = RelationDraft(related.kind, related.to)
    if any((each.kind, each.to) == (relation.kind, relation.to) for each in draft.relations):
        return
    order = Order(activity.pk, activity.version, replace(draft, relations=(*draft.relations, relation)))
    change_activities(partnership=partnership, orders=[order], by=by, now=now)


def record(partnership: Partnership, pair: Pair, data: dict[str, object], by: Actor, now: datetime) -> None:
    """Write down what was decided, about the pair and both its entries."""
    audit.record(
        verb="decided",
        subject_type="pair",
        subjects=[(pair.pk, {**data, "one": pair.one_id, "other": pair.other_id})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )


def answer_at_registration(
    *, partnership: Partnership, activity: Activity, other: Activity, value: str, pair: Pair, by: Actor, now: datetime
) -> None:
    """What somebody said of a likely twin while they registered: `ulik`, or how the new entry is related to it."""
    if value in set(RelationKind):
        related = Related(RelationKind(value), activity.slug, other.slug)
        decide(partnership=partnership, pair=pair, decision=Decision.RELATED, related=related, by=by, now=now)
    elif value == "ulik":
        decide(partnership=partnership, pair=pair, decision=Decision.DIFFERENT, by=by, now=now)
