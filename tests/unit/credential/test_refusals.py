"""What every reader of signed bytes must refuse, and with its own error alone."""

from __future__ import annotations

import random

import cbor2
import pytest

from checkpoint_app.credential.canonical import decode
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    Rejection,
    SigningKey,
    open_envelope,
)
from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.manifest import decode_page, decode_segments, encode_segments
from checkpoint_app.credential.movement_bytes import decode_movement, encode_movement
from checkpoint_app.credential.record import decode_record, encode_record, index_of
from checkpoint_app.credential.token_text import from_digits, to_digits
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, READERS, RING

ENVELOPES = samples.envelopes()
PAIRS = [(made, read) for made in EnvelopeType for read in EnvelopeType if made is not read]
RANDOM_INPUTS = 20_000
SIGNED_INPUTS = 1_000


def reason(kind: EnvelopeType, data: bytes) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        READERS[kind](data, RING)
    return refusal.value.reason


def rebuilt(kind: EnvelopeType, *, protected=None, unprotected=None, payload=None) -> bytes:
    """The sample envelope with parts exchanged, signed again with the right key."""
    was = cbor2.loads(ENVELOPES[kind]).value
    protected = was[0] if protected is None else protected
    payload = was[2] if payload is None else payload
    structure = cbor2.dumps(["Signature1", protected, b"umrah/1/" + kind.encode(), payload])
    signature = KEYS[kind]._private.sign(structure)
    return cbor2.dumps(cbor2.CBORTag(18, [protected, unprotected or {}, payload, signature]))


@pytest.mark.parametrize("kind", EnvelopeType)
def test_the_samples_themselves_are_read(kind):
    assert READERS[kind](ENVELOPES[kind], RING)
    assert rebuilt(kind) == ENVELOPES[kind]


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("kind", EnvelopeType)
def test_every_single_bit_flip_is_refused(kind):
    data = ENVELOPES[kind]
    for place in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            reason(kind, bytes(flipped))


@pytest.mark.parametrize("kind", EnvelopeType)
def test_every_cut_is_refused(kind):
    data = ENVELOPES[kind]
    for length in range(len(data)):
        reason(kind, data[:length])


@pytest.mark.parametrize("kind", EnvelopeType)
def test_trailing_bytes_are_refused(kind):
    data = ENVELOPES[kind]
    assert reason(kind, data + b"\x00") is Rejection.TRAILING_BYTES
    assert reason(kind, data + data) in (Rejection.TRAILING_BYTES, Rejection.TOO_LARGE)
    payload = cbor2.loads(data).value[2]
    assert reason(kind, rebuilt(kind, payload=payload + b"\xf6")) is Rejection.TRAILING_BYTES


@pytest.mark.parametrize("kind", EnvelopeType)
def test_more_than_the_types_limit_is_refused_unread(kind):
    assert reason(kind, bytes(LIMITS[kind] + 1)) is Rejection.TOO_LARGE


def long_head(data: bytes) -> bytes:
    """The same CBOR item with its first head (an array or map under 24) one byte longer."""
    return bytes([data[0] & 0xE0 | 24, data[0] & 0x1F]) + data[1:]


@pytest.mark.parametrize("kind", EnvelopeType)
def test_encodings_that_are_not_canonical_are_refused(kind):
    data = ENVELOPES[kind]
    payload = cbor2.loads(data).value[2]
    assert reason(kind, data[:1] + long_head(data[1:])) is Rejection.NOT_CANONICAL
    assert reason(kind, b"\xd8\x12" + data[1:]) is Rejection.NOT_AN_ENVELOPE
    assert reason(kind, rebuilt(kind, payload=long_head(payload))) is Rejection.NOT_CANONICAL
    endless = bytes([payload[0] & 0xE0 | 31]) + payload[1:] + b"\xff"
    assert reason(kind, rebuilt(kind, payload=endless)) is Rejection.NOT_CBOR


@pytest.mark.parametrize("kind", [EnvelopeType.TOKEN, EnvelopeType.STATUS])
def test_keys_of_a_claims_map_in_another_order_or_twice_are_refused(kind):
    claims = decode(cbor2.loads(ENVELOPES[kind]).value[2], limit=4096)
    turned = cbor2.dumps(dict(reversed(claims.items())))
    assert reason(kind, rebuilt(kind, payload=turned)) is Rejection.NOT_CANONICAL
    ((key, value), *_) = claims.items()
    pair = cbor2.dumps(key) + cbor2.dumps(value)
    whole = cbor2.dumps(claims, canonical=True)
    twice = bytes([whole[0] + 1]) + pair + whole[1:]
    assert reason(kind, rebuilt(kind, payload=twice)) is Rejection.NOT_CBOR
    more = cbor2.dumps({**claims, 99: 1}, canonical=True)
    assert reason(kind, rebuilt(kind, payload=more)) is Rejection.BAD_CONTENT


