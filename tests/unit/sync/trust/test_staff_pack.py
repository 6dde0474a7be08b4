"""The list of a port's people as frames: what comes back whole, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential import canonical
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import StaffList, StaffMember
from checkpoint_app.errors import TrustError
from sync.trust.staff_pack import (
    MOST_DUTY_KEYS,
    MOST_MEMBERS,
    role_bits,
    roles_of,
    staff_frames,
    staff_of,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA"
MONA = StaffMember(
    7, "mona.h", "منى حسن", "Mona Hassan", frozenset({Role.SUPERVISOR}), HASH, b"s" * 20, NOW
)
OMAR = StaffMember(9, "omar", "عمر", "Omar", frozenset({Role.OFFICER, Role.IT}), HASH)
STAFF = StaffList(3, NOW, (MONA, OMAR), b"k" * 32, {"ALX-SEA": b"a" * 32, "SGA-SEA": b"b" * 32})


def carried(frames: list[list[object]]) -> list[Any]:
    """As frames come out of a pack."""
    return [canonical.decode(canonical.encode(frame), limit=1 << 20) for frame in frames]


def changed(frame: int, place: int, value: object) -> list[list[object]]:
    frames = [list(each) for each in staff_frames(STAFF)]
    frames[frame][place] = value
    return frames


def refused(frames: object) -> str:
    with pytest.raises(TrustError) as caught:
        staff_of(frames)  # type: ignore[arg-type]  # whatever a pack may hold
    return caught.value.key


@pytest.mark.requirement("C1")
def test_a_list_comes_back_as_it_was() -> None:
    assert staff_of(carried(staff_frames(STAFF))) == STAFF
    empty = StaffList(1, NOW, (), b"k" * 32, lease=timedelta(days=2))
    assert staff_of(carried(staff_frames(empty))) == empty


def test_people_and_ports_are_told_in_one_order() -> None:
    other = StaffList(
        3, NOW, (OMAR, MONA), b"k" * 32, dict(sorted(STAFF.duty_keys.items(), reverse=True))
    )
    assert staff_frames(other) == staff_frames(STAFF)


@pytest.mark.parametrize("bits", range(1, 16))
def test_roles_are_bits(bits: int) -> None:
    assert role_bits(roles_of(bits)) == bits


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *((0, wrong) for wrong in (0, -1, True, "1", None, 2**32)),
        *((1, wrong) for wrong in ("a", "Mona", "mona h", "a" * 33, "مني", "", b"mona", "mona\n")),
        *((2, wrong) for wrong in ("", " منى", "م" * 81, "a\x1b[2J", "a\u202eb", "a\nb", 5)),
        *((3, wrong) for wrong in ("", "Mona ", "\u200f", None)),
        *((4, wrong) for wrong in (0, 16, -1, True, "4")),
        *((5, wrong) for wrong in ("", "secret", HASH.encode(), HASH + "a" * 256, HASH + "é")),
        *((6, wrong) for wrong in ("s" * 20, b"short", b"s" * 65, None)),
        *((7, wrong) for wrong in (-1, 2**60, "2027", False)),
    ],
)
def test_a_person_who_is_none_spoils_the_list(place: int, value: object) -> None:
    assert refused(changed(1, place, value)) == "trust.malformed"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        *((0, wrong) for wrong in (0, True, "3", 2**32)),
        *((1, wrong) for wrong in (-1, 2**60, None)),
        *((2, wrong) for wrong in (0, 60, 91 * 24 * 3600, True)),
        *((3, wrong) for wrong in (b"", b"k" * 31, "k" * 32)),
        (4, None),
        (4, [["ALX-SEA", b"a" * 31]]),
        (4, [["alx", b"a" * 32]]),
        (4, [["../X", b"a" * 32]]),
        (4, [["B", b"a" * 32], ["A", b"a" * 32]]),
        (4, [["A", b"a" * 32], ["A", b"b" * 32]]),
        (4, [[f"P{n:03}", b"a" * 32] for n in range(MOST_DUTY_KEYS + 1)]),
    ],
)
def test_a_first_frame_that_is_none_spoils_the_list(place: int, value: object) -> None:
    assert refused(changed(0, place, value)) == "trust.malformed"


def test_a_list_is_bounded_and_names_nobody_twice() -> None:
    head, mona, omar = staff_frames(STAFF)
    for frames in (
        [],
        [head, omar, mona],
        [head, mona, mona],
        [head, mona, [8, *mona[1:]]],
        [head[:4]],
        [head, mona[:7]],
        ([head] for _ in iter(int, 1)),  # without an end
    ):
        assert refused(frames) == "trust.malformed"
    people = [[n + 1, f"p{n}", *omar[2:]] for n in range(MOST_MEMBERS + 1)]
    assert len(staff_of([head, *people[:-1]]).members) == MOST_MEMBERS
    assert refused([head, *people]) == "trust.malformed"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.binary(max_size=40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)


@given(st.lists(ANYTHING, max_size=4))
def test_whatever_a_pack_holds_only_trust_errors_escape(frames: list[object]) -> None:
    with suppress(TrustError):
        staff_of(frames)


@given(st.integers(0, 2), st.integers(0, 7), ANYTHING)
def test_a_sound_list_with_one_place_changed_is_read_or_refused(
    frame: int, place: int, value: object
) -> None:
    frames = [list(each) for each in staff_frames(STAFF)]
    frames[frame][place % len(frames[frame])] = value
    with suppress(TrustError):
        staff_of(frames)
