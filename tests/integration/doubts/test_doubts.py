"""What a careful reader of the TRD 3.0 report would ask, found by itself; and answering it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.conftest import NOW, Cast

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.doubts.actions import ChangedMeanwhile, answer
from brobygger.doubts.models import DoubtAnswer
from brobygger.doubts.queries.doubts import doubt_named, doubts_of
from brobygger.doubts.rules.kinds import Answer, Kind, Seen
from brobygger.partnerships.models import Partnership

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)
BY = system("tests")


def found(partnership: Partnership) -> dict[str, dict[str, object]]:
    return {each.doubt.key: dict(each.doubt.facts) for each in doubts_of(partnership, today=TODAY)}


@pytest.mark.parametrize(
    "key",
    [
        "stated_otherwise:bachelor-theses",  # 467-468 against 371-372
        "stated_otherwise:research-applications-granted",  # 325, 464 against 326-328
        "stated_otherwise:research-meeting-places",  # 334-335 without a baseline
        "stated_otherwise:arena-unikom-attendance",  # 1035-1037
        "stated_otherwise:national-model",  # 1068-1071
        "jump:master-theses",  # 366-368
        "jump:bachelor-theses",  # 370
        "waiting:research-applications-granted",  # 326-328
        "provisional:master-theses",  # the report was written in November
        "no_value:arena-unikom-attendance",  # 2025
        "caption:research-meeting-places",  # 333-335
        "no_baseline:website-visits",
        "not_fed:social-media-followers",
        "unowned:master-theses",
        "reported_above:placements",
        "undated:master-theses",
        "uncounted:research_project",
        "outside:",
    ],
)
def test_what_a_careful_reader_finds_is_found(key: str, trd3: Partnership) -> None:
    assert key in found(trd3)


def test_what_is_in_order_is_not_doubted(trd3: Partnership) -> None:
    doubted = found(trd3)
    for key in (
        "stated_otherwise:externally-funded-phds",
        "jump:placements",
        "more_granted:research-applications-granted",
    ):
        assert key not in doubted


def test_reading_asks_little(trd3: Partnership, django_assert_max_num_queries) -> None:
    doubts_of(trd3, today=TODAY)
    with django_assert_max_num_queries(9):
        doubts_of(trd3, today=TODAY)


def seen(partnership: Partnership, key: str) -> Seen:
    each = doubt_named(partnership, key, today=TODAY)
    assert each is not None
    return Seen(each.doubt, each.doubt.fingerprint, each.answer.pk if each.answer else 0)


def say(partnership: Partnership, *seen: Seen, answer_: Answer = Answer.EXPLAINED) -> list[DoubtAnswer]:
    return answer(partnership=partnership, seen=seen, answer=answer_, words="Ny telling", by=BY, now=NOW)


def test_an_answer_stands_beside_what_was_said_before(trd3: Partnership) -> None:
    key = "jump:master-theses"
    say(trd3, seen(trd3, key), answer_=Answer.POSTPONED)
    say(trd3, seen(trd3, key))
    assert [each.answer for each in DoubtAnswer.objects.filter(key=key).order_by("pk")] == ["postponed", "explained"]
    assert Event.objects.filter(subject_type="doubt", partnership_id=trd3.pk).count() == 2
    present = doubt_named(trd3, key, today=TODAY)
    assert present is not None
    assert present.answer is not None
    assert present.holds


def test_whoever_answers_second_is_told_and_nothing_is_kept(trd3: Partnership) -> None:
    one, other = seen(trd3, "jump:master-theses"), seen(trd3, "jump:bachelor-theses")
    say(trd3, one)
    with pytest.raises(ChangedMeanwhile) as caught:
        say(trd3, other, one)
    assert caught.value.by == BY.label
    assert DoubtAnswer.objects.count() == 1


def test_an_answer_to_other_evidence_is_refused(trd3: Partnership) -> None:
    old = seen(trd3, "jump:master-theses")
    with pytest.raises(ChangedMeanwhile):
        say(trd3, Seen(old.doubt, "0" * 16, 0))


def test_an_answer_holds_only_as_long_as_the_evidence(trd3: Partnership) -> None:
    say(trd3, seen(trd3, "jump:master-theses"))
    DoubtAnswer.objects.update(fingerprint="0" * 16)
    present = doubt_named(trd3, "jump:master-theses", today=TODAY)
    assert present is not None
    assert not present.holds


def test_a_lead_explains_and_the_page_says_so(cast: Cast, client_of) -> None:
    client: Client = client_of(cast.lead)
    address = "/trd3/tvil/jump:master-theses/"
    page = client.get(address).content.decode()
    assert "Fra 20 i 2022 til 133 i 2023" in page
    told = page.split('name="sett" value="')[1].split('"')[0]
    empty = client.post(address, {"sett": told})
    assert empty.status_code == 422
    assert "Skriv noen ord om hvorfor." in empty.content.decode()
    done = client.post(address, {"sett": told, "answer": "explained", "words": "I 2023 ble alle talt."}, follow=True)
    assert "Svaret er lagret." in done.content.decode()
    assert "Masteroppgaver" in client.get("/trd3/tvil/?vis=alle").content.decode()
    assert "I 2023 ble alle talt." in client.get(address).content.decode()
    late = client.post(address, {"sett": told, "answer": "explained", "words": "Et annet svar"})
    assert late.status_code == 409
    assert "svarte mens du skrev" in late.content.decode()
    assert "Et annet svar" in late.content.decode(), "what was written is not lost"


def test_many_of_a_kind_are_answered_at_once(cast: Cast, client_of) -> None:
    client: Client = client_of(cast.coordinator)
    address = "/trd3/tvil/alle/unowned/"
    told = [part.split('"')[0] for part in client.get(address).content.decode().split('name="sett" value="')[1:]]
    assert len(told) > 10
    none = client.post(address, {"answer": "postponed", "words": "Tas opp i styringsgruppen."})
    assert "Velg minst én." in none.content.decode()
    wordless = client.post(address, {"sett": told[:3], "answer": "explained", "words": ""})
    assert wordless.status_code == 422
    assert wordless.content.decode().count(' checked><label for="s-') == 3, "what was not ticked is not ticked again"
    client.post(address, {"sett": told[:3], "answer": "explained", "words": "Eies av koordinatorene."})
    assert DoubtAnswer.objects.filter(answer="explained").count() == 3
    left = client.get(address).content.decode().count('name="sett"')
    assert left == len(told) - 3


@pytest.mark.parametrize("address", ["/trd3/tvil/jump:master-theses/", "/trd3/tvil/alle/jump/"])
def test_those_who_only_read_do_not_answer(address: str, cast: Cast, client_of) -> None:
    told = {"sett": "jump:master-theses x 0", "answer": "explained", "words": "x"}
    for name, status in (("observer", 403), ("steering_member", 403), ("stranger", 404), ("other_lead", 404)):
        assert client_of(getattr(cast, name)).post(address, told).status_code == status
    assert not DoubtAnswer.objects.exists()


def test_what_was_put_right_keeps_what_was_said(cast: Cast, client_of, trd3: Partnership) -> None:
    say(trd3, seen(trd3, "jump:master-theses"))
    DoubtAnswer.objects.update(key="jump:eit-villages")
    page = client_of(cast.lead).get("/trd3/tvil/jump:eit-villages/").content.decode()
    assert "Dette er rettet" in page
    assert "Ny telling" in page
    for key in ("jump:placements", "tull", "jump:", "æ", "a%00b"):
        assert client_of(cast.lead).get(f"/trd3/tvil/{key}/").status_code == 404


def test_what_is_written_while_it_is_put_right_is_not_lost(cast: Cast, client_of) -> None:
    written = {"answer": "explained", "words": "En lang forklaring"}
    gone = client_of(cast.lead).post("/trd3/tvil/jump:placements/", written)
    assert gone.status_code == 409
    assert "En lang forklaring" in gone.content.decode()
    assert not DoubtAnswer.objects.exists()
    assert client_of(cast.lead).post("/trd3/tvil/tull/", written).status_code == 404
    assert client_of(cast.observer).post("/trd3/tvil/jump:placements/", written).status_code == 404


def test_a_partnership_without_a_framework_has_only_the_register_to_doubt(fjordby: Partnership) -> None:
    kinds = {each.doubt.kind for each in doubts_of(fjordby, today=TODAY)}
    assert Kind.JUMP not in kinds or fjordby.frameworks.exists()
