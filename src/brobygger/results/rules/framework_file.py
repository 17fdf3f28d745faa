"""A framework as the YAML file it is exchanged as (docs/reference/framework-file.md).

What is written here reads to exactly the same framework, and the same framework is always written the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import yaml

from brobygger.results.rules.drafts import (
    DefinitionDraft,
    FrameworkDraft,
    GoalAreaDraft,
    IndicatorDraft,
    TargetDraft,
    Text,
)

WIDTH = 120
LANGUAGES = ("nb", "nn", "en")


def framework_text(draft: FrameworkDraft) -> str:
    """A framework as YAML."""
    told = {
        "framework": {
            "id": draft.slug,
            "name": _text(draft.name),
            "years": _Row(draft.years),
            **_if("source", draft.source),
        },
        "goal_areas": [_area(area) for area in draft.goal_areas],
    }
    return yaml.dump(told, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False)


class _Row(list[Any]):
    """A list that stands on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Written out each time: a reader should not have to follow references."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand further in than what they belong to, as in the files that are written by hand."""
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)
)
_Dumper.add_representer(
    Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:int", format(number, "f"))
)


def _scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Line ends that are not plain ones are written as escapes: a reader of YAML would make spaces of them."""
    style = '"' if any(each in text for each in "\r\x85\u2028\u2029") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _scalar)


def _if(name: str, value: Any) -> dict[str, Any]:
    """A field that is left out when there is nothing to say."""
    return {name: value} if value not in (None, "", [], ()) else {}


def _text(text: Text | None) -> dict[str, str] | None:
    return {language: text[language] for language in LANGUAGES if language in text} if text else None


def _area(area: GoalAreaDraft) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": _text(area.name),
        "objective": _text(area.objective),
        **_if("expected_value", _expected(area.expected_value)),
        **_if("source", area.source),
        "indicators": [_indicator(each) for each in area.indicators],
    }


def _expected(values: Mapping[str, Iterable[Text]]) -> dict[str, Any] | None:
    return {party: [_text(text) for text in texts] for party, texts in values.items()} or None


def _indicator(indicator: IndicatorDraft) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "group": indicator.group,
        "name": _text(indicator.name),
        "direction": indicator.direction,
        "definitions": [_definition(each) for each in indicator.definitions],
        "targets": [_target(each) for each in indicator.targets],
        **_if("source", indicator.source),
    }


def _definition(definition: DefinitionDraft) -> dict[str, Any]:
    return {
        "version": definition.version,
        "valid_from": definition.valid_from,
        "text": _text(definition.text),
        "unit": _text(definition.unit),
        "counting": _counting(definition.counting),
        "reason": _text(definition.reason),
        **_if("source", definition.source),
    }


def _counting(rule: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not rule:
        return None
    return {
        "kinds": _Row(rule["kinds"]),
        "purposes": _Row(rule["purposes"]),
        **{name: rule[name] for name in ("milestone", "year_from", "unique", "time", "measure")},
        "pending": rule["pending"] or None,
        **_if("credit", rule.get("credit")),
    }


def _target(target: TargetDraft) -> dict[str, Any]:
    baseline = None
    if target.baseline_year is not None and target.baseline_value is not None:
        baseline = {
            "year": target.baseline_year,
            "value": target.baseline_value,
            **_if("source", target.baseline_source),
        }
    return {
        "version": target.version,
        "valid_from": target.valid_from,
        "kind": target.kind.value,
        **_if("value", target.value),
        **_if("baseline", baseline),
        **_if("due_years", _Row(target.due_years)),
        **_if(
            "criteria", [{"code": criterion["code"], "text": _text(criterion["text"])} for criterion in target.criteria]
        ),
        "owner": _text(target.owner),
        "method": _text(target.method),
        "mandate": _text(target.mandate),
        **_if("exception", _text(target.exception)),
        "decision": target.decision or None,
        "reason": _text(target.reason),
        **_if("source", target.source),
    }
