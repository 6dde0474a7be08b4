"""The receipt on a stick: signed by the device that it names, and any other bytes refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    SigningKey,
    VerifyingKey,
)
from checkpoint_app.errors import CheckpointError
from sync.bundle.stick_receipt import StickDevice, decode_receipt, encode_receipt
from sync.protocol.holdings import Holding
from tests.unit.sync.season import NOW

AUDIENCE = "registry.test"
KEY = SigningKey.generate(EnvelopeType.AUTH)
DEVICE = StickDevice("lane-1", AUDIENCE, KEY, lambda size: bytes(size))
HELD = Holding("lane-1", 1, 7, NOW, 3, 2, 5, NOW)
SOUND = encode_receipt(HELD, DEVICE)


@dataclass(frozen=True)
class OneKey:
    """Knows one key (`credential.envelope.KeyLookup`)."""

    key: SigningKey = KEY

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        ours = (kid, purpose) == (self.key.kid, self.key.purpose)
        return VerifyingKey(purpose, self.key.public_bytes) if ours else None


def test_what_a_device_says_comes_back_with_the_key_that_said_it() -> None:
    assert decode_receipt(SOUND, OneKey(), AUDIENCE) == (HELD, KEY.kid)


def test_a_device_speaks_for_itself_only() -> None:
    with pytest.raises(CheckpointError):
        decode_receipt(
            encode_receipt(replace(HELD, device_id="lane-2"), DEVICE), OneKey(), AUDIENCE
        )


def test_a_receipt_for_another_registry_or_by_an_unknown_key_is_refused() -> None:
    with pytest.raises(CredentialError):
        decode_receipt(SOUND, OneKey(), "registry.other")
    with pytest.raises(CredentialError):
        decode_receipt(SOUND, OneKey(SigningKey.generate(EnvelopeType.AUTH)), AUDIENCE)


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(CheckpointError):
        decode_receipt(content, OneKey(), AUDIENCE)


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_no_byte_of_a_sound_one_may_be_another(place: int, change: int) -> None:
    altered = bytearray(SOUND)
    altered[place] ^= change
    with pytest.raises(CheckpointError):
        decode_receipt(bytes(altered), OneKey(), AUDIENCE)
