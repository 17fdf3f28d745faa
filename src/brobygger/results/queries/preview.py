"""What the figures would be under a version that is not there yet. Nothing is written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from brobygger.partnerships.models import Partnership
from brobygger.results.models import Framework, Indicator
from brobygger.results.queries.frameworks import Versions, series_under
from brobygger.results.queries.versions import indicator_draft, target_value
from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.figures import Figure


@dataclass(frozen=True)
class Change:
    """One year, or the period (None), as it is and as it would be. `before` is None for a new indicator."""

    year: int | None
    before: Figure | None
    after: Figure

    @property
    def is_other(self) -> bool:
        """Whether a reader would see another number, target or verdict."""
        return self.before is None or _shown(self.before) != _shown(self.after)


@dataclass(frozen=True)
class Preview:
    """Every year and the period. `seal` stands for all that was seen: who saves with it saves what was shown."""

    changes: tuple[Change, ...]
    seal: str


def preview_version(
    partnership: Partnership,
    framework: Framework,
    indicator: Indicator,
    version: DefinitionDraft | TargetDraft,
    *,
    today: date,
) -> Preview:
    """The figures with one more version of an indicator. By the code of the figures; as many queries as one indicator takes."""
    was = indicator_draft(indicator)
    changes = changes_between(partnership, framework, indicator, was, with_version(was, version), today=today)
    return _preview(framework, changes, [asdict(was), asdict(version)])


def with_version(draft: IndicatorDraft, version: DefinitionDraft | TargetDraft) -> IndicatorDraft:
    """An indicator with one more version."""
    if isinstance(version, DefinitionDraft):
        return replace(draft, definitions=(*draft.definitions, version))
    return replace(draft, targets=(*draft.targets, version))


def changes_between(
    partnership: Partnership,
    framework: Framework,
    indicator: Indicator | None,
    was: IndicatorDraft | None,
    becomes: IndicatorDraft,
    *,
    today: date,
) -> tuple[Change, ...]:
    """Every year and the period under the versions that were and those that come; `was` is None for a new indicator."""
    sides = [_side(each) for each in (was, becomes) if each is not None]
    *before, after = series_under(partnership, framework, indicator, sides, today=today)
    return tuple(
        Change(year, before[0].by_year[year] if before else None, after.by_year[year]) for year in framework.years
    ) + (Change(None, before[0].period if before else None, after.period),)


def preview_new(partnership: Partnership, framework: Framework, draft: IndicatorDraft, *, today: date) -> Preview:
    """The figures of an indicator that is not there yet."""
    changes = changes_between(partnership, framework, None, None, draft, today=today)
    return _preview(framework, changes, [asdict(draft)])


def _side(draft: IndicatorDraft) -> Versions:
    return Versions(draft.definitions, [target_value(each, draft.direction) for each in draft.targets])


def _preview(framework: Framework, changes: tuple[Change, ...], said: list[object]) -> Preview:
    shown = [(each.year, each.before and _shown(each.before), _shown(each.after)) for each in changes]
    text = json.dumps([framework.slug, said, shown], sort_keys=True, default=str, ensure_ascii=False)
    return Preview(changes, hashlib.sha256(text.encode()).hexdigest())


def _shown(figure: Figure) -> tuple[object, ...]:
    return (
        figure.target_kind,
        None if figure.target is None else format(figure.target.normalize(), "f"),
        None if figure.value is None else format(figure.value.normalize(), "f"),
        figure.basis,
        figure.is_final,
        figure.pending,
        figure.left_out,
        figure.judged.verdict,
        figure.judged.why,
    )
