"""«Er det en av disse?» while one registers: the same, related, different; and saving is never blocked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from brobygger.audit.rules import system
from brobygger.duplicates.models import Pair
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import Activity, Registration, Relation
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind

ALIKE, JOIN, NEW = "/trd3/duplikater/ligner/", "/trd3/duplikater/bli-med/", "/trd3/aktiviteter/ny/"
TITLE = "Kompostering av havtare i Ilsvika"


@pytest.fixture
def there(trd3: Partnership, now: datetime) -> Activity:
    """An entry that is registered already."""
    draft = ActivityDraft("", Kind.RESEARCH_PROJECT, TITLE)
    return register_activities(partnership=trd3, drafts=[draft], by=system("test"), now=now)[0]


@pytest.fixture
def lead(cast: object, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.lead)  # type: ignore[attr-defined, no-any-return]


def test_a_title_being_typed_shows_what_is_there_and_why(there: Activity, lead: Client) -> None:
    page = lead.get(ALIKE, {"title": "Havtare til kompost i Ilsvika", "kind": "research_project", "when": "2024"})
    text = page.content.decode()
    assert TITLE in text
    assert "elles sjeldne ord" in text
    assert f'name="ligner-{there.slug}"' in text


@pytest.mark.parametrize(
    "asked",
    [{}, {"title": "Ha"}, {"title": "\x00"}, {"title": "x" * 5000}, {"title": TITLE, "kind": "tull", "when": "i går"}],
)
def test_whatever_is_typed_is_answered(there: Activity, lead: Client, asked: dict[str, str]) -> None:
    assert lead.get(ALIKE, asked).status_code == 200


def test_strangers_and_readers_are_not_shown(there: Activity, cast: object, client_of: Callable[..., Client]) -> None:
    for name, status in (("observer", 403), ("steering_member", 403), ("stranger", 404), ("other_lead", 404)):
        assert client_of(getattr(cast, name)).get(ALIKE, {"title": TITLE}).status_code == status
        assert client_of(getattr(cast, name)).post(JOIN, {"med": there.slug}).status_code == status


def test_the_same_joins_the_entry_under_a_title_of_ones_own(there: Activity, lead: Client, trd3: Partnership) -> None:
    before = Activity.objects.filter(partnership=trd3).count()
    response = lead.post(JOIN, {"med": there.slug, "title": "Havtarekompost", "kind": "pilot"})
    assert response["Location"] == f"/trd3/aktiviteter/{there.slug}/"
    assert Activity.objects.filter(partnership=trd3).count() == before
    assert Registration.objects.get(activity=there).title == "Havtarekompost"
    lead.post(JOIN, {"med": there.slug, "title": "Havtarekompost"})
    assert Registration.objects.filter(activity=there).count() == 1
    assert "ikke i registeret" in lead.post(JOIN, {"med": "finnes-ikke"}, follow=True).content.decode()


def test_different_is_remembered_and_not_asked(there: Activity, lead: Client) -> None:
    lead.post(NEW, {"title": "Havtare til kompost, Ilsvika", "kind": "pilot", f"ligner-{there.slug}": "ulik"})
    pair = Pair.objects.get(one=there)
    assert (pair.decision, pair.is_open) == ("different", False)


def test_related_is_registered_as_related(there: Activity, lead: Client) -> None:
    lead.post(NEW, {"title": "Havtare til kompost, Ilsvika", "kind": "pilot", f"ligner-{there.slug}": "part_of"})
    relation = Relation.objects.get(other=there)
    assert (relation.kind, relation.activity.title) == ("part_of", "Havtare til kompost, Ilsvika")
    assert Pair.objects.get(one=there).decision == "related"


@pytest.mark.parametrize("answer", ["", "tull", "same"])
def test_saving_is_never_blocked(there: Activity, lead: Client, answer: str) -> None:
    data = {
        "title": "Havtare til kompost, Ilsvika",
        "kind": "pilot",
        f"ligner-{there.slug}": answer,
        "ligner-x": "ulik",
    }
    assert lead.post(NEW, data).status_code == 302
    assert Pair.objects.get(one=there).is_open


def test_what_is_alike_stands_on_the_page_of_the_activity(there: Activity, lead: Client) -> None:
    lead.post(NEW, {"title": "Havtare til kompost, Ilsvika", "kind": "pilot"})
    assert "Kan være registrert to ganger" in lead.get(f"/trd3/aktiviteter/{there.slug}/").content.decode()
