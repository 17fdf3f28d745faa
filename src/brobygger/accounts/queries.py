"""Reading users."""

from __future__ import annotations

from brobygger.accounts.models import User


def demo_personas() -> list[User]:
    """The invented people of the demo, in the order they were made."""
    return list(User.objects.exclude(persona="").filter(is_active=True).order_by("pk"))


def demo_persona(username: str) -> User | None:
    """One invented person, never a real one."""
    return User.objects.exclude(persona="").filter(username=username, is_active=True).first()


def user_named(username: str) -> User | None:
    """A user by user name, however it is capitalised."""
    return User.objects.filter(username__iexact=username).first()
