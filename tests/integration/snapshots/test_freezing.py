"""Freezing: what is in a snapshot, that nobody can change it, and that what was changed all the same is found and named."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.doubts.actions import answer
from brobygger.doubts.queries.doubts import doubts_of
from brobygger.doubts.rules.kinds import Answer, Seen
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import bring_back, remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.actions.left_out import leave_out
from brobygger.results.models import Indicator
from brobygger.results.queries.frameworks import figures_now, figures_of, rule_in
from brobygger.results.queries.tally import members
from brobygger.snapshots.actions.freeze import FreezeRefused, freeze
from brobygger.snapshots.actions.removal import RemovalRefused, _gate, remove_snapshots
from brobygger.snapshots.models import Piece, Snapshot
from brobygger.snapshots.queries.reading import file_of, item_page, items_of, numbered, stream
from brobygger.snapshots.queries.verify import verify
from brobygger.snapshots.rules import document
from brobygger.snapshots.rules.canonical import canonical
from brobygger.snapshots.rules.document import check_file, split_lines

BY = system("tests")


def adopt(partnership: Partnership, now: datetime, year: int = 2025) -> Snapshot:
    return freeze(partnership=partnership, year=year, words=f"Tall for {year}", decision="Sak 12/26", by=BY, now=now)


def found(partnership: Partnership) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(check.number, [(each.path, each.why) for each in check.wrong]) for check in verify(partnership)]


@pytest.fixture
def snapshot(trd3: Partnership, now: datetime) -> Snapshot:
    return adopt(trd3, now)


def test_it_holds_what_is_known(snapshot: Snapshot, trd3: Partnership, now: datetime) -> None:
    figures = figures_of(trd3, today=now.date())
    assert figures is not None
    frozen = {(each["code"], each["year"]): each for each in items_of(snapshot, "figures")}
    for code, series in figures.series.items():
        for figure in [*series.by_year.values(), series.period]:
            told = frozen[code, figure.year]
            assert told["value"] == (None if figure.value is None else json.loads(canonical(figure.value)))
            assert told["verdict"] == figure.judged.verdict
    activities = dict(stream(snapshot, "activities"))
    present = Activity.objects.filter(partnership=trd3)
    assert set(activities) == {f"activities/{pk}" for pk in present.values_list("pk", flat=True)}
    one = present.get(slug="climagen")
    assert activities[f"activities/{one.pk}"]["version"] == one.version
    units = {each["slug"]: each for each in items_of(snapshot, "units")}
    assert units["ntnu-mh"]["organisation"] == "ntnu"


def test_each_figure_keeps_its_band_and_what_was_left_out(trd3: Partnership, now: datetime) -> None:
    indicator = Indicator.objects.get(goal_area__framework__partnership=trd3, code="master-theses")
    # A number as a whole, and one activity in every number of its years.
    leave_out(partnership=trd3, year=2024, indicator=indicator)
    code, year, pk = next(
        (each.code, year, pk)
        for each in Indicator.objects.filter(goal_area__framework__partnership=trd3)
        for year in (2024, 2025)
        if (rule := rule_in(each, year))
        for pk in members(trd3, {year: rule}, limit=1)
    )
    leave_out(partnership=trd3, year=year, activity=Activity.objects.get(pk=pk))
    figures = figures_now(trd3, today=now.date())
    assert figures is not None
    frozen = {(each["code"], each["year"]): each for each in items_of(adopt(trd3, now), "figures")}
    for each, series in figures.series.items():
        for figure in [*series.by_year.values(), series.period]:
            told = frozen[each, figure.year]
            assert (told["left_out"], told["is_disputed"]) == (figure.left_out, figure.is_disputed)
            if each not in figures.bands:
                assert told["band"] is None
                continue
            for credit, sums in figures.bands[each].items():
                value = sums.period if figure.year is None else sums.by_year[figure.year]
                assert told["band"][credit.value] == (None if value is None else json.loads(canonical(value)))
    assert frozen["master-theses", 2024]["is_disputed"]
    assert frozen[code, year]["left_out"] == 1
    assert frozen["bachelor-theses", None]["jumps"] == [list(each) for each in figures.series["bachelor-theses"].jumps]


def test_the_doubts_of_the_day_are_kept_with_what_was_said_and_without_words(trd3: Partnership, now: datetime) -> None:
    open_, explained, *_ = doubts_of(trd3, today=now.date())
    seen = Seen(explained.doubt, explained.doubt.fingerprint, 0)
    answer(partnership=trd3, seen=[seen], answer=Answer.EXPLAINED, words="Kari vet det", by=BY, now=now)
    kept = items_of(adopt(trd3, now), "doubts")
    assert len(kept) == len(doubts_of(trd3, today=now.date()))
    first, second = kept[:2]
    assert (first["kind"], first["is_open"], first["answer"]) == (open_.doubt.kind.value, True, None)
    assert (second["subject"], second["is_open"]) == (explained.doubt.subject, False)
    assert (second["answer"]["answer"], second["answer"]["holds"]) == ("explained", True)
    assert "Kari" not in json.dumps(kept)


def test_a_file_of_the_format_before_is_still_whole(
    trd3: Partnership, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(document, "FORMAT", 1)
        old = adopt(trd3, now)
    adopt(trd3, now)
    assert (old.format, json.loads(old.head)["format"]) == (1, 1)
    assert found(trd3) == [(1, []), (2, [])]
    assert check_file(split_lines(b"".join(file_of(old)))).wrong == ()


def test_every_number_is_as_long_as_the_list_that_is_frozen_with_it(snapshot: Snapshot) -> None:
    kinds = {each["code"]: each["definitions"][-1]["counting"] for each in items_of(snapshot, "indicators")}
    checked = 0
    for figure in items_of(snapshot, "figures"):
        rule = kinds[figure["code"]]
        if figure["counted"] is None or rule["measure"] != "count" or rule["unique"] != "activity":
            continue
        group = f"members/{figure['code']}.{figure['year'] or 'period'}"
        assert item_page(snapshot, group, 1).total == int(figure["counted"])
        assert len(items_of(snapshot, group)) == int(figure["counted"])
        checked += 1
    assert checked > 10


def test_the_file_is_what_the_checksum_is_of_and_every_line_is_canonical(snapshot: Snapshot) -> None:
    content = b"".join(file_of(snapshot))
    assert hashlib.sha256(content).hexdigest() == snapshot.sha256
    assert len(content) == snapshot.size
    lines = split_lines(content)
    assert all((canonical(json.loads(line)) + "\n").encode() == line for line in lines)
    assert check_file(lines).wrong == ()


def test_no_name_of_a_person_is_in_it(snapshot: Snapshot, cast: object) -> None:
    content = b"".join(file_of(snapshot)).decode()
    for user in vars(cast).values():
        assert user.display_name not in content
        assert user.username not in content


def test_they_are_a_chain(snapshot: Snapshot, trd3: Partnership, fjordby: Partnership, now: datetime) -> None:
    second, elsewhere = adopt(trd3, now), adopt(fjordby, now)
    assert (second.number, second.previous_sha256) == (2, snapshot.sha256)
    assert json.loads(second.head)["previous"] == snapshot.sha256
    assert (elsewhere.number, elsewhere.previous_sha256) == (1, "")
    assert found(trd3) == [(1, []), (2, [])]


def test_a_clock_that_jumps_back_breaks_nothing(snapshot: Snapshot, trd3: Partnership, now: datetime) -> None:
    second = adopt(trd3, now - timedelta(days=400))
    assert second.number == 2
    assert found(trd3) == [(1, []), (2, [])]
    assert [[each.why for each in check.remarks] for check in verify(trd3)] == [[], ["clock"]]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"words": " "}, "words"),
        ({"words": "x" * 301}, "words"),
        ({"decision": ""}, "decision"),
        ({"year": 12}, "year"),
    ],
)
def test_what_is_not_said_is_asked_for(trd3: Partnership, now: datetime, told: dict[str, object], why: str) -> None:
    arguments: dict[str, object] = {"year": 2025, "words": "Tall", "decision": "Sak 1"} | told
    with pytest.raises(FreezeRefused) as refused:
        freeze(partnership=trd3, by=BY, now=now, **arguments)  # type: ignore[arg-type]
    assert refused.value.why == why
    assert not Snapshot.objects.exists()


def test_a_decision_of_another_partnership_is_none(trd3: Partnership, fjordby: Partnership, now: datetime) -> None:
    decision = fjordby.decisions.create(slug="eget", date="2025", title="Eget vedtak")
    with pytest.raises(FreezeRefused):
        freeze(partnership=trd3, year=2025, words="Tall", decision=decision, by=BY, now=now)


@pytest.mark.parametrize("table", ["snapshots_snapshot", "snapshots_piece"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = number + 100", "DELETE FROM {}"])
def test_the_database_refuses(snapshot: Snapshot, trd3: Partnership, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="make an erratum"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert found(trd3) == [(1, [])]


def test_the_database_refuses_replacing_and_emptying(snapshot: Snapshot, trd3: Partnership) -> None:
    statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE snapshots_snapshot CASCADE"
    if connection.vendor == "sqlite":
        columns = "partnership_id, key, number, year, words, decision_words, frozen, format, head, \"index\", items, size, stored, sha256, previous_sha256"  # fmt: skip
        statement = (
            f"INSERT OR REPLACE INTO snapshots_snapshot ({columns}) SELECT {columns.replace('words,', 'head,', 1)} "
            "FROM snapshots_snapshot"
        )
    with pytest.raises(DatabaseError, match="make an erratum"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert found(trd3) == [(1, [])]


def test_the_product_refuses_too(snapshot: Snapshot, trd3: Partnership, settings: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.update(words="Noe annet")
    settings.DEMO = settings.DEBUG = False  # type: ignore[attr-defined]
    with pytest.raises(RemovalRefused):
        remove_snapshots(partnership=trd3, by=BY, now=NOW)
    assert found(trd3) == [(1, [])]


def test_a_demo_removes_its_own_and_closes_the_gate(snapshot: Snapshot, trd3: Partnership, fjordby: Partnership, now: datetime) -> None:  # fmt: skip
    other = adopt(fjordby, now)
    remove_snapshots(partnership=trd3, by=BY, now=NOW)
    assert list(Snapshot.objects.all()) == [other]
    with pytest.raises(DatabaseError), transaction.atomic():
        other.delete()


def tamper(sql: str, *values: object) -> None:
    """What somebody does who owns the database."""
    with _gate(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def repacked(piece: Piece, old: bytes, new: bytes) -> bytes:
    content = zlib.decompress(bytes(piece.packed))
    assert old in content
    return zlib.compress(content.replace(old, new, 1), 6)


def test_a_changed_line_is_named(snapshot: Snapshot, trd3: Partnership, now: datetime) -> None:
    adopt(trd3, now)
    one = Activity.objects.get(partnership=trd3, slug="climagen")
    piece = next(
        each for each in Piece.objects.filter(snapshot=snapshot.key, group="activities") if b'"climagen"' in zlib.decompress(bytes(each.packed))
    )  # fmt: skip
    tamper(
        "UPDATE snapshots_piece SET packed = %s WHERE id = %s", repacked(piece, b'"climagen"', b'"climagem"'), piece.pk
    )
    assert found(trd3) == [(1, [(f"activities/{one.pk}", "content")]), (2, [])]


def test_a_changed_figure_is_named_though_its_checksum_was_changed_too(snapshot: Snapshot, trd3: Partnership) -> None:
    piece = Piece.objects.get(snapshot=snapshot.key, group="figures")
    packed = repacked(piece, b'"value":"58"', b'"value":"59"')
    lines = split_lines(zlib.decompress(packed))
    digests = b"".join(hashlib.sha256(line).digest() for line in lines)
    tamper("UPDATE snapshots_piece SET packed = %s, digests = %s WHERE id = %s", packed, digests, piece.pk)
    assert found(trd3) == [(1, [("figures[0…]", "content")])]


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ("UPDATE snapshots_snapshot SET words = 'Noe annet' WHERE number = 1", (1, [("words", "column")])),
        ("UPDATE snapshots_snapshot SET year = 2024 WHERE number = 1", (1, [("year", "column")])),
        ("UPDATE snapshots_snapshot SET head = replace(head, 'TRD 3.0', 'TRD 4.0') WHERE number = 1", (1, [("head", "head")])),
        ("UPDATE snapshots_snapshot SET \"index\" = 'x' WHERE number = 1", (1, [("index", "index")])),
        ("UPDATE snapshots_piece SET first = first + 1 WHERE number = 3", (1, None)),
        ("DELETE FROM snapshots_piece WHERE number = 4", (1, None)),
    ],
)  # fmt: skip
def test_what_is_around_is_named_too(
    snapshot: Snapshot, trd3: Partnership, sql: str, wrong: tuple[int, object]
) -> None:
    tamper(sql)
    [(number, places)] = found(trd3)
    assert number == wrong[0]
    assert places == wrong[1] if wrong[1] else places


@pytest.mark.parametrize("index", ['{"index":[5]}', '{"index":5}', '{"index":[{"group":1.5}]}', "[]", ""])
def test_an_index_nobody_wrote_is_told_though_its_checksum_fits(
    snapshot: Snapshot, trd3: Partnership, index: str
) -> None:
    whole = hashlib.sha256(snapshot.head.encode())
    for piece in Piece.objects.filter(snapshot=snapshot.key).order_by("number"):
        whole.update(zlib.decompress(bytes(piece.packed)))
    whole.update(index.encode())
    tamper('UPDATE snapshots_snapshot SET "index" = %s, sha256 = %s WHERE number = 1', index, whole.hexdigest())
    [(number, places)] = found(trd3)
    assert (number, ("sha256", "log") in places) == (1, True)


def test_a_head_and_a_log_nobody_wrote_are_told(snapshot: Snapshot, trd3: Partnership) -> None:
    tamper("UPDATE snapshots_snapshot SET head = replace(head, '\"year\":2025', '\"year\":2025.5') WHERE number = 1")
    assert ("year", "column") in found(trd3)[0][1]
    Event.objects.filter(subject_type="snapshot").update(data={"number": "én", "year": [], "sha256": 7})
    assert ("sha256", "log") in found(trd3)[0][1]
    Event.objects.filter(subject_type="snapshot").update(data=["x"])
    assert ("sha256", "log") in found(trd3)[0][1]


def test_a_checksum_that_was_changed_is_told_by_the_next_and_by_the_log(snapshot: Snapshot, trd3: Partnership, now: datetime) -> None:  # fmt: skip
    adopt(trd3, now)
    tamper("UPDATE snapshots_snapshot SET sha256 = %s WHERE number = 1", "0" * 64)
    assert found(trd3) == [(1, [("sha256", "checksum"), ("sha256", "log")]), (2, [("previous", "chain")])]


def test_one_that_is_gone_is_missed(trd3: Partnership, now: datetime) -> None:
    snapshots = [adopt(trd3, now) for _ in range(3)]
    with _gate():
        Piece.objects.filter(snapshot=snapshots[1].key).delete()
        snapshots[1].delete()
    assert found(trd3) == [(1, []), (3, [("2", "gone")])]


def test_the_last_one_is_missed_too(trd3: Partnership, now: datetime) -> None:
    snapshots = [adopt(trd3, now) for _ in range(2)]
    with _gate():
        Piece.objects.filter(snapshot=snapshots[1]).delete()
        snapshots[1].delete()
    assert found(trd3) == [(1, []), (2, [("2", "gone")])]


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_is_found_and_its_place_named(
    snapshot: Snapshot, trd3: Partnership, data: st.DataObject
) -> None:
    pieces = list(Piece.objects.filter(snapshot=snapshot.key).order_by("number"))
    piece = data.draw(st.sampled_from(pieces))
    packed = bytearray(piece.packed)
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    with transaction.atomic():
        tamper("UPDATE snapshots_piece SET packed = %s WHERE id = %s", bytes(packed), piece.pk)
        [(_, places)] = found(trd3)
        assert [path.startswith(piece.group) for path, _ in places] == [True]
        transaction.set_rollback(True)


def test_the_command_names_it_and_exits_with_one(
    snapshot: Snapshot, trd3: Partnership, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "vedtatt.jsonl"
    call_command("snapshot", "export", "trd3", "1", "--out", str(out))
    assert hashlib.sha256(out.read_bytes()).hexdigest() == snapshot.sha256
    call_command("snapshot", "verify", "--file", str(out), "--sha256", snapshot.sha256)
    call_command("snapshot", "verify")
    assert "trd3 1 (2025): unchanged" in capsys.readouterr().out
    piece = Piece.objects.get(snapshot=snapshot.key, group="figures")
    tamper(
        "UPDATE snapshots_piece SET packed = %s WHERE id = %s",
        repacked(piece, b'"value":"58"', b'"value":"59"'),
        piece.pk,
    )
    with pytest.raises(SystemExit) as left:
        call_command("snapshot", "verify", "trd3")
    assert left.value.code == 1
    assert "figures/research-applications-sent.period: has been changed" in capsys.readouterr().out
    out.write_bytes(out.read_bytes().replace(b'"value":"58"', b'"value":"59"', 1))
    with pytest.raises(SystemExit):
        call_command("snapshot", "verify", "--file", str(out))
    assert "figures[0…]: does not fit" in capsys.readouterr().out


def test_items_are_found_by_number(snapshot: Snapshot, trd3: Partnership) -> None:
    ids = list(Activity.objects.filter(partnership=trd3).order_by("pk").values_list("pk", flat=True))
    wanted = [ids[0], ids[-1], ids[len(ids) // 2], ids[-1] + 1]
    assert set(numbered(snapshot, "activities", wanted)) == set(wanted[:3])
    assert numbered(snapshot, "activities", []) == {}
    assert numbered(snapshot, "activities", [0]) == {}


KINDS = [Kind.PHD, Kind.MASTER_THESIS, Kind.MEETING_PLACE]


@given(
    st.lists(
        st.tuples(st.sampled_from(["register", "change", "remove", "bring back"]), st.integers(0, 400)),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_frozen_figure_never_changes(
    snapshot: Snapshot, trd3: Partnership, now: datetime, writes: list[tuple[str, int]]
) -> None:
    before = list(file_of(snapshot))
    with transaction.atomic():
        for what, number in writes:
            _write(trd3, what, number, now)
        assert list(file_of(snapshot)) == before
        assert found(trd3) == [(1, [])]
        later = adopt(trd3, now)
        assert later.previous_sha256 == snapshot.sha256
        transaction.set_rollback(True)


def _write(partnership: Partnership, what: str, number: int, now: datetime) -> None:
    if what == "register":
        draft = ActivityDraft(
            "", KINDS[number % 3], f"Nytt {number}", milestones=(MilestoneFact(MilestoneKind.STARTED, "2025"),)
        )
        register_activities(partnership=partnership, drafts=[draft], by=BY, now=now)
        return
    present = list(with_parts(Activity.objects.filter(partnership=partnership).order_by("pk")))
    one = present[number % len(present)]
    if what == "change":
        draft = replace(drafts_of([one])[0], title=f"Et annet navn {number}", milestones=())
        change_activities(partnership=partnership, orders=[Order(one.pk, one.version, draft)], by=BY, now=now)
    elif what == "remove":
        remove_activities(partnership=partnership, versions=[(one.pk, one.version)], by=BY, now=now)
    else:
        gone = Activity.every.filter(partnership=partnership, standing="removed").values_list("pk", flat=True)
        bring_back(partnership=partnership, activity_ids=list(gone), by=BY, now=now)
