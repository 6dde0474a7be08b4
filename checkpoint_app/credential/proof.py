"""The proof of one record at one scan: record, digest, block, page, manifest.

What it costs does not grow with the number of records.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential.block import DIGEST, Block, check_block, check_digests
from checkpoint_app.credential.envelope import CredentialError, KeyLookup, Rejection
from checkpoint_app.credential.manifest import Manifest, PageEntry, check_manifest, listed_block
from checkpoint_app.credential.record import Tombstone, decode_record, record_digest
from checkpoint_app.domain.facts import RecordState
from checkpoint_app.domain.permit import PermitRecord


@dataclass(frozen=True, slots=True)
class RecordProof:
    """What a cache holds of one record.

    ``record`` is its bytes, ``block`` and ``position`` (from 0) say where it lies, ``envelope`` is
    the block's, ``digests`` those of all records of the block (32 bytes each), ``page`` the
    manifest's page that lists the block, ``manifest`` the manifest's envelope.
    """

    record: bytes
    block: int
    position: int
    envelope: bytes
    digests: bytes
    page: bytes
    manifest: bytes


@dataclass(frozen=True, slots=True)
class Proven:
    """A record with every signature over it checked. ``issued`` and ``generation`` are the
    manifest's; ``manifest`` serves the other look-ups of the same scan, and no later one."""

    record: PermitRecord | Tombstone
    issued: datetime
    generation: int
    manifest: Manifest


def prove_record(
    proof: RecordProof, keys: KeyLookup, scope: int, *, manifest: Manifest | None = None
) -> Proven:
    """Prove one record of a scope (a port's bit).

    ``manifest`` saves a second check of ``proof.manifest`` when this very scan has done it.
    Raises CredentialError when anything at all does not fit.
    """
    checked = check_manifest(proof.manifest, keys) if manifest is None else manifest
    if checked.scope != scope:
        raise CredentialError(Rejection.WRONG_SCOPE, "manifest")
    entry = _live_entry(proof, checked)
    block = check_block(proof.envelope, keys)
    _check_block_fits(block, entry, checked)
    check_digests(block, proof.digests)
    start = proof.position * DIGEST
    if proof.digests[start : start + DIGEST] != record_digest(proof.record):
        raise CredentialError(Rejection.WRONG_DIGEST, "record")
    return Proven(decode_record(proof.record), checked.issued, checked.generation, checked)


def _live_entry(proof: RecordProof, manifest: Manifest) -> PageEntry:
    """The manifest's entry for the block, whose envelope and position it allows."""
    page = manifest.page_for(proof.block)
    if page is None:
        raise CredentialError(Rejection.NOT_CURRENT, "block")
    entry = listed_block(page, proof.page, proof.block)
    if hashlib.sha256(proof.envelope).digest() != entry.digest:
        raise CredentialError(Rejection.WRONG_DIGEST, "block envelope")
    if not 0 <= proof.position < entry.records:
        raise CredentialError(Rejection.WRONG_COUNT, "position")
    if entry.is_superseded(proof.position):
        raise CredentialError(Rejection.SUPERSEDED_POSITION)
    return entry


def _check_block_fits(block: Block, entry: PageEntry, manifest: Manifest) -> None:
    if (block.scope, block.season) != (manifest.scope, manifest.season):
        raise CredentialError(Rejection.WRONG_SCOPE, "block")
    if block.number != entry.number:
        raise CredentialError(Rejection.WRONG_NUMBER, "block")
    if block.count != entry.records:
        raise CredentialError(Rejection.WRONG_COUNT, "block")


def record_state(error: CredentialError) -> RecordState:
    """What a failed proof means for a verdict: a key's fault, or else an edited cache."""
    return _STATES.get(error.reason, RecordState.ALTERED)


_STATES = {
    Rejection.UNKNOWN_KEY: RecordState.UNKNOWN_ISSUER,
    Rejection.KEY_EXPIRED: RecordState.ISSUER_KEY_EXPIRED,
}
