"""Event logs: made from a model to the minute, read with everything wrong told, and cut off at a moment."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from harmoni import examples
from harmoni.answers.replication import Reader
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import logged, replicate
from harmoni.learning import events, synthetic
from harmoni.model.load import load
from harmoni.model.problems import BadModel
from harmoni.reference.engine import Reference
from harmoni.ticks import TICKS_PER_DAY
from random_models import models

NO_SHRINKING = [Phase.explicit, Phase.generate]
HEADER = "patient,group,unit,asked,admitted,ready,notified,answered,wanted,destination,moved"


@pytest.fixture(scope="module")
def small():
    model, _ = load(examples.folder("small"))
    return replace(model, horizon=replace(model.horizon, days=90))


def read(tmp_path, *rows, header=HEADER, **days):
    (tmp_path / "events.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return events.read(tmp_path / "events.csv", **days)


def wrong(tmp_path, *rows, **how):
    with pytest.raises(BadModel) as caught:
        read(tmp_path, *rows, **how)
    return [(problem.row, problem.field, problem.message) for problem in caught.value.problems]


class Telling(Reference):
    """The readable engine, writing down when the municipality is told and answers."""

    told: dict

    def _notify(self, patient, place, wanted):
        answered = super()._notify(patient, place, wanted)
        lucks = self.draw(patient, 2)
        notice, answer = (
            0 if one is None else int(np.floor(self.length(one, -np.log(1 - luck)) * TICKS_PER_DAY + 0.5))
            for one, luck in zip((place.unit.notice, wanted.unit.answer), lucks, strict=True)
        )
        self.told[patient.serial, patient.since] = (patient.since + notice, patient.since + notice + answer)
        return answered


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, phases=NO_SHRINKING
)
@given(models())
def test_a_synthetic_log_tells_what_happened(model):
    """Against both engines: the daily series of the one, the notices of the other."""
    program = build(model)
    memory = logged(program, 1, 0)
    log = synthetic.visits(model, memory.log, synthetic._Luck(program, 1, 0, memory.log))
    first = memory[c.COUNTED_FROM]
    for number, unit in enumerate(model.units):
        there = [v for v in log.visits if v.unit == unit.id and v.admitted is not None]
        present = sum(_days(v.admitted, v.moved, log) for v in there)
        assert present == pytest.approx(
            memory.daily[first:, number, [c.DAY_CARED, c.DAY_HELD]].sum() / TICKS_PER_DAY, abs=1e-5 * len(there) + 1e-6
        )
        held = [v for v in there if v.ready is not None and v.is_for_another]
        assert sum(_days(v.ready, v.moved, log) for v in held) == pytest.approx(
            memory.daily[first:, number, c.DAY_HELD].sum() / TICKS_PER_DAY, abs=1e-5 * len(held) + 1e-6
        )
    slow = Telling(model, 1, 0)
    slow.told = {}
    slow.run()
    told = {
        (int(v.patient[1:]), round((v.admitted - log.begins + first) * TICKS_PER_DAY)): v
        for v in log.visits
        if v.notified is not None and v.admitted is not None
    }
    for key, visit in told.items():
        notice, answer = slow.told[key]
        assert visit.notified == pytest.approx(log.begins - first + notice / TICKS_PER_DAY, abs=1e-6)
        if visit.answered is not None:
            assert visit.answered == pytest.approx(log.begins - first + answer / TICKS_PER_DAY, abs=1e-6)


def _days(start, end, log):
    return max(0.0, (log.ends if end is None else end) - max(start, log.begins))


def test_a_log_survives_its_file_to_the_minute(small, tmp_path):
    log = synthetic.log_of(small, 4)
    (tmp_path / "events.csv").write_text(events.as_table(log), "utf-8")
    again = events.read(tmp_path / "events.csv", dt.date(2026, 1, 5), dt.date(2026, 4, 5))
    assert (again.begins, again.ends) == (log.begins, log.ends)
    assert len(again.visits) == len(log.visits)
    for ours, theirs in zip(sorted(log.visits, key=lambda v: (v.patient, v.came)), again.visits, strict=True):
        assert (ours.patient, ours.unit, ours.destination) == (theirs.patient, theirs.unit, theirs.destination)
        assert abs(ours.came - theirs.came) < 1.01 / 1440


def test_days_that_are_not_named_are_found(small, tmp_path):
    (tmp_path / "events.csv").write_text(events.as_table(synthetic.log_of(small, 4)), "utf-8")
    found = events.read(tmp_path / "events.csv")
    assert found.begins == dt.date(2026, 1, 5).toordinal()
    assert dt.date(2026, 4, 4).toordinal() < found.ends < dt.date(2026, 4, 5).toordinal() + 0.01


def test_a_synthetic_log_repeats_for_a_seed_and_differs_for_another(small):
    assert synthetic.log_of(small, 4) == synthetic.log_of(small, 4)
    assert synthetic.log_of(small, 4) != synthetic.log_of(small, 5)


def test_arrivals_and_present_are_those_of_the_engine(small):
    log = synthetic.log_of(small, 4)
    run = Reader(build(small)).read(replicate(build(small), 4, 0))
    came = Counter(v.unit for v in events.from_outside(log) if v.admitted is not None and v.admitted >= log.begins)
    assert came["ward"] + sum(1 for v in log.visits if v.destination == "ward" and v.moved) == run.admitted[:, 0].sum()
    last = (run.in_care + run.held)[-1]
    there = events.present(log)
    assert abs(there["ward"] - last[0]) < 6
    assert abs(there["helsehus"] - last[1]) < 4


def test_two_who_come_at_one_moment_are_not_taken_for_each_other(small):
    """A seed in which it happens: where nobody may take another way, nobody does."""
    year = replace(small, horizon=replace(small.horizon, days=364))
    assert all(visit.wanted == "" for visit in synthetic.log_of(year, 115).visits)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_row_may_say_little(tmp_path):
    log = read(tmp_path, "a,ward,2026-01-05T10:00,2026-01-08", header="patient,unit,admitted,moved")
    assert log.visits[0].group == "all"
    assert log.visits[0].need_over == dt.date(2026, 1, 8).toordinal()


def test_everything_wrong_is_told_with_its_line(tmp_path):
    found = wrong(
        tmp_path,
        "a,g,ward,,2026-01-05T10:00,2026-01-04T10:00,,,,,",
        "b,g,ward,,,,,,,,",
        "c,g,ward,,2026-01-05,2026-01-06,,,,attic,2026-01-07",
        "d,g,ward,,yesterday,,,,,,",
        "e,g,ward,2026-01-05,,,,,,,",
        "e,g,ward,,2026-01-09,,,,,,",
        "f,g,ward,,2026-01-01,,,,,leaves,2026-01-09",
        "f,g,ward,,2026-01-05,,,,,leaves,2026-01-08",
        "h,*,ward,,2026-01-05,,,,,,",
        "i,g,ward,,2026-01-05T08:00+01:00,,,,,,",
        "j,g,ward,,2026-01-05,,,,,leaves,",
        "k,g,ward,2026-01-05,,2026-01-05,,,,,",
        "l,g,Ward 3,,2026-01-05,,,,,,",
    )
    assert [(row, field) for row, field, _ in found] == [
        ("line 5", "admitted"), ("line 11", "admitted"), ("line 2", "ready"), ("line 3", "admitted"),
        ("line 4", "destination"), ("line 10", "group"), ("line 12", "destination"), ("line 13", "admitted"),
        ("line 14", "unit"),
        ("line 7", "admitted"), ("line 9", "admitted"),
    ]  # fmt: skip


def test_people_stay_out(tmp_path):
    """A name has no column; a national identity number (here an invented one with right check digits) is no pseudonym."""
    assert "no such column" in wrong(tmp_path, header=f"{HEADER},name")[0][2]
    assert "pseudonym" in wrong(tmp_path, "01010750160,g,ward,,2026-01-05,,,,,,")[0][2]
    assert read(tmp_path, "01010750161,g,ward,,2026-01-05,,,,,,").visits


def test_a_destination_may_be_known_without_anybody_there(tmp_path):
    row = "c,g,ward,,2026-01-05,2026-01-06,,,,attic,2026-01-07"
    assert read(tmp_path, row, units=["attic"]).visits[0].destination == "attic"


def test_a_file_that_is_none_is_said(tmp_path):
    with pytest.raises(BadModel, match="cannot be read"):
        events.read(tmp_path / "none.csv")
    assert "no row" in wrong(tmp_path)[0][2]
    rows = ["a,g,ward,,2026-01-05,,,,,,"]
    assert "no day in it" in wrong(tmp_path, *rows, begins=dt.date(2026, 2, 1), ends=dt.date(2026, 1, 1))[0][2]
    many = wrong(tmp_path, *["a,g,ward,,x,,,,,,"] * 150)
    assert len(many) == 101
    assert "50 more" in many[-1][2]


def test_an_event_log_is_known_by_its_first_line(tmp_path):
    (tmp_path / "a.csv").write_text("Unit;Patient\n")
    (tmp_path / "b.csv").write_text("date,unit,what,value\n")
    assert events.is_log(tmp_path / "a.csv")
    assert not events.is_log(tmp_path / "b.csv")


def test_what_happened_later_is_not_known_earlier(tmp_path):
    log = read(
        tmp_path,
        "a,g,ward,,2026-01-05,2026-01-08,2026-01-06,2026-01-09,helsehus,home,2026-01-12",
        "b,g,helsehus,2026-01-10,2026-01-11,2026-01-20,,,,leaves,2026-01-20",
        "c,g,home,,2026-01-01,,,,,leaves,2026-01-21",
    )
    assert [v.patient for v in log.as_of(events.moment("2026-01-07")).visits] == ["a", "c"]
    early, middle, late = (
        log.as_of(events.moment(text)).visits[0] for text in ("2026-01-07", "2026-01-10", "2026-02-01")
    )
    assert (early.ready, early.notified is not None, early.destination) == (None, True, "")
    assert (middle.destination, middle.wanted, middle.moved) == ("helsehus", "", None)
    assert (late.destination, late.wanted) == ("home", "helsehus")
    assert log.as_of(events.moment("2026-01-10T12:00")).visits[1].admitted is None
