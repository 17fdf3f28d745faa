"""Which addresses may be told of changes. Ours is the network they would be reached from, so not every one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

LONGEST = 500
_NAT64 = 0x64FF9B << 96


class AddressFault(StrEnum):
    """Why an address cannot be used."""

    NO_ADDRESS = "no_address"
    NOT_HTTPS = "not_https"
    HAS_PASSWORD = "has_password"
    NOT_PUBLIC = "not_public"


@dataclass(frozen=True)
class Target:
    """An address taken apart. `path` carries the question too."""

    host: str
    port: int
    path: str
    is_encrypted: bool


class AddressRefused(ValueError):
    """The address cannot be used; `fault` says why."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault)
        self.fault = fault


def target_of(address: str, *, local_allowed: bool) -> Target:
    """Take an address apart. Raises AddressRefused.

    Only https, without user name and password. `local_allowed` lets plain http through to this very machine, for
    demo and development.
    """
    if len(address) > LONGEST or not address.isprintable() or not address.isascii() or " " in address:
        raise AddressRefused(AddressFault.NO_ADDRESS)
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise AddressRefused(AddressFault.NO_ADDRESS) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise AddressRefused(AddressFault.NO_ADDRESS)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(AddressFault.HAS_PASSWORD)
    is_here = _is_loopback(host)
    if parts.scheme == "http" and not (is_here and local_allowed):
        raise AddressRefused(AddressFault.NOT_HTTPS)
    if is_here and not local_allowed:
        raise AddressRefused(AddressFault.NOT_PUBLIC)
    if _is_number(host) and not may_reach(host, local_allowed=local_allowed):
        raise AddressRefused(AddressFault.NOT_PUBLIC)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port or (443 if parts.scheme == "https" else 80), path, parts.scheme == "https")


def may_reach(number: str, *, local_allowed: bool) -> bool:
    """Whether a machine may be reached, by its number (IPv4 or IPv6): public ones only; and this one when allowed.

    A number that wraps another (IPv4 inside IPv6, 6to4, Teredo, NAT64) is judged by what it wraps too.
    """
    try:
        ip = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if local_allowed and ip.is_loopback:
        return True
    return all(each.is_global and not each.is_multicast for each in (ip, *_wrapped(ip)))


def _wrapped(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(ip, IPv4Address):
        return []
    inside = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if int(ip) >> 32 == _NAT64 >> 32:
        inside.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [each for each in inside if each is not None]


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return _is_number(host) and ip_address(host).is_loopback
