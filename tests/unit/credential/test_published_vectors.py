"""Our primitives against vectors that others published."""

from __future__ import annotations

import base64

import cbor2
import pytest

from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    Rejection,
    SigningKey,
    VerifyingKey,
    open_envelope,
    signature_structure,
)
from checkpoint_app.credential.status_list import (
    compress,
    decompress,
    entry_of,
    pack_entries,
)
from tests.unit.credential.published_vectors import (
    CONTENT,
    COSE_SIGN1,
    ED25519,
    LONG_STATUS_LISTS,
    STATUS_LIST_CWT,
    STATUS_LISTS,
)
from tests.unit.credential.samples import RING


@pytest.mark.parametrize(
    ("secret", "public", "message", "signature"),
    [row[1:] for row in ED25519],
    ids=[row[0] for row in ED25519],
)
def test_ed25519_is_the_one_of_rfc_8032(secret, public, message, signature):
    key = SigningKey.from_private_bytes(bytes.fromhex(secret), EnvelopeType.TOKEN)
    assert key.public_bytes.hex() == public
    verifying = VerifyingKey(EnvelopeType.TOKEN, bytes.fromhex(public))
    assert verifying.verify(bytes.fromhex(signature), bytes.fromhex(message))
    assert key._private.sign(bytes.fromhex(message)).hex() == signature


@pytest.mark.parametrize(
    ("protected", "external_aad", "structure", "message", "name"),
    [row[1:] for row in COSE_SIGN1],
    ids=[row[0] for row in COSE_SIGN1],
)
def test_cose_sign1_examples(protected, external_aad, structure, message, name):
    made = signature_structure(bytes.fromhex(protected), bytes.fromhex(external_aad), CONTENT)
    assert made.hex().upper() == structure
    with pytest.raises(CredentialError) as refusal:
        open_envelope(bytes.fromhex(message), EnvelopeType.TOKEN, RING)
    assert refusal.value.reason is Rejection[name]


def test_the_drafts_status_list_token_is_refused_by_name_and_its_list_is_read():
    message = bytes.fromhex(STATUS_LIST_CWT)
    with pytest.raises(CredentialError) as refusal:
        open_envelope(message, EnvelopeType.STATUS, RING)
    assert refusal.value.reason is Rejection.OTHER_ALGORITHM
    claims = cbor2.loads(cbor2.loads(message).value[2])
    assert claims[65533]["bits"] == 1
    assert decompress(claims[65533]["lst"], 2) == bytes.fromhex("b9a3")


@pytest.mark.parametrize(("bits", "statuses", "packed", "lst"), STATUS_LISTS)
def test_status_lists_of_the_draft(bits, statuses, packed, lst):
    array = bytes.fromhex(packed)
    assert pack_entries(bytes(statuses), bits) == array
    assert tuple(entry_of(array, index, bits) for index in range(len(statuses))) == statuses
    compressed = base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4))
    assert decompress(compressed, len(array)) == array
    assert decompress(compress(array), len(array)) == array


@pytest.mark.parametrize(("bits", "lst", "statuses"), LONG_STATUS_LISTS)
def test_long_status_lists_of_the_draft(bits, lst, statuses):
    size = 2**20 * bits // 8
    array = decompress(base64.urlsafe_b64decode(lst + "=" * (-len(lst) % 4)), size)
    entries = bytearray(2**20)
    for index, status in statuses.items():
        assert entry_of(array, index, bits) == status
        entries[index] = status
    assert pack_entries(bytes(entries), bits) == array
