"""Kinds of values that stand in many places: texts without control characters, dates as exact as one knows, amounts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from ninja import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from brobygger.dates.rules import PartialDate

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LARGEST_ID = 2**62
ROWS_AT_MOST = 200


class Strict(BaseModel):
    """An object without members nobody knows: a misspelt name is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


def _plain(text: str) -> str:
    if _CONTROLS.search(text):
        raise ValueError("control characters are not allowed")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def filled(text: str) -> str:
    """The text on one line. Raises ValueError when nothing is left."""
    line = _line(text)
    if not line:
        raise ValueError("write something")
    return line


def _date(text: str) -> str:
    try:
        return PartialDate.parse(text).text
    except ValueError:
        raise ValueError("a date is 2024, 2024-21 (spring), 2024-06, 2024-06-30 or unknown") from None


def date_or_nothing(text: str) -> str:
    return _date(text) if text else ""


def _some(text: str) -> str:
    if not text:
        raise ValueError("write something")
    return text


_DATE = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|unknown)$"
_NUMBER: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]{1,12}(\\.[0-9]{1,4})?$"}]
}

ShortText = Annotated[str, Field(max_length=60), AfterValidator(_line)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Source = Annotated[str, Field(max_length=300), AfterValidator(_line)]
Title = Annotated[str, Field(max_length=500), AfterValidator(_line)]
Note = Annotated[str, Field(max_length=10_000), AfterValidator(_plain)]
FilledNote = Annotated[Note, Field(min_length=1), AfterValidator(_some)]
LongText = Annotated[str, Field(max_length=20_000), AfterValidator(_plain)]
# A slug of something else, or for parties any name; what it leads to is looked up afterwards.
Named = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(filled)]
FilledLine = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(filled)]
FilledTitle = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(filled)]
DateText = Annotated[
    str, Field(max_length=10), AfterValidator(_date), WithJsonSchema({"type": "string", "pattern": _DATE})
]
DateOrNothing = Annotated[
    str,
    Field(max_length=10),
    AfterValidator(date_or_nothing),
    WithJsonSchema({"type": "string", "pattern": f"^$|{_DATE}"}),
]
# Numbers go out as text, so that 1.10 stays 1.10; they come in as either.
Amount = Annotated[
    Decimal, Field(ge=0, le=Decimal("999999999999.99"), decimal_places=2), PlainSerializer(str), WithJsonSchema(_NUMBER)
]
Measure = Annotated[
    Decimal,
    Field(ge=Decimal("-999999999999.99"), le=Decimal("999999999999.99"), decimal_places=4),
    PlainSerializer(str),
    WithJsonSchema(_NUMBER),
]
# In addresses. What may stand there is decided by the address itself.
Slug = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,80}$"}), Path()]
Number = Annotated[int, Field(ge=1, le=LARGEST_ID), Path()]
