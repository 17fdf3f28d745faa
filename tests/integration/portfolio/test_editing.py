"""Writing in the register, as people do it in the browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.conftest import Cast
from tests.fixtures.forms import ActivityForm

from brobygger.accounts.models import User
from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Confirmation, Registration, UnfinishedForm
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.rules.content import content_of

Browser = Callable[[User | None], Client]
LIST = "/trd3/aktiviteter/"


def filled(client: Client, slug: str) -> dict[str, list[str]]:
    """The form of an activity as it comes."""
    page = client.get(f"{LIST}{slug}/endre/")
    assert page.status_code == 200
    fields = ActivityForm()
    fields.feed(page.content.decode())
    return fields.data


def save(client: Client, slug: str, data: dict[str, list[str]], **changes: Any) -> Any:
    """Send the form with some fields filled in differently."""
    return client.post(f"{LIST}{slug}/endre/", {**data, **{k: v for k, v in changes.items()}})


def test_a_lead_registers_in_one_step_and_goes_on_to_the_rest(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    client = client_of(cast.lead)
    area = trd3.focus_areas.get(slug="helse-og-velferd")
    answer = client.post(
        f"{LIST}ny/", {"title": " Søvn  på Øya ", "kind": "application", "focus_areas": [area.pk], "when": "mars 2024"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}sovn-pa-oya/endre/")
    activity = Activity.objects.get(partnership=trd3, slug="sovn-pa-oya")
    assert (activity.title, activity.state, activity.start) == ("Søvn på Øya", "sent", "2024-03")
    registration = Registration.objects.get(activity=activity)
    assert (registration.user_id, registration.organisation.slug, registration.via) == (cast.lead.pk, "ntnu", "form")
    assert "Søvn på Øya" in client.get(f"{LIST}?q=søvn").content.decode()
    assert activity.participations.get().organisation.slug == "ntnu"


def test_a_form_sent_twice_registers_once(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    lead = client_of(cast.lead)
    page = lead.get(f"{LIST}ny/").content.decode()
    [once] = re.findall(r'name="once" value="([^"]+)"', page)
    assert once not in lead.get(f"{LIST}ny/").content.decode()
    form = {"title": "Søvn på Øya", "kind": "application", "when": "2024", "once": once}
    first = lead.post(f"{LIST}ny/", form)
    before = Activity.every.count()
    second = lead.post(f"{LIST}ny/", {**form, "ligner-climagen": "different"})
    assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])
    assert "«Søvn på Øya» er registrert." in lead.get(second.headers["Location"]).content.decode()
    assert Activity.every.count() == before
    # Something else in it, somebody else, or a form with no name: another activity.
    lead.post(f"{LIST}ny/", {**form, "title": "Søvn på Berg"})
    client_of(cast.colleague).post(f"{LIST}ny/", form)
    lead.post(f"{LIST}ny/", {**form, "once": ""})
    assert Activity.every.count() == before + 3
    # What was registered by it first may be gone by now.
    Activity.every.filter(title="Søvn på Øya").update(standing="removed")
    assert lead.post(f"{LIST}ny/", form).headers["Location"] == f"{LIST}sovn-pa-oya/"
    assert "ligger i papirkurven" in lead.get(f"{LIST}sovn-pa-oya/", follow=True).content.decode()


def test_what_was_wrong_in_the_form_keeps_its_name(cast: Cast, client_of: Browser) -> None:
    page = client_of(cast.lead).post(f"{LIST}ny/", {"title": "", "kind": "phd", "once": "abc"}).content.decode()
    assert 'name="once" value="abc"' in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sent_many_times_at_once_it_is_registered_once(stories_again: None) -> None:
    user = User.objects.get(username="lead@example.no")
    before = Activity.every.count()
    together = threading.Barrier(6)
    answers: list[str] = []

    def send() -> None:
        client = Client()
        client.force_login(user)
        together.wait()
        try:
            answer = client.post(f"{LIST}ny/", {"title": "Søvn på Øya", "kind": "phd", "once": "abc"})
            answers.append(answer.headers.get("Location", str(answer.status_code)))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [f"{LIST}sovn-pa-oya/endre/"] * 6
    assert Activity.every.count() == before + 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": "", "kind": "phd"}, "Tittel:"),
        ({"title": "A", "kind": ""}, "Type:"),
        ({"title": "A", "kind": "phd", "when": "i fjor"}, "«i fjor» er ikke en dato vi kjenner."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    cast: Cast, client_of: Browser, data: dict[str, str], said: str
) -> None:
    answer = client_of(cast.lead).post(f"{LIST}ny/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not data["title"] or f'value="{data["title"]}"' in page
    assert not Registration.objects.exists()


def test_only_leads_and_coordinators_write_and_strangers_find_nothing(cast: Cast, client_of: Browser) -> None:
    addresses = ["ny/", "climagen/endre/", "climagen/fjern/", "forslag/?q=a"]
    for person, status in (
        (cast.lead, 200),
        (cast.colleague, 200),
        (cast.coordinator, 200),
        (cast.steering_member, 403),
        (cast.observer, 403),
        (cast.other_lead, 404),
        (cast.stranger, 404),
    ):
        assert [client_of(person).get(LIST + address).status_code for address in addresses] == [status] * 4
        posts = [
            "climagen/fjern/",
            "climagen/endre/",
            "climagen/historikk/1/",
            "climagen/hent/",
            "climagen/uendret/",
            "kladder/",
        ]
        if status != 200:
            assert [client_of(person).post(LIST + address).status_code for address in posts] == [status] * 6
    assert Activity.objects.get(partnership__slug="trd3", slug="climagen").version == 1


def test_saving_an_untouched_form_changes_nothing_in_any_activity_of_either_story(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    """What the form shows is read back as the same, whatever was in the register, in each language."""
    client = client_of(cast.lead)
    slugs = list(Activity.objects.filter(partnership=trd3).order_by("pk").values_list("slug", flat=True))
    for number, slug in enumerate(slugs):
        client.cookies["django_language"] = ("nb", "nn", "en")[number % 3]
        answer = save(client, slug, filled(client, slug))
        assert answer.status_code == 302, (
            slug,
            re.findall(r"<ds-error-summary.*?</ds-error-summary>", answer.content.decode(), re.S),
        )
    changed = Activity.objects.filter(partnership=trd3, version__gt=1).values_list("slug", flat=True)
    assert list(changed) == []


def test_a_change_is_saved_and_stands_in_the_history(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.colleague)
    answer = save(client, "climagen", filled(client, "climagen"), title="Klimagenet", **{"participants-0-note": "ny"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}climagen/")
    page = client.get(f"{LIST}climagen/historikk/").content.decode()
    assert "<ins>Klimagenet</ins>" in page
    assert cast.colleague.display_name in page
    assert client.post(f"{LIST}climagen/historikk/1/", {"versjon": "2"}).status_code == 302
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    assert (activity.title, activity.version) == ("CLIMAGEN", 3) or activity.version == 3
    assert client.post(f"{LIST}climagen/historikk/99/", {"versjon": "3"}).status_code == 404


def test_the_second_of_two_chooses_field_by_field(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    one, two = client_of(cast.lead), client_of(cast.colleague)
    mine, theirs = filled(one, "climagen"), filled(two, "climagen")
    save(two, "climagen", theirs, title="Deres tittel", acronym="DERES")
    late = save(one, "climagen", mine, title="Min tittel", places="Ørland")
    page = late.content.decode()
    assert late.status_code == 409
    assert all(text in page for text in ("Deres tittel", "Min tittel", "DERES", "Ørland", cast.colleague.display_name))
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    kept = {name: value for name, value in kept.items() if name not in {"next", "csrfmiddlewaretoken"}} | mine | {
        "title": "Min tittel", "places": "Ørland", "sett": kept["sett"]
    }  # fmt: skip
    assert save(one, "climagen", kept).status_code == 409
    assert save(one, "climagen", {**kept, "velg-title": "min"}).status_code == 302
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    assert (activity.title, activity.acronym, activity.places, activity.version) == (
        "Min tittel",
        "DERES",
        ["Ørland"],
        3,
    )


def test_a_row_is_added_and_nothing_that_was_written_is_lost(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    data = filled(client, "climagen")
    rows = int(data["participants-TOTAL_FORMS"][0])
    page = save(client, "climagen", data, title="Ikke lagret ennå", **{"legg-til": "participants"}).content.decode()
    assert f'name="participants-{rows}-party"' in page or f'name="participants-{rows - 1}-party"' in page
    assert "Ikke lagret ennå" in page
    assert Activity.objects.get(partnership__slug="trd3", slug="climagen").version == 1


def test_parties_are_found_by_any_name_and_new_ones_are_proposed(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    client = client_of(cast.lead)
    data = filled(client, "climagen")
    row = f"participants-{int(data['participants-TOTAL_FORMS'][0]) - 1}"
    assert save(client, "climagen", data, **{f"{row}-party": "NTNU"}).status_code == 302
    data = filled(client, "climagen")
    row = f"participants-{int(data['participants-TOTAL_FORMS'][0]) - 1}"
    unknown = save(client, "climagen", data, **{f"{row}-party": "Øya nabolagslag"})
    assert unknown.status_code == 422
    assert f'name="{row}-is_new"' in unknown.content.decode()
    assert not Organisation.objects.filter(name="Øya nabolagslag").exists()
    done = save(client, "climagen", data, **{f"{row}-party": "Øya nabolagslag", f"{row}-is_new": "ny"})
    assert done.status_code == 302
    proposed = Organisation.objects.get(directory=trd3.directory, name="Øya nabolagslag")
    assert proposed.is_proposed
    found = draft_of(trd3, "climagen")
    assert found is not None
    assert found[1].participants[-1].party.organisation_id == proposed.pk
    owner = trd3.partners.get(side="municipality").organisation_id
    data = filled(client, "climagen")
    row = f"participants-{int(data['participants-TOTAL_FORMS'][0]) - 1}"
    save(client, "climagen", data, **{f"{row}-party": "Enhet for prøving", f"{row}-is_new": str(owner)})
    assert Unit.objects.get(name="Enhet for prøving").organisation_id == owner
    assert "Enhet for prøving" in client.get("/trd3/organisasjoner/navn/").content.decode()


def test_an_organisation_of_another_directory_is_never_taken(
    cast: Cast, client_of: Browser, fjordby: Partnership
) -> None:
    client = client_of(cast.lead)
    data = filled(client, "climagen")
    row = f"participants-{int(data['participants-TOTAL_FORMS'][0]) - 1}"
    foreign = fjordby.partners.first()
    assert foreign is not None
    answer = save(
        client, "climagen", data, **{f"{row}-party": "Noe nytt", f"{row}-is_new": str(foreign.organisation_id)}
    )
    assert answer.status_code == 422
    area = fjordby.focus_areas.first()
    assert area is not None
    assert save(client, "climagen", data, focus_areas=[str(area.pk)]).status_code == 422


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("milestones-0-date", "31.2.2024", "ikke en dato"),
        ("milestones-0-quantity", "mange", "ikke et tall"),
        ("relations-0-to", "Finnes ikke", "Fant ingen aktivitet"),
        ("fundings-0-amount_nok", "-5", "fra 0 til"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(cast: Cast, client_of: Browser, field: str, text: str, said: str) -> None:
    client = client_of(cast.lead)
    data = filled(client, "climagen")
    extra = {"relations-0-kind": "part_of", "relations-TOTAL_FORMS": "1"} if field.startswith("relations") else {}
    answer = save(client, "climagen", data, **{field: text}, **extra)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'href="#id_{field}"' in page
    assert Activity.objects.get(partnership__slug="trd3", slug="climagen").version == 1


def test_it_goes_to_the_wastebasket_and_comes_back(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.lead)
    found = draft_of(trd3, "climagen")
    assert found is not None
    before = content_of(found[1])
    assert "slettes ikke" in client.get(f"{LIST}climagen/fjern/").content.decode()
    assert client.post(f"{LIST}climagen/fjern/", {"versjon": "7"}).headers["Location"] == f"{LIST}climagen/historikk/"
    assert (
        client.post(f"{LIST}climagen/fjern/", {"versjon": "1", "grunn": "prøve"}).headers["Location"]
        == f"{LIST}papirkurv/"
    )
    title = found[0].title
    assert title in client.get(f"{LIST}papirkurv/").content.decode()
    assert title not in client.get(LIST, {"q": title}).content.decode().partition('id="treff"')[2].partition("<h3")[2]
    assert client.get(f"{LIST}climagen/").headers["Location"] == f"{LIST}climagen/historikk/"
    assert client.get(f"{LIST}climagen/endre/").status_code == 404
    assert "papirkurven" in client.get(f"{LIST}climagen/historikk/").content.decode()
    client.post(f"{LIST}climagen/hent/")
    back = draft_of(trd3, "climagen")
    assert back is not None
    assert content_of(back[1]) == before


def test_a_form_saves_itself_for_its_writer_alone(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    one, two = client_of(cast.lead), client_of(cast.colleague)
    kept = one.post(f"{LIST}kladder/", {"title": "Halvferdig", "kind": "phd"})
    form = UnfinishedForm.objects.get()
    assert f'value="{form.pk}"' in kept.content.decode()
    one.post(f"{LIST}kladder/", {"title": "Halvferdig tanke", "kladd": str(form.pk)})
    two.post(f"{LIST}kladder/", {"title": "En annens", "kladd": str(form.pk)})
    assert UnfinishedForm.objects.get(pk=form.pk).data == {"title": ["Halvferdig tanke"]}
    assert 'value="Halvferdig tanke"' in one.get(f"{LIST}ny/?kladd={form.pk}").content.decode()
    assert "Halvferdig tanke" not in two.get(f"{LIST}ny/?kladd={form.pk}").content.decode()
    assert two.post(f"{LIST}kladder/{form.pk}/kast/").status_code == 404
    one.post(f"{LIST}ny/", {"title": "Ferdig", "kind": "phd", "kladd": str(form.pk)})
    assert not UnfinishedForm.objects.filter(pk=form.pk).exists()


def test_changes_one_has_begun_on_are_offered_and_used_up(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    data = filled(client, "climagen")
    client.post(f"{LIST}kladder/", {**data, "title": "Påbegynt"})
    assert "Du begynte på endringer" in client.get(f"{LIST}climagen/endre/").content.decode()
    begun = client.get(f"{LIST}climagen/endre/?kladd=1").content.decode()
    assert 'value="Påbegynt"' in begun
    save(client, "climagen", data, title="Påbegynt")
    assert not UnfinishedForm.objects.exists()


def test_nothing_has_changed_in_one_click(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    for _ in range(2):
        client.post(f"{LIST}climagen/uendret/")
    confirmation = Confirmation.objects.get()
    assert (confirmation.by_user_id, confirmation.activity.slug) == (cast.lead.pk, "climagen")
