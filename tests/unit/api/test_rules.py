"""What the API decides by itself, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.api.rules.faults import Fault, FieldFault, Problem
from brobygger.api.rules.patches import patched
from brobygger.api.rules.tags import is_same, tag_of, tags_in, version_of, versions_seen
from brobygger.api.rules.tokens import fingerprint, in_order, latest_expiry

numbers = st.integers(min_value=1, max_value=10**9 - 1)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(numbers, numbers, st.sampled_from(["", "removed", "merged"]))
def test_a_tag_says_which_version_it_is(pk: int, version: int, standing: str) -> None:
    tag = tag_of(pk, version, standing)
    assert tags_in(f'"x", {tag}') == ['"x"', tag]
    assert version_of(pk, versions_seen(f'"x", {tag}, "y"')) == version
    assert version_of(pk + 1, versions_seen(tag)) == 0
    assert is_same(f'"x", W/{tag}', tag)
    # A weak tag does not say that it is the very same.
    assert version_of(pk, versions_seen(f"W/{tag}")) == 0


@given(st.text(max_size=60))
def test_no_header_is_too_odd(header: str) -> None:
    assert version_of(1, versions_seen(header)) >= 0
    assert is_same(header, '"1.1"') in {True, False}


@given(values, values)
def test_a_patch_that_was_put_on_changes_nothing_more(value: object, patch: object) -> None:
    once = patched(value, patch)
    assert patched(once, patch) == once


@pytest.mark.parametrize(
    ("value", "patch", "result"),
    [
        # The examples of RFC 7396.
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch(value: object, patch: object, result: object) -> None:
    assert patched(value, patch) == result


def test_a_token_is_not_kept() -> None:
    assert len(fingerprint("bro_x")) == 64
    assert "bro_x" not in fingerprint("bro_x")
    assert fingerprint("\ud800")
    assert in_order(["coordinate", "tull", "read", "read"]) == ["read", "coordinate"]
    assert latest_expiry(date(2026, 1, 1)) == date(2027, 1, 1)


def test_every_fault_has_a_status_and_a_title() -> None:
    for fault in Fault:
        told = Problem(fault, "d", [FieldFault("f", "c", "d")]).as_json()
        assert told["title"]
        assert 400 <= Problem(fault).status <= 500
        assert set(Problem(fault).as_json()) == {"type", "title", "status"}
