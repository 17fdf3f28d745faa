"""The test house itself."""

from __future__ import annotations

import socket

import pytest


def test_the_network_is_closed() -> None:
    """Nothing outside this machine answers."""
    with pytest.raises(Exception, match="blocked|A test tried to use socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_everybody_is_there(cast, trd3) -> None:  # type: ignore[no-untyped-def]
    """The cast has the roles it is named for."""
    roles = dict(trd3.memberships.values_list("user__username", "role"))
    assert roles["lead@example.no"] == "project_lead"
    assert cast.stranger.memberships.count() == 0
    assert {membership.partnership.slug for membership in cast.other_lead.memberships.all()} <= {"fjordby"}


def test_signed_in(cast, client_of) -> None:  # type: ignore[no-untyped-def]
    """A client carries its user."""
    assert client_of(cast.lead).session["_auth_user_id"] == str(cast.lead.pk)
