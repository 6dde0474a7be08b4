from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.limits import NONCE_BYTES, NONCE_SECONDS
from sync.registry.api.nonces import NonceMint
from tests.unit.sync.registry.api.clocks import SetClock

SECRET = bytes(range(32))


def mint(clock: SetClock | None = None, secret: bytes = SECRET) -> NonceMint:
    return NonceMint(secret, clock or SetClock(), os.urandom)


def test_a_nonce_is_good_once() -> None:
    nonces = mint()
    nonce = nonces.issue()
    assert len(nonce) == NONCE_BYTES
    assert [nonces.spend(nonce) for _ in range(3)] == [True, False, False]


def test_no_two_are_alike() -> None:
    nonces = mint()
    assert len({nonces.issue() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(("age", "good"), [(0, True), (300, True), (301, False), (10**6, False)])
def test_it_lapses(age: int, good: bool) -> None:
    clock = SetClock()
    nonces = mint(clock)
    nonce = nonces.issue()
    clock.seconds += age
    assert nonces.spend(nonce) is good


def test_one_from_the_future_is_refused() -> None:
    clock = SetClock()
    clock.seconds = 10
    nonce = mint(clock).issue()
    clock.seconds = 0
    assert not mint(clock).spend(nonce)


def test_another_registrys_is_refused() -> None:
    assert not mint().spend(mint(secret=bytes(32)).issue())


def test_a_spent_one_is_forgotten_only_when_it_has_lapsed() -> None:
    clock = SetClock()
    nonces = mint(clock)
    nonce = nonces.issue()
    assert nonces.spend(nonce)
    for _ in range(NONCE_SECONDS + 10):
        clock.seconds += 1
        assert not nonces.spend(nonce)
        assert nonces.spend(nonces.issue())
    assert len(nonces._spent) <= NONCE_SECONDS + 3


@given(st.binary(max_size=80))
def test_any_bytes_are_refused(nonce: bytes) -> None:
    assert not mint().spend(nonce)


def test_each_flipped_bit_is_refused() -> None:
    nonces = mint()
    nonce = nonces.issue()
    for bit in range(NONCE_BYTES * 8):
        flipped = bytearray(nonce)
        flipped[bit // 8] ^= 1 << bit % 8
        assert not nonces.spend(bytes(flipped))
    assert nonces.spend(nonce)


def test_a_short_secret_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="secret"):
        mint(secret=b"short")
