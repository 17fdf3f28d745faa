"""What may be registered twice: likely twins, the queue of pairs, decisions about them, and the numbers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.actions.twins import answer_twin
from brobygger.api.presenters.duplicates import (
    counts_as_json,
    pair_as_json,
    tag_of_pair,
    twin_as_json,
    whole_pair_as_json,
)
from brobygger.api.queries.pairs import organisation_slugs, pairs_after
from brobygger.api.queries.slugs import slugs_for
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.duplicates import (
    AlikeQuestion,
    CountsOut,
    DecisionIn,
    PairList,
    PairOut,
    PairQuestion,
    PairRow,
    ProposePair,
    TwinAnswer,
    TwinList,
)
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.activities import ONE as ACTIVITY
from brobygger.api.views.activities import entry_of
from brobygger.api.views.door import Request, actor_of, answer, not_modified, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.dates.rules import UNKNOWN
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.decide import Related, decide
from brobygger.duplicates.models import Pair
from brobygger.duplicates.permissions import may_decide
from brobygger.duplicates.queries.chains import further_of, others_of
from brobygger.duplicates.queries.consents import consents_of
from brobygger.duplicates.queries.counts import counts_of
from brobygger.duplicates.queries.queue import entries_of, pair_numbered
from brobygger.duplicates.queries.twins import twins_of
from brobygger.duplicates.rules.decisions import Decision
from brobygger.duplicates.rules.records import Record
from brobygger.partnerships.queries import partner_organisations
from brobygger.portfolio.models import Activity
from brobygger.portfolio.permissions import may_write
from brobygger.portfolio.queries.editing import entry_named
from brobygger.portfolio.rules.kinds import Standing

router = Router(tags=["Duplicates"])
ALL = "/duplicates"
ONE = f"{ALL}/{{int:number}}"
SHORTEST_TITLE, SHOWN = 4, 3


@router.get(f"{ALL}/alike", **reading({200: TwinList}, may=may_write))
def alike(request: Request, partnership: Slug, question: Query[AlikeQuestion]) -> HttpResponse:
    """Up to three entries that may be what somebody is about to register, with why.

    The same: join it (registrations). Else register it, and say what it is to them (twins).
    """
    title = " ".join(question.title.split())
    if len(title) < SHORTEST_TITLE:
        return answer({"items": []})
    kind = question.kind.value.replace("_", " ") if question.kind else ""
    year = int(question.date[:4]) if question.date and question.date != UNKNOWN else None
    record = Record(id="", title=title, kind=kind, start_year=year)
    [found] = twins_of(request.scope.partnership, [record], at_most=SHOWN)
    return answer({"items": [twin_as_json(twin) for twin in found]})


@router.post(f"{ACTIVITY}/twins", **writing({200: PairRow}, may=may_decide, takes_key=True, conflicts=True))
def answer_for_twin(request: Request, partnership: Slug, slug: Slug, said: TwinAnswer) -> HttpResponse:
    """Say of an entry one has registered that a likely twin is related to it, or different. The two are not asked about again."""
    one, other = _registered(request, slug, ""), _registered(request, said.other, "other")
    _two(one, other, "other")
    pair = answer_twin(
        partnership=request.scope.partnership,
        activity=one,
        other=other,
        relation=said.relation,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(pair_as_json(pair))


@router.get(f"{ALL}/counts", **reading({200: CountsOut}))
def read_counts(request: Request, partnership: Slug) -> HttpResponse:
    """How much is registered, counted once, not reviewed yet, and probably missing."""
    here = request.scope.partnership
    ids = sorted(each.pk for each in partner_organisations(here))[:2]
    slugs = organisation_slugs(ids)
    return answer(counts_as_json(counts_of(here), [slugs[pk] for pk in ids]))


@router.get(ALL, **reading({200: PairList}))
def list_pairs(request: Request, partnership: Slug, question: Query[PairQuestion]) -> HttpResponse:
    """Pairs that may be the same: by how likely it is, times what it does to this year's figures."""
    place = place_in(request, question.cursor)
    found, following = pairs_after(
        request.scope.partnership, decided=question.decided, after=place, limit=question.limit
    )
    return page(request, [pair_as_json(pair) for pair in found], following)


@router.post(ALL, **writing({201: PairOut}, may=may_write, takes_key=True, conflicts=True))
def propose(request: Request, partnership: Slug, two: ProposePair) -> HttpResponse:
    """Say that two activities may be the same; also when that was decided before."""
    one, other = _registered(request, two.one, "one"), _registered(request, two.other, "other")
    _two(one, other, "other")
    made = propose_pair(partnership=request.scope.partnership, one=one, other=other, now=timezone.now())
    return whole_pair(pair_of(request, made.pk), status=201)


@router.get(ONE, **reading({200: PairOut, 304: None}))
def read_pair(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One pair: its reasons with their weight, in what the two differ, and who has said yes to merging them."""
    pair = pair_of(request, number)
    return not_modified(request, tag_of_pair(pair)) or whole_pair(pair)


@router.post(f"{ONE}/decision", **writing({200: PairRow}, may=may_decide, takes_key=True, conflicts=True))
def decide_pair(request: Request, partnership: Slug, number: Number, said: DecisionIn) -> HttpResponse:
    """Say that the two are related, or different: also how one says no to a merge. Same is said by a yes to merging them."""
    pair, related = pair_of(request, number), None
    if said.relation:
        slugs = [pair.one.slug, pair.other.slug]
        of = said.of or slugs[0]
        if of not in slugs:
            raise Refusal(Fault.INVALID, errors=[FieldFault("of", "unknown", "It is neither of the two.")])
        related = Related(said.relation, of, slugs[1 - slugs.index(of)])
    decide(
        partnership=request.scope.partnership,
        pair=pair,
        decision=Decision(said.decision),
        related=related,
        note=said.note,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(pair_as_json(pair_of(request, number)))


def pair_of(request: Request, number: int) -> Pair:
    """A pair of the partnership. Raises Refusal."""
    pair = pair_numbered(request.scope.partnership, number)
    if pair is None:
        raise Refusal(Fault.NOT_FOUND)
    return pair


def whole_pair(pair: Pair, *, status: int = 200) -> HttpResponse:
    """A pair with all that helps one decide."""
    one, other = entries_of([pair.one_id, pair.other_id])
    slugs = slugs_for(pair.partnership, [one.content, other.content])
    value = whole_pair_as_json(
        pair,
        (one, other),
        slugs,
        others=others_of(pair),
        further=[each.activity for each in further_of(pair)],
        consents=consents_of(pair),
    )
    return answer(value, status=status, headers={"ETag": tag_of_pair(pair)})


def _registered(request: Request, slug: str, field: str) -> Activity:
    """An activity in the register. Without a field it stands in the address."""
    activity = entry_of(request, slug) if not field else entry_named(request.scope.partnership, slug)
    if activity is None:
        fault = FieldFault(field, "unknown", f"There is no activity «{slug}».")
        raise Refusal(Fault.INVALID, errors=[fault])
    if activity.standing != Standing.REGISTERED:
        raise Refusal(Fault.CONFLICT, f"«{activity.slug}» is merged or in the wastebasket.")
    return activity


def _two(one: Activity, other: Activity, field: str) -> None:
    if one.pk == other.pk:
        raise Refusal(Fault.INVALID, errors=[FieldFault(field, "itself", "An activity is no twin of itself.")])
