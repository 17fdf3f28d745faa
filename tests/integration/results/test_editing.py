"""Indicators edited by coordinators: a preview first, then a new version, and nothing that was is changed."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.html import escape
from tests.conftest import NOW, Cast

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.partnerships.models import Decision, Partnership
from brobygger.portfolio.models import Activity, Milestone
from brobygger.results.actions.editing import ChangedMeanwhile, EditRefused, NotThere, add_version
from brobygger.results.models import Definition, Indicator, ReportedValue, Target
from brobygger.results.queries.frameworks import figures_of, framework_of, read_rule
from brobygger.results.queries.preview import preview_version
from brobygger.results.queries.tally import members
from brobygger.results.queries.versions import definition_draft, indicator_with_versions
from brobygger.results.rules.drafts import DefinitionDraft, TargetDraft
from brobygger.results.rules.verdicts import TargetKind, Verdict
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.queries.reading import items_of

pytestmark = pytest.mark.django_db
CODE = "research-applications-sent"
HERE = f"/trd3/maltall/{CODE}/"
A = {"nb": "a", "nn": "a", "en": "a"}
BY = system("tests")
AIM = {
    "kind": "yearly",
    "valid_from": "2025",
    "value": "12",
    "owner": "Forskningssjefen",
    "method": "Et møte i måneden",
    "mandate": "Kan sette av tid",
    "reason": "Færre utlysninger",
}


@pytest.fixture
def coordinator(cast: Cast, client_of) -> Client:
    return client_of(cast.coordinator)


def seal_in(page: str) -> str:
    found = re.search(r'name="segl" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


class _Fields(HTMLParser):
    """What the form in the middle of a page would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._select = self._area = ""
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self._is_inside = self._is_inside or (tag == "form" and at.get("class") == "form")
        if not self._is_inside:
            return
        if tag == "input" and (at.get("type") not in {"checkbox", "radio"} or "checked" in at):
            self.found.setdefault(at["name"], []).append(at.get("value", ""))
        elif tag == "select":
            self._select = at["name"]
        elif tag == "option" and "selected" in at:
            self.found.setdefault(self._select, []).append(at["value"])
        elif tag == "textarea":
            self._area = at["name"]
            self.found[self._area] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self._area][0] = self.found[self._area][0].strip()
            self._area = ""
        self._is_inside = self._is_inside and tag != "form"


def fields_of(page: str) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(page)
    return {name: values for name, values in parser.found.items() if name != "csrfmiddlewaretoken"}


def test_a_target_is_previewed_and_then_saved(coordinator: Client, trd3: Partnership) -> None:
    before = list(Target.objects.filter(indicator__code=CODE).values())
    page = coordinator.post(f"{HERE}mal/", AIM)
    assert page.status_code == 200
    assert "Dette gjør endringen" in page.content.decode()
    assert Target.objects.filter(indicator__code=CODE).count() == len(before)
    saved = coordinator.post(f"{HERE}mal/", {**AIM, "segl": seal_in(page.content.decode())}, follow=True)
    assert saved.redirect_chain[-1][0] == f"{HERE}versjoner/"
    assert "Færre utlysninger" in saved.content.decode()
    assert list(Target.objects.filter(indicator__code=CODE, version__lte=len(before)).values()) == before
    newest = Target.objects.filter(indicator__code=CODE).order_by("-version")[0]
    assert (newest.value, newest.valid_from, newest.owner["nn"]) == (Decimal(12), 2025, "Forskningssjefen")
    trd3.refresh_from_db()
    figures = figures_of(trd3, today=NOW.date())
    assert figures
    assert figures.series[CODE].by_year[2025].target == 12
    assert figures.series[CODE].by_year[2024].target == 20
    event = Event.objects.filter(subject_type="indicator").latest("pk")
    assert (event.verb, event.data["reason"]) == ("targeted", "Færre utlysninger")


def test_the_line_of_a_new_target_begins_at_its_year(coordinator: Client) -> None:
    def begins(page: str) -> float:
        return float(re.search(r'class="target"><line x1="([0-9.]+)"', page)[1])

    whole = begins(coordinator.get(HERE).content.decode())
    seal = seal_in(coordinator.post(f"{HERE}mal/", AIM).content.decode())
    coordinator.post(f"{HERE}mal/", {**AIM, "segl": seal})
    assert begins(coordinator.get(HERE).content.decode()) > whole + 100


