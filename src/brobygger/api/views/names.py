"""The other names of organisations and units, which coordinators keep."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.presenters.names import NAME, alias_as_json, tag_of_name
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.names import AliasIn, AliasList, AliasOut, WrittenAlias
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, mark_read, not_modified, reading, writing
from brobygger.organisations.actions import AliasHeld
from brobygger.organisations.models import Name
from brobygger.organisations.queries import party_names
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.actions.aliases import Done, add_alias, change_alias, remove_alias
from brobygger.portfolio.permissions import may_coordinate
from brobygger.portfolio.queries.aliases import alias_of, aliases_in, party_named

router = Router(tags=["Names"])
ALL = "/organisations/{slug:slug}/names"
ONE = f"{ALL}/{{int:number}}"
NEED = ApiScope.COORDINATE


@router.get(ALL, **reading({200: AliasList}))
def list_names(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """The names an organisation or unit goes or went by besides its own."""
    found = aliases_in(request.scope.partnership, the_party(request, slug))
    return answer({"items": [alias_as_json(name) for name in found]})


@router.post(ALL, **writing({201: WrittenAlias}, may=may_coordinate, need=NEED, takes_key=True, conflicts=True))
def add_name(request: Request, partnership: Slug, slug: Slug, alias: AliasIn) -> HttpResponse:
    """Let it go by one more name. 409 when others do: say is_shared when that is as it should be and can be told apart."""
    try:
        done = add_alias(
            partnership=request.scope.partnership,
            party=the_party(request, slug),
            draft=alias.draft(),
            is_shared=alias.is_shared,
            by=actor_of(request),
            now=timezone.now(),
        )
    except AliasHeld as held:
        raise _held(request, held) from held
    return _written(done, status=201)


@router.get(ONE, **reading({200: AliasOut, 304: None}))
def read_name(request: Request, partnership: Slug, slug: Slug, number: Number) -> HttpResponse:
    """One of the names."""
    name = _name(request, slug, number)
    tag = tag_of_name(name)
    return not_modified(request, tag) or answer(alias_as_json(name), headers={"ETag": tag})


@router.put(ONE, **writing({200: WrittenAlias}, may=may_coordinate, need=NEED, takes_version=True))
def change_name(request: Request, partnership: Slug, slug: Slug, number: Number, alias: AliasIn) -> HttpResponse:
    """Correct a name. What is left out becomes empty."""
    name = _name(request, slug, number)
    try:
        done = change_alias(
            partnership=request.scope.partnership,
            party=Party(name.organisation_id, name.unit_id),
            name_id=name.pk,
            seen=mark_read(request, NAME, name.pk),
            draft=alias.draft(),
            is_shared=alias.is_shared,
            by=actor_of(request),
            now=timezone.now(),
        )
    except AliasHeld as held:
        raise _held(request, held) from held
    return _written(done)


@router.delete(ONE, **writing({204: None}, may=may_coordinate, need=NEED, takes_version=True))
def remove_name(request: Request, partnership: Slug, slug: Slug, number: Number) -> HttpResponse:
    """Let a name lead here no more. The log keeps it, and it can be added again."""
    name = _name(request, slug, number)
    remove_alias(
        partnership=request.scope.partnership,
        party=Party(name.organisation_id, name.unit_id),
        name_id=name.pk,
        seen=mark_read(request, NAME, name.pk),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(None)


def _written(done: Done, *, status: int = 200) -> HttpResponse:
    assert done.name is not None
    value = {**alias_as_json(done.name), "is_searched": done.is_searched}
    return answer(value, status=status, headers={"ETag": tag_of_name(done.name)})


def _held(request: Request, held: AliasHeld) -> Refusal:
    directory = party_names(request.scope.partnership.directory_id).directory
    code = "shared" if held.may_be_shared else "taken"
    faults = [
        FieldFault("text", code, f"{directory.label(party)} ({directory.slug(party)}) goes by it.")
        for party in held.parties
    ]
    return Refusal(Fault.CONFLICT, f"Others go by the name «{held}».", errors=faults)


def the_party(request: Request, slug: str) -> Party:
    """The organisation or unit of an address, or 404."""
    party = party_named(request.scope.partnership, slug)
    if party is None:
        raise Refusal(Fault.NOT_FOUND)
    return party


def _name(request: Request, slug: str, number: int) -> Name:
    name = alias_of(request.scope.partnership, the_party(request, slug), number)
    if name is None:
        raise Refusal(Fault.NOT_FOUND)
    return name
