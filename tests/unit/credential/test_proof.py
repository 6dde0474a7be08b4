"""The proof of one record, from its bytes up to the manifest."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.block import digests_of, sign_block
from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, Rejection
from checkpoint_app.credential.keys import IssuerKey, IssuerKeyring
from checkpoint_app.credential.manifest import (
    PageEntry,
    build_pages,
    check_manifest,
    encode_page,
    sign_manifest,
    superseded_bitmap,
)
from checkpoint_app.credential.proof import RecordProof, prove_record, record_state
from checkpoint_app.credential.record import Tombstone, encode_record
from checkpoint_app.domain.facts import RecordState
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, NOW, RING, SCOPE, SEASON

BLOCK_KEY, MANIFEST_KEY = KEYS[EnvelopeType.BLOCK], KEYS[EnvelopeType.MANIFEST]
RECORDS = samples.records()
BLOCK = samples.envelopes()[EnvelopeType.BLOCK]
MADE, (PAGE,) = samples.manifest(BLOCK, b"status", b"state")
MANIFEST = sign_manifest(MANIFEST_KEY, MADE)
PROOF = RecordProof(RECORDS[1], 7, 1, BLOCK, digests_of(RECORDS), PAGE, MANIFEST)


def refused(proof: RecordProof, keys=RING, scope: int = SCOPE) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        prove_record(proof, keys, scope)
    assert record_state(refusal.value) in RecordState
    return refusal.value.reason


def over(block: bytes, **changes) -> RecordProof:
    """A proof whose manifest, signed by the issuer, lists this block (5 records) as its only one,
    number 7, unless ``changes`` to the page entry say otherwise."""
    entry = PageEntry(7, hashlib.sha256(block).digest(), 5, b"")._replace(**changes)
    ((row, page),) = build_pages([entry])
    manifest = replace(MADE, pages=(row,), live_count=entry.live)
    signed = sign_manifest(MANIFEST_KEY, manifest)
    return RecordProof(RECORDS[1], 7, 1, block, digests_of(RECORDS), page, signed)


@pytest.mark.requirement("C2")
def test_a_whole_proof_gives_the_record():
    proven = prove_record(PROOF, RING, SCOPE)
    assert proven.record == samples.record(2)
    assert (proven.issued, proven.generation) == (NOW, 12)
    assert proven.manifest == MADE
    again = prove_record(PROOF, RING, SCOPE, manifest=check_manifest(MANIFEST, RING))
    assert again == proven


def test_a_tombstone_is_proven_as_one():
    proof = replace(PROOF, record=RECORDS[4], position=4)
    assert prove_record(proof, RING, SCOPE).record == Tombstone(samples.permit_number(9), 2)


@pytest.mark.requirement("C2")
def test_an_edited_record_is_noticed():
    edited = encode_record(replace(samples.record(2), ports=255))
    assert refused(replace(PROOF, record=edited)) is Rejection.WRONG_DIGEST
    forged = digests_of([RECORDS[0], edited, *RECORDS[2:]])
    proof = replace(PROOF, record=edited, digests=forged)
    assert refused(proof) is Rejection.WRONG_DIGEST


def test_every_flipped_bit_of_the_record_is_noticed():
    for place in range(len(PROOF.record) * 8):
        data = bytearray(PROOF.record)
        data[place >> 3] ^= 1 << (place & 7)
        assert refused(replace(PROOF, record=bytes(data))) is Rejection.WRONG_DIGEST


@pytest.mark.parametrize("part", ["digests", "page", "envelope", "manifest"])
def test_flipped_bits_of_the_other_parts_are_noticed(part):
    whole = getattr(PROOF, part)
    for place in range(0, len(whole) * 8, 5):
        data = bytearray(whole)
        data[place >> 3] ^= 1 << (place & 7)
        refused(replace(PROOF, **{part: bytes(data)}))


def test_a_superseded_position_is_not_live():
    assert refused(replace(PROOF, record=RECORDS[2], position=2)) is Rejection.SUPERSEDED_POSITION


def test_a_record_at_another_position_is_noticed():
    assert refused(replace(PROOF, position=0)) is Rejection.WRONG_DIGEST
    for position in (-1, 5, 255, 2**40):
        assert refused(replace(PROOF, position=position)) is Rejection.WRONG_COUNT


def test_a_block_that_the_manifest_does_not_list_is_noticed():
    for number in (1, 4, 6, 9, 2**40):
        assert refused(replace(PROOF, block=number)) is Rejection.NOT_CURRENT
    assert refused(replace(PROOF, block=5)) is Rejection.WRONG_DIGEST


def test_another_ports_manifest_does_not_serve():
    assert refused(PROOF, scope=4) is Rejection.WRONG_SCOPE


def test_a_block_of_another_scope_season_or_number_is_noticed():
    for season, scope, number, reason in (
        (SEASON + 1, SCOPE, 7, Rejection.WRONG_SCOPE),
        (SEASON, SCOPE + 1, 7, Rejection.WRONG_SCOPE),
        (SEASON, SCOPE, 8, Rejection.WRONG_NUMBER),
    ):
        block = sign_block(BLOCK_KEY, season, scope, number, NOW, RECORDS)
        assert refused(over(block)) is reason


def test_counts_must_agree_at_every_level():
    assert prove_record(over(BLOCK), RING, SCOPE)
    assert refused(over(BLOCK, records=4)) is Rejection.WRONG_COUNT
    assert refused(over(BLOCK, records=6)) is Rejection.WRONG_COUNT
    fewer = replace(PROOF, digests=PROOF.digests[:-32])
    assert refused(fewer) is Rejection.WRONG_COUNT
    assert refused(replace(PROOF, digests=PROOF.digests + bytes(32))) is Rejection.WRONG_COUNT


def test_the_block_may_be_signed_again_but_the_manifest_names_which():
    later = sign_block(BLOCK_KEY, SEASON, SCOPE, 7, NOW + timedelta(seconds=1), RECORDS)
    assert refused(replace(PROOF, envelope=later)) is Rejection.WRONG_DIGEST
    assert prove_record(over(later), RING, SCOPE).record == samples.record(2)


def test_a_replayed_page_of_an_older_manifest_is_noticed():
    older = encode_page([PageEntry(7, hashlib.sha256(BLOCK).digest(), 5, b"")])
    proof = replace(PROOF, record=RECORDS[2], position=2, page=older)
    assert refused(proof) is Rejection.WRONG_DIGEST


def ring_without(kind: EnvelopeType) -> IssuerKeyring:
    return IssuerKeyring(key for key in RING if key.purpose is not kind)


def ring_ended(kind: EnvelopeType) -> IssuerKeyring:
    ended = NOW - timedelta(days=1)
    return IssuerKeyring(
        IssuerKey(key.purpose, key.public, key.valid_from, key.valid_until,
                  ended if key.purpose is kind else None)
        for key in RING
    )  # fmt: skip


@pytest.mark.parametrize("kind", [EnvelopeType.BLOCK, EnvelopeType.MANIFEST])
def test_keys_are_judged_for_block_and_manifest(kind):
    assert refused(PROOF, ring_without(kind)) is Rejection.UNKNOWN_KEY
    assert refused(PROOF, ring_ended(kind)) is Rejection.KEY_EXPIRED


def test_what_a_refusal_means_for_the_verdict():
    states = {reason: record_state(CredentialError(reason)) for reason in Rejection}
    assert states.pop(Rejection.UNKNOWN_KEY) is RecordState.UNKNOWN_ISSUER
    assert states.pop(Rejection.KEY_EXPIRED) is RecordState.ISSUER_KEY_EXPIRED
    assert set(states.values()) == {RecordState.ALTERED}


def test_the_work_does_not_grow_with_the_data():
    """Page, digests and block of a proof are bounded whatever the number of records."""
    many = [PageEntry(n, bytes(32), 256, superseded_bitmap(256, [n % 256])) for n in range(1, 4000)]
    pages = build_pages(many)
    assert len(pages) == 63
    assert max(len(data) for _, data in pages) < 8192
