"""Public keys: which are sound, and how the issuer's list is read."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from checkpoint_app.credential.curve import SMALL_ORDER_ORDINATES, check_public_key
from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    Rejection,
    SigningKey,
    VerifyingKey,
    key_id,
)
from checkpoint_app.credential.keys import (
    ISSUER_KEYS_LIMIT,
    DeviceKeyring,
    IssuerKey,
    IssuerKeyring,
    encode_issuer_keys,
    parse_issuer_keys,
)
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, KEYS_FROM, KEYS_UNTIL, NOW, RING

P = 2**255 - 19
TOKEN_KEY = KEYS[EnvelopeType.TOKEN]


def refused(make, *arguments) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        make(*arguments)
    return refusal.value.reason


def test_points_of_small_order_are_the_known_ones():
    # "May the Fourth Be With You" (Cremers and Jackson 2019), table 1, by their y.
    known = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    }
    assert {y.to_bytes(32, "little").hex() for y in SMALL_ORDER_ORDINATES} == known


@pytest.mark.parametrize("sign", [0, 1 << 255])
@pytest.mark.parametrize("y", [*sorted(SMALL_ORDER_ORDINATES), P, P + 1, P + 18, 2**255 - 1])
def test_small_order_and_non_canonical_keys_are_refused(y, sign):
    public = (y | sign).to_bytes(32, "little")
    assert refused(check_public_key, public) is Rejection.WEAK_KEY
    assert refused(VerifyingKey, EnvelopeType.TOKEN, public) is Rejection.WEAK_KEY
    assert refused(DeviceKeyring, [(EnvelopeType.BATCH, public)]) is Rejection.WEAK_KEY


def test_half_of_all_ordinates_are_off_the_curve_and_refused():
    outcomes = []
    for y in range(2, 202):
        try:
            check_public_key(y.to_bytes(32, "little"))
            outcomes.append(True)
        except CredentialError as refusal:
            outcomes.append(refusal.reason is not Rejection.WEAK_KEY)
    assert 60 < sum(outcomes) < 140


@pytest.mark.parametrize("length", [0, 31, 33])
def test_keys_of_another_length_are_refused(length):
    assert refused(check_public_key, bytes(length)) is Rejection.WEAK_KEY


def test_generated_keys_are_sound_and_come_back():
    for _ in range(20):
        key = SigningKey.generate(EnvelopeType.BATCH)
        check_public_key(key.public_bytes)
        again = SigningKey.from_private_bytes(key.private_bytes(), EnvelopeType.BATCH)
        assert (again.public_bytes, again.kid) == (key.public_bytes, key.kid)
        assert repr(key.private_bytes()) not in repr(key)


def test_a_key_id_is_bound_to_its_purpose():
    ids = {key_id(kind, TOKEN_KEY.public_bytes) for kind in EnvelopeType}
    assert len(ids) == len(EnvelopeType)


def test_a_key_is_found_for_its_purpose_only():
    assert RING.find(TOKEN_KEY.kid, EnvelopeType.TOKEN).public == TOKEN_KEY.public_bytes
    assert RING.find(TOKEN_KEY.kid, EnvelopeType.BLOCK) is None
    assert RING.find(bytes(8), EnvelopeType.TOKEN) is None
    devices = DeviceKeyring([(EnvelopeType.BATCH, KEYS[EnvelopeType.BATCH].public_bytes)])
    assert devices.find(KEYS[EnvelopeType.BATCH].kid, EnvelopeType.BATCH) is not None
    assert devices.find(KEYS[EnvelopeType.BATCH].kid, EnvelopeType.AUTH) is None


def test_was_valid_goes_by_the_term():
    assert RING.was_valid(TOKEN_KEY.kid, NOW)
    assert RING.was_valid(TOKEN_KEY.kid, KEYS_FROM)
    assert not RING.was_valid(TOKEN_KEY.kid, KEYS_UNTIL)
    assert not RING.was_valid(TOKEN_KEY.kid, KEYS_FROM - timedelta(seconds=1))
    assert not RING.was_valid(bytes(8), NOW)


def revoked(at) -> IssuerKeyring:
    terms = (KEYS_FROM, KEYS_UNTIL, at)
    return IssuerKeyring(IssuerKey(k.purpose, k.public_bytes, *terms) for k in KEYS.values())


DATED = [kind for kind in EnvelopeType if kind not in (EnvelopeType.BATCH, EnvelopeType.AUTH)]


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("kind", DATED)
def test_what_a_key_signed_after_its_end_is_refused_everywhere(kind):
    envelope = samples.envelopes()[kind]
    read = samples.READERS[kind]
    assert read(envelope, revoked(NOW + timedelta(seconds=1)))
    early = NOW - timedelta(days=3)
    assert refused(read, envelope, revoked(early)) is Rejection.KEY_EXPIRED


def test_the_list_comes_back_as_it_was_written():
    keys = [
        *RING,
        IssuerKey(EnvelopeType.TOKEN, samples.key_for(EnvelopeType.TOKEN, "old").public_bytes,
                  KEYS_FROM, KEYS_UNTIL, NOW),
    ]  # fmt: skip
    again = parse_issuer_keys(encode_issuer_keys(keys))
    assert list(again) == keys


def changed(**changes) -> bytes:
    content = json.loads(encode_issuer_keys(RING))
    content["keys"][0].update(changes)
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"kid": "00" * 8},
        {"kid": None},
        {"public": "zz"},
        {"valid_from": "yesterday"},
        {"valid_from": "2026-01-01T00:00:00"},
        {"valid_until": None},
        {"revoked_at": 5},
        {"purpose": 5},
        {"purpose": None},
    ],
)
def test_a_list_with_a_wrong_entry_is_refused_whole(changes):
    assert refused(parse_issuer_keys, changed(**changes)) is Rejection.BAD_CONTENT


def test_a_weak_key_condemns_the_list():
    weak = bytes(32)
    kid = key_id(EnvelopeType.TOKEN, weak).hex()
    data = changed(public=weak.hex(), kid=kid, purpose="token")
    assert refused(parse_issuer_keys, data) is Rejection.WEAK_KEY


def test_keys_for_purposes_of_later_programs_are_left_out():
    assert len(list(parse_issuer_keys(changed(purpose="hologram")))) == len(KEYS) - 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Rejection.BAD_CONTENT),
        (b"[]", Rejection.BAD_CONTENT),
        (b"\xff{}", Rejection.BAD_CONTENT),
        (b"[" * 100_000, Rejection.BAD_CONTENT),
        (b'{"version":1}', Rejection.BAD_CONTENT),
        (b'{"version":1,"keys":[1]}', Rejection.BAD_CONTENT),
        (b'{"version":1,"version":1,"keys":[]}', Rejection.BAD_CONTENT),
        (b'{"version":2,"keys":"new"}', Rejection.NEWER_FORMAT),
        (b" " * (ISSUER_KEYS_LIMIT + 1), Rejection.TOO_LARGE),
    ],
)
def test_other_lists_are_refused(data, reason):
    assert refused(parse_issuer_keys, data) is reason


def test_a_key_listed_twice_is_refused():
    assert refused(IssuerKeyring, [*RING, *RING]) is Rejection.BAD_CONTENT
