"""Versions of an activity: written down whole, compared, and put together when two have changed one."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import portfolios

from brobygger.organisations.rules.names import Party
from brobygger.portfolio.rules.changes import Change, Clash, changes_between, merge
from brobygger.portfolio.rules.content import FIELDS, LISTS, content_of, draft_from
from brobygger.portfolio.rules.drafts import (
    ActivityDraft,
    FundingDraft,
    ParticipantDraft,
    QuantityDraft,
    RelationDraft,
)
from brobygger.portfolio.rules.kinds import (
    Certainty,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

FULL = ActivityDraft(
    "sovn",
    Kind.RESEARCH_PROJECT,
    "Søvn på sykehjem",
    title_en="Sleep in nursing homes",
    acronym="SOV",
    description="Uten medisin.",
    purposes=(Purpose.RESEARCH, Purpose.INNOVATION),
    focus_area_ids=(1, 2),
    value={"uni": "artikler"},
    milestones=(
        MilestoneFact(MilestoneKind.SENT, "2023-02"),
        MilestoneFact(MilestoneKind.STARTED, "2024", planned=True, quantity=Decimal("1.10"), note="håper vi"),
    ),
    participants=(
        ParticipantDraft(Party(1)),
        ParticipantDraft(Party(2, 7), ParticipantRole.LEAD, "2023", "2025", "leder", "s. 3"),
    ),
    fundings=(FundingDraft(Party(3), FundingKind.OWN_EFFORT, Decimal("500000.00")), FundingDraft(Party(3, 4))),
    quantities=(QuantityDraft("vakter", Decimal("0.50"), Decimal(0), "stk", Certainty.ESTIMATE),),
    places=("Trondheim",),
    plans=("FoU-strategien",),
    disciplines=("sykepleie",),
    external_ids=((IdScheme.NFR, "308811"),),
    relations=(RelationDraft(RelationKind.PART_OF, "omsorg"),),
    source="l. 1",
)
BASE = content_of(FULL)
NEW_PARTNER = ParticipantDraft(Party(9), ParticipantRole.HOST)


def variants() -> st.SearchStrategy[ActivityDraft]:
    """The same activity, changed in any of a few ways."""
    return st.fixed_dictionaries(
        {
            "title": st.sampled_from(["Søvn på sykehjem", "Søvn", "Sove"]),
            "acronym": st.sampled_from(["SOV", "", "ZZZ"]),
            "participants": st.lists(st.sampled_from([*FULL.participants, NEW_PARTNER]), max_size=4).map(tuple),
            "places": st.lists(st.sampled_from(["Trondheim", "Ørland", "Åfjord"]), unique=True).map(tuple),
            "focus_area_ids": st.sampled_from([(1, 2), (2, 1), (1,), (3,)]),
        }
    ).map(lambda fields: replace(FULL, **fields))


def test_a_content_says_all_of_a_draft_and_is_plain_json() -> None:
    assert draft_from(json.loads(json.dumps(BASE)), slug="sovn") == FULL
    assert {*FIELDS, "slug"} == set(FULL.__dataclass_fields__)
    assert all(isinstance(BASE[name], list) for name in LISTS)


def test_a_number_is_the_same_however_many_zeros_the_database_pads_it_with() -> None:
    padded = replace(FULL, quantities=(replace(FULL.quantities[0], value=Decimal("0.5000"), before=Decimal("0.0000")),))
    assert content_of(padded) == BASE


@given(portfolios(at_most=3))
def test_any_draft_comes_back(drafts: list[ActivityDraft]) -> None:
    for draft in drafts:
        assert content_of(draft_from(content_of(draft), slug=draft.slug)) == content_of(draft)


def test_changes_name_the_field_and_for_lists_only_what_went_and_came() -> None:
    now = content_of(replace(FULL, title="Søvn", participants=(FULL.participants[1], NEW_PARTNER)))
    assert changes_between(BASE, now) == [
        Change("title", "Søvn på sykehjem", "Søvn"),
        Change("participants", [BASE["participants"][0]], [{"party": [9, None], "role": "host"}]),
    ]


@given(variants(), variants())
def test_changes_are_told_both_ways_and_order_is_no_change(a: ActivityDraft, b: ActivityDraft) -> None:
    there, back = changes_between(content_of(a), content_of(b)), changes_between(content_of(b), content_of(a))
    assert [Change(c.field, c.after, c.before) for c in there] == back
    assert changes_between(content_of(a), content_of(replace(a, participants=a.participants[::-1]))) == []


@given(variants(), variants())
def test_what_only_one_of_us_touched_is_theirs(base: ActivityDraft, changed: ActivityDraft) -> None:
    was, now = content_of(base), content_of(changed)
    assert merge(was, now, was).clashes == () == merge(was, was, now).clashes
    assert changes_between(merge(was, now, was).content, now) == []
    assert changes_between(merge(was, was, now).content, now) == []
    assert changes_between(merge(was, now, now).content, now) == []


@given(variants(), variants(), variants())
def test_nothing_is_overwritten(base: ActivityDraft, mine: ActivityDraft, theirs: ActivityDraft) -> None:
    """Each field of the outcome is one of the three, or, in a list, rows of them; what clashes stays as it stands."""
    was, my, their = content_of(base), content_of(mine), content_of(theirs)
    merged = merge(was, my, their)
    clashing = {clash.field for clash in merged.clashes}
    for name in FIELDS:
        if name in clashing:
            assert merged.content[name] == their[name]
        elif name in LISTS:
            come = [row for row in my[name] if row not in was[name]] + [r for r in their[name] if r not in was[name]]
            assert all(row in merged.content[name] for row in come)
        else:
            assert merged.content[name] in (my[name], their[name])
    assert clashing == {clash.field for clash in merge(was, their, my).clashes}


def test_two_who_add_different_partners_do_not_clash() -> None:
    mine = content_of(replace(FULL, participants=(*FULL.participants, NEW_PARTNER)))
    theirs = content_of(replace(FULL, participants=FULL.participants[1:], title="Søvn"))
    merged = merge(BASE, mine, theirs)
    assert merged.clashes == ()
    assert merged.content["title"] == "Søvn"
    assert merged.content["participants"] == [*theirs["participants"], {"party": [9, None], "role": "host"}]


def test_two_who_change_one_field_or_one_row_differently_clash() -> None:
    def led(until: str) -> ActivityDraft:
        return replace(FULL, participants=(FULL.participants[0], replace(FULL.participants[1], end=until)))

    mine, theirs = content_of(replace(led("2026"), title="Sove")), content_of(replace(led("2027"), title="Søvn"))
    assert merge(BASE, mine, theirs).clashes == (
        Clash("title", "Søvn på sykehjem", "Sove", "Søvn"),
        Clash("participants", BASE["participants"], mine["participants"], theirs["participants"]),
    )
