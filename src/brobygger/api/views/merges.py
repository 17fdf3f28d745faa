"""Merging a pair and whatever else is the same, with a yes from each side that owns one of them, and parting it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.presenters.duplicates import (
    PAIR,
    choice_as_json,
    consent_as_json,
    entry_as_json,
    merge_as_json,
    tag_of_pair,
    versions_in,
)
from brobygger.api.queries.pairs import activity_slugs, organisation_slugs
from brobygger.api.queries.slugs import slugs_for
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.duplicates import MergeOut, PartedOut, ProposalOut, ProposalQuestion, YesIn, YesOut
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.activities import ONE as ACTIVITY
from brobygger.api.views.activities import entry_of
from brobygger.api.views.door import Request, actor_of, answer, mark_read, reading, version_read, writing
from brobygger.api.views.duplicates import ONE, pair_of
from brobygger.duplicates.actions.decide import DecidedMeanwhile
from brobygger.duplicates.actions.merges import part, say_yes
from brobygger.duplicates.models import Pair
from brobygger.duplicates.permissions import may_decide, may_say_yes
from brobygger.duplicates.presenters.merging import chosen_in
from brobygger.duplicates.queries.chains import members_chosen
from brobygger.duplicates.queries.consents import also_said, consents_to
from brobygger.duplicates.queries.merges import merge_named, merge_of
from brobygger.duplicates.queries.owners import all_owners_of
from brobygger.duplicates.queries.queue import entries_of
from brobygger.duplicates.rules.merging import ALL, Choice, choices
from brobygger.portfolio.models import Activity
from brobygger.portfolio.permissions import may_write
from brobygger.portfolio.rules.kinds import Standing

router = Router(tags=["Merges"])
PROPOSAL = f"{ONE}/merge"
MERGE = f"{ACTIVITY}/merge"


@router.get(PROPOSAL, **reading({200: ProposalOut, 409: ProblemOut}, may=may_write))
def read_proposal(
    request: Request, partnership: Slug, number: Number, question: Query[ProposalQuestion]
) -> HttpResponse:
    """How they would be put together: the fields in which they differ, what is proposed, and who has said yes.

    `also` names further entries that are the same too; without it, those the last yes was to.
    """
    pair = _open(request, number)
    members = _members(pair, set(question.also), "also") if question.also else members_chosen(pair, also_said(pair))
    ids = [each.pk for each in members]
    given = consents_to({each.pk: each.version for each in members})
    needed = all_owners_of(request.scope.partnership, ids)
    entries = entries_of(ids)
    slugs = slugs_for(pair.partnership, [entry.content for entry in entries])
    chosen = given[-1].choices if given else {}
    missing = sorted(needed - {consent.organisation_id for consent in given})
    value = {
        "members": [entry_as_json(each) for each in members],
        "choices": [choice_as_json(choice, slugs, chosen) for choice in choices(entries)],
        "consents": [consent_as_json(consent) for consent in given],
        "missing": _slugs(missing),
        "may_say_yes": may_say_yes(request.scope, needed),
    }
    return answer(value, headers={"ETag": tag_of_pair(pair)})


@router.post(PROPOSAL, **writing({200: YesOut}, may=may_write, takes_version=True, takes_key=True))
def agree(request: Request, partnership: Slug, number: Number, yes: YesIn) -> HttpResponse:
    """Say yes for one's own side, to these choices. They are merged when every side that owns one of them has.

    A yes to other choices replaces the other side's: they are asked again. No is said by deciding that they are different.
    """
    pair, here = _open(request, number), request.scope.partnership
    one, other = versions_in(mark_read(request, PAIR, pair.pk))
    seen = {each.id: each.version for each in yes.also}
    members = _members(pair, set(seen), "also")
    versions = {each.pk: seen.get(each.slug, 0) for each in members} | {pair.one_id: one, pair.other_id: other}
    if not may_say_yes(request.scope, all_owners_of(here, list(versions))):
        raise Refusal(Fault.NOT_ALLOWED, "None of them belongs to your side.")
    said = say_yes(
        partnership=here,
        pair=pair,
        versions=versions,
        choices=_chosen(yes.chosen(), choices(entries_of(list(versions)))),
        note=yes.note,
        organisation_id=request.scope.membership.organisation_id,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(
        {"activity": said.entry.slug if said.entry else None, "missing": _slugs(sorted(said.missing))},
        headers={"ETag": tag_of_pair(pair_of(request, number))},
    )


@router.get(MERGE, **reading({200: MergeOut}))
def read_merge(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """What an activity stands for: each of them, who registered it, and which fields were taken from it."""
    together = merge_of(entry_of(request, slug))
    if together is None:
        raise Refusal(Fault.NOT_FOUND)
    return answer(merge_as_json(together))


@router.delete(MERGE, **writing({200: PartedOut}, may=may_decide, takes_version=True))
def part_merge(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Part what was merged: each is in the register again exactly as it was. If-Match is the ETag of the activity."""
    found = merge_named(request.scope.partnership, slug)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    version = version_read(request, found.entry)
    members = part(
        partnership=request.scope.partnership, merge=found, version=version, by=actor_of(request), now=timezone.now()
    )
    return answer({"activities": activity_slugs(request.scope.partnership, members)})


def _open(request: Request, number: int) -> Pair:
    pair = pair_of(request, number)
    if not pair.is_open or {pair.one.standing, pair.other.standing} != {Standing.REGISTERED}:
        raise DecidedMeanwhile(pair.pk)
    return pair


def _members(pair: Pair, also: set[str], field: str) -> list[Activity]:
    """Both and the further ones that are meant. Raises Refusal for one that is not among those that may be the same."""
    members = members_chosen(pair, also)
    unknown = sorted(also - {each.slug for each in members})
    if unknown:
        faults = [FieldFault(field, "unknown", f"«{slug}» is not among `further` of the pair.") for slug in unknown]
        raise Refusal(Fault.INVALID, errors=faults)
    return members


def _chosen(asked: Mapping[str, str], differing: Sequence[Choice]) -> dict[str, str]:
    """Every choice there is, as it was asked for or as proposed. Raises Refusal for what cannot be chosen."""
    allowed = {each.field: {*each.values, ALL} if each.proposed == ALL else set(each.values) for each in differing}
    faults = [
        FieldFault(f"choices.{field}", "unknown", "They do not differ in this, or it cannot be taken from there.")
        for field, source in asked.items()
        if source not in allowed.get(field, ())
    ]
    if faults:
        raise Refusal(Fault.INVALID, errors=faults)
    return chosen_in({f"felt-{field}": source for field, source in asked.items()}, differing)


def _slugs(ids: Sequence[int]) -> list[str]:
    found = organisation_slugs(ids)
    return [found[pk] for pk in ids if pk in found]
