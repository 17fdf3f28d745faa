"""The command `brobygger`: the product's commands, and those of Django that running it needs, under one name."""

import os
import sys

HELP = """brobygger COMMAND [options]; `brobygger COMMAND --help` says more

  figures      one row for each indicator and year, and one for the period
  framework    the indicators as a file: brobygger framework export|check|import
  activities   one row for each activity
  report       the report «Måltall» as accessible PDF: brobygger report figures
  load         load a data set, or only check it: brobygger load FOLDER --check
  duplicates   find what is registered twice in any table: brobygger duplicates FILE --out PAIRS.csv
  import-file  bring in a workbook, a CSV file or an export of another Brobygger
  work         do what waits in the background: imports
  prune-imports  delete files of old imports
  reindex      build filters, counts, map and search anew
  digest       mail people the summaries they have asked for
  deliver-webhooks  tell other systems what has changed
  admit        give somebody access to a partnership
  demo         load the demo data and its invented users (BROBYGGER_DEMO=1)

  migrate, collectstatic, dumpdata and the other commands of Django are there too: brobygger help --commands
"""


def main() -> None:
    """Run one command, for example `brobygger figures --partnership trd3`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")
    if sys.argv[1:] in ([], ["help"], ["--help"], ["-h"]):
        sys.stdout.write(HELP)
        return
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["brobygger", *sys.argv[1:]])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` does. Nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
