"""YAML in which every value knows its line, so that a problem can be found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from brobygger.intake.rules.problems import Fault, Place, Problem

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEPTH = 30
# What anchors may add up to when they are written out: a file of a few lines could otherwise be read for ever.
REPEATED_AT_MOST = 10_000


@dataclass(frozen=True)
class Node:
    """A value with its line. `value` is text, None, a list of nodes, or a dict of nodes by key.

    Scalars stay the text somebody wrote (`2024-10` is no subtraction, `NO` no falsehood); only empty and `null` are None.
    """

    value: str | None | list[Node] | dict[str, Node]
    line: int


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The one document of a YAML text, or what is wrong with it."""
    problems: list[Problem] = []
    try:
        root = _Document(text, file, problems).read()
    except _NotReadable as error:
        return None, [Problem(Place(file, error.line), Fault.NOT_YAML, {"what": error.what})]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = str(getattr(error, "problem", None) or error).replace("\n", " ")
        return None, [Problem(Place(file, mark.line + 1 if mark else 0), Fault.NOT_YAML, {"what": what[:200]})]
    if root is None:
        return None, [Problem(Place(file), Fault.FILE_EMPTY)]
    return root, problems


class _NotReadable(ValueError):
    """The text is YAML, but not what a data set may hold."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class _Document:
    """Nodes out of the parser's events.

    PyYAML's own composer goes as deep as the file does, which ends the process, and follows every anchor.
    """

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=Loader)
        # None while what the anchor stands for is still being read.
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._repeated = 0

    def read(self) -> Node | None:
        """The root; None of an empty text."""
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        root, _ = self._node(next(self._events), 0)
        next(self._events)  # the document ends
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._error("more than one document", after)
        return root

    def _node(self, event: yaml.Event, depth: int) -> tuple[Node, int]:
        """A node and how many nodes it is when everything is written out."""
        if depth > DEPTH:
            raise self._error("nested too deeply", event)
        if isinstance(event, yaml.AliasEvent):
            return self._repeat(event)
        anchor = event.anchor if isinstance(event, yaml.NodeEvent) else None
        if anchor:
            self._anchors[anchor] = None
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.ScalarEvent):
            made = _scalar(event, line), 1
        elif isinstance(event, yaml.SequenceStartEvent):
            children = [self._node(child, depth + 1) for child in self._until(yaml.SequenceEndEvent)]
            made = Node([child for child, _ in children], line), 1 + sum(size for _, size in children)
        else:
            made = self._mapping(line, depth)
        if anchor:
            self._anchors[anchor] = made
        return made

    def _mapping(self, line: int, depth: int) -> tuple[Node, int]:
        pairs: dict[str, Node] = {}
        size = 1
        for event in self._until(yaml.MappingEndEvent):
            key, _ = self._node(event, depth + 1)
            name = key.value if isinstance(key.value, str) else "?"
            if name in pairs:
                self.problems.append(Problem(Place(self.file, key.line, name), Fault.FIELD_TWICE))
            child, more = self._node(next(self._events), depth + 1)
            # A field stands where its name does, also when its value begins a line further down.
            pairs[name] = Node(child.value, key.line)
            size += more
        return Node(pairs, line), size

    def _repeat(self, event: yaml.AliasEvent) -> tuple[Node, int]:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            raise self._error("contains itself" if event.anchor in self._anchors else "unknown anchor", event)
        self._repeated += known[1]
        if self._repeated > REPEATED_AT_MOST:
            raise self._error("too many repetitions by anchors", event)
        return known

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self._events), end):
            yield event

    def _error(self, what: str, event: yaml.Event) -> _NotReadable:
        return _NotReadable(what, event.start_mark.line + 1 if event.start_mark else 0)


def _scalar(event: yaml.ScalarEvent, line: int) -> Node:
    is_quoted = event.style in {'"', "'", "|", ">"}
    is_nothing = not is_quoted and event.value in {"", "~", "null", "Null", "NULL"}
    return Node(None if is_nothing else event.value, line)
