"""Reading fields out of YAML nodes: every mistake becomes a problem with its line, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from brobygger.dates.rules import UNKNOWN, DateRefused, PartialDate
from brobygger.intake.rules.problems import Fault, Place, Problem
from brobygger.intake.rules.yaml_lines import Node

SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,79}$")
TEXT_LENGTH = 10_000
# Amounts have two decimals and twelve digits before them.
LARGEST_NUMBER = Decimal("999999999999.99")
LANGUAGES = ("nb", "nn", "en")

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """The fields of one mapping. Reading a field that is missing or wrong notes a problem and gives an empty value."""

    def __init__(self, node: Node, file: str, problems: list[Problem], *, allowed: Collection[str]) -> None:
        self.file = file
        self.line = node.line
        self.problems = problems
        self._nodes: dict[str, Node] = {}
        if not isinstance(node.value, dict):
            self.note(Fault.WRONG_TYPE, "", expected="mapping")
            return
        self._nodes = node.value
        for name, child in node.value.items():
            if name not in allowed:
                problems.append(
                    Problem(Place(file, child.line, name), Fault.FIELD_UNKNOWN, {"allowed": ", ".join(sorted(allowed))})
                )

    def note(self, fault: Fault, name: str, **facts: str) -> None:
        """Something is wrong with a field of this mapping."""
        self.problems.append(Problem(Place(self.file, self.line_of(name), name), fault, facts))

    def line_of(self, name: str) -> int:
        """The line of a field, or of the mapping when it is not there."""
        return self._nodes[name].line if name in self._nodes else self.line

    def has(self, name: str) -> bool:
        """Whether a field is there and not null."""
        return name in self._nodes and self._nodes[name].value is not None

    def node(self, name: str) -> Node | None:
        """The node of a field, None when it is missing or null."""
        return self._nodes[name] if self.has(name) else None

    def text(self, name: str, *, required: bool = False, at_most: int = TEXT_LENGTH) -> str:
        """Text, with white space at both ends taken off."""
        node = self.node(name)
        if node is None or node.value == "":
            if required:
                self.note(Fault.FIELD_MISSING, name)
            return ""
        if not isinstance(node.value, str):
            self.note(Fault.WRONG_TYPE, name, expected="text")
            return ""
        if "\x00" in node.value:
            # No database keeps it, and nobody wrote it on purpose.
            self.note(Fault.WRONG_TYPE, name, expected="text")
            return ""
        text = node.value.strip()
        if required and not text:
            self.note(Fault.FIELD_MISSING, name)
        if len(text) > at_most:
            self.note(Fault.TOO_LONG, name, at_most=str(at_most), length=str(len(text)))
            return text[:at_most]
        return text

    def slug(self, name: str = "id") -> str:
        """An id: lower-case ASCII letters, digits and hyphens."""
        text = self.text(name, required=True)
        if text and not SLUG.match(text):
            self.note(Fault.NOT_AN_ID, name, value=text[:80])
        return text[:80]

    def choice(self, name: str, choices: type[Choice], *, default: Choice | None = None) -> Choice | None:
        """One of a fixed list of words."""
        text = self.text(name, required=default is None)
        if not text:
            return default
        try:
            return choices(text)
        except ValueError:
            self.note(Fault.NOT_ALLOWED, name, value=text[:80], allowed=", ".join(c.value for c in choices))
            return default

    def choices(self, name: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """A list of words from a fixed list."""
        found = []
        for text in self.texts(name):
            try:
                found.append(choices(text))
            except ValueError:
                self.note(Fault.NOT_ALLOWED, name, value=text[:80], allowed=", ".join(c.value for c in choices))
        return tuple(dict.fromkeys(found))

    def date(self, name: str, *, required: bool = False) -> str:
        """A partial date in its written form."""
        text = self.text(name, required=required)
        if not text:
            return ""
        try:
            return PartialDate.parse(text).text
        except DateRefused:
            self.note(Fault.NOT_A_DATE, name, value=text[:80])
            return ""

    def number(self, name: str, *, required: bool = False, not_negative: bool = False) -> Decimal | None:
        """A plain number; a comma is taken for the decimal sign."""
        text = self.text(name, required=required)
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ".").replace("\xa0", "").replace(" ", ""))
            if not number.is_finite() or abs(number) > LARGEST_NUMBER:
                raise InvalidOperation
        except InvalidOperation:
            self.note(Fault.NOT_A_NUMBER, name, value=text[:80])
            return None
        if not_negative and number < 0:
            self.note(Fault.NEGATIVE, name, value=text[:80])
            return None
        return number

    def year(self, name: str, *, required: bool = False) -> int | None:
        """A calendar year; `unknown` is none."""
        text = self.date(name, required=required)
        if text == UNKNOWN:
            self.note(Fault.NOT_A_DATE, name, value=text)
        return PartialDate(text).year if text else None

    def flag(self, name: str) -> bool:
        """True or false."""
        text = self.text(name).lower()
        if text not in {"", "true", "false"}:
            self.note(Fault.NOT_ALLOWED, name, value=text[:80], allowed="true, false")
        return text == "true"

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        found = []
        for child in self.items(name):
            if isinstance(child.value, str) and child.value.strip() and "\x00" not in child.value:
                found.append(child.value.strip())
            else:
                self.problems.append(
                    Problem(Place(self.file, child.line, name), Fault.WRONG_TYPE, {"expected": "text"})
                )
        return tuple(dict.fromkeys(found))

    def items(self, name: str) -> list[Node]:
        """The nodes of a list."""
        node = self.node(name)
        if node is None:
            return []
        if not isinstance(node.value, list):
            self.note(Fault.WRONG_TYPE, name, expected="list")
            return []
        return node.value

    def each(self, name: str, allowed: Collection[str]) -> Iterator[Fields]:
        """The mappings of a list."""
        for child in self.items(name):
            yield Fields(child, self.file, self.problems, allowed=allowed)

    def inside(self, name: str, allowed: Collection[str]) -> Fields | None:
        """A mapping inside this one."""
        node = self.node(name)
        return Fields(node, self.file, self.problems, allowed=allowed) if node else None

    def mapping(self, name: str) -> dict[str, Node]:
        """A mapping with free keys."""
        node = self.node(name)
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.note(Fault.WRONG_TYPE, name, expected="mapping")
            return {}
        return node.value

    def texts_by_key(self, name: str, is_allowed: Callable[[str], object]) -> dict[str, str]:
        """A mapping from keys that are allowed to texts, such as what something is worth to each partner."""
        node = self.node(name)
        if node is None:
            return {}
        keys = self.mapping(name)
        inner = Fields(node, self.file, self.problems, allowed=list(keys))
        return {key: inner.text(key) for key in keys if is_allowed(key)}

    def translated(self, name: str, *, required: bool = False) -> dict[str, str] | None:
        """A text in all three languages; a plain text stands for all of them."""
        node = self.node(name)
        if node is None:
            if required:
                self.note(Fault.FIELD_MISSING, name)
            return None
        if isinstance(node.value, str):
            return dict.fromkeys(LANGUAGES, self.text(name))
        return translated_node(node, self.file, name, self.problems)

    def earlier_than(self, start: str, end: str, name: str) -> None:
        """Note a problem when an end certainly lies before its start."""
        if start and end and PartialDate(end).surely_before(PartialDate(start)):
            self.note(Fault.END_BEFORE_START, name, start=start, end=end)


def translated_node(node: Node, file: str, name: str, problems: list[Problem]) -> dict[str, str]:
    """A text in all three languages from a node of its own."""
    inner = Fields(node, file, problems, allowed=LANGUAGES)
    texts = {language: inner.text(language) for language in LANGUAGES}
    for language, text in texts.items():
        if not text:
            problems.append(Problem(Place(file, node.line, name), Fault.LANGUAGE_MISSING, {"language": language}))
    return texts
