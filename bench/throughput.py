"""Pages a second from the real server with two workers, asked by eight clients at once; and the workers' memory."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from bench.pages import PAGES  # noqa: E402
from brobygger.accounts.models import User  # noqa: E402

SECONDS, CLIENTS = 15, 8


def main() -> None:
    """Start gunicorn on a free port of this machine, ask for a while, stop it."""
    client = Client()
    client.force_login(User.objects.get(username="lead@example.no"))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # As script/lib/serve.sh starts it.
    options = "--workers 2 --threads 2 --keep-alive 0 --preload --log-level warning"
    command = [sys.executable, "-m", "gunicorn", "brobygger.config.wsgi", *options.split()]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], env=os.environ)
    try:
        wait_for(port)
        counts = _ask(port, cookie)
        print(f"throughput: {sum(counts) / SECONDS:.0f} pages a second, {CLIENTS} clients, 2 workers, {SECONDS} s")
        sizes = _memory(server.pid)
        print(f"memory of server and workers: {', '.join(f'{mb} MB' for mb in sizes)}, together {sum(sizes)} MB")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def wait_for(port: int) -> None:
    """Wait until a server answers."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def _ask(port: int, cookie: str) -> list[int]:
    counts = [0] * CLIENTS
    end = time.monotonic() + SECONDS

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for address in itertools.islice(itertools.cycle(PAGES.values()), number, None):
            if time.monotonic() > end:
                return
            connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{address}: {response.status}")
            counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts


def _memory(pid: int) -> list[int]:
    """Memory of a process and its children, MB; what several share is divided among them. Linux only."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = []
    for each in [str(pid), *children]:
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                sizes.append(int(line.split()[1]) // 1024)
    return sizes


if __name__ == "__main__":
    main()
