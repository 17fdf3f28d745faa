"""Entity tags: which version of an activity somebody has seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

_TAG = re.compile(r'"(?P<activity>[0-9]{1,18})\.(?P<version>[0-9]{1,9})(?:\.(?P<standing>[a-z]+))?"')
_EACH = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


@dataclass(frozen=True)
class Seen:
    """One version of one activity."""

    activity_id: int
    version: int


def tag_of(activity_id: int, version: int, standing: str = "") -> str:
    """The strong tag of a version; it also tells whether the entry is in the register."""
    return f'"{activity_id}.{version}{f".{standing}" if standing else ""}"'


def tags_in(header: str) -> list[str]:
    """The tags of an If-Match or If-None-Match header, as they are written."""
    return _EACH.findall(header[:2000])


def versions_seen(header: str) -> list[Seen]:
    """The versions an If-Match header names. Weak tags and those of others name none."""
    found = (_TAG.fullmatch(tag) for tag in tags_in(header))
    return [Seen(int(match["activity"]), int(match["version"])) for match in found if match]


def version_of(activity_id: int, seen: Iterable[Seen]) -> int:
    """Which version of an activity was seen; 0, which is none, when the header speaks of others."""
    return next((each.version for each in seen if each.activity_id == activity_id), 0)


def is_same(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names a tag; strong and weak count alike there, and `*` is any."""
    if header.strip() == "*":
        return True
    return tag.removeprefix("W/") in {each.removeprefix("W/") for each in tags_in(header)}


def mark_tag(kind: str, number: int, mark: str) -> str:
    """The strong tag of something that is no activity: what it is, its number, and a mark that changes with it."""
    return f'"{kind}{number}.{mark}"'


def mark_seen(header: str, kind: str, number: int) -> str:
    """The mark an If-Match header names for something; empty, which is none, when the header speaks of others."""
    start = f'"{kind}{number}.'
    return next((each[len(start) : -1] for each in tags_in(header) if each.startswith(start)), "")


def mark_of_values(values: Iterable[object]) -> str:
    """A mark that is another when any of some values is."""
    return sha256(repr([str(value) for value in values]).encode("utf-8", "replace")).hexdigest()[:16]
