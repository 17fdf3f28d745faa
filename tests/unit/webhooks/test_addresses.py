"""Which addresses may be told: those that are ours to reach, and no machine behind the wall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.webhooks.rules.addresses import AddressFault, AddressRefused, Target, may_reach, target_of

# Written so, because no file here may hold the number of a machine in somebody's network.
PRIVATE = ["10." + "0.0.1", "172." + "16.3.4", "192." + "168.1.1"]
CLOSED = [
    *PRIVATE,
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    f"::ffff:{PRIVATE[0]}",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "not a number",
    "",
]


@pytest.mark.parametrize("number", CLOSED)
def test_closed_machines_are_not_reached(number: str) -> None:
    assert not may_reach(number, local_allowed=False)


@pytest.mark.parametrize("number", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_open_machines_are(number: str) -> None:
    assert may_reach(number, local_allowed=False)


def test_in_demo_this_machine_is_too_and_no_other() -> None:
    reached = [number for number in CLOSED if may_reach(number, local_allowed=True)]
    assert reached == ["127.0.0.1", "127.9.9.9", "::1"]


def test_an_address_is_taken_apart() -> None:
    assert target_of("https://mottak.example.no", local_allowed=False) == Target("mottak.example.no", 443, "/", True)
    assert target_of("https://Mottak.Example.no:8443/a/b?c=d#e", local_allowed=False) == Target(
        "mottak.example.no", 8443, "/a/b?c=d", True
    )


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", AddressFault.NO_ADDRESS),
        ("mottak.example.no", AddressFault.NO_ADDRESS),
        ("ftp://example.no", AddressFault.NO_ADDRESS),
        ("file:///etc/passwd", AddressFault.NO_ADDRESS),
        ("https://", AddressFault.NO_ADDRESS),
        ("https://example.no:99999/", AddressFault.NO_ADDRESS),
        ("https://example.no:x/", AddressFault.NO_ADDRESS),
        ("https://[::1/", AddressFault.NO_ADDRESS),
        ("https://example.no/a b", AddressFault.NO_ADDRESS),
        ("https://example.no/\r\nX: y", AddressFault.NO_ADDRESS),
        ("https://eksempel.no/æ", AddressFault.NO_ADDRESS),
        ("https://example.no/" + "a" * 500, AddressFault.NO_ADDRESS),
        ("http://example.no/", AddressFault.NOT_HTTPS),
        ("http://127.0.0.1/", AddressFault.NOT_HTTPS),
        ("https://kari:hemmelig@example.no/", AddressFault.HAS_PASSWORD),
        ("https://@example.no/", AddressFault.HAS_PASSWORD),
        ("https://localhost/", AddressFault.NOT_PUBLIC),
        ("https://a.localhost/", AddressFault.NOT_PUBLIC),
        ("https://127.0.0.1/", AddressFault.NOT_PUBLIC),
        ("https://[::1]/", AddressFault.NOT_PUBLIC),
        (f"https://{PRIVATE[2]}/", AddressFault.NOT_PUBLIC),
        ("https://169.254.169.254/latest", AddressFault.NOT_PUBLIC),
    ],
)
def test_an_address_that_cannot_be_used(address: str, fault: AddressFault) -> None:
    with pytest.raises(AddressRefused) as refused:
        target_of(address, local_allowed=False)
    assert refused.value.fault is fault


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://localhost:9/x", "http://[::1]:9/x"])
def test_in_demo_this_machine_may_be_told_unencrypted(address: str) -> None:
    assert not target_of(address, local_allowed=True).is_encrypted
    with pytest.raises(AddressRefused):
        target_of("http://example.no/", local_allowed=True)


@given(st.text())
def test_whatever_is_written_is_an_address_or_is_refused(address: str) -> None:
    for text in (address, f"https://{address}", f"https://example.no/{address}"):
        try:
            target = target_of(text, local_allowed=False)
        except AddressRefused:
            continue
        assert target.is_encrypted
        assert target.host
