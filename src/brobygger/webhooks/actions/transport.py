"""Carrying one message to another system, without being led astray by it.

The name is looked up once, every number it leads to is judged, and the connection is made to a number that was judged:
the name cannot lead somewhere else meanwhile. Nobody is followed anywhere else, and little of the answer is read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from brobygger.webhooks.rules.addresses import AddressRefused, Target, may_reach, target_of
from brobygger.webhooks.rules.kinds import Outcome

SECONDS_AT_MOST = 10.0
READ_AT_MOST = 1024


@dataclass(frozen=True)
class Answer:
    """How it went; `status` is None when no answer came."""

    outcome: Outcome
    status: int | None = None


class _Connection(http.client.HTTPConnection):
    """A connection to a number, that greets the machine there by its name, and can be broken off from another thread."""

    def __init__(self, target: Target, number: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS_AT_MOST)
        self._target, self._number = target, number
        self._is_over = False

    def connect(self) -> None:
        """Connect; encrypted, and with a certificate for the name, when the address says so."""
        self.sock = socket.create_connection((self._number, self._target.port), timeout=SECONDS_AT_MOST)
        if self._target.is_encrypted:
            context = ssl.create_default_context()
            # Greeted after it is kept, so that somebody who greets slowly can be broken off too.
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host, do_handshake_on_connect=False)
        if self._is_over:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def break_off(self) -> None:
        """Whoever waits for the other side waits no longer."""
        self._is_over = True
        if self.sock is None:
            return
        try:
            # Not that of an encrypted socket, which another thread is reading from.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        except OSError:
            return


def post(address: str, body: bytes, headers: Mapping[str, str], *, local_allowed: bool) -> Answer:
    """Send a message, in ten seconds or not at all. Raises nothing: every way it can fail is an answer."""
    try:
        target = target_of(address, local_allowed=local_allowed)
        number = _number_of(target, local_allowed=local_allowed)
    except (AddressRefused, UnicodeError):
        return Answer(Outcome.NOT_ALLOWED)
    except OSError:
        return Answer(Outcome.NO_ANSWER)
    if number is None:
        return Answer(Outcome.NOT_ALLOWED)
    connection = _Connection(target, number)
    # Time limits of a socket start anew with every byte, so that somebody slow could hold us for hours.
    limit = threading.Timer(SECONDS_AT_MOST, connection.break_off)
    limit.daemon = True
    limit.start()
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        response = connection.getresponse()
        response.read(READ_AT_MOST)
        is_received = 200 <= response.status < 300
        return Answer(Outcome.RECEIVED if is_received else Outcome.REFUSED, response.status)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(Outcome.NO_ANSWER)
    finally:
        limit.cancel()
        connection.close()


def _number_of(target: Target, *, local_allowed: bool) -> str | None:
    """The number to connect to; None when the name leads, with any of its numbers, where we must not go."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(may_reach(number, local_allowed=local_allowed) for number in numbers):
        return None
    return numbers[0]
