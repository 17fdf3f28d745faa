"""What is kept of a form that is not finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "versjon", "kladd", "legg-til", "lagre", "once"})
SIZE_AT_MOST = 200_000


def worth_keeping(data: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What people wrote, without what the page itself put in; cut where it gets absurdly long."""
    kept: dict[str, list[str]] = {}
    size = 0
    for name, values in data.items():
        if name in NOT_KEPT:
            continue
        size += len(name) + sum(map(len, values))
        if size > SIZE_AT_MOST:
            break
        kept[name] = list(values)
    return kept
