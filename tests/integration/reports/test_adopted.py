"""A report of an adopted year: made from the snapshot's file alone, marked with number and checksum."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.conftest import Cast
from tests.fixtures.rounds import LATER, story
from tests.integration.rounds.test_the_year import adopt

from brobygger.audit.rules import system
from brobygger.doubts.actions import answer
from brobygger.doubts.queries.doubts import doubts_of
from brobygger.doubts.rules.kinds import Answer, Seen
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.standing import remove_activities
from brobygger.portfolio.models import Activity
from brobygger.reports.actions import write_figures_report
from brobygger.reports.presenters import figures_report
from brobygger.reports.presenters.adopted import errata
from brobygger.reports.queries import ReportFacts, frozen_facts, report_facts
from brobygger.results.models import Indicator, ReportedValue
from brobygger.results.queries.thawed import GROUPS, thawed
from brobygger.rounds.actions.adopt import undo_adoption
from brobygger.rounds.queries.adopted import adopted_years
from brobygger.rounds.queries.rounds import round_of
from brobygger.snapshots.actions.errata import make_erratum
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.queries.reading import items_of
from brobygger.snapshots.rules.errata import ErratumKind

BY = system("tests")


@pytest.fixture
def snapshot(trd3: Partnership, now: datetime) -> Snapshot:
    return freeze(
        partnership=trd3, year=2025, words="Rapportering for 2025", decision="Sak 12/26", by=BY, now=now
    )  # fmt: skip


def frozen(snapshot: Snapshot) -> ReportFacts:
    facts = frozen_facts(snapshot)
    assert facts is not None
    return facts


def letters(content: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"[\s\-­​‐]+", "", text)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_tells_all_that_the_report_told_the_day_it_was_adopted(
    snapshot: Snapshot, trd3: Partnership, now: datetime, language: str
) -> None:
    live = report_facts(trd3, today=now.date())
    assert live is not None
    with override(language):
        then, told = figures_report(frozen(snapshot)), figures_report(live)
    assert then.areas == told.areas
    assert (then.title, then.partnership, then.facts, then.counts) == (
        told.title, told.partnership, told.facts, told.counts,
    )  # fmt: skip
    assert then.standing.is_adopted
    assert not told.standing.is_adopted


def test_nothing_that_happens_since_changes_it(snapshot: Snapshot, trd3: Partnership, now: datetime) -> None:
    before = write_figures_report(figures_report(frozen(snapshot)))
    indicator = Indicator.objects.filter(goal_area__framework__partnership=trd3).earliest("pk")
    Indicator.objects.filter(pk=indicator.pk).update(name={"nb": "Noe helt annet"}, direction="down")
    indicator.targets.update(value=99999)
    indicator.goal_area.framework.goal_areas.update(name={"nb": "Nytt område"})
    ReportedValue.objects.create(
        indicator=indicator, year=2025, value=4711, state="final", recorded_at=now, recorded_by="x"
    )  # fmt: skip
    Organisation.objects.filter(directory=trd3.directory).update(name="Omdøpt", name_en="Renamed")
    Partnership.objects.filter(pk=trd3.pk).update(name="Et nytt navn", data_version=trd3.data_version + 1)
    assert write_figures_report(figures_report(frozen(snapshot))) == before


def test_number_checksum_and_decision_stand_on_it(snapshot: Snapshot) -> None:
    told = letters(write_figures_report(figures_report(frozen(snapshot))))
    assert "Vedtatt.Rapporteringfor2025.Vedtak:Sak12/26.Nummer1," in told
    assert snapshot.sha256 in told
    assert f"Vedtatt,nummer1({snapshot.sha256[:8]}" in told


def test_what_was_doubted_that_day_is_told_with_its_answer(trd3: Partnership, now: datetime) -> None:
    one = doubts_of(trd3, today=now.date())[0]
    seen = Seen(one.doubt, one.doubt.fingerprint, 0)
    answer(partnership=trd3, seen=[seen], answer=Answer.EXPLAINED, words="Spør Kari", by=BY, now=now)
    snapshot = freeze(partnership=trd3, year=2025, words="2025", decision="Sak 1", by=BY, now=now)
    document = figures_report(frozen(snapshot))
    assert document.doubts is not None
    first, second, *rest = document.doubts.lines
    assert (first.answer, second.answer) == ("Det er riktig, og kan forklares", "Ikke besvart")
    waiting = len(rest) + 1
    assert document.doubts.sentence.startswith(
        f"{waiting + 1} ting var i tvil da tallene ble vedtatt. {waiting} av dem"
    )
    told = letters(write_figures_report(document))
    assert "Kari" not in told
    assert "Detsomvaritvil" in told
    live = report_facts(trd3, today=now.date())
    assert live is not None
    assert figures_report(live).doubts is None


def test_an_erratum_has_the_day_it_was_where_it_was_written(snapshot: Snapshot) -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    erratum = Erratum(
        number=1, kind="corrected", reason="Feil", decider="Styringsgruppen", about='{"now":[],"then":[]}', changes="[]",
        written=late,
    )  # fmt: skip
    [part] = errata(replace(frozen(snapshot), errata=[erratum]))
    assert "1. januar 2027" in {row.text for row in part.facts}


def test_errata_are_listed_and_the_numbers_stand(snapshot: Snapshot, trd3: Partnership, now: datetime) -> None:
    before = figures_report(frozen(snapshot))
    assert before.errata == []
    pk = next(
        each[0]
        for indicator in items_of(snapshot, "indicators")
        for each in items_of(snapshot, f"members/{indicator['code']}.period")
    )
    remove_activities(partnership=trd3, versions=[(pk, Activity.objects.get(pk=pk).version)], by=BY, now=now)
    make_erratum(
        partnership=trd3, snapshot=snapshot, kind=ErratumKind.REMOVED, activity_ids=[pk], reason="Var et #prøvetiltak",
        decider="Koordinatorene", by=BY, now=now,
    )  # fmt: skip
    after = figures_report(frozen(snapshot))
    assert after.areas == before.areas
    assert [each.heading for each in after.errata] == ["Rettelse 1: Skulle ikke vært med"]
    assert after.errata[0].changes
    told = letters(write_figures_report(after))
    assert "Varet#prøvetiltak" in told
    assert "Feilsomerfunnetsiden" in told


def test_the_accessibility_checker_finds_nothing(
    snapshot: Snapshot, trd3: Partnership, now: datetime, tmp_path: Path
) -> None:
    pk = Activity.objects.filter(partnership=trd3).first().pk  # type: ignore[union-attr]
    remove_activities(partnership=trd3, versions=[(pk, Activity.objects.get(pk=pk).version)], by=BY, now=now)
    make_erratum(
        partnership=trd3, snapshot=snapshot, kind=ErratumKind.REMOVED, activity_ids=[pk], reason="Feil",
        decider="Koordinatorene", by=BY, now=now,
    )  # fmt: skip
    file = tmp_path / "report.pdf"
    file.write_bytes(write_figures_report(figures_report(frozen(snapshot))))
    checker = Path(sys.executable).with_name("pdfua")
    result = subprocess.run([checker, "check", "--format", "json", file], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_file_of_the_format_before_is_told_without_what_it_does_not_have(snapshot: Snapshot) -> None:
    items = json.loads(json.dumps({group: items_of(snapshot, group) for group in GROUPS}))
    items["framework"] = []
    for figure in items["figures"]:
        for name in ("band", "left_out", "is_disputed", "jumps"):
            del figure[name]
    for indicator in items["indicators"]:
        del indicator["source"]
        for target in indicator["targets"]:
            del target["baseline_source"]
    old, new = thawed(items), thawed({group: items_of(snapshot, group) for group in GROUPS})
    assert old is not None
    assert new is not None
    assert old.figures.bands == {}
    assert new.figures.bands
    for code, series in new.figures.series.items():
        assert old.figures.series[code].by_year == series.by_year


def test_reading_asks_little(
    snapshot: Snapshot, django_assert_max_num_queries: Callable[..., object]
) -> None:  # fmt: skip
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        figures_report(frozen(snapshot))


class TestAddresses:
    """`/<partnership>/rapporter/…`."""

    def get(self, client: Client, view: str, **where: int):  # type: ignore[no-untyped-def]
        return client.get(reverse(f"reports:{view}", kwargs={"partnership": "trd3", **where}))

    def test_a_year_is_told_as_adopted_where_it_is(self, snapshot, cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
        client = client_of(cast.observer)
        adopted, other = self.get(client, "year_pdf", year=2025), self.get(client, "year_pdf", year=2024)
        assert 'filename="maltall-trd3-2025-vedtatt-1-nb.pdf"' in adopted["Content-Disposition"]
        assert 'filename="maltall-trd3-2024-forelopig-nb.pdf"' in other["Content-Disposition"]
        assert "Foreløpig.Tallene" in letters(other.content)
        assert "Ikkevedtatt:2022–2024." in letters(other.content)
        assert self.get(client, "year_pdf", year=1999).status_code == 404

    def test_a_number(self, snapshot, cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
        client = client_of(cast.lead)
        assert self.get(client, "snapshot_pdf", number=1).status_code == 200
        assert self.get(client, "snapshot_pdf", number=2).status_code == 404
        assert self.get(client, "snapshot_pdf", number=10**30).status_code == 404

    @pytest.mark.parametrize("who", ["stranger", "other_lead"])
    def test_strangers_are_told_that_it_does_not_exist(self, snapshot, cast, client_of, who: str) -> None:  # type: ignore[no-untyped-def]
        client = client_of(getattr(cast, who))
        assert self.get(client, "snapshot_pdf", number=1).status_code == 404
        assert self.get(client, "year_pdf", year=2025).status_code == 404


def test_the_command_writes_what_was_adopted(snapshot: Snapshot, tmp_path: Path) -> None:
    def run(*more: object) -> None:
        call_command("report", "figures", "--partnership", "trd3", *map(str, more), stdout=io.StringIO())

    for name in ("a.pdf", "b.pdf"):
        run("--snapshot", 1, "--out", tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with pytest.raises(CommandError, match="ikke vedtatt noe med nummer 7"):
        run("--snapshot", 7, "--out", tmp_path / "c.pdf")
    with pytest.raises(CommandError, match="not allowed with"):
        run("--snapshot", 1, "--date", "2026-01-15", "--out", tmp_path / "c.pdf")
    assert not (tmp_path / "c.pdf").exists()


def test_the_page_of_figures_says_which_years_are_adopted(snapshot: Snapshot, cast: Cast, client_of) -> None:  # type: ignore[no-untyped-def]
    page = client_of(cast.observer).get("/trd3/maltall/").content.decode()
    assert 'href="/trd3/rapporter/maltall-2025.pdf"' in page
    assert 'href="/trd3/vedtatt/1/"' in page
    assert "2022, 2023 og 2024" in page


def test_a_year_whose_adoption_was_undone_is_not_adopted(db: None) -> None:
    told = story()
    told.all_approved()
    adopt(told)
    assert list(adopted_years(told.partnership)) == [2025]
    round_ = round_of(told.partnership, 2025)
    assert round_ is not None
    undo_adoption(
        round_=round_, seen=round_.version, reason="Feil vedtak", by=told.people["of_town"].as_actor, now=LATER
    )  # fmt: skip
    assert adopted_years(told.partnership) == {}
