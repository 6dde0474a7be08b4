"""A device's request on a stick, and every other file that somebody may put in its place."""

from __future__ import annotations

import json
from contextlib import suppress

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.errors import ProtocolError
from sync.protocol.enrol_request import (
    ENROL_REQUEST_LIMIT,
    DeviceAsking,
    asking,
    decode_request,
    encode_request,
    same_fingerprint,
)

BATCH, AUTH = (SigningKey.generate(kind) for kind in (EnvelopeType.BATCH, EnvelopeType.AUTH))
RECIPIENT = str(pyrage.x25519.Identity.generate().to_public())


def said(lane: str = "1", name: str = "counter 1") -> DeviceAsking:
    return asking(
        "CAI-AIR",
        lane,
        name,
        batch_key=BATCH.public_bytes,
        auth_key=AUTH.public_bytes,
        age_recipient=RECIPIENT,
    )


WHOLE = encode_request(said(), AUTH, bytes(16))


@pytest.mark.requirement("C3")
def test_what_is_written_is_read() -> None:
    assert decode_request(WHOLE) == said()
    assert len(WHOLE) < ENROL_REQUEST_LIMIT
    arabic = encode_request(said("أ", "جهاز"), AUTH, bytes(16))
    assert decode_request(arabic).lane == "أ"


def test_the_file_is_named_for_the_keys_alone() -> None:
    assert said("1").file_name == said("2", "other").file_name
    assert said().file_name.endswith(".json")


def test_names_too_long_are_refused() -> None:
    for lane, name in (("x" * 65, "n"), ("1", "n" * 65), ("", "n"), ("1", "")):
        with pytest.raises(ProtocolError):
            said(lane, name)


@pytest.mark.parametrize("field", ["port", "lane", "name", "batch_key", "age_recipient"])
def test_nothing_in_it_can_be_exchanged(field: str) -> None:
    held = json.loads(WHOLE)
    request = json.loads(held["request"])
    others = {
        "batch_key": SigningKey.generate(EnvelopeType.BATCH).public_bytes.hex(),
        "age_recipient": str(pyrage.x25519.Identity.generate().to_public()),
    }
    request[field] = others.get(field, "SGA-SEA")
    with pytest.raises(ProtocolError) as refused:
        decode_request(json.dumps({**held, "request": json.dumps(request)}).encode())
    assert refused.value.key == "api.request-unproven"


def test_keys_of_another_cannot_be_asked_for() -> None:
    """Whoever copies a device's public keys has no signature of its auth key to show."""
    forger = SigningKey.generate(EnvelopeType.AUTH)
    with pytest.raises(ProtocolError):
        decode_request(encode_request(said("2"), forger, bytes(16)))


def test_one_key_for_both_purposes_is_refused() -> None:
    twice = asking(
        "CAI-AIR",
        "1",
        "n",
        batch_key=AUTH.public_bytes,
        auth_key=AUTH.public_bytes,
        age_recipient=RECIPIENT,
    )
    with pytest.raises(ProtocolError):
        decode_request(encode_request(twice, AUTH, bytes(16)))


def test_a_later_form_is_named() -> None:
    held = json.loads(WHOLE)
    with pytest.raises(ProtocolError) as refused:
        decode_request(json.dumps({**held, "version": 2}).encode())
    assert refused.value.key == "trust.newer_format"
    later = json.dumps({**held, "note": "of a later program"}).encode()
    assert decode_request(later) == said()


def test_a_fingerprint_is_all_of_its_digits() -> None:
    shown = said().fingerprint
    assert same_fingerprint(shown, shown)
    assert same_fingerprint(shown.replace(" ", "-"), shown)
    arabic = shown.translate({ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)})
    assert same_fingerprint(arabic, shown)
    for typed in ("", shown[:-1], shown[:11], shown + "0", "0" * 30, shown[::-1] + "x"):
        assert not same_fingerprint(typed, shown)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=600), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_request(data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255), st.integers(0, 2))
def test_any_change_is_refused_or_means_nothing(place: int, bits: int, way: int) -> None:
    changed = bytearray(WHOLE)
    if way == 0:
        changed[place] ^= bits
    elif way == 1:
        del changed[place:]
    else:
        changed[place:place] = bytes([bits])
    with suppress(ProtocolError):
        assert decode_request(bytes(changed)) == said()


def test_nothing_long_is_read() -> None:
    for data in (b"[" * 100_000, b'{"version":1,"request":"' + b"x" * 100_000 + b'"}'):
        with pytest.raises(ProtocolError):
            decode_request(data)
