"""Tables into the register: dry run, import, undo, and again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Cast
from tests.integration.intake.importing import bring, check, outcomes, results, table, upload
from tests.unit.tables.files import messy_workbook

from brobygger.duplicates.actions.compare import compare_waiting
from brobygger.intake.actions import begin, choose
from brobygger.intake.actions.begin import NotNow
from brobygger.intake.actions.storage import file_of
from brobygger.intake.actions.undo import undo_import
from brobygger.intake.models import Import, ImportRow, SourceKey
from brobygger.intake.rules.kinds import Choice, Outcome
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import change_sets
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.change_sets import StandsInTheWay
from brobygger.portfolio.models import Activity, Registration, Revision
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.tables.rules.refusals import TableRefused

HEADER = ("ID", "Tittel", "Type", "Oppstart", "Slutt", "Partnere")


@pytest.fixture(autouse=True)
def _own_state(settings: Any, tmp_path: Path) -> None:
    settings.STATE_FOLDER = tmp_path


def some(count: int = 3, **changes: str) -> Any:
    rows = [
        [str(n), changes.get(str(n), f"Måling av bølger nummer {n}"), "Forskningsprosjekt", "mars 2024", "2025", "NTNU"]
        for n in range(1, count + 1)
    ]
    return table(HEADER, *rows)


def test_the_messy_workbook_comes_in_is_undone_and_comes_in_again(cast: Cast, trd3: Partnership, now: datetime) -> None:
    before = set(Activity.objects.filter(partnership=trd3).values_list("slug", flat=True))
    meanings = {"kind": {"Forskning": "research_project"}}
    for round_ in (1, 2):
        run = upload(trd3, cast.lead, messy_workbook(), now)
        assert run.mapping["columns"] == {
            "Tittel": "title", "Type": "kind", "Partner": "party:partner", "Partner (2)": "party:partner",
            "Start": "start", "Slutt": "end", "Beløp": "amount", "Merknad": "description", "År": "start",
        } or "År" not in run.mapping["columns"]  # fmt: skip
        run = check(run, now, meanings=meanings, propose=True, funder="Forskningsrådet")
        assert run.state == "checked"
        found = outcomes(run)
        assert found == (["new", "new", "new", "error", "error"] if round_ == 1 else ["undone"] * 3 + ["error"] * 2)
        errors = {p[0] for row in run.rows.filter(outcome="error") for p in row.problems}
        assert errors == {"not_a_date", "not_exact", "season_or_years"}
        run = bring(run, now)
        assert (run.state, run.trouble) == ("done", [])
        assert results(run) == (["made"] * 3 if round_ == 1 else ["brought_back"] * 3) + ["skipped"] * 2
        new = Activity.objects.filter(partnership=trd3).exclude(slug__in=before)
        assert {a.title for a in new} == {"Søvn på sykehjem", "Øving i klima", "Hjemme lenger"}
        sleep = new.get(title="Søvn på sykehjem")
        assert (sleep.kind, sleep.start, sleep.end, str(sleep.amount_nok)) == (
            "research_project",
            "2024-03-05",
            "2025-12-31",
            "1234567.50",
        )
        assert sleep.description == "=SUM(A1) er bare tekst"
        assert Registration.objects.filter(activity=sleep, via="import", user_id=cast.lead.pk).count() == 1
        assert not file_of(run.pk).exists()
        undo_import(run=run, by=cast.lead.as_actor, now=now)
        assert set(Activity.objects.filter(partnership=trd3).values_list("slug", flat=True)) == before
    assert Activity.every.filter(partnership=trd3, title="Søvn på sykehjem").count() == 1


def test_a_second_run_updates_what_changed_in_the_file_and_nothing_else(
    cast: Cast, trd3: Partnership, now: datetime
) -> None:
    bring(check(upload(trd3, cast.lead, some(), now), now), now)
    first, second = (Activity.objects.get(title=f"Måling av bølger nummer {n}") for n in (1, 2))
    told = draft_of(trd3, first.slug)
    assert told is not None
    from dataclasses import replace

    change_activities(
        partnership=trd3,
        orders=[Order(first.pk, 1, replace(told[1], title="Et bedre navn"))],
        by=cast.lead.as_actor,
        now=now,
    )
    run = check(upload(trd3, cast.colleague, some(**{"2": "Måling av bølger to"}), now), now)
    assert outcomes(run) == ["same", "update", "same"]
    assert run.rows.get(outcome="update").changes == ["title"]
    count = Activity.objects.filter(partnership=trd3).count()
    bring(run, now)
    assert Activity.objects.filter(partnership=trd3).count() == count
    assert Activity.objects.get(pk=first.pk).title == "Et bedre navn"
    second.refresh_from_db()
    assert (second.title, second.version, second.slug) == ("Måling av bølger to", 2, "maling-av-bolger-nummer-2")
    # Undone, the source has not said it, so it is an update again.
    undo_import(run=Import.objects.get(pk=run.pk), by=cast.lead.as_actor, now=now)
    second.refresh_from_db()
    assert second.title == "Måling av bølger nummer 2"
    again = check(upload(trd3, cast.lead, some(**{"2": "Måling av bølger to"}), now), now)
    assert outcomes(again) == ["same", "update", "same"]


def test_an_empty_cell_empties_nothing(cast: Cast, trd3: Partnership, now: datetime) -> None:
    bring(check(upload(trd3, cast.lead, some(1), now), now), now)
    run = check(
        upload(
            trd3, cast.lead, table(HEADER, ["1", "Måling av bølger nummer 1", "Forskningsprosjekt", "", "", ""]), now
        ),
        now,
    )
    assert outcomes(run) == ["same"]


def test_what_changed_between_dry_run_and_import_is_left_alone_row_by_row(
    cast: Cast, trd3: Partnership, now: datetime
) -> None:
    bring(check(upload(trd3, cast.lead, some(3), now), now), now)
    run = check(upload(trd3, cast.lead, some(4, **{"1": "Nytt en", "2": "Nytt to"}), now), now)
    assert outcomes(run) == ["update", "update", "same", "new"]
    touched = Activity.objects.get(title="Måling av bølger nummer 1")
    Activity.objects.filter(pk=touched.pk).update(version=2)
    # Somebody else brings in the same new row first.
    other = check(upload(trd3, cast.colleague, table(HEADER, ["4", "Fire", "Pilot", "2024", "", ""]), now), now)
    bring(other, now)
    bring(run, now)
    assert results(run) == ["late", "updated", "skipped", "late"]
    assert Activity.objects.get(pk=touched.pk).title == "Måling av bølger nummer 1"
    assert not Activity.objects.filter(title="Måling av bølger nummer 4").exists()


def test_undo_says_what_stands_in_the_way(cast: Cast, trd3: Partnership, now: datetime) -> None:
    run = bring(check(upload(trd3, cast.lead, some(3), now), now), now)
    touched = Activity.objects.get(title="Måling av bølger nummer 2")
    Activity.objects.filter(pk=touched.pk).update(version=2)
    with pytest.raises(StandsInTheWay) as stands:
        undo_import(run=run, by=cast.lead.as_actor, now=now)
    assert stands.value.slugs == [touched.slug]
    assert Import.objects.get(pk=run.pk).state == "done"


def test_a_row_can_join_an_entry_that_is_there(cast: Cast, trd3: Partnership, now: datetime) -> None:
    compare_waiting(partnership=trd3, now=now)
    there = Activity.objects.filter(partnership=trd3, kind="research_project").first()
    assert there is not None
    file = table(HEADER, ["9", there.title, "Forskningsprosjekt", there.start or "2024", "", ""])
    run = check(upload(trd3, cast.colleague, file, now), now)
    row = run.rows.get()
    assert (row.outcome, row.choice, row.activity_id) == ("twin", "", there.pk)
    assert choose.choose(run=run, choices={row.number: (Choice.JOIN, 0)}) == 1
    before = Registration.objects.filter(activity=there).count()
    run = bring(run, now)
    assert results(run) == ["joined"]
    assert Registration.objects.filter(activity=there).count() == before + 1
    assert Activity.objects.get(pk=there.pk).version == there.version
    assert outcomes(check(upload(trd3, cast.colleague, file, now), now)) == ["same"]
    undo_import(run=run, by=cast.lead.as_actor, now=now)
    assert Registration.objects.filter(activity=there).count() == before
    assert not SourceKey.objects.filter(activity=there).exists()


def test_an_import_can_be_undone_among_all_operations(cast: Cast, trd3: Partnership, now: datetime) -> None:
    run = bring(check(upload(trd3, cast.lead, some(2), now), now), now)
    assert run.change_set is not None
    change_sets.undo(change_set=run.change_set, by=cast.coordinator.as_actor, now=now)
    assert Import.objects.get(pk=run.pk).state == "undone"
    with pytest.raises(NotNow):
        undo_import(run=run, by=cast.lead.as_actor, now=now)
    again = check(upload(trd3, cast.lead, some(2), now), now)
    assert outcomes(again) == ["undone", "undone"]


def test_undecided_rows_are_skipped(cast: Cast, trd3: Partnership, now: datetime) -> None:
    compare_waiting(partnership=trd3, now=now)
    there = Activity.objects.filter(partnership=trd3, kind="research_project").first()
    assert there is not None
    run = check(upload(trd3, cast.lead, table(HEADER, ["9", there.title, "Forskningsprosjekt", "", "", ""]), now), now)
    assert results(bring(run, now)) == ["skipped"]


def test_rows_that_are_in_the_file_twice_come_in_once(cast: Cast, trd3: Partnership, now: datetime) -> None:
    file = table(
        HEADER,
        ["1", "En", "Pilot", "2024", "", ""],
        ["1", "To", "Pilot", "", "", ""],
        ["3", "en ", "Pilot", "2024", "", ""],
    )
    run = check(upload(trd3, cast.lead, file, now), now)
    assert outcomes(run) == ["new", "repeated", "repeated"]
    assert list(run.rows.order_by("number").values_list("repeats", flat=True)) == [0, 2, 2]
    assert choose.choose_for_all(run=run, outcome=Outcome.REPEATED, choice=Choice.MAKE) == 1
    bring(run, now)
    assert results(run) == ["made", "skipped", "made"]


def test_parties_nobody_knows_are_an_error_unless_they_are_proposed(
    cast: Cast, trd3: Partnership, now: datetime
) -> None:
    file = table(HEADER, ["1", "En", "Pilot", "2024", "", "Bølgeverket AS; NTNU"])
    run = check(upload(trd3, cast.lead, file, now), now)
    assert [row.problems for row in run.rows.all()] == [[["unknown_party", 6, "Bølgeverket AS", ""]]]
    run = check(run, now, propose=True)
    assert outcomes(run) == ["new"]
    bring(run, now)
    activity = Activity.objects.get(title="En")
    names = {
        p.organisation.name: p.organisation.is_proposed for p in activity.participations.select_related("organisation")
    }
    assert names["Bølgeverket AS"] is True
    assert len(names) == 2
    assert outcomes(check(upload(trd3, cast.lead, file, now), now)) == ["same"]


def test_rows_belong_to_each_other_and_to_what_is_there(cast: Cast, trd3: Partnership, now: datetime) -> None:
    file = table(
        ("ID", "Tittel", "Type", "Del av"),
        ["1", "Delen", "Pilot", "2"], ["2", "Helheten", "Pilot", ""], ["3", "Resten", "Pilot", "climagen"],
        ["4", "Feil", "Pilot", "Finnes slett ikke"], ["5", "Ring A", "Pilot", "6"], ["6", "Ring B", "Pilot", "5"],
    )  # fmt: skip
    run = check(upload(trd3, cast.lead, file, now), now)
    assert outcomes(run) == ["new", "new", "new", "error", "error", "new"]
    bring(run, now)
    part, whole, rest = (
        Activity.objects.get(partnership=trd3, title=title) for title in ("Delen", "Helheten", "Resten")
    )
    assert [(r.kind, r.other_id) for r in part.relations.all()] == [("part_of", whole.pk)]
    assert [r.other.slug for r in rest.relations.all()] == ["climagen"]
    assert (part.version, Revision.objects.filter(activity=part).count()) == (1, 0)
    assert outcomes(check(upload(trd3, cast.lead, file, now), now))[:3] == ["same"] * 3


def test_hostile_files_write_nothing(cast: Cast, trd3: Partnership, now: datetime) -> None:
    import io

    for content in (b"", b"%PDF-1.7", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600):
        with pytest.raises(TableRefused):
            upload(trd3, cast.lead, io.BytesIO(content), now)
    assert not Import.objects.exists()
    assert list((file_of(1).parent.parent).iterdir()) == []


def test_throwing_away_deletes_the_file_and_what_it_said(cast: Cast, trd3: Partnership, now: datetime) -> None:
    run = check(upload(trd3, cast.lead, some(), now), now)
    begin.throw_away(run=run, by=cast.lead.as_actor, now=now)
    assert not file_of(run.pk).parent.exists()
    assert not ImportRow.objects.filter(run=run).exists()
    with pytest.raises(begin.NotNow):
        choose.order(run=run)
