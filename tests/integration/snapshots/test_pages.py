"""The pages of what was adopted: then and today side by side, who was behind a number, the file, errata, any past day."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from tests.conftest import Cast

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.merges import say_yes
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.actions.left_out import leave_out
from brobygger.results.models import ReportedValue
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.presenters import errata as errata_in_words
from brobygger.snapshots.views import reading

BY = system("tests")
SignIn = Callable[..., Client]


@pytest.fixture
def pair(trd3: Partnership, now: datetime) -> list[Activity]:
    drafts = [
        ActivityDraft("", Kind.MASTER_THESIS, title, milestones=(MilestoneFact(MilestoneKind.FINISHED, "2025"),))
        for title in ("Havtare i parsellhagen", "Parsellhager med havtare")
    ]
    return register_activities(partnership=trd3, drafts=drafts, by=BY, now=now)


@pytest.fixture
def snapshot(trd3: Partnership, pair: list[Activity], now: datetime) -> Snapshot:
    return freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)


def merge(trd3: Partnership, pair: list[Activity], now: datetime) -> Activity:
    made = propose_pair(partnership=trd3, one=pair[0], other=pair[1], now=now)
    said = say_yes(
        partnership=trd3,
        pair=made,
        versions={each.pk: 1 for each in pair},
        choices={},
        organisation_id=None,
        by=BY,
        now=now,
    )
    assert said.entry
    return said.entry


def rename(trd3: Partnership, activity: Activity, title: str, now: datetime) -> None:
    [found] = with_parts(Activity.objects.filter(pk=activity.pk))
    draft = replace(drafts_of([found])[0], title=title)
    change_activities(partnership=trd3, orders=[Order(found.pk, found.version, draft)], by=BY, now=now)


def test_the_list_says_what_to_wait_for_and_then_what_there_is(trd3: Partnership, cast: Cast, client_of: SignIn, now: datetime) -> None:  # fmt: skip
    client = client_of(cast.observer)
    assert "Ingenting er vedtatt ennå" in client.get("/trd3/vedtatt/").content.decode()
    freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)
    page = client.get("/trd3/vedtatt/").content.decode()
    assert "Tall for 2025" in page
    assert "Sak 12/26" in page


def test_how_wide_a_number_is_and_what_was_left_out_stands_with_it(
    trd3: Partnership, pair: list[Activity], cast: Cast, client_of: SignIn, now: datetime
) -> None:
    leave_out(partnership=trd3, year=2025, activity=pair[0])
    freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)
    page = client_of(cast.observer).get("/trd3/vedtatt/1/").content.decode()
    assert re.search(r"0 \(strengt\) – \d+ \(bredt\)", page)
    assert "1 er omstridt og ikke med." in page
    assert 'href="/trd3/rapporter/vedtatt-1.pdf"' in page


def test_then_and_today_stand_side_by_side(
    snapshot: Snapshot, trd3: Partnership, pair: list[Activity], cast: Cast, client_of: SignIn, now: datetime
) -> None:
    client = client_of(cast.observer)
    page = client.get("/trd3/vedtatt/1/").content.decode()
    assert "Annerledes i dag" not in page
    assert "Slik det ble vedtatt" in page
    assert "Slik vi kjenner det i dag" in page
    assert snapshot.sha256[:8] in page
    merge(trd3, pair, now)
    for year in ("2025", "perioden", "1899", "tull"):
        assert client.get(f"/trd3/vedtatt/1/?aar={year}").status_code == 200
    changed = client.get("/trd3/vedtatt/1/tall/master-theses/?aar=2025").content.decode()
    assert "Havtare i parsellhagen" in changed
    assert "Slått sammen med en annen" in changed
    assert "Kommet til siden (1)" in changed
    assert "Telles ikke lenger (2)" in changed


def test_titles_are_as_they_were(
    snapshot: Snapshot, trd3: Partnership, pair: list[Activity], cast: Cast, client_of: SignIn, now: datetime
) -> None:
    rename(trd3, pair[0], "Tare i byen", now)
    page = client_of(cast.lead).get("/trd3/vedtatt/1/tall/master-theses/?aar=2025").content.decode()
    assert ">Havtare i parsellhagen</a>" in page
    assert "Heter nå «Tare i byen»" in page


def test_long_lists_have_pages(trd3: Partnership, cast: Cast, client_of: SignIn, now: datetime) -> None:
    drafts = [
        ActivityDraft("", Kind.MASTER_THESIS, f"Oppgave {n:03}", milestones=(MilestoneFact(MilestoneKind.FINISHED, "2025"),))
        for n in range(270)
    ]  # fmt: skip
    register_activities(partnership=trd3, drafts=drafts, by=BY, now=now)
    freeze(partnership=trd3, year=2025, words="Tall", decision="Sak 1", by=BY, now=now)
    client, seen = client_of(cast.lead), []
    for page in range(1, 7):
        answer = client.get(f"/trd3/vedtatt/1/tall/master-theses/?aar=2025&side={page}")
        seen += [row.title for row in answer.context["rows"]]
    assert len(seen) == len(set(seen)) == answer.context["total"]
    # Beyond the last page is the last page, not a list that says nobody was counted.
    beyond = client.get("/trd3/vedtatt/1/tall/master-theses/?aar=2025&side=99")
    assert {row.title for row in beyond.context["rows"]} <= set(seen)
    assert beyond.context["rows"]
    assert beyond.context["following"] == ""
    assert "Registeret hadde ingen aktiviteter" not in beyond.content.decode()
    assert {draft.title for draft in drafts} <= set(seen)


@pytest.mark.parametrize(
    "address",
    ["2/", "99999999999999999999/", "1/tall/finnes-ikke/", "1/tall/master-theses/?aar=perioden&vis=venter", "2/fil/", "2/rettelser/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(snapshot: Snapshot, cast: Cast, client_of: SignIn, address: str) -> None:
    assert client_of(cast.lead).get(f"/trd3/vedtatt/{address}").status_code == 404


def test_the_file_is_the_one_the_checksum_is_of(snapshot: Snapshot, cast: Cast, client_of: SignIn) -> None:
    response = client_of(cast.observer).get("/trd3/vedtatt/1/fil/")
    content = b"".join(response)
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    assert hashlib.sha256(content).hexdigest() == snapshot.sha256
    assert 'filename="trd3-vedtatt-1.jsonl"' in response["Content-Disposition"]


@pytest.mark.parametrize(
    "address", ["", "1/", "1/fil/", "1/tall/master-theses/", "1/rettelser/", "1/rettelser/ny/", "paa-dato/"]
)
def test_strangers_find_nothing(snapshot: Snapshot, cast: Cast, client_of: SignIn, address: str) -> None:
    for user in (cast.stranger, cast.other_lead):
        assert client_of(user).get(f"/trd3/vedtatt/{address}").status_code == 404


def test_another_partnership_has_its_own(snapshot: Snapshot, cast: Cast, client_of: SignIn) -> None:
    assert client_of(cast.other_lead).get("/fjordby/vedtatt/1/").status_code == 404


def test_pages_ask_a_fixed_number_of_questions(
    snapshot: Snapshot, trd3: Partnership, cast: Cast, client_of: SignIn, django_assert_max_num_queries: object
) -> None:
    client = client_of(cast.lead)
    client.get("/trd3/vedtatt/1/")
    for address, most in (("", 10), ("1/", 24), ("1/tall/master-theses/?aar=2025", 30), ("1/rettelser/", 24)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            client.get(f"/trd3/vedtatt/{address}")


class TestErrata:
    NEW = "/trd3/vedtatt/1/rettelser/ny/"

    def test_a_coordinator_makes_one_after_a_merge(
        self, snapshot: Snapshot, trd3: Partnership, pair: list[Activity], cast: Cast, client_of: SignIn, now: datetime
    ) -> None:
        entry = merge(trd3, pair, now)
        client = client_of(cast.coordinator)
        page = client.get("/trd3/vedtatt/1/rettelser/")
        [proposal] = page.context["proposals"]
        assert proposal.kind == "Registrert to ganger"
        preview = client.get(proposal.url)
        assert {row.indicator for row in preview.context["changes"]} >= {"Masteroppgaver"}
        answer = client.post(
            proposal.url,
            {
                "kind": "merged",
                "reason": "Samme oppgave",
                "decider": "Styringsgruppen, sak 14/26",
                "segl": preview.context["found"].seal,
            },
            follow=True,
        )
        told = answer.content.decode()
        assert "Rettelse 1 er ført" in told
        assert "Styringsgruppen, sak 14/26" in told
        assert not answer.context["proposals"]
        assert Erratum.objects.get().kind == "merged"
        assert "i registeret etter rettelser" in client.get("/trd3/vedtatt/1/?aar=2025").content.decode()
        again = client.post(proposal.url, {"kind": "merged", "reason": "Igjen", "decider": "Igjen"})
        assert again.status_code == 422
        assert "Ingenting er annerledes" in again.content.decode()
        assert entry.title in told

    def test_what_has_changed_since_it_was_seen_is_shown_anew(
        self, snapshot: Snapshot, trd3: Partnership, pair: list[Activity], cast: Cast, client_of: SignIn, now: datetime
    ) -> None:
        remove_activities(partnership=trd3, versions=[(pair[1].pk, 1)], by=system("tests"), now=now)
        client = client_of(cast.coordinator)
        address = f"{self.NEW}?aktivitet={pair[0].slug}&aktivitet={pair[1].slug}"
        before = client.get(address)
        said = {"kind": "removed", "reason": "Dette skrev jeg", "decider": "Styringsgruppen", "segl": before.context["found"].seal}  # fmt: skip
        remove_activities(partnership=trd3, versions=[(pair[0].pk, 1)], by=system("tests"), now=now)
        for late in (said, said | {"segl": ""}):
            answer = client.post(address, late)
            assert answer.status_code == 409
            assert "Noe er endret siden du så hva rettelsen betyr." in answer.content.decode()
            assert "Dette skrev jeg" in answer.content.decode()
            assert answer.context["changes"] != before.context["changes"]
        assert not Erratum.objects.exists()
        assert f'name="segl" value="{answer.context["found"].seal}"' in answer.content.decode()
        assert client.post(address, said | {"segl": answer.context["found"].seal}).status_code == 302
        assert Erratum.objects.count() == 1

    def test_what_is_missing_is_said_and_nothing_written_is_lost(
        self, snapshot: Snapshot, trd3: Partnership, pair: list[Activity], cast: Cast, client_of: SignIn, now: datetime
    ) -> None:
        merge(trd3, pair, now)
        answer = client_of(cast.coordinator).post(
            f"{self.NEW}?aktivitet={pair[0].slug}", {"kind": "merged", "reason": "Dette skrev jeg", "decider": ""}
        )
        assert answer.status_code == 422
        assert "Dette skrev jeg" in answer.content.decode()
        assert not Erratum.objects.exists()

    def test_a_name_nobody_has_is_said(self, snapshot: Snapshot, cast: Cast, client_of: SignIn) -> None:
        answer = client_of(cast.coordinator).get(f"{self.NEW}?aktivitet=Ukjent+greie")
        assert "Fant ingen aktivitet som heter «Ukjent greie»" in answer.content.decode()

    @pytest.mark.parametrize("who", ["lead", "colleague", "steering_member", "observer"])
    def test_others_read_and_do_not_write(self, snapshot: Snapshot, cast: Cast, client_of: SignIn, who: str) -> None:
        client = client_of(getattr(cast, who))
        assert client.get("/trd3/vedtatt/1/rettelser/").status_code == 200
        assert client.get(self.NEW).status_code == 403
        assert client.post(self.NEW, {}).status_code == 403


def test_more_errata_than_a_page_has_room_for(
    snapshot: Snapshot, cast: Cast, client_of: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errata_in_words, "SHOWN_AT_MOST", 2)
    for number in range(1, 5):
        Erratum.objects.create(
            snapshot=snapshot, number=number, kind="corrected", reason=f"Feil {number}", decider="Styringsgruppen",
            about='{"now":[],"then":[]}', changes="[]", written=now, sha256="0" * 64,
        )  # fmt: skip
    for address in ("/trd3/vedtatt/1/", "/trd3/vedtatt/1/rettelser/"):
        page = client_of(cast.lead).get(address).content.decode()
        assert "Her er de 2 nyeste. Rettelse 1 til 2 står i rapporten (PDF)." in page
        assert ("Feil 2" in page, "Feil 3" in page, "Feil 4" in page) == (False, True, True)


class TestOnDate:
    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ("", "Velg en dag"),
            ("i går", "Skriv dagen slik"),
            ("2999-01-01", "Velg en dag som er omme"),
            ("1999-12-31", "fra og med 1. januar 2000"),
            ("2001-01-01", "Ingen tall den dagen"),
        ],
    )
    def test_any_question_is_answered(
        self, trd3: Partnership, cast: Cast, client_of: SignIn, asked: str, words: str
    ) -> None:
        answer = client_of(cast.observer).get("/trd3/vedtatt/paa-dato/", {"dato": asked})
        assert answer.status_code == 200
        assert words in answer.content.decode()

    def test_a_past_day_stands_beside_today(
        self, trd3: Partnership, cast: Cast, client_of: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ReportedValue.objects.filter(indicator__code="master-theses").delete()
        later = now + timedelta(days=9)
        drafts = [
            ActivityDraft("", Kind.MASTER_THESIS, "Ny", milestones=(MilestoneFact(MilestoneKind.FINISHED, "2025"),))
        ]
        register_activities(partnership=trd3, drafts=drafts, by=BY, now=later)
        monkeypatch.setattr(reading.timezone, "localdate", lambda: later.date())
        page = client_of(cast.observer).get(f"/trd3/vedtatt/paa-dato/?dato={now:%Y-%m-%d}").content.decode()
        assert "1 aktivitet er registrert, endret" in page
        assert re.search(r"nå \d+<", page)