def test_the_preview_is_what_the_figures_become(coordinator: Client, trd3: Partnership, today) -> None:
    framework = framework_of(trd3)
    for code, year in ((CODE, 2023), ("master-theses", 2024), ("research-applications-granted", 2025)):
        indicator = indicator_with_versions(framework, code)
        newest = definition_draft(list(indicator.definitions.all())[-1])
        counting = {**(newest.counting or {}), "kinds": ["phd", "master_thesis"], "milestone": "started"}
        draft = DefinitionDraft(newest.version + 1, year, A, A, counting | {"year_from": "started"}, reason=A)
        seen = preview_version(trd3, framework, indicator, draft, today=today)
        add_version(partnership=trd3, code=code, version=draft, seal=seen.seal, by=BY, now=NOW)
        trd3.refresh_from_db()
        series = figures_of(trd3, today=today).series[code]
        for change in seen.changes:
            figure = series.period if change.year is None else series.by_year[change.year]
            assert figure == change.after


def test_a_target_without_its_how_is_refused_and_nothing_is_lost(coordinator: Client) -> None:
    response = coordinator.post(f"{HERE}mal/", {**AIM, "mandate": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "«Unntak»" in page
    assert "Et møte i måneden" in page
    told = coordinator.post(f"{HERE}mal/", {**AIM, "mandate": "", "exception": "Avklares i mars"})
    coordinator.post(
        f"{HERE}mal/",
        {**AIM, "mandate": "", "exception": "Avklares i mars", "segl": seal_in(told.content.decode())},
    )
    for address in (HERE, f"{HERE}versjoner/"):
        assert "Avklares i mars" in coordinator.get(address).content.decode()


def test_what_changed_meanwhile_is_seen_again_first(coordinator: Client, trd3: Partnership) -> None:
    seal = seal_in(coordinator.post(f"{HERE}mal/", AIM).content.decode())
    other = seal_in(coordinator.post(f"{HERE}mal/", {**AIM, "value": "13"}).content.decode())
    coordinator.post(f"{HERE}mal/", {**AIM, "value": "13", "segl": other})
    late = coordinator.post(f"{HERE}mal/", {**AIM, "segl": seal})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Noe har endret seg" in page
    assert "Et møte i måneden" in page
    coordinator.post(f"{HERE}mal/", {**AIM, "segl": seal_in(page)})
    assert list(Target.objects.filter(indicator__code=CODE).order_by("version").values_list("value", flat=True)) == [
        Decimal(20),
        Decimal(13),
        Decimal(12),
    ]


def test_what_is_saved_is_what_was_shown(coordinator: Client) -> None:
    seal = seal_in(coordinator.post(f"{HERE}mal/", AIM).content.decode())
    assert coordinator.post(f"{HERE}mal/", {**AIM, "value": "1", "segl": seal}).status_code == 409
    assert coordinator.post(f"{HERE}mal/", {**AIM, "segl": "tull"}).status_code == 409
    assert Target.objects.filter(indicator__code=CODE).count() == 1


def test_a_registered_activity_that_counts_makes_the_preview_old(trd3: Partnership, today) -> None:
    framework, code = framework_of(trd3), "master-theses"
    ReportedValue.objects.filter(indicator__code=code).delete()
    indicator = indicator_with_versions(framework, code)
    draft = TargetDraft(2, 2025, TargetKind.NONE, reason=A)
    seal = preview_version(trd3, framework, indicator, draft, today=today).seal
    rule = indicator.definitions.all()[0].counting
    activity = Activity.objects.filter(partnership=trd3, kind__in=rule["kinds"])[0]
    Milestone.objects.filter(activity=activity).delete()
    Milestone.objects.create(activity=activity, kind=rule["milestone"], date="2023", year=2023)
    with pytest.raises(ChangedMeanwhile):
        add_version(partnership=trd3, code=code, version=draft, seal=seal, by=BY, now=NOW)


def test_the_form_of_a_definition_begins_with_the_one_that_holds(coordinator: Client) -> None:
    sent = fields_of(coordinator.get(f"{HERE}endre/").content.decode())
    assert sent["kinds"] == ["application"]
    assert sent["milestone"] == ["sent"]
    assert sent["is_counted"] == ["1"]
    same = coordinator.post(f"{HERE}endre/", {**sent, "valid_from": "2022", "reason": "Bare for å se"})
    assert same.status_code == 422
    assert "samme som gjelder nå" in same.content.decode()
    changed = {**sent, "valid_from": "2025", "reason": "Bare innvilgede", "milestone": "granted"}
    page = coordinator.post(f"{HERE}endre/", changed)
    assert page.status_code == 200, fields_of(page.content.decode())
    coordinator.post(f"{HERE}endre/", {**changed, "segl": seal_in(page.content.decode())})
    first, second = Definition.objects.filter(indicator__code=CODE).order_by("version")
    assert first.counting["milestone"] == "sent"
    assert (second.counting["milestone"], second.valid_from, second.text) == ("granted", 2025, first.text)


def test_a_target_ends_by_decision(coordinator: Client, trd3: Partnership, today) -> None:
    decision = Decision.objects.filter(partnership=trd3).first()
    data = {"valid_from": "2025", "decision": decision.slug, "reason": "Ikke lenger nyttig"}
    assert coordinator.post(f"{HERE}avslutt/", {**data, "decision": ""}).status_code == 422
    page = coordinator.post(f"{HERE}avslutt/", data).content.decode()
    coordinator.post(f"{HERE}avslutt/", {**data, "segl": seal_in(page)})
    trd3.refresh_from_db()
    series = figures_of(trd3, today=today).series[CODE]
    assert series.by_year[2025].judged.verdict is Verdict.DISCONTINUED
    assert series.by_year[2024].judged.verdict is not Verdict.DISCONTINUED
    assert decision.title in coordinator.get(f"{HERE}versjoner/").content.decode()


def test_a_new_indicator(coordinator: Client, trd3: Partnership) -> None:
    start = fields_of(coordinator.get("/trd3/maltall/nytt/?omrade=education").content.decode())
    assert start["area"] == ["education"]
    data = {
        **start,
        "name": "Praksisplasser i kommunen",
        "code": "city-placements",
        "group": "praksis",
        "text": "Én plass",
        "unit": "plass",
        "kinds": ["placement"],
        "milestone": "started",
        "valid_from": "2025",
    }
    page = coordinator.post("/trd3/maltall/nytt/", data)
    assert page.status_code == 200
    done = coordinator.post("/trd3/maltall/nytt/", {**data, "segl": seal_in(page.content.decode())}, follow=True)
    assert done.status_code == 200
    indicator = Indicator.objects.get(code="city-placements")
    assert indicator.goal_area.code == "education"
    assert indicator.position == max(indicator.goal_area.indicators.values_list("position", flat=True))
    assert coordinator.get("/trd3/maltall/city-placements/").status_code == 200
    again = coordinator.post("/trd3/maltall/nytt/", data)
    assert again.status_code == 422
    assert "brukt av en annen" in again.content.decode()


@pytest.mark.parametrize("page", ["endre/", "mal/", "avslutt/"])
def test_only_coordinators_edit(page: str, cast: Cast, client_of) -> None:
    for name in ("lead", "colleague", "steering_member", "observer"):
        assert client_of(getattr(cast, name)).post(f"{HERE}{page}", AIM).status_code == 403
    for name in ("stranger", "other_lead"):
        assert client_of(getattr(cast, name)).post(f"{HERE}{page}", AIM).status_code == 404
    assert client_of(cast.coordinator).get(f"/trd3/maltall/finnes-ikke/{page}").status_code == 404
    assert client_of(cast.observer).get(f"{HERE}versjoner/").status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "tull"},
        {"valid_from": "9999"},
        {"valid_from": ""},
        {"value": "æ"},
        {"value": "-1"},
        {"value": "1e99"},
        {"value": "NaN"},
        {"value": "9" * 40},
        {"baseline_year": "1"},
        {"kind": "qualitative", "criteria": "\n".join(f"k{n}" for n in range(60))},
        {"reason": "x" * 6000},
        {"owner": "\x00"},
        {"decision": "finnes-ikke"},
    ],
)
def test_bad_input_is_told_and_kept(bad: dict[str, str], coordinator: Client) -> None:
    response = coordinator.post(f"{HERE}mal/", AIM | bad)
    assert response.status_code == 422
    assert "Et møte i måneden" in response.content.decode()


