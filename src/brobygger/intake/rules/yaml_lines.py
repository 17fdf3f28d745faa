"""YAML in which every value knows its line, so that a problem can be found."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from brobygger.intake.rules.problems import Fault, Place, Problem

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEPTH = 30
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
    return _node(root, file, problems, set(), 0), problems


def _node(node: yaml.Node, file: str, problems: list[Problem], above: set[int], depth: int) -> Node:
    line = node.start_mark.line + 1
    if id(node) in above or depth > DEPTH:
        problems.append(Problem(Place(file, line), Fault.NOT_YAML, {"what": "nested too deeply"}))
        return Node(None, line)
    inside = above | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(child, file, problems, inside, depth + 1) for child in node.value], line)
    if isinstance(node, yaml.MappingNode):
        pairs: dict[str, Node] = {}
        for key, child in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in pairs:
                problems.append(Problem(Place(file, key.start_mark.line + 1, name), Fault.FIELD_TWICE))
            pairs[name] = _node(child, file, problems, inside, depth + 1)
        return Node(pairs, line)
    quoted = node.style in {'"', "'", "|", ">"}
    text = str(node.value)
    return Node(None if not quoted and text in {"", "~", "null", "Null", "NULL"} else text, line, quoted)
