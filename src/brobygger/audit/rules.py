"""Who acts. A value, so that actions can be called from a screen, a command or a test alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person who is signed in, or the system with a named task."""

    label: str
    user_id: int | None = None
    # The name of the access token, when a program acts for the person.
    token: str = ""


def system(task: str) -> Actor:
    """The system itself, carrying out a named task such as loading a data set."""
    return Actor(label=task)
