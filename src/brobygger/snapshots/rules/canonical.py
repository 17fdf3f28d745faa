"""Canonical JSON: the same content gives the same bytes, on every database, platform and version of Python.

UTF-8 without a byte order mark; texts in Unicode normal form C; keys sorted by code point; no space anywhere; `"` and
`\\` and control characters escaped and nothing else; whole numbers as numbers, all others as texts without trailing
zeros; dates as ISO texts, moments in UTC with `Z`. A float is refused: it is not the same everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import is_normalized, normalize


class NotCanonical(ValueError):
    """A value that has no canonical form; `path` says where it stands and `why` what is wrong with it."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path or '(top)'}: {why}")
        self.path = path
        self.why = why


def canonical(value: Any) -> str:
    """A value as canonical JSON. Raises NotCanonical for floats, sets, keys that are no texts and the like."""
    return canonical_bytes(value).decode()


def canonical_bytes(value: Any) -> bytes:
    """The same, as it is written.

    What is plain already, which is nearly all, is written at once and then looked at; whatever may not be goes the long
    way, which also says where it is refused.
    """
    if type(value) is str:
        return _ENCODER.encode(_text(value, "")).encode()
    try:
        text = _ENCODER.encode(value)
        if not _may_differ(value, text):
            return text.encode()
    except (TypeError, ValueError):
        pass
    return _ENCODER.encode(plain(value)).encode()


def _may_differ(value: Any, text: str) -> bool:
    """Whether what was written may be another value's canonical form, or no value's.

    The encoder does not mind floats, keys that are no texts, and texts in another normal form. A float is a number with a
    point or an exponent, keys are in mappings, and where the whole is in form C, so is every piece of it.
    """
    if "{" in text and text.count("{") > (type(value) is dict and {*map(type, value)} == _TEXT_ONLY):
        return True
    if not (text.isascii() or is_normalized("NFC", text)):
        return True
    # Asked first for what few texts hold: looking for a number costs as much as writing all of it.
    return ("." in text or "+" in text or _EXPONENT.search(text) is not None) and _FLOAT.search(text) is not None


def _unlike(value: Any) -> Any:
    """What the encoder asks for when it knows no form of a value itself."""
    return _other(value, "")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False, default=_unlike
)
_FLOAT = re.compile(r"(?:^|[:,\[])-?\d+(?:\.|e[-+])")
_EXPONENT = re.compile(r"e-\d")
_TEXT_ONLY = {str}


def plain(value: Any, path: str = "") -> Any:
    """A value as nothing but mappings, lists, texts, whole numbers, true, false and null. Raises NotCanonical."""
    kind = type(value)
    if kind is str:
        return _text(value, path)
    if kind is int or value is None or kind is bool:
        return value
    if kind is list or kind is tuple:
        return [plain(each, f"{path}/{at}") for at, each in enumerate(value)]
    if kind is dict:
        return _mapping(value, path)
    return _other(value, path)


def _text(value: str, path: str) -> str:
    if value.isascii():
        return value
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical(path, "half of a surrogate pair is no text") from None
    return value if is_normalized("NFC", value) else normalize("NFC", value)


def _mapping(value: Mapping[Any, Any], path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, each in value.items():
        if not isinstance(key, str):
            raise NotCanonical(path, f"the key {key!r} is no text")
        name = _text(str.__str__(key), path)
        if name in found:
            raise NotCanonical(path, f"the key {name!r} is there twice")
        found[name] = plain(each, f"{path}/{name}")
    return found


def _other(value: Any, path: str) -> Any:
    if isinstance(value, bool | float | set | frozenset | bytes):
        raise NotCanonical(path, f"{type(value).__name__} has no canonical form")
    if isinstance(value, Decimal):
        return _number(value, path)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotCanonical(path, "a moment needs its time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    # Members of enumerations that are texts or numbers.
    if isinstance(value, str):
        return _text(str.__str__(value), path)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Mapping):
        return _mapping(value, path)
    if isinstance(value, list | tuple):
        return [plain(each, f"{path}/{at}") for at, each in enumerate(value)]
    raise NotCanonical(path, f"{type(value).__name__} has no canonical form")


def _number(value: Decimal, path: str) -> str:
    """Without exponent and trailing zeros, and without a minus before nothing."""
    if not value.is_finite():
        raise NotCanonical(path, f"{value} is no number")
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
