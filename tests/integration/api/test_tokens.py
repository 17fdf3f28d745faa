"""Who gets in: tokens, what they may do, and the page where they are made."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from tests.conftest import Cast
from tests.integration.api.conftest import ROOT, Program, token_for

from brobygger.accounts.models import User
from brobygger.api.actions.tokens import TokenRefused, make_token
from brobygger.api.models import AccessToken
from brobygger.api.rules.tokens import ApiScope, fingerprint
from brobygger.audit.models import Event
from brobygger.partnerships.models import Membership
from brobygger.partnerships.queries import Scope

Browser = Callable[[User | None], Client]
PAGE = "/trd3/tilganger/"
ONE = "/activities/climagen"


def written(**changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in."""
    expires = timezone.localdate() + timedelta(days=10)
    return {"name": "Regneark", "scopes": ["read"], "expires": expires.isoformat(), **changes}


def test_nobody_gets_in_without_a_token(lead: Program, cast: Cast, client_of: Browser) -> None:
    for header in ("", "Bearer", "Bearer x", "Bearer bro_x", f"Basic {lead.secret}", f"Bearer {lead.secret}x", "æøå"):
        response = Client().get(f"{ROOT}{ONE}", headers={"Authorization": header} if header else {})
        assert response.status_code == 401, header
        assert response["WWW-Authenticate"] == "Bearer"
        assert response["Content-Type"] == "application/problem+json"
    # Signing in on screen opens nothing here.
    assert client_of(cast.lead).get(f"{ROOT}{ONE}").status_code == 401


def test_a_token_opens_its_own_partnership_only(lead: Program, program_of: Callable[..., Program], cast: Cast) -> None:
    assert lead.get(ONE).status_code == 200
    answers = {
        lead.get("/api/v1/partnerships/fjordby/activities").content,
        lead.get("/api/v1/partnerships/finnes-ikke/activities").content,
        lead.get("/activities/finnes-ikke").content,
    }
    assert len(answers) == 1
    assert b"not-found" in answers.pop()
    assert program_of(cast.other_lead).get(ONE).status_code == 404


def test_a_token_that_ended_opens_nothing(lead: Program, cast: Cast) -> None:
    token = AccessToken.objects.get(hash=fingerprint(lead.secret))
    for change in ({"expires": timezone.localdate() - timedelta(days=1)}, {"revoked_at": timezone.now()}):
        AccessToken.objects.filter(pk=token.pk).update(**change)
        assert lead.get(ONE).status_code == 401
        AccessToken.objects.filter(pk=token.pk).update(expires=timezone.localdate(), revoked_at=None)
        assert lead.get(ONE).status_code == 200
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert lead.get(ONE).status_code == 401


def test_leaving_the_partnership_ends_it(lead: Program, cast: Cast) -> None:
    Membership.objects.get(user=cast.lead).delete()
    assert lead.get(ONE).status_code == 401
    assert not AccessToken.objects.filter(hash=fingerprint(lead.secret)).exists()


def test_scopes_and_roles(program_of: Callable[..., Program], cast: Cast) -> None:
    reader = program_of(cast.lead, ApiScope.READ)
    assert reader.post(f"{ONE}/confirmations").status_code == 403
    assert reader.send("PUT", f"{ONE}/following").json()["is_following"] is True
    writer = program_of(cast.lead, ApiScope.WRITE)
    assert writer.get(ONE).status_code == 403
    assert writer.post(f"{ONE}/confirmations").status_code == 200
    # A steering member takes part in discussions and writes nothing else.
    steering = program_of(cast.steering_member)
    assert steering.post(f"{ONE}/comments", {"text": "Fint"}).status_code == 201
    assert steering.post("/activities", {"kind": "event", "title": "x"}).status_code == 403
    assert program_of(cast.lead).get("/webhooks").status_code == 403
    assert program_of(cast.coordinator).get("/webhooks").status_code == 200
    assert program_of(cast.coordinator, ApiScope.READ, ApiScope.WRITE).get("/webhooks").status_code == 403


def test_a_token_never_gives_more_than_the_present_role(program_of: Callable[..., Program], cast: Cast) -> None:
    program = program_of(cast.coordinator)
    assert program.get("/token").json()["scopes"] == ["read", "write", "coordinate"]
    Membership.objects.filter(user=cast.coordinator).update(role="observer")
    assert program.get("/webhooks").status_code == 403
    assert program.post(f"{ONE}/comments", {"text": "x"}).status_code == 403
    told = program.get("/token").json()
    assert (told["scopes"], told["role"], told["owner"]) == (["read"], "observer", cast.coordinator.display_name)


