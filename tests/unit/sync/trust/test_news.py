"""Status packs: verified, only forward, and never a revocation taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.credential.state import EntityStates, StateTable, sign_state
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.errors import TrustError
from sync.trust.news import ReadNews, read_news
from sync.trust.pack import (
    NATIONAL_SCOPE,
    PackHeader,
    PackKind,
    encode_frame,
    encode_header,
    zstd,
)
from tests.unit.sync.season import NOW, SEASON, Issuer, PortSeason

HOUR = timedelta(hours=1)
SEASON_DATA = PortSeason()
HEADER = encode_header(PackHeader(PackKind.STATUS, NATIONAL_SCOPE, 1))


def packed(*frames: object) -> bytes:
    return zstd.compress(HEADER + b"".join(encode_frame(frame) for frame in frames))


def read(
    compressed: bytes, lists: dict[int, bytes] | None = None, state: bytes | None = None
) -> ReadNews:
    keys = SEASON_DATA.issuer.keyring()
    return read_news(compressed, keys, held_lists=lists or {}, held_state=state, season=SEASON)


def with_version(version: int, revoked: set[int]) -> bytes:
    SEASON_DATA.status_version, SEASON_DATA.revoked = version, revoked
    return SEASON_DATA.status_list()


def test_what_is_new_is_told_from_what_is_held() -> None:
    first = with_version(1, set())
    state = SEASON_DATA.state()
    news = read(packed(["list", first], ["state", state]))
    assert [new for _, _, new in news.lists] == [True]
    assert news.state is not None
    assert news.state[2]
    again = read(packed(["list", first], ["state", state]), {1: first}, state)
    assert [new for _, _, new in again.lists] == [False]
    assert again.state is not None
    assert not again.state[2]


def test_a_revocation_may_come_and_never_go() -> None:
    first, second = with_version(1, {5}), with_version(2, {5, 6})
    assert read(packed(["list", second]), {1: first}).lists[0][2]
    cleared = with_version(3, {6})
    with pytest.raises(TrustError) as error:
        read(packed(["list", cleared]), {1: second})
    assert error.value.key == "trust.revocation_cleared"


def test_versions_only_rise() -> None:
    first, other, second = with_version(1, set()), with_version(1, {9}), with_version(2, set())
    for newer, held, key in ((first, second, "trust.rolled_back"), (other, first, "trust.mixed")):
        with pytest.raises(TrustError) as error:
            read(packed(["list", newer]), {1: held})
        assert error.value.key == key


def test_a_damaged_list_here_gives_way_to_a_sound_one() -> None:
    assert read(packed(["list", with_version(1, set())]), {1: b"damage"}, b"damage").lists[0][2]


@pytest.mark.parametrize(
    ("held", "fresh", "taken"),
    [
        (NOW + HOUR, NOW + 2 * HOUR, True),
        (NOW + HOUR, NOW + HOUR, False),
        (NOW + HOUR, NOW, False),
        (NOW + 48 * HOUR, NOW + 2 * HOUR, True),  # a thief may have dated it so
    ],
)
def test_data_of_a_distrusted_key_gives_way_to_later_data_only(
    held: datetime, fresh: datetime, taken: bool
) -> None:
    """By whichever sound key, whatever the versions say; a list and a state table alike."""
    thieves, other = SEASON_DATA.issuer, Issuer()
    since = {thieves.keys[name].kid: NOW + HOUR / 2 for name in ("STATUS", "STATE")}
    keys = IssuerKeyring([*thieves.public(), *other.public()]).distrusting(since)
    some, entries = EntityStates(10, {}), bytes(1000)
    ours = sign_status_list(thieves.keys["STATUS"], 1, 9, held, entries)
    theirs = sign_status_list(other.keys["STATUS"], 1, 1, fresh, entries)
    old = sign_state(thieves.keys["STATE"], StateTable(SEASON, 9, held, some, some, some))
    new = sign_state(other.keys["STATE"], StateTable(SEASON, 1, fresh, some, some, some))
    for frame, lists, state in ((["list", theirs], {1: ours}, None), (["state", new], {}, old)):
        try:
            read_news(
                packed(frame),
                keys,
                held_lists=lists,
                held_state=state,
                season=SEASON,
                reference=NOW + 24 * HOUR,
            )
        except TrustError as error:
            assert (error.key, taken) == ("trust.rolled_back", False)
        else:
            assert taken


@pytest.mark.parametrize(
    "frames",
    [
        [["list"]],
        [["song", b""]],
        [["list", "text"]],
        [["list", bytes(70_000)]],
        [7],
    ],
)
def test_another_form_is_refused(frames: list[object]) -> None:
    with pytest.raises(TrustError):
        read(packed(*frames))


def test_nothing_comes_twice() -> None:
    envelope, state = with_version(1, set()), SEASON_DATA.state()
    for frames in ((["list", envelope],) * 2, (["state", state],) * 2):
        with pytest.raises(TrustError) as error:
            read(packed(*frames))
        assert error.value.key == "trust.malformed"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["list", "state"]), st.binary(max_size=100)), min_size=1))
def test_random_envelopes_are_only_ever_refused(frames: list[tuple[str, bytes]]) -> None:
    with pytest.raises(TrustError):
        read(packed(*[list(frame) for frame in frames]))
