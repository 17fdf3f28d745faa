"""What a form from outside puts up with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.suggestions.rules.limits import links_in, sender_key, tidy, token_hash

DAY = date(2026, 11, 22)


def key(address: str, *, secret: str = "s", day: date = DAY) -> str:
    return sender_key(address, secret=secret, day=day)


@given(st.ip_addresses(v=4).map(str))
def test_an_address_is_one_sender_today_and_another_tomorrow(address: str) -> None:
    assert key(address) == key(f" {address} ")
    assert key(address) == key(f"::ffff:{address}")
    assert key(address) != key(address, day=DAY + timedelta(days=1))
    assert key(address) != key(address, secret="t")
    assert address not in key(address)


@given(st.ip_addresses(v=4).map(str), st.ip_addresses(v=4).map(str))
def test_two_addresses_are_two_senders(one: str, other: str) -> None:
    assert (key(one) == key(other)) == (one == other)


def test_a_network_of_ipv6_is_one_sender() -> None:
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9")
    assert key("2001:db8:1:2::1") != key("2001:db8:1:3::1")


@pytest.mark.parametrize("nonsense", ["", "unknown", "1.2.3", "fe80::1%eth0%x", "<script>", "a" * 10_000])
def test_what_is_no_address_is_one_sender(nonsense: str) -> None:
    assert key(nonsense) == key("")


def test_links_are_counted_however_they_are_written() -> None:
    assert links_in("http://a HTTPS://b www.c", "[url=d] <a href=e>") == 5
    assert links_in("Se rapporten fra 2025, side 3.") == 0


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert "\x00" not in tidy(text)
    assert "\u202e" not in tidy(text)


def test_a_token_is_known_again_and_not_kept() -> None:
    assert token_hash("hemmelig") == token_hash("hemmelig") != token_hash("hemmelig ")
    assert "hemmelig" not in token_hash("hemmelig")
