"""YAML in which every value knows its line, so that a problem can be found."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from brobygger.intake.rules.problems import Fault, Place, Problem

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEPTH = 30
# What anchors may add up to when they are written out: a file of a few lines could otherwise be read for ever.
REPEATED_AT_MOST = 10_000
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


@dataclass(frozen=True)
class Node:
    """A value with its line. `value` is text, None, a list of nodes, or a dict of nodes by key.

    Scalars stay the text somebody wrote (`2024-10` is no subtraction, `NO` no falsehood); only empty and `null` are None.
    """

    value: str | None | list[Node] | dict[str, Node]
    line: int
    is_quoted: bool = False


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The one document of a YAML text, or what is wrong with it."""
    problems: list[Problem] = []
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = str(getattr(error, "problem", None) or error).replace("\n", " ")
        return None, [Problem(Place(file, mark.line + 1 if mark else 0), Fault.NOT_YAML, {"what": what[:200]})]
    except RecursionError:
        return None, [Problem(Place(file), Fault.NOT_YAML, {"what": "nested too deeply"})]
    if root is None:
        return None, [Problem(Place(file), Fault.FILE_EMPTY)]
    reading = _Reading(file, problems)
    node = reading.node(root, set(), 0)
    if reading.repeated > REPEATED_AT_MOST:
        problems.append(Problem(Place(file), Fault.NOT_YAML, {"what": "too many repetitions by anchors"}))
    return node, problems


class _Reading:
    """One walk through a document; `repeated` counts what anchors made it visit again."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.repeated = 0
        self._seen: set[int] = set()

    def node(self, node: yaml.Node, above: set[int], depth: int) -> Node:
        """A node with everything below it."""
        line = node.start_mark.line + 1
        if id(node) in above or depth > DEPTH:
            self._note(line, Fault.NOT_YAML, what="nested too deeply")
            return Node(None, line)
        self.repeated += id(node) in self._seen
        if self.repeated > REPEATED_AT_MOST:
            return Node(None, line)
        self._seen.add(id(node))
        inside = above | {id(node)}
        if isinstance(node, yaml.SequenceNode):
            return Node([self.node(child, inside, depth + 1) for child in node.value], line)
        if isinstance(node, yaml.MappingNode):
            pairs: dict[str, Node] = {}
            for key, child in node.value:
                name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
                if name in pairs:
                    self._note(key.start_mark.line + 1, Fault.FIELD_TWICE, name)
                pairs[name] = self.node(child, inside, depth + 1)
            return Node(pairs, line)
        quoted = getattr(node, "style", None) in {'"', "'", "|", ">"}
        text = str(node.value)
        return Node(None if not quoted and text in {"", "~", "null", "Null", "NULL"} else text, line, quoted)

    def _note(self, line: int, fault: Fault, name: str = "", **facts: str) -> None:
        self.problems.append(Problem(Place(self.file, line, name), fault, facts))
