"""The cache: values themselves, in this process, not copies of them.

Django's own cache in memory writes each value to bytes and reads it back at every use, so that nobody can change what
others see. Ours are values that do not change (frozen dataclasses, tuples, mappings nobody writes to), and reading them
back cost more than the pages that asked. That nobody changes one is what the tests' cache watches (tests/conftest.py).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class Memory(BaseCache):
    """Keeps as many values as `OPTIONS["MAX_ENTRIES"]` says, and gives up those that were asked for longest ago.

    Threads share what one of them made: Django makes an object of this class for each thread, so the values lie outside.
    """

    _values: OrderedDict[str, tuple[float | None, Any]] = OrderedDict()
    _lock = Lock()

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value itself: whoever gets it must not change it."""
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            until, value = self._values.get(key, (None, default))
            if until is not None and until <= time.time():
                del self._values[key]
                return default
            if key in self._values:
                self._values.move_to_end(key)
            return value

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value for so many seconds; None: until room is needed."""
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            self._values[key] = (self.get_backend_timeout(timeout), value)
            self._values.move_to_end(key)
            while len(self._values) > self._max_entries:
                self._values.popitem(last=False)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one."""
        if self.has_key(key, version=version):
            return False
        self.set(key, value, timeout, version)
        return True

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is there for longer."""
        missing = object()
        value = self.get(key, missing, version)
        if value is missing:
            return False
        self.set(key, value, timeout, version)
        return True

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value."""
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            return self._values.pop(key, None) is not None

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
