"""Another Brobygger's export, Airtable's own CSV, and the command line."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.conftest import Cast
from tests.integration.intake.importing import bring, check, outcomes, results, upload

from brobygger.intake.models import Import
from brobygger.intake.sources.brobygger import ExportRefused
from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import draft_of, drafts_of, with_parts
from brobygger.portfolio.rules.content import content_of


@pytest.fixture(autouse=True)
def _own_state(settings: Any, tmp_path: Path) -> None:
    settings.STATE_FOLDER = tmp_path


def export_of(partnership: Partnership, *slugs: str, **changes: Any) -> dict[str, Any]:
    """An export as another installation writes it: slugs where we have ids."""
    organisations = {o.pk: o for o in Organisation.objects.filter(directory=partnership.directory)}
    units = {u.pk: u for u in Unit.objects.filter(directory=partnership.directory)}
    areas = {a.pk: a for a in partnership.focus_areas.all()}

    def party(told: list[int | None]) -> list[str | None]:
        return [organisations[told[0] or 0].slug, units[told[1]].slug if told[1] else None]

    there = list(with_parts(Activity.objects.filter(partnership=partnership, slug__in=slugs).order_by("pk")))
    activities = []
    for activity, draft in zip(there, drafts_of(there), strict=True):
        content = content_of(draft)
        content["focus_area_ids"] = [areas[pk].slug for pk in content["focus_area_ids"]]
        content["participants"] = [{**row, "party": party(row["party"])} for row in content["participants"]]
        content["fundings"] = [{**row, "funder": party(row["funder"])} for row in content["fundings"]]
        activities.append({"slug": activity.slug, "version": activity.version, "content": content})
    return {
        "format": "brobygger-export",
        "version": 1,
        "partnership": {"slug": partnership.slug, "name": partnership.name},
        "organisations": [{"slug": o.slug, "name": o.name} for o in organisations.values()],
        "units": [{"slug": u.slug, "name": u.name, "organisation": u.organisation.slug} for u in units.values()],
        "focus_areas": [{"slug": a.slug, "name": a.name} for a in areas.values()],
        "activities": activities,
    } | changes


def as_file(export: Any) -> io.BytesIO:
    return io.BytesIO(json.dumps(export, ensure_ascii=False, indent=1).encode())


def test_an_export_comes_in_elsewhere_just_as_it_was(
    cast: Cast, trd3: Partnership, fjordby: Partnership, now: datetime
) -> None:
    slugs = list(Activity.objects.filter(partnership=trd3).order_by("pk").values_list("slug", flat=True))[:40]
    export = export_of(trd3, *slugs)
    for activity in export["activities"]:
        activity["content"]["relations"] = [r for r in activity["content"]["relations"] if r["to"] in slugs]
        activity["content"]["focus_area_ids"] = []
        activity["content"]["value"] = {}
    run = check(upload(fjordby, cast.other_lead, as_file(export), now, name="alt.json"), now, propose=True)
    assert run.state == "checked", run.trouble
    said = {row.outcome: row.problems for row in run.rows.all()}
    assert set(said) <= {"new", "error", "twin"}, said
    assert run.rows.filter(outcome="new").count() >= len(slugs) - 8, said
    bring(run, now)
    row = run.rows.filter(result="made").select_related("activity").order_by("number").first()
    assert row is not None
    assert row.activity is not None
    mine = draft_of(fjordby, row.activity.slug)
    theirs = draft_of(trd3, row.key.removeprefix("k:"))
    assert mine is not None
    assert theirs is not None
    same = ("kind", "title", "description", "milestones", "places", "external_ids", "quantities", "purposes")
    assert {n: content_of(mine[1])[n] for n in same} == {n: content_of(theirs[1])[n] for n in same}
    again = check(upload(fjordby, cast.other_lead, as_file(export), now, name="alt.json"), now, propose=True)
    assert set(
        again.rows.filter(number__in=run.rows.filter(result="made").values("number")).values_list("outcome", flat=True)
    ) == {"same"}


def test_what_nobody_here_knows_is_told_row_by_row(cast: Cast, trd3: Partnership, now: datetime) -> None:
    export = export_of(trd3, "climagen")
    content = export["activities"][0]["content"]
    strange = [
        {**content, "title": "A", "participants": [{"party": ["nobody", None], "role": "lead"}]},
        {**content, "title": "B", "focus_area_ids": ["no-such-area"]},
        {**content, "title": "C", "kind": "spaceship"},
        {**content, "title": "D", "milestones": [{"kind": "started", "date": "i fjor"}]},
        {**content, "title": ["E"]},
        "F",
    ]
    export["activities"] = [{"slug": f"a{n}", "version": 1, "content": each} for n, each in enumerate(strange)]
    run = check(upload(trd3, cast.lead, as_file(export), now), now)
    assert outcomes(run) == ["error"] * 6
    codes = [row.problems[0][0] for row in run.rows.order_by("number")]
    assert codes == ["unknown_party", "unknown_word", *["not_understood"] * 4]
    assert results(bring(run, now)) == ["skipped"] * 6


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{}", "other_format"), ('{"format": "x"}', "other_format"), ("{,}", "not_json"), ('{"a": 1', "not_json"),
        ('{"format": "brobygger-export", "version": 2}', "other_version"), ('{"activities": [1,, 2]}', "not_json"),
        ('{"a": NaN}', "not_json"), ('{"a": ' + "[" * 100_000, "too_deep"), ('{"activities": [', "not_json"),
    ],
)  # fmt: skip
def test_other_json_is_refused(cast: Cast, trd3: Partnership, now: datetime, content: str, why: str) -> None:
    with pytest.raises(ExportRefused) as refused:
        upload(trd3, cast.lead, io.BytesIO(content.encode()), now)
    assert refused.value.why == why
    assert not Import.objects.exists()


def test_airtables_own_csv_comes_in_with_its_lists_in_quotes(cast: Cast, trd3: Partnership, now: datetime) -> None:
    csv = '\ufeffName,Type,Start date,Partners,Status\nBølger,Pilot,3/5/2024,"NTNU,Trondheim kommune",In progress\n'
    run = check(upload(trd3, cast.lead, io.BytesIO(csv.encode()), now, name="Grid view.csv"), now)
    assert run.mapping["columns"] == {
        "Name": "title", "Type": "kind", "Start date": "start", "Partners": "party:partner", "Status": "state",
    }  # fmt: skip
    bring(run, now)
    activity = Activity.objects.get(partnership=trd3, title="Bølger")
    assert (activity.kind, activity.state, activity.participations.count()) == ("pilot", "active", 2)


def test_the_command_does_the_same(
    cast: Cast, trd3: Partnership, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "r.csv"
    file.write_text("Hva det er;Når\nBølgekraft;2024\n;2025\n", encoding="utf-8")
    mapping = json.dumps({"columns": {"Hva det er": "title"}, "kind": "pilot"})
    options = {"partnership": "trd3", "source": "Kommandolinja"}
    with pytest.raises(CommandError, match="no_title"):
        call_command("import-file", file, **options)
    call_command("import-file", file, **options, mapping=mapping, dry_run=True)
    said = capsys.readouterr()
    assert "Ny: 1" in said.out
    assert "Raden mangler tittel" in said.err
    assert not Activity.objects.filter(partnership=trd3, title="Bølgekraft").exists()
    call_command("import-file", file, **options, mapping=mapping)
    assert "Registrert: 1" in capsys.readouterr().out
    assert Activity.objects.filter(partnership=trd3, title="Bølgekraft").count() == 1
    call_command("import-file", file, **options)
    assert Activity.objects.filter(partnership=trd3, title="Bølgekraft").count() == 1
    for wrong in ({"mapping": "{"}, {"mapping": '{"x": 1}'}, {"partnership": "nowhere"}):
        with pytest.raises(CommandError):
            call_command("import-file", file, **(options | wrong))
    with pytest.raises(CommandError):
        call_command("import-file", tmp_path / "gone.csv", **options)


def test_old_files_and_what_they_said_are_deleted(cast: Cast, trd3: Partnership, now: datetime, tmp_path: Path) -> None:
    csv = b"Tittel;Type\nA;Pilot\n"
    done = bring(check(upload(trd3, cast.lead, io.BytesIO(csv), now), now), now)
    left = upload(trd3, cast.lead, io.BytesIO(csv), now)
    Import.objects.update(made_at=now.replace(year=2020))
    young = upload(trd3, cast.lead, io.BytesIO(csv), now)
    call_command("prune-imports")
    assert sorted(path.name for path in (tmp_path / "imports").iterdir()) == [str(young.pk)]
    assert Import.objects.get(pk=left.pk).state == "thrown"
    assert done.rows.get().raw == []
    assert done.rows.get().result == "made"
