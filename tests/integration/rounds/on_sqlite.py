"""The tests of `test_at_once` against a SQLite database in a file, as it is used: `python -m tests.integration.rounds.on_sqlite`."""

from __future__ import annotations

import os
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "brobygger.config.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from tests.fixtures.rounds import Story, story  # noqa: E402
from tests.integration.rounds import test_at_once  # noqa: E402


def main() -> None:
    """Each test in partnerships of its own, since nothing is emptied in between."""
    call_command("migrate", verbosity=0)
    tests: dict[str, Callable[[], None]] = {
        name: test for name, test in vars(test_at_once).items() if name.startswith("test_")
    }
    for number, (name, test) in enumerate(tests.items()):

        def of_its_own(slug: str, *, opened: bool = True, number: int = number) -> Story:
            return story(f"{slug}-{number}", opened=opened)

        test_at_once.story = of_its_own
        test()
        print("ok", name)


if __name__ == "__main__":
    main()
