"""What a message says, how a receiver knows that it is ours, and how long we go on trying."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.webhooks.rules.messages import BELIEVED_SECONDS, Told, body_of, is_ours, signature_of
from brobygger.webhooks.rules.retries import FIRST_WAIT, LONGEST_WAIT, is_given_up, wait_after

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SENT = int(NOW.timestamp())
SECRET = "bro_hemmelig"


def test_a_message_tells_what_changed_and_of_nobody() -> None:
    told = Told(7, "changed", NOW, 3, "sovn", "https://bro.example.no/trd3/aktiviteter/sovn/", 2, ["title"])
    assert json.loads(body_of("trd3", [told])) == {
        "partnership": "trd3",
        "events": [
            {
                "id": 7,
                "verb": "changed",
                "at": "2026-11-22T12:00:00+00:00",
                "subject": {"type": "activity", "id": 3, "slug": "sovn"},
                "url": "https://bro.example.no/trd3/aktiviteter/sovn/",
                "version": 2,
                "fields": ["title"],
            }
        ],
    }


def test_what_is_not_known_is_left_out() -> None:
    [event] = json.loads(body_of("trd3", [Told(7, "removed", NOW, 3, "", "", None, [])]))["events"]
    assert "version" not in event
    assert "fields" not in event


@given(st.binary(), st.text(min_size=1))
def test_a_signed_message_is_ours_and_a_changed_one_is_not(body: bytes, secret: str) -> None:
    secret = secret.encode(errors="replace").decode()
    signature = signature_of(secret, body, SENT)
    assert is_ours(secret, body, signature, now=SENT)
    assert not is_ours(secret, body + b" ", signature, now=SENT)
    assert not is_ours(secret + "x", body, signature, now=SENT)


def test_an_old_message_is_not_believed() -> None:
    signature = signature_of(SECRET, b"{}", SENT)
    assert is_ours(SECRET, b"{}", signature, now=SENT + BELIEVED_SECONDS)
    assert not is_ours(SECRET, b"{}", signature, now=SENT + BELIEVED_SECONDS + 1)
    newer = signature.replace(f"t={SENT}", f"t={SENT + 500}")
    assert not is_ours(SECRET, b"{}", newer, now=SENT + 500)


@pytest.mark.parametrize("signature", ["", "t=", f"t={SENT},v1=æ", "t=x,v1=y", "v1=abc", "t=²,v1=y", "=,=,"])
def test_what_is_no_signature_is_not_ours(signature: str) -> None:
    assert not is_ours(SECRET, b"{}", signature, now=SENT)


def test_we_wait_longer_each_time_but_never_too_long() -> None:
    waits = [wait_after(failures, 0) for failures in range(1, 40)]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_chance_takes_at_most_half(failures: int, chance: float) -> None:
    whole = wait_after(failures, 0)
    assert whole / 2 <= wait_after(failures, chance) <= whole


def test_a_day_of_failing_is_enough() -> None:
    assert not is_given_up(NOW, NOW + timedelta(hours=23, minutes=59))
    assert is_given_up(NOW, NOW + timedelta(hours=24))
