"""The demo's invented people, and the fingerprint of its files."""

from __future__ import annotations

from brobygger.partnerships.rules.kinds import Role, Side
from brobygger.web.rules import PERSONAS, STORIES, checksum


def test_personas_cover_every_role_on_both_sides() -> None:
    """A lead and a coordinator on each side, a steering group member, an observer, and a lead somewhere else."""
    there = {(each.role, each.side) for each in PERSONAS if each.partnership == "trd3"}
    for role in (Role.PROJECT_LEAD, Role.COORDINATOR):
        assert {(role, side) for side in Side} <= there
    assert {role for role, _ in there} == set(Role)
    assert [each.role for each in PERSONAS if each.partnership != "trd3"] == [Role.PROJECT_LEAD]


def test_personas_are_invented() -> None:
    """Everybody's address is one that can belong to nobody."""
    assert all(each.username.endswith("@example.no") for each in PERSONAS)
    assert len({each.username for each in PERSONAS}) == len(PERSONAS)
    assert {each.partnership for each in PERSONAS} <= set(STORIES)


def test_checksum_changes_with_names_and_content_only() -> None:
    """Not with the order; and moving a byte from one file to the next is a change."""
    files = [("a", b"1"), ("b", b"2")]
    assert checksum(files) == checksum(reversed(files))
    assert len({checksum(each) for each in ([("a", b"12")], [("a", b"1"), ("b", b"2")], [("a1", b"2")], [])}) == 4
