"""What the partnership is apart from its activities."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from brobygger.api.permissions import scopes_held
from brobygger.api.presenters.discussion import person_as_json
from brobygger.api.presenters.structure import area_as_json, body_as_json, partnership_as_json
from brobygger.api.rules.tokens import in_order
from brobygger.api.schemas.structure import BodyList, FocusAreaList, MemberList, PartnershipOut, TokenOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, answer, reading
from brobygger.discussion.permissions import may_comment
from brobygger.discussion.queries.thread import people_of
from brobygger.partnerships.queries import standing_structure

router = Router(tags=["Partnership"])


@router.get("", **reading({200: PartnershipOut}))
def read_partnership(request: Request, partnership: Slug) -> HttpResponse:
    """The partnership with its partners and agreement periods."""
    found = request.scope.partnership
    return answer(partnership_as_json(found, standing_structure(found)))


@router.get("/token", **reading({200: TokenOut}))
def read_token(request: Request, partnership: Slug) -> HttpResponse:
    """The token one uses, and what it may do now: what it was made for and its owner still may."""
    token, membership = request.token, request.scope.membership
    held = scopes_held(request.scope)
    return answer(
        {
            "name": token.name,
            "owner": membership.user.display_name,
            "partnership": request.scope.partnership.slug,
            "role": membership.role,
            "organisation": membership.organisation.slug if membership.organisation else None,
            "scopes": [scope for scope in in_order(token.scopes) if scope in held],
            "expires": token.expires,
        }
    )


@router.get("/focus-areas", **reading({200: FocusAreaList}))
def list_focus_areas(request: Request, partnership: Slug) -> HttpResponse:
    """The focus areas, in the order they were made."""
    areas = standing_structure(request.scope.partnership).focus_areas
    return answer({"items": [area_as_json(area) for area in areas]})


@router.get("/bodies", **reading({200: BodyList}))
def list_bodies(request: Request, partnership: Slug) -> HttpResponse:
    """Steering group, committees and other bodies, each with its seats."""
    structure = standing_structure(request.scope.partnership)
    return answer({"items": [body_as_json(body, structure.focus_areas) for body in structure.bodies]})


@router.get("/members", **reading({200: MemberList}, may=may_comment))
def list_members(request: Request, partnership: Slug) -> HttpResponse:
    """The members one may address in a comment, by name. For those who take part in discussions."""
    people = people_of(request.scope.partnership, but=request.scope.membership.user_id)
    return answer({"items": [person_as_json(person) for person in people]})
