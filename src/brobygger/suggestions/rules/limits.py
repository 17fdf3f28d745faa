"""What a form from outside puts up with."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date
from ipaddress import IPv6Address, ip_address

SECONDS_AT_LEAST = 3
SECONDS_AT_MOST = 12 * 3600
LINKS_AT_MOST = 5
WAITING_AT_MOST = 200
A_DAY_FROM_ONE_ADDRESS = 10
A_DAY_IN_ALL = 100
# How long the name and address of a sender are kept: after the answer, or while nobody answers.
DAYS_AFTER_ANSWER = 90
DAYS_UNANSWERED = 365
LINKS_TO_PARTNERS = 20

_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """A text without control characters, and without those that turn the direction of writing."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def links_in(*texts: str) -> int:
    """How many addresses of the web stand in some texts."""
    return sum(len(_LINK.findall(text)) for text in texts)


def sender_key(address: str, *, secret: str, day: date) -> str:
    """An address of the network as a number that is another one tomorrow, and leads nobody back to it.

    Whoever has one IPv6 address has a whole network of them, so the network counts. What is no address is one sender.
    """
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        place = "unknown"
    else:
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
            place = str(parsed.ipv4_mapped)
        elif isinstance(parsed, IPv6Address):
            place = str(int(parsed) >> 64)
        else:
            place = str(parsed)
    salt = hmac.new(secret.encode(), f"sender {day.isoformat()}".encode(), hashlib.sha256).digest()
    return hmac.new(salt, place.encode(), hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """What is kept of a secret link: enough to know it again, too little to make it."""
    return hashlib.sha256(token.encode()).hexdigest()
