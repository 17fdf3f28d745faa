"""What was adopted, as JSON."""

from __future__ import annotations

import json
from typing import Any

from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.queries.errata import Preview
from brobygger.snapshots.rules.errata import changes_text

_FIGURE = (
    "code", "year", "value", "basis", "is_final", "pending", "counted", "target", "target_kind", "verdict", "definition"
)  # fmt: skip


def snapshot_as_json(snapshot: Snapshot, errata: int | None = None) -> dict[str, Any]:
    """One snapshot."""
    return {
        "number": snapshot.number,
        "year": snapshot.year,
        "words": snapshot.words,
        "decision": snapshot.decision_words,
        "frozen": snapshot.frozen.isoformat(),
        "items": snapshot.items,
        "size": snapshot.size,
        "sha256": snapshot.sha256,
        "previous_sha256": snapshot.previous_sha256 or None,
        "errata": errata,
    }


def figure_as_json(figure: dict[str, Any]) -> dict[str, Any]:
    """One frozen figure."""
    return {name: figure[name] for name in _FIGURE}


def member_as_json(value: list[Any]) -> dict[str, Any]:
    """One frozen member."""
    number, slug, version, title = value
    return {"id": slug, "number": number, "version": version, "title": title}


def erratum_as_json(erratum: Erratum) -> dict[str, Any]:
    """One erratum."""
    about = json.loads(erratum.about)
    told = {
        side: [{"id": row["slug"], "number": row["id"], "title": row["title"]} for row in about[side]]
        for side in ("then", "now")
    }
    return {
        "number": erratum.number,
        "kind": erratum.kind,
        "reason": erratum.reason,
        "decider": erratum.decider,
        "written": erratum.written.isoformat(),
        **told,
        "changes": json.loads(erratum.changes),
        "sha256": erratum.sha256,
    }


def preview_as_json(found: Preview) -> dict[str, Any]:
    """What an erratum would say."""
    return {
        **{
            side: [{"id": each.slug, "number": each.entry.activity_id, "title": each.title} for each in known]
            for side, known in (("then", found.then), ("now", found.now))
        },
        "changes": json.loads(changes_text(found.changes)),
        "is_new": not found.is_empty,
        "seal": found.seal,
    }
