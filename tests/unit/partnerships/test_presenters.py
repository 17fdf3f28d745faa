"""The partnership in words."""

from __future__ import annotations

from datetime import date

import pytest

from brobygger.partnerships import presenters
from brobygger.partnerships.rules.kinds import Position, Role, SeatStatus, Side

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("label", "kinds"),
    [(presenters.role_label, Role), (presenters.side_label, Side), (presenters.position_label, Position)],
)
def test_every_code_has_a_word(label, kinds) -> None:  # type: ignore[no-untyped-def]
    """No code reaches the screen."""
    assert not {label(kind.value) for kind in kinds} & {kind.value for kind in kinds}


def test_only_unusual_ways_to_hold_an_office_are_told() -> None:
    """Ordinary needs no word."""
    assert [presenters.status_label(status.value) for status in SeatStatus] == ["", "Fungerende", "Konstituert"]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("", "", ""),
        ("2022", "", "fra 2022"),
        ("", "2023", "til 2023"),
        ("2022", "2023", "2022–2023"),
        ("2022", "2022", "2022"),
        ("2022-23", "2024-06", "høsten 2022–juni 2024"),
        ("unknown", "", ""),
        ("unknown", "2023", "til 2023"),
        ("", "unknown", "avsluttet, dato ikke oppgitt"),
        ("2022", "unknown", "fra 2022, avsluttet, dato ikke oppgitt"),
    ],
)
def test_time_in_words(start: str, end: str, words: str) -> None:
    """As exact as the source and no more."""
    assert presenters.time_in_words(start, end) == words


@pytest.mark.parametrize(
    ("end", "over"), [("", False), ("2025", True), ("2026", False), ("2026-11-21", True), ("unknown", True)]
)
def test_has_ended(end: str, over: bool) -> None:
    """A year is over when its last day is."""
    assert presenters.has_ended(end, TODAY) is over
