"""The framework as a file, out and in: exactly the same, only added to, all or nothing."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from tests.conftest import NOW, Cast

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.results.actions.editing import ChangedMeanwhile
from brobygger.results.actions.importing import FileRefused, check_framework, import_framework
from brobygger.results.models import Definition, Framework, GoalArea, Indicator, Target
from brobygger.results.queries.frameworks import figures_of, framework_of
from brobygger.results.queries.versions import framework_draft
from brobygger.results.rules.framework_file import framework_text

pytestmark = pytest.mark.django_db
BY = system("tests")
FILE = "/trd3/maltall/rammeverk/"
NEW_TARGET = """          - version: 2
            valid_from: 2025
            kind: yearly
            value: 12
            owner: Forskningssjefen
            method: Et møte i måneden
            mandate: Kan sette av tid
            reason: Færre utlysninger
"""


@pytest.fixture
def text(trd3: Partnership) -> str:
    return framework_text(framework_draft(framework_of(trd3)))


@pytest.fixture
def coordinator(cast: Cast, client_of) -> Client:
    return client_of(cast.coordinator)


def with_target(text: str, more: str = NEW_TARGET) -> str:
    """A second target for the first indicator, written after its first."""
    at = text.index("      - code: research-applications-granted")
    return text[:at] + more + text[at:]


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Framework, GoalArea, Indicator, Definition, Target, Event))


def take(partnership: Partnership, text: str):
    return import_framework(partnership=partnership, content=text.encode(), name="f.yaml", seal=None, by=BY, now=NOW)


def refused(partnership: Partnership, text: str) -> list[tuple[str, int, str]]:
    before = rows()
    with pytest.raises(FileRefused) as raised:
        take(partnership, text)
    assert rows() == before
    return [(each.fault.value, each.place.line, each.place.field) for each in raised.value.problems]


def test_what_is_exported_is_the_same_and_adds_nothing(trd3: Partnership, text: str) -> None:
    before = rows()
    assert check_framework(partnership=trd3, content=text.encode(), name="f.yaml").added.are_none
    take(trd3, text)
    assert rows() == before
    assert framework_text(framework_draft(framework_of(trd3))) == text


def test_a_framework_moves_to_a_partnership_that_has_none(trd3: Partnership, fjordby: Partnership, text: str) -> None:
    fjordby.periods.update(framework_slug="")
    parties = set(fjordby.partners.values_list("organisation__slug", flat=True))
    theirs = text.replace("trondheim-kommune:", f"{sorted(parties)[0]}:").replace("ntnu:", f"{sorted(parties)[1]}:")
    theirs = re.sub(r"decision: \S+", "decision: null", theirs)
    take(fjordby, theirs)
    fjordby.refresh_from_db()
    assert framework_text(framework_draft(framework_of(fjordby))) == theirs
    assert figures_of(fjordby, today=NOW.date())


@pytest.mark.parametrize(
    ("find", "put", "fault", "field"),
    [
        ("version: 1\n", "version: 0\n", "not_allowed", "version"),
        ("version: 1\n", "version: 2\n", "may_not_be", "version"),
        ("valid_from: 2022\n", "valid_from: 2019\n", "may_not_be", "valid_from"),
        ("valid_from: 2022\n", "valid_from: 2026\n", "may_not_be", "valid_from"),
        ("            value: 20\n", "            value: 20.125\n", "may_not_be", "value"),
    ],
)
def test_a_framework_that_is_new_as_a_whole_is_held_to_the_same(
    find: str, put: str, fault: str, field: str, fjordby: Partnership, trd3: Partnership, text: str
) -> None:
    fjordby.periods.update(framework_slug="")
    parties = sorted(fjordby.partners.values_list("organisation__slug", flat=True))
    theirs = text.replace("trondheim-kommune:", f"{parties[0]}:").replace("ntnu:", f"{parties[1]}:")
    theirs = re.sub(r"decision: \S+", "decision: null", theirs)
    line = theirs[: theirs.index(find)].count("\n") + 1
    assert (fault, line, field) in refused(fjordby, theirs.replace(find, put, 1))


def test_a_later_version_in_a_new_framework_says_why_and_holds_no_earlier(fjordby: Partnership, text: str) -> None:
    fjordby.periods.update(framework_slug="")
    parties = sorted(fjordby.partners.values_list("organisation__slug", flat=True))
    theirs = text.replace("trondheim-kommune:", f"{parties[0]}:").replace("ntnu:", f"{parties[1]}:")
    theirs = re.sub(r"decision: \S+", "decision: null", theirs)
    more = NEW_TARGET.replace("            reason: Færre utlysninger\n", "").replace("2025", "2021")
    found = refused(fjordby, with_target(theirs, more))
    assert {("may_not_be", "valid_from"), ("may_not_be", "reason")} <= {(each, name) for each, _, name in found}


def test_a_file_adds_versions_indicators_and_areas(trd3: Partnership, text: str) -> None:
    area = text[text.index("  - code: education") : text.index("  - code: innovation")]
    area = area.replace("code: ", "code: ny-")
    area = re.sub(r"\n            owner: .*", "\n            exception: Avtalt før\n            owner: null", area)
    more = with_target(text) + area
    take(trd3, more)
    trd3.refresh_from_db()
    figures = figures_of(trd3, today=NOW.date())
    assert figures.series["research-applications-sent"].by_year[2025].target == 12
    assert figures.goal_areas[-1].code == "ny-education"
    again = framework_text(framework_draft(framework_of(trd3)))
    assert check_framework(partnership=trd3, content=more.encode(), name="f.yaml").added.are_none
    assert check_framework(partnership=trd3, content=again.encode(), name="f.yaml").added.are_none
    assert Event.objects.filter(verb="imported", subject_type="framework").count() == 1


@pytest.mark.parametrize(
    ("find", "put", "fault", "field"),
    [
        ("value: 20\n", "value: 21\n", "recorded_otherwise", "targets"),
        ("group: applications\n", "group: annet\n", "recorded_otherwise", "group"),
        ("valid_from: 2022\n", "valid_from: 2023\n", "recorded_otherwise", "definitions"),
        ("code: master-theses\n", "code: master-thesis\n", "left_out", "indicators"),
        ("milestone: sent\n", "milestone: tull\n", "not_allowed", "milestone"),
        ("version: 1\n", "version: æ\n", "not_a_number", "version"),
        ("            kind: yearly\n", "", "field_missing", "kind"),
        ("framework:\n", "framework: [\n", "not_yaml", ""),
        ("id: trd3-2022-2025", "id: et-annet-sett", "reference_unknown", "id"),
        ("code: master-theses\n", "code: nytt\n", "id_reserved", "code"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    find: str, put: str, fault: str, field: str, trd3: Partnership, text: str
) -> None:
    assert find in text
    found = refused(trd3, text.replace(find, put, 1))
    assert (fault, field) in {(each, name) for each, _, name in found}
    line = text[: text.index(find)].count("\n") + 1
    assert fault in {"reference_unknown", "left_out"} or min(abs(at - line) for _, at, _ in found) <= 25


@pytest.mark.parametrize(
    ("more", "field"),
    [
        (NEW_TARGET.replace("            owner: Forskningssjefen\n", ""), "owner"),
        (NEW_TARGET.replace("            reason: Færre utlysninger\n", ""), "reason"),
        (NEW_TARGET.replace("version: 2", "version: 3"), "version"),
        (NEW_TARGET.replace("2025", "2031"), "valid_from"),
        (NEW_TARGET.replace("value: 12", "value: 12.345"), "value"),
        (NEW_TARGET.replace("kind: yearly", "kind: discontinued"), "decision"),
    ],
)
def test_a_new_version_is_held_to_what_the_screen_asks(more: str, field: str, trd3: Partnership, text: str) -> None:
    assert ("may_not_be", field) in {(each, name) for each, _, name in refused(trd3, with_target(text, more))}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"- a", b"a: b", b"x" * (512 * 1024 + 1), b"a: &a [*a]", b"\x00"]
)
def test_what_is_no_framework(content: bytes, trd3: Partnership, coordinator: Client) -> None:
    with pytest.raises(FileRefused):
        check_framework(partnership=trd3, content=content, name="f.yaml")
    response = coordinator.post(FILE, {"file": SimpleUploadedFile("f.yaml", content)})
    assert response.status_code == 422


def test_a_coordinator_sees_what_a_file_adds_and_takes_it_in(coordinator: Client, trd3: Partnership, text: str) -> None:
    assert coordinator.get("/trd3/maltall/rammeverk.yaml").content.decode() == text
    more = with_target(text)
    response = coordinator.post(FILE, {"file": SimpleUploadedFile("mitt.yaml", more.encode())})
    page = response.content.decode()
    assert response.status_code == 200
    assert "versjon 2 av målet, fra 2025" in page
    assert Target.objects.filter(indicator__code="research-applications-sent").count() == 1
    hidden = {
        name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1]) for name in ("text", "navn", "segl")
    }
    # A browser sends other line ends.
    sent = hidden | {"text": hidden["text"].replace("\n", "\r\n")}
    assert coordinator.post(FILE, sent).status_code == 302
    assert Target.objects.filter(indicator__code="research-applications-sent").count() == 2
    late = coordinator.post(FILE, sent)
    assert late.status_code == 409


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_a_file_written_on_another_machine_is_taken_in_as_it_was_seen(
    ends: str, coordinator: Client, trd3: Partnership, text: str
) -> None:
    sent = SimpleUploadedFile("mitt.yaml", with_target(text).replace("\n", ends).encode())
    page = coordinator.post(FILE, {"file": sent}).content.decode()
    hidden = {
        name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1]) for name in ("text", "navn", "segl")
    }
    as_sent = re.sub(r"\r\n|\r|\n", "\r\n", hidden["text"])
    assert coordinator.post(FILE, hidden | {"text": as_sent}).status_code == 302


def test_a_file_seen_before_something_changed_is_seen_again(trd3: Partnership, text: str) -> None:
    more = with_target(text)
    seal = check_framework(partnership=trd3, content=more.encode(), name="f.yaml").seal
    take(trd3, more)
    with pytest.raises(ChangedMeanwhile):
        import_framework(partnership=trd3, content=more.encode(), name="f.yaml", seal=seal, by=BY, now=NOW)


def test_members_download_and_only_coordinators_upload(cast: Cast, client_of, text: str) -> None:
    assert client_of(cast.observer).get("/trd3/maltall/rammeverk.yaml").status_code == 200
    assert client_of(cast.lead).post(FILE, {"text": text}).status_code == 403
    assert client_of(cast.other_lead).get("/trd3/maltall/rammeverk.yaml").status_code == 404


def test_the_command_exports_checks_and_imports(trd3: Partnership, text: str, tmp_path: Path, capsys) -> None:
    file = tmp_path / "f.yaml"
    call_command("framework", "export", "trd3", "--out", str(file))
    assert file.read_text(encoding="utf-8") == text
    file.write_text(with_target(text), encoding="utf-8")
    call_command("framework", "check", "trd3", str(file))
    assert "versjon 2 av målet" in capsys.readouterr().out
    call_command("framework", "import", "trd3", str(file))
    assert Target.objects.filter(indicator__code="research-applications-sent").count() == 2
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("framework", "import", "trd3", str(file))
    assert "mangler i fila" in capsys.readouterr().err


def test_remarks_are_folded_by_kind_with_how_many_there_are(cast: Cast, client_of) -> None:
    page = client_of(cast.observer).get("/trd3/maltall/kvalitet/").content.decode()
    folds = re.findall(
        r'<details class="ds-details" id="[a-z-]+"( open)?><summary>[^<]+ \((\d+)\)</summary>(.*?)</details>',
        page,
        re.S,
    )
    assert len(folds) > 1
    for is_open, count, inside in folds:
        assert inside.count("<li>") == int(count)
        assert bool(is_open) == (int(count) <= 5)


def test_what_may_be_wrong_with_the_indicators_is_read_by_every_member(cast: Cast, client_of, capsys) -> None:
    page = client_of(cast.observer).get("/trd3/maltall/kvalitet/").content.decode()
    assert "Skal øke, men ingen vet fra hva" in page
    for name in ("research-meeting-places", "education-meeting-places", "website-visits", "social-media-followers"):
        assert f"/trd3/maltall/{name}/" in page.split('id="no-baseline"', 1)[1].split("</details>", 1)[0]
    assert client_of(cast.stranger).get("/trd3/maltall/kvalitet/").status_code == 404
    call_command("framework", "check", "trd3")
    assert "website-visits" in capsys.readouterr().out