def test_the_action_refuses_what_the_form_would(trd3: Partnership) -> None:
    draft = TargetDraft(2, 2025, TargetKind.YEARLY, Decimal(1), reason=A)
    with pytest.raises(EditRefused):
        add_version(partnership=trd3, code=CODE, version=draft, seal="", by=BY, now=NOW)
    with pytest.raises(NotThere):
        add_version(partnership=trd3, code="nowhere", version=draft, seal="", by=BY, now=NOW)
    late = TargetDraft(7, 2025, TargetKind.NONE, reason=A)
    with pytest.raises(ChangedMeanwhile):
        add_version(partnership=trd3, code=CODE, version=late, seal="", by=BY, now=NOW)


def test_pages_ask_a_fixed_number_of_times(coordinator: Client, django_assert_max_num_queries) -> None:
    for address, most in ((f"{HERE}versjoner/", 12), (f"{HERE}endre/", 12), (f"{HERE}mal/", 18)):
        coordinator.get(address)
        with django_assert_max_num_queries(most):
            coordinator.get(address)
    coordinator.post(f"{HERE}mal/", AIM)
    with django_assert_max_num_queries(26):
        coordinator.post(f"{HERE}mal/", AIM)


def test_an_adopted_year_stays_as_it_was_adopted(coordinator: Client, trd3: Partnership) -> None:
    decision = Decision.objects.filter(partnership=trd3)[0]
    frozen = freeze(partnership=trd3, year=2025, words="Tall for 2025", decision=decision, by=BY, now=NOW)
    page = coordinator.post(f"{HERE}mal/", AIM).content.decode()
    assert "vedtatt; vedtaket står som det er" in page
    assert "står slik det ble vedtatt" in page
    coordinator.post(f"{HERE}mal/", {**AIM, "segl": seal_in(page)})
    told = {each["year"]: each for each in items_of(frozen, "figures") if each["code"] == CODE}
    assert told[2025]["target_version"] == 1