def test_nobody_makes_a_token_for_more_than_they_have(cast: Cast, now: Any) -> None:
    with pytest.raises(TokenRefused):
        token_for(cast.observer, ApiScope.WRITE)
    with pytest.raises(TokenRefused):
        token_for(cast.lead, ApiScope.COORDINATE)
    membership = Membership.objects.select_related("partnership").get(user=cast.lead)
    today = timezone.localdate()
    for expires in (today - timedelta(days=1), today + timedelta(days=366)):
        with pytest.raises(TokenRefused):
            make_token(
                scope=Scope(membership.partnership, membership),
                name="x",
                scopes=[ApiScope.READ],
                expires=expires,
                today=today,
                by=cast.lead.as_actor,
                now=now,
            )


def test_when_it_was_used_is_written_once_an_hour(lead: Program) -> None:
    token = AccessToken.objects.get(hash=fingerprint(lead.secret))
    lead.get(ONE)
    token.refresh_from_db()
    first = token.last_used
    assert first is not None
    lead.get(ONE)
    token.refresh_from_db()
    assert token.last_used == first
    AccessToken.objects.filter(pk=token.pk).update(last_used=first - timedelta(hours=2))
    lead.get(ONE)
    token.refresh_from_db()
    assert token.last_used is not None
    assert token.last_used >= first


def test_too_many_changes_at_once_must_wait(lead: Program, settings: LazySettings) -> None:
    settings.API_CHANGES_A_MINUTE = 3
    assert [lead.post(f"{ONE}/confirmations").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = lead.post(f"{ONE}/confirmations")
    assert refused.json()["type"] == "/api/#too-many-requests"
    assert 0 < int(refused["Retry-After"]) <= 61
    assert lead.get(ONE).status_code == 200
    token = AccessToken.objects.get(hash=fingerprint(lead.secret))
    AccessToken.objects.filter(pk=token.pk).update(counted_from=timezone.now() - timedelta(seconds=61))
    assert lead.post(f"{ONE}/confirmations").status_code == 200


def test_made_on_the_page_seen_once_and_revoked(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    assert "Ingen programmer har tilgang" in client.get(PAGE).content.decode()
    made = client.post(PAGE, written(scopes=["read", "write"])).content.decode()
    found = re.search(r"bro_[\w-]{43}", made)
    assert found is not None
    assert Program(found[0]).get(ONE).status_code == 200
    page = client.get(PAGE).content.decode()
    assert "Regneark" in page
    assert found[0] not in page
    token = AccessToken.objects.get(name="Regneark")
    assert found[0] not in (token.hash, token.name)
    event = Event.objects.get(subject_type="access_token", verb="registered")
    assert event.data["scopes"] == ["read", "write"]
    assert client.post(f"{PAGE}{token.pk}/trekk-tilbake/").status_code == 302
    assert Program(found[0]).get(ONE).status_code == 401
    assert "Trukket tilbake" in client.get(PAGE).content.decode()
    assert Event.objects.filter(subject_type="access_token", verb="revoked").count() == 1


def test_nobody_sees_or_ends_the_tokens_of_others(lead: Program, cast: Cast, client_of: Browser) -> None:
    token = AccessToken.objects.get(hash=fingerprint(lead.secret))
    for user in (cast.colleague, cast.coordinator):
        client = client_of(user)
        assert "Prøveprogram" not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}{token.pk}/trekk-tilbake/").status_code == 404
    assert client_of(cast.stranger).get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "  "}, "Skriv hva tilgangen skal brukes til."),
        ({"scopes": []}, "Velg minst én ting programmet får gjøre."),
        ({"scopes": ["coordinate"]}, "coordinate"),
        ({"expires": ""}, "Velg den siste dagen tilgangen skal gjelde."),
        ({"expires": "2020-01-01"}, "Velg en dag fra i dag til om et år."),
        ({"expires": "2999-01-01"}, "Velg en dag fra i dag til om et år."),
        ({"name": "x" * 81}, "80"),
    ],
)
def test_bad_input_is_told_and_nothing_is_made(
    change: dict[str, Any], says: str, cast: Cast, client_of: Browser
) -> None:
    page = client_of(cast.lead).post(PAGE, written(**change))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not AccessToken.objects.exists()


def test_one_has_only_so_many(cast: Cast, client_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brobygger.api.actions.tokens.TOKENS_AT_MOST", 1)
    client = client_of(cast.lead)
    assert client.post(PAGE, written()).status_code == 200
    assert "Du har nok tilganger" in client.post(PAGE, written()).content.decode()


def test_what_one_may_no_longer_is_told(cast: Cast, client_of: Browser) -> None:
    token_for(cast.coordinator)
    Membership.objects.filter(user=cast.coordinator).update(role="observer")
    assert "Får ikke lenger" in client_of(cast.coordinator).get(PAGE).content.decode()
