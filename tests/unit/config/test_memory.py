"""The cache that hands out the values themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brobygger.config.memory import Memory


@pytest.fixture
def memory() -> Iterator[Memory]:
    found = Memory("", {"OPTIONS": {"MAX_ENTRIES": 3}})
    found.clear()
    yield found
    found.clear()


def test_a_value_is_itself_in_every_thread(memory: Memory) -> None:
    value = {"a": [1]}
    memory.set("key", value)
    assert memory.get("key") is value
    assert Memory("", {}).get("key") is value


def test_what_was_asked_for_longest_ago_goes_first(memory: Memory) -> None:
    for key in ("one", "two", "three"):
        memory.set(key, key)
    memory.get("one")
    memory.set("four", "four")
    assert [memory.get(key) for key in ("one", "two", "three", "four")] == ["one", None, "three", "four"]


def test_a_value_is_kept_for_as_long_as_was_said(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.set("short", 1, timeout=10)
    memory.set("long", 2, timeout=None)
    memory.set("none", 3, timeout=0)
    now = memory.get_backend_timeout(0)
    monkeypatch.setattr("brobygger.config.memory.time.time", lambda: (now or 0) + 10**9)
    assert (memory.get("short", "gone"), memory.get("long"), memory.get("none")) == ("gone", 2, None)


def test_add_touch_and_delete_do_what_django_says(memory: Memory) -> None:
    assert memory.add("key", None)
    assert not memory.add("key", 2)
    assert memory.touch("key", 100)
    assert not memory.touch("other")
    assert memory.delete("key")
    assert not memory.delete("key")
    assert memory.get_or_set("key", 5) == 5
