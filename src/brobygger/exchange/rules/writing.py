"""Writing XML: texts in several languages, numbers and dates as schemas want them, and nothing that is no XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# A text in one language or more, by the language's code.
Text = Mapping[str, str]

# What XML 1.0 cannot hold, however it is written: most control characters, halves of pairs, two that are nothing.
_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without what no XML file can hold, and without space around it."""
    return _NEVER.sub("", text).strip()


def told(text: Text) -> list[tuple[str, str]]:
    """The languages a text says something in, each with what it says; the same words are told once, in the first."""
    found: dict[str, str] = {}
    for language, words in text.items():
        if (clean := legal(words)) and clean not in found.values():
            found[language] = clean
    return list(found.items())


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros at the end."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def below(parent: Element, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """A new element at the end of another."""
    element = ElementTree.SubElement(parent, name, {key: legal(value) for key, value in (attributes or {}).items()})
    if text:
        element.text = legal(text)
    return element


def as_bytes(element: Element) -> bytes:
    """An element as UTF-8, indented."""
    ElementTree.indent(element)
    return ElementTree.tostring(element, encoding="unicode").encode() + b"\n"
