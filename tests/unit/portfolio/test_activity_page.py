"""The time line of an activity."""

from __future__ import annotations

from brobygger.portfolio.models import Milestone
from brobygger.portfolio.presenters.activity_page import in_time_order


def order(*milestones: tuple[str, str]) -> list[tuple[str, str]]:
    return [(m.kind, m.date) for m in in_time_order([Milestone(kind=kind, date=date) for kind, date in milestones])]


def test_the_oldest_comes_first() -> None:
    assert order(("finished", "2025"), ("started", "2023-22"), ("sent", "2022-05-01")) == [
        ("sent", "2022-05-01"),
        ("started", "2023-22"),
        ("finished", "2025"),
    ]


def test_one_without_a_date_stands_where_it_belongs_in_a_life() -> None:
    assert order(("granted", "unknown"), ("finished", "unknown"), ("started", "2023"), ("sent", "2022")) == [
        ("sent", "2022"),
        ("granted", "unknown"),
        ("started", "2023"),
        ("finished", "unknown"),
    ]


def test_all_without_dates_stand_in_the_order_of_a_life() -> None:
    assert order(("started", "unknown"), ("idea", "unknown")) == [("idea", "unknown"), ("started", "unknown")]


def test_nothing_happened() -> None:
    assert order() == []
