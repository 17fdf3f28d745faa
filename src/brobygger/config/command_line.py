"""The command `brobygger`: the product's commands and Django's, under one name."""

import os
import sys


def main() -> None:
    """Run one command, for example `brobygger figures --partnership trd3`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["brobygger", *sys.argv[1:]])
