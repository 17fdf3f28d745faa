"""Reading the audit log."""

from __future__ import annotations

from brobygger.audit.models import Event


def history_of(subject_type: str, subject_id: int, *, limit: int = 20) -> list[Event]:
    """What happened to one subject, newest first."""
    return list(Event.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-at", "-id")[:limit])
