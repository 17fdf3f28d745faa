"""What was found when snapshots were checked, as lines for whoever runs the machine."""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.reading import errata_of, items_of
from brobygger.snapshots.queries.verify import Check, Wrong
from brobygger.snapshots.rules.document import FileCheck

_WHY = {
    "content": "has been changed",
    "packing": "is not packed as it was; its lines are",
    "lines": "lines are missing, or there are too many",
    "index": "the index of the file has been changed",
    "head": "the head of the file has been changed",
    "column": "does not say what the frozen head or index says",
    "pieces": "pieces are missing, or there are too many",
    "checksum": "the checksum itself has been changed",
    "chain": "does not follow the snapshot before it",
    "gone": "is gone",
    "log": "the audit log knows another checksum",
    "erratum": "the erratum has been changed, or one is missing",
    "clock": "is dated before the snapshot before it: the clock had been set back",
    "no_log": "the audit log knows nothing of it",
}


def check_lines(slug: str, checks: Iterable[Check]) -> tuple[list[str], bool]:
    """One line for each snapshot and each thing that is wrong; and whether nothing is."""
    lines, is_whole = [], True
    for check in checks:
        is_whole = is_whole and not check.wrong
        lines.append(
            f"{slug} {check.number} ({check.year}): {'CHANGED' if check.wrong else 'unchanged'}  {check.sha256}"
        )
        lines += [f"  {_said(each)}" for each in check.wrong]
        lines += [f"  note: {_said(each)}" for each in check.remarks]
    return lines or [f"{slug}: nothing has been adopted"], is_whole


def _said(wrong: Wrong) -> str:
    return f"{wrong.path}: {_WHY[wrong.why]}" if wrong.path else _WHY[wrong.why]


def file_lines(check: FileCheck, wanted: str) -> tuple[list[str], bool]:
    """What a file was found to be; and whether it is the one that was wanted, when somebody said which."""
    lines = [
        f"sha256 {check.sha256}",
        f"number {check.number}, {check.items} items, follows {check.previous or 'nothing'}",
    ]
    lines += [f"  {place}: does not fit the index of the file" for place in check.wrong]
    is_wanted = not wanted or wanted == check.sha256
    if not is_wanted:
        lines.append("  this is not the file with the checksum you gave")
    return lines, not check.wrong and is_wanted


def snapshot_lines(snapshot: Snapshot) -> list[str]:
    """What a snapshot is, and its figures."""
    lines = [
        f"number {snapshot.number}: {snapshot.words}",
        f"year {snapshot.year}, frozen {snapshot.frozen:%Y-%m-%d %H:%M %Z}, by decision: {snapshot.decision_words}",
        f"{snapshot.items} items, {snapshot.size} bytes, {snapshot.stored} stored",
        f"sha256 {snapshot.sha256}",
        f"follows {snapshot.previous_sha256 or 'nothing'}",
        f"errata {len(errata_of(snapshot))}",
    ]
    for figure in items_of(snapshot, "figures"):
        value = "–" if figure["value"] is None else figure["value"]
        lines.append(f"  {figure['code']} {figure['year'] or 'period'}: {value} ({figure['verdict']})")
    return lines


def progress_line(part: str, done: int) -> str:
    """How far freezing has come."""
    return f"{part} … {done}"


def refusal(why: str) -> str:
    """Why it was not frozen."""
    return {
        "words": "Say in 1 to 300 characters what it is (--words).",
        "decision": "Say in 1 to 300 characters by which decision it was adopted (--decision).",
        "year": "The year is not one.",
    }[why]
