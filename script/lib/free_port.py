#!/usr/bin/env python3
"""Print the first free port on this machine, from the given one upwards."""

import socket
import sys


def is_free(port: int) -> bool:
    """Whether nobody answers on the port and a server may listen on it."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def main(first: int) -> None:
    """Try a hundred ports; more taken ones mean that something else is wrong."""
    for port in range(first, min(first + 100, 65536)):
        if is_free(port):
            print(port)
            return
    sys.exit(f"No free port between {first} and {first + 99}.")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal() or not 1024 <= int(sys.argv[1]) <= 65535:
        sys.exit("A port is a number from 1024 to 65535.")
    main(int(sys.argv[1]))