def test_every_indicator_opens_its_forms_and_they_send_what_they_show(cast: Cast, client_of, trd3: Partnership) -> None:
    client = client_of(cast.coordinator)
    for code in Indicator.objects.filter(goal_area__framework__partnership=trd3).values_list("code", flat=True):
        assert client.get(f"/trd3/maltall/{code}/versjoner/").status_code == 200
        for page in ("endre/", "mal/"):
            sent = fields_of(client.get(f"/trd3/maltall/{code}/{page}").content.decode())
            answer = client.post(f"/trd3/maltall/{code}/{page}", {**sent, "reason": "Ny versjon", "exception": "Prøve"})
            assert answer.status_code == 200 or "samme som gjelder nå" in answer.content.decode(), (code, page)


def test_each_year_lists_what_it_counts_under_its_own_definition(trd3: Partnership, coordinator: Client) -> None:
    indicator = Indicator.objects.get(code="research-applications-granted")
    first = indicator.definitions.get()
    Definition.objects.create(
        indicator=indicator, version=2, valid_from=2025, text=first.text, unit=first.unit, recorded_at=NOW, recorded_by="x",
        counting={**first.counting, "milestone": "sent", "pending": None}, reason=A,
    )  # fmt: skip
    [pk, *_] = members(trd3, {2025: read_rule({**first.counting, "milestone": "sent"})})
    sent = Milestone.objects.filter(activity=pk, kind="sent")
    title = escape(Activity.objects.get(pk=pk).title)
    lists = "/trd3/maltall/research-applications-granted/aktiviteter/?aar="
    counted = coordinator.get(f"{lists}2025").content.decode()
    assert title in counted
    assert "Sendt: " in counted
    sent.update(year=2024, date="2024-03-12")
    waiting = coordinator.get(f"{lists}venter-2024").content.decode()
    assert title in waiting
    assert "Sendt: 12. mars 2024" in waiting
    assert coordinator.get(f"{lists}venter-2025").status_code == 404