@pytest.mark.parametrize("kind", EnvelopeType)
def test_unknown_headers_are_refused_by_name(kind):
    kid = KEYS[kind].kid
    for header in ({1: -19, 4: kid, 3: 0}, {1: -19}, {4: kid}, {}, {1: -19, 4: kid + b"!"}):
        protected = cbor2.dumps(header, canonical=True)
        assert reason(kind, rebuilt(kind, protected=protected)) is Rejection.UNKNOWN_HEADER
    assert reason(kind, rebuilt(kind, protected=b"")) is Rejection.UNKNOWN_HEADER
    critical = cbor2.dumps({1: -19, 2: [9], 4: kid, 9: 1}, canonical=True)
    assert reason(kind, rebuilt(kind, protected=critical)) is Rejection.UNKNOWN_HEADER
    loose = rebuilt(kind, unprotected={4: kid})
    assert reason(kind, loose) is Rejection.UNPROTECTED_HEADER
    listed = rebuilt(kind, protected=cbor2.dumps([1, -19]))
    assert reason(kind, listed) is Rejection.NOT_AN_ENVELOPE


@pytest.mark.parametrize("kind", EnvelopeType)
@pytest.mark.parametrize("algorithm", [-8, -7, -53, 5, None, "EdDSA", -18, 19])
def test_other_algorithms_are_refused_by_name(kind, algorithm):
    protected = cbor2.dumps({1: algorithm, 4: KEYS[kind].kid}, canonical=True)
    assert reason(kind, rebuilt(kind, protected=protected)) is Rejection.OTHER_ALGORITHM


@pytest.mark.parametrize(("made", "read"), PAIRS)
def test_no_type_passes_for_another(made, read):
    assert reason(read, ENVELOPES[made]) in (Rejection.UNKNOWN_KEY, Rejection.TOO_LARGE)


class AnyPurpose:
    """A key store that mixes purposes up."""

    def __init__(self, key: SigningKey) -> None:
        self.key = key.verifying_key()

    def find(self, kid, purpose):
        return self.key


@pytest.mark.parametrize(("made", "read"), PAIRS)
def test_no_key_signs_for_another_type_even_if_a_key_store_says_so(made, read):
    relabelled = SigningKey(KEYS[made]._private, read).sign_envelope(b"\x80")
    with pytest.raises(CredentialError) as refusal:
        open_envelope(relabelled, read, AnyPurpose(KEYS[made]))
    assert refusal.value.reason is Rejection.BAD_SIGNATURE


@pytest.mark.parametrize("kind", EnvelopeType)
def test_the_external_aad_alone_tells_types_apart(kind):
    same_key = {each: SigningKey(KEYS[kind]._private, each) for each in EnvelopeType}
    payload = cbor2.loads(ENVELOPES[kind]).value[2]
    for other, key in same_key.items():
        if other is kind:
            continue
        signature = cbor2.loads(key.sign_envelope(payload)).value[3]
        protected = cbor2.loads(ENVELOPES[kind]).value[0]
        forged = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))
        assert reason(kind, forged) is Rejection.BAD_SIGNATURE


@pytest.mark.parametrize("kind", EnvelopeType)
def test_a_strangers_key_is_unknown_and_his_signature_under_our_key_id_false(kind):
    stranger = samples.key_for(kind, "stranger")
    payload = cbor2.loads(ENVELOPES[kind]).value[2]
    foreign = stranger.sign_envelope(payload)
    assert reason(kind, foreign) is Rejection.UNKNOWN_KEY
    parts = list(cbor2.loads(foreign).value)
    parts[0] = cbor2.loads(ENVELOPES[kind]).value[0]
    assert reason(kind, cbor2.dumps(cbor2.CBORTag(18, parts))) is Rejection.BAD_SIGNATURE


@pytest.mark.parametrize("kind", EnvelopeType)
def test_the_other_form_of_a_signature_is_refused(kind):
    """S + L signs the same for a lax reader (RFC 8032, section 5.1.7, demands S < L)."""
    order = 2**252 + 27742317777372353535851937790883648493
    data = ENVELOPES[kind]
    other = int.from_bytes(data[-32:], "little") + order
    forged = data[:-32] + other.to_bytes(32, "little")
    assert reason(kind, forged) is Rejection.BAD_SIGNATURE


