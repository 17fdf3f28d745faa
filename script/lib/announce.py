#!/usr/bin/env python3
"""Say when the server that script/demo just started answers, and where. Ends with the server if that fails."""

import os
import sys
import time
import urllib.error
import urllib.request

PATIENCE_SECONDS = 60


def status(url: str) -> int | None:
    """The page's HTTP status, or None as long as nobody answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        return direct.open(url, timeout=5).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def main(url: str) -> None:
    """Ask until the page comes, the server ends or patience does."""
    server = os.getppid()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and os.getppid() == server:
        answer = status(url)
        if answer is not None and answer < 500:
            print(f"\n   Brobygger is ready: {url}\n   Stop it with Ctrl-C.\n", flush=True)
            return
        if answer is not None:
            sys.exit(f"\n   {url} answers with error {answer}; the reason stands above.")
        time.sleep(0.1)
    if os.getppid() == server:
        sys.exit(f"\n   {url} did not answer within {PATIENCE_SECONDS} seconds.")


if __name__ == "__main__":
    main(sys.argv[1])
