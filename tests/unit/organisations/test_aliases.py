"""Which names a party may be given, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brobygger.organisations.rules.aliases import Collision, Holder, collision_of, mark_of
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party

UNI, KOMMUNE = Party(1), Party(2)
INST, FAK, STAB = Party(1, 10), Party(1, 11), Party(2, 20)


@pytest.mark.parametrize(
    ("party", "holders", "collision"),
    [
        (INST, [], Collision.NONE),
        (INST, [Holder(INST, is_main=False)], Collision.THEIRS),
        (INST, [Holder(INST, is_main=True, is_slug=True)], Collision.NONE),
        (INST, [Holder(FAK, is_main=False)], Collision.TAKEN),
        (INST, [Holder(UNI, is_main=True)], Collision.TAKEN),
        (INST, [Holder(STAB, is_main=True)], Collision.SHARED),
        (INST, [Holder(KOMMUNE, is_main=True)], Collision.SHARED),
        (UNI, [Holder(KOMMUNE, is_main=True)], Collision.TAKEN),
        (UNI, [Holder(KOMMUNE, is_main=False)], Collision.SHARED),
        (INST, [Holder(STAB, is_main=False), Holder(FAK, is_main=False)], Collision.TAKEN),
        (INST, [Holder(FAK, is_main=False), Holder(INST, is_main=False)], Collision.THEIRS),
    ],
)
def test_what_it_comes_to(party: Party, holders: list[Holder], collision: Collision) -> None:
    assert collision_of(party, holders) is collision
    assert collision_of(party, reversed(holders)) is collision


def test_the_mark_is_another_when_anything_is() -> None:
    name = NameDraft("ISF", NameKind.ABBREVIATION, "nb", "2019", "2011")
    others = [
        replace(name, text="IFS"),
        replace(name, kind=NameKind.SPELLING),
        replace(name, language=""),
        replace(name, valid_to=""),
        replace(name, valid_from=""),
    ]
    assert len({mark_of(each) for each in [name, *others]}) == 6
    assert mark_of(name) == mark_of(replace(name))