def mutations(data: bytes, dice: random.Random, count: int):
    """Random bytes, and the valid input damaged: changed, cut, doubled, spliced."""
    for turn in range(count):
        if turn % 4 == 0:
            yield dice.randbytes(dice.randrange(0, 300))
            continue
        damaged = bytearray(data)
        for _ in range(dice.randrange(1, 5)):
            start = dice.randrange(len(damaged) + 1)
            end = min(len(damaged), start + dice.randrange(0, 9))
            damaged[start:end] = dice.randbytes(dice.randrange(0, 9))
        yield bytes(damaged)


def survive(read, data: bytes, seed: int, count: int) -> None:
    for damaged in mutations(data, random.Random(seed), count):
        try:
            read(damaged)
        except CredentialError:
            continue


@pytest.mark.parametrize("kind", EnvelopeType)
def test_random_envelopes_raise_credential_errors_only(kind):
    refused = 0
    for damaged in mutations(ENVELOPES[kind], random.Random(kind.value), RANDOM_INPUTS):
        if damaged == ENVELOPES[kind]:
            continue
        reason(kind, damaged)
        refused += 1
    assert refused > RANDOM_INPUTS * 0.9


@pytest.mark.parametrize("kind", EnvelopeType)
def test_random_payloads_under_a_good_signature_raise_credential_errors_only(kind):
    payload = cbor2.loads(ENVELOPES[kind]).value[2]
    survive(
        lambda damaged: READERS[kind](KEYS[kind].sign_envelope(damaged), RING),
        payload,
        5,
        SIGNED_INPUTS,
    )


VALUES = (None, True, -1, 0, 1, 2**31, 2**63, 2**64 - 1, -(2**64), "", "x" * 300, b"", bytes(32),
          bytes(300), [], [[]], [[1, 2]], [[1, 2, 3]], {}, {"a": 1}, "e\u0301", [[[[1]]]], 4,
          10**30)  # fmt: skip


def spots(value, at=()):
    """The place of every item inside a decoded payload."""
    yield at
    inside = enumerate(value) if isinstance(value, list) else ()
    inside = value.items() if isinstance(value, dict) else inside
    for place, item in inside:
        yield from spots(item, (*at, place))


def exchanged(value, at, new):
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = exchanged(copy[at[0]], at[1:], new)
    return copy


@pytest.mark.parametrize("kind", EnvelopeType)
def test_any_value_in_any_field_is_read_or_refused(kind):
    content = decode(cbor2.loads(ENVELOPES[kind]).value[2], limit=LIMITS[kind])
    for at in spots(content):
        for new in VALUES:
            payload = cbor2.dumps(exchanged(content, at, new), canonical=True)
            try:
                READERS[kind](KEYS[kind].sign_envelope(payload), RING)
            except CredentialError as refusal:
                assert refusal.reason in Rejection


@pytest.mark.parametrize("kind", EnvelopeType)
def test_a_float_is_refused_wherever_it_stands(kind):
    content = decode(cbor2.loads(ENVELOPES[kind]).value[2], limit=LIMITS[kind])
    for at in spots(content):
        for number in (1.0, float("nan"), float("inf")):
            payload = cbor2.dumps(exchanged(content, at, number), canonical=True)
            data = KEYS[kind].sign_envelope(payload)
            assert reason(kind, data) is Rejection.FORBIDDEN_TYPE


PLAIN_READERS = {
    "record": (decode_record, encode_record(samples.record())),
    "index": (index_of, encode_record(samples.record())),
    "movement": (decode_movement, encode_movement(samples.movement())),
    "page": (decode_page, samples.manifest(b"", b"", b"")[1][0]),
    "segments": (decode_segments, encode_segments(samples.SEGMENTS)),
    "issuer keys": (parse_issuer_keys, samples.issuer_keys_json()),
    "canonical": (lambda data: decode(data, limit=4096), encode_record(samples.record())),
    "digits": (
        lambda data: from_digits(data.decode("latin-1")),
        to_digits(samples.permit_number(1), ENVELOPES[EnvelopeType.TOKEN]).encode(),
    ),
}


@pytest.mark.parametrize("name", PLAIN_READERS)
def test_random_inputs_of_the_other_readers_raise_credential_errors_only(name):
    read, data = PLAIN_READERS[name]
    read(data)
    survive(read, data, 11, RANDOM_INPUTS)


@pytest.mark.parametrize("name", ["record", "index", "movement", "page", "segments"])
def test_any_value_in_any_field_of_unsigned_parts_is_read_or_refused(name):
    read, data = PLAIN_READERS[name]
    content = decode(data, limit=4096)
    for at in spots(content):
        for new in (*VALUES, 1.5):
            try:
                read(cbor2.dumps(exchanged(content, at, new), canonical=True))
            except CredentialError as refusal:
                assert refusal.reason in Rejection
