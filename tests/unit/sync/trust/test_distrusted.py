"""At a lane the list of distrusted keys only grows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import TrustError
from sync.protocol.distrusted_list import encode_distrusted
from sync.trust.distrusted import check_grown, read_distrusted
from tests.unit.credential.samples import KEYS, NOW, RING

TOKEN, STATE = KEYS[EnvelopeType.TOKEN].kid, KEYS[EnvelopeType.STATE].kid
GONE = b"\x01" * 8  # the offline keys list it no more
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("held", "fresh"),
    [
        ({}, {}),
        ({}, {TOKEN: NOW}),
        ({TOKEN: NOW}, {TOKEN: NOW, STATE: NOW}),
        ({TOKEN: NOW}, {TOKEN: NOW - HOUR}),
        ({GONE: NOW, TOKEN: NOW}, {TOKEN: NOW}),
    ],
)
def test_it_may_grow(held, fresh):
    check_grown(held, fresh, RING)


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("held", "fresh"),
    [
        ({TOKEN: NOW}, {}),
        ({TOKEN: NOW, STATE: NOW}, {STATE: NOW}),
        ({TOKEN: NOW}, {TOKEN: NOW + HOUR}),
    ],
)
def test_it_never_trusts_again(held, fresh):
    with pytest.raises(TrustError) as refused:
        check_grown(held, fresh, RING)
    assert refused.value.key == "trust.distrust_forgotten"


def test_it_is_read_from_its_target():
    assert read_distrusted(None) == {}
    assert read_distrusted(encode_distrusted({TOKEN: NOW})) == {TOKEN: NOW}
    with pytest.raises(TrustError):
        read_distrusted(b"{}")


def test_a_distrusted_key_signed_before_and_nothing_since():
    ring = RING.distrusting({TOKEN: NOW})
    assert ring.was_valid(TOKEN, NOW - HOUR)
    assert not ring.was_valid(TOKEN, NOW)
    assert ring.distrusting({TOKEN: NOW + HOUR}).was_valid(TOKEN, NOW) is False
    assert ring.was_valid(STATE, NOW)
    assert RING.distrusting({GONE: NOW}) is RING
