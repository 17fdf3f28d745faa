"""Comparing what was written with the rest of the register, and keeping the pairs that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from brobygger.duplicates.actions import fingerprints
from brobygger.duplicates.actions.decide import answer_at_registration
from brobygger.duplicates.models import MergeMember, Pair
from brobygger.duplicates.queries.belonging import judged
from brobygger.duplicates.queries.effect import counted_in, reporting_year
from brobygger.duplicates.queries.records import records_of
from brobygger.duplicates.queries.twins import Comparer
from brobygger.duplicates.queries.waiting import waiting_ids
from brobygger.duplicates.rules.decisions import is_worth_asking_again, priority
from brobygger.duplicates.rules.scoring import Answer, Scored
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.models import Activity

# More than this written at once (an import, a bulk edit) waits for `compare_waiting`.
AT_ONCE = 20
# Others who write wait while this many are compared: a third of a second or so.
BATCH = 50
PAIRS_EACH = 5
# Below this hardly one pair in ten is the same (docs/performance.md): people are not asked, though it is shown as one types.
LEAST_ASKED = 0.2
# Databases take only so many values in one question.
_VALUES = 400
_ANSWERS_AT_MOST = 10
_LEAVING = frozenset({"removed", "merged"})

Found = dict[tuple[int, int], Scored]


def listen(written: Written) -> None:
    """Keep fingerprints and pairs in step with the register (`settings.ACTIVITY_LISTENERS`)."""
    ids = written.activity_ids
    if written.verb in _LEAVING:
        fingerprints.erase(ids)
        _drop_undecided(ids, and_close=True)
    elif len(ids) > AT_ONCE:
        fingerprints.wait(ids)
    else:
        _compare(Comparer(written.partnership), ids, written.now)
    if written.answers:
        _take_answers(written)


def _take_answers(written: Written) -> None:
    """What was said of likely twins while an entry was registered: by the slug of the twin, one entry at a time."""
    [activity] = Activity.objects.filter(pk__in=written.activity_ids)
    others = Activity.objects.filter(partnership=written.partnership, slug__in=list(written.answers)[:_ANSWERS_AT_MOST])
    for other in others.exclude(pk=activity.pk):
        pair = pair_of(written.partnership, activity, other, now=written.now)
        if pair.is_open:
            answer_at_registration(
                partnership=written.partnership,
                activity=activity,
                other=other,
                value=written.answers[other.slug],
                pair=pair,
                by=written.by,
                now=written.now,
            )


@transaction.atomic
def compare_some(*, partnership: Partnership, at_most: int = BATCH, now: datetime) -> int:
    """Compare some of the entries that wait, in one transaction. How many; 0 when none waits."""
    ids = waiting_ids(partnership, at_most=at_most)
    if ids:
        lock(partnership)
        _compare(Comparer(partnership), ids, now)
    return len(ids)


def compare_next() -> bool:
    """Compare some of what waits in any partnership (`settings.BACKGROUND_WORK`). False when nothing does."""
    for partnership in Partnership.objects.select_related("directory").order_by("pk"):
        if _settled.get(partnership.pk) == partnership.data_version:
            continue
        if compare_some(partnership=partnership, now=timezone.now()):
            return True
        _settled[partnership.pk] = partnership.data_version
    return False


# The version of each partnership's data in which nothing waited, so that an idle worker asks no more than that.
_settled: dict[int, int] = {}


def compare_waiting(*, partnership: Partnership, now: datetime) -> int:
    """Compare all entries that wait, a batch at a time so that others can write in between. How many."""
    done = 0
    while count := compare_some(partnership=partnership, now=now):
        done += count
    return done


def _compare(comparer: Comparer, ids: Sequence[int], now: datetime) -> None:
    """Write down fingerprints, look for likes, keep the pairs."""
    prepared = {pk: comparer.prepare(record) for pk, record in records_of(ids).items()}
    changed = fingerprints.write(comparer.partnership, prepared)
    # What the register holds of each word has just changed by these few; the counts read from here on include them.
    comparer.forget()
    nearest = comparer.nearest([prepared[pk] for pk in changed], but=changed)
    pairs = [(pk, prepared[pk], near) for pk, alike in zip(changed, nearest, strict=True) for near in alike]
    likes: dict[int, list[tuple[int, Scored]]] = {pk: [] for pk in changed}
    for (pk, _, near), scored in zip(pairs, judged(comparer, pairs), strict=True):
        if scored and _is_worth_asking(scored):
            likes[pk].append((near.activity_id, scored))
    found: Found = {}
    for pk, alike in likes.items():
        for other, scored in sorted(alike, key=lambda pair: -pair[1].score)[:PAIRS_EACH]:
            found[min(pk, other), max(pk, other)] = scored
    _keep(comparer.partnership, changed, found, now)


def _keep(partnership: Partnership, changed: Sequence[int], found: Found, now: datetime) -> None:
    if not changed:
        return
    _drop_undecided(changed)
    # What is left is decided, or somebody has said yes to it.
    there = {
        (pair.one_id, pair.other_id): pair for pair in Pair.objects.filter(Q(one__in=changed) | Q(other__in=changed))
    }
    apart = _stands_for(sorted({pk for key in found for pk in key}))
    found = {key: scored for key, scored in found.items() if frozenset(key) not in apart}
    year = reporting_year(partnership, now.year) if found else 0
    counted = counted_in(partnership, sorted({pk for key in found for pk in key}), year)
    new: list[Pair] = []
    again: list[Pair] = []
    for (one, other), scored in found.items():
        effect = len(counted.get(one, frozenset()) & counted.get(other, frozenset()))
        pair = there.get((one, other)) or Pair(partnership=partnership, one_id=one, other_id=other, found=now)
        if pair.decision and not is_worth_asking_again(pair.decision, pair.decided_score or 0.0, scored.score):
            continue
        pair.score, pair.answer, pair.is_open = scored.score, scored.answer.value, True
        pair.reasons = [[reason.code, reason.bits, list(reason.words)] for reason in scored.reasons]
        pair.effect, pair.priority = effect, priority(scored.score, effect)
        (again if pair.pk else new).append(pair)
    Pair.objects.bulk_create(new, 500)
    Pair.objects.bulk_update(again, ["score", "answer", "is_open", "reasons", "effect", "priority"], 100)


def _drop_undecided(ids: Sequence[int], *, and_close: bool = False) -> None:
    """Pairs nobody has decided are found anew; what somebody has said yes to stays until they decide, closed if asked."""
    for at in range(0, len(ids), _VALUES):
        some = ids[at : at + _VALUES]
        theirs = Pair.objects.filter(Q(one__in=some) | Q(other__in=some))
        theirs.filter(decision="", consents=None).delete()
        if and_close:
            theirs.filter(is_open=True).update(is_open=False)


def _is_worth_asking(scored: Scored) -> bool:
    return scored.telling and (scored.score >= LEAST_ASKED or scored.answer is Answer.RELATED)


def _stands_for(ids: Sequence[int]) -> set[frozenset[int]]:
    """Pairs of an entry and one it stands for."""
    merged = MergeMember.objects.filter(merge__entry__in=ids, merge__parted_at=None)
    return {frozenset(pair) for pair in merged.values_list("merge__entry_id", "activity_id")}


@transaction.atomic
def propose_pair(*, partnership: Partnership, one: Activity, other: Activity, now: datetime) -> Pair:
    """Open the pair of two entries for somebody who says they may be the same, also when it was decided before."""
    lock(partnership)
    pair = pair_of(partnership, one, other, now=now)
    if not pair.is_open:
        pair.is_open = True
        pair.save(update_fields=["is_open"])
    return pair


def pair_of(partnership: Partnership, one: Activity, other: Activity, *, now: datetime) -> Pair:
    """The pair of two entries, made when the finder did not find it: somebody says that they may be the same."""
    low, high = sorted((one.pk, other.pk))
    pair = Pair.objects.filter(partnership=partnership, one=low, other=high).first()
    return pair or Pair.objects.create(
        partnership=partnership, one_id=low, other_id=high, score=0, answer=Answer.REVIEW.value, priority=0, found=now
    )
