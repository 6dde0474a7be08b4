"""What is signed, made from the plan and the public keys."""

from __future__ import annotations

from sync.registry.ceremony.draft import make_draft, quorums
from sync.registry.ceremony.plan import Plan
from sync.registry.ceremony.public_key import SEATS
from sync.registry.ceremony.standing import Occasion, Standing, make_plan
from sync.registry.publish.lifetimes import Lifetimes
from tests.unit.sync.registry.ceremony.samples import (
    CONTENTS,
    ID,
    KEYS,
    NOW,
    ONLINE,
    genesis_plan,
    opened,
)

MADE = {seat: KEYS[seat].key for seat in SEATS}


def standing() -> Standing:
    return Standing("r", dict(MADE), dict(ONLINE), dict(CONTENTS), 1, 1, NOW.replace(year=2027))


def plan_of(changed: Standing) -> Plan:
    return make_plan(changed, Occasion(ID, "rotate", "", "", NOW), Lifetimes())


def test_the_same_plan_and_keys_make_the_same_bytes() -> None:
    first, again = (make_draft(genesis_plan(), MADE) for _ in range(2))
    assert first.digest == again.digest
    other = make_draft(genesis_plan(), {**MADE, "root-3": opened("root-3", 77).key})
    assert other.digest != first.digest


def test_root_and_targets_need_two_of_three() -> None:
    draft = make_draft(genesis_plan(), MADE)
    needed = [(each.document, each.old, each.threshold) for each in quorums(draft, None)]
    assert needed == [("root", False, 2), ("targets", False, 2)]
    assert [list(each.seats.values()) for each in quorums(draft, None)] == [
        ["root-1", "root-2", "root-3"],
        ["targets-1", "targets-2", "targets-3"],
    ]


def test_a_new_root_key_asks_for_signatures_of_both_roots() -> None:
    base = make_draft(genesis_plan(), MADE).root
    assert base is not None
    changed = standing()
    changed.replace_seat("root-2")
    draft = make_draft(plan_of(changed), {"root-2": opened("root-2", 50).key})
    assert draft.targets is None
    old, new = quorums(draft, base.signed)
    assert (old.old, new.old) == (True, False)
    assert old.seats.keys() & new.seats.keys() == {
        keyid for keyid, seat in old.seats.items() if seat != "root-2"
    }


def test_what_changes_decides_which_documents_are_signed() -> None:
    cases = {
        "root-1": {"root"},
        "targets-1": {"root", "targets"},
    }
    for seat, documents in cases.items():
        changed = standing()
        changed.replace_seat(seat)
        assert changed.touched == documents
    for role in ONLINE:
        changed = standing()
        changed.replace_online(role, opened(role, 60).key)
        assert changed.touched == ({"root"} if role in ("snapshot", "timestamp") else {"targets"})
    changed = standing()
    changed.replace_content("season-rules.json", CONTENTS["season-rules.json"])
    assert changed.touched == set()


def test_targets_never_outlive_the_root_over_them() -> None:
    changed = standing()
    changed.root_expires = NOW.replace(day=30)
    changed.touched = {"targets"}
    plan = plan_of(changed)
    assert plan.targets is not None
    assert plan.targets.expires == "2026-11-30T09:00:00Z"
