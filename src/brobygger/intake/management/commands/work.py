"""`brobygger work`."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.module_loading import import_string

PAUSE = 1.0


class Command(BaseCommand):
    """Do long work beside the web server, until stopped."""

    # The checks import every address and view of the product: half of what the process would hold.
    requires_system_checks = ()

    help = "Do what waits to be done in the background (imports), one at a time, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to stop when nothing waits, or when somebody else does."""
        parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process does")

    def handle(self, *, once: bool, beside: int | None, **options: Any) -> None:
        """Work, and pause when there is none."""
        tasks = [import_string(path) for path in settings.BACKGROUND_WORK]
        while beside is None or _is_alive(beside):
            close_old_connections()
            if any([task() for task in tasks]):
                continue
            if once:
                return
            time.sleep(PAUSE)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except (OSError, IndexError):
        # It is there, though we may not ask more.
        return True
    # One that has ended, and that nobody has asked how.
    return state != "Z"
