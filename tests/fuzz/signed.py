"""Readers of what is signed: envelopes as they come, and what is in them signed anew, so that the
reading after the signature is reached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import cbor2

from checkpoint_app.credential import canonical
from checkpoint_app.credential.block import check_block, check_digests, check_records
from checkpoint_app.credential.curve import check_public_key
from checkpoint_app.credential.entry_bytes import (
    decode_case_event,
    decode_entry,
    encode_case_event,
)
from checkpoint_app.credential.envelope import EnvelopeType, open_envelope
from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.manifest import (
    Page,
    check_manifest,
    check_page,
    check_pages,
    check_segments,
    decode_page,
    decode_segments,
    encode_segments,
)
from checkpoint_app.credential.movement_bytes import decode_movement
from checkpoint_app.credential.record import decode_record, index_of
from checkpoint_app.credential.refresh import read_refresh
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.credential.scanned import interpret, shown_document
from checkpoint_app.credential.status_list import decompress, decompress_start
from checkpoint_app.domain.cases import (
    CaseContent,
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    SeenFinding,
    Taken,
)
from checkpoint_app.errors import TrustError
from tests.fuzz.reader import Read, Reader, from_text
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, READERS, RING

FIXTURES = Path(__file__).parents[1] / "fixtures" / "v1"
_REFUSED = (CredentialError,)
# In the module of each type's reader: its `check_…`.
_CHECKS = {
    EnvelopeType.TOKEN: "token.check_token",
    EnvelopeType.BLOCK: "block.check_block",
    EnvelopeType.MANIFEST: "manifest.check_manifest",
    EnvelopeType.STATUS: "status_list.check_status_list",
    EnvelopeType.STATE: "state.check_state",
    EnvelopeType.NOTICE: "notice.check_notice",
    EnvelopeType.BATCH: "batch.check_batch",
    EnvelopeType.RECEIPT: "receipt.check_receipt",
    EnvelopeType.REFRESH: "refresh.check_refresh",
    EnvelopeType.AUTH: "auth.check_auth",
}
_CREDENTIAL = "checkpoint_app.credential."
_DEVICE = "CAI-LANE-02"
PASSPORT = (
    b"P<EGYMAHMOUD<<FATMA<ABDELRAHMAN<<<<<<<<<<<<<\nA000000017EGY6504155F3105204<<<<<<<<<<<<<<06"
)
SCANS = (
    (FIXTURES / "token.txt").read_bytes().strip(),
    b"1000000079196",
    PASSPORT,
    PASSPORT.replace(b"\n", b"\r\n"),
    b"M1MAHMOUD/FATMA       EABC123 CAIJEDMS 0671 325Y012A0001 100",
    b"HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90",
    b"https://example.org/permit/123",
    b"]C11000000079196\r\n",
    "١٢٣٤٥٦٧٨٩٠١٢٣".encode(),
)


def readers() -> Iterator[Reader]:
    yield from _envelopes()
    yield from _bodies()
    yield from _scans()


def _envelopes() -> Iterator[Reader]:
    for kind, envelope in samples.envelopes().items():
        check = partial(_checked, kind)
        covers = (_CREDENTIAL + _CHECKS[kind], _CREDENTIAL + "envelope.open_envelope")
        other = (FIXTURES / f"{kind.value}.cbor").read_bytes()  # by keys that are not known here
        name = f"envelope-{kind.value}"
        yield Reader(name, check, (envelope,), _REFUSED, covers, hostile=(other,))
        payload = cbor2.loads(envelope).value[2]
        yield Reader(f"payload-{kind.value}", partial(_signed, kind), (payload,), _REFUSED, covers)
    refresh = samples.envelopes()[EnvelopeType.REFRESH]
    yield Reader(
        "refresh-kept",
        lambda data: read_refresh(data, RING),
        (refresh,),
        _REFUSED,
        (_CREDENTIAL + "refresh.read_refresh",),
    )


def _checked(kind: EnvelopeType, data: bytes) -> object:
    table: Mapping[EnvelopeType, Any] = READERS
    return table[kind](data, RING)


def _signed(kind: EnvelopeType, payload: bytes) -> object:
    return _checked(kind, KEYS[kind].sign_envelope(payload))


def _bodies() -> Iterator[Reader]:
    block = samples.envelopes()[EnvelopeType.BLOCK]
    records = samples.records()
    signed = check_block(block, RING)
    manifest = check_manifest(samples.envelopes()[EnvelopeType.MANIFEST], RING)
    table: dict[str, tuple[Read, Sequence[bytes], str]] = {
        "canonical": (
            lambda data: canonical.decode(data, limit=64 * 1024),
            _files("page", "record", "movement"),
            "canonical.decode",
        ),
        "canonical-signed": (
            canonical.decode_signed,
            _files("record", "segments"),
            "canonical.decode_signed",
        ),
        "record": (decode_record, (*records, *_files("record")), "record.decode_record"),
        "record-index": (index_of, (*records, *_files("tombstone")), "record.index_of"),
        "movement": (decode_movement, _files("movement"), "movement_bytes.decode_movement"),
        "case-entry": (
            lambda data: decode_case_event(data, _DEVICE),
            _case_entries(),
            "entry_bytes.decode_case_event",
        ),
        "entry": (
            lambda data: decode_entry(data, _DEVICE),
            (*_case_entries(), *_files("movement")),
            "entry_bytes.decode_entry",
        ),
        "page": (decode_page, _files("page"), "manifest.decode_page"),
        "segments": (decode_segments, _files("segments"), "manifest.decode_segments"),
        "page-listed": (
            lambda data: check_page(Page(5, 8, hashlib.sha256(data).digest()), data),
            _pages(),
            "manifest.check_page",
        ),
        "pages-listed": (
            lambda data: check_pages(
                replace(manifest, pages=(Page(5, 8, hashlib.sha256(data).digest()),)), [data]
            ),
            _pages(),
            "manifest.check_pages",
        ),
        "segments-listed": (
            lambda data: check_segments(
                replace(manifest, segments_digest=hashlib.sha256(data).digest()), data
            ),
            (encode_segments(samples.SEGMENTS),),
            "manifest.check_segments",
        ),
        "block-records": (
            lambda data: check_records(signed, [data, *records[1:]]),
            records[:1],
            "block.check_records",
        ),
        "block-digests": (
            lambda data: check_digests(signed, data),
            (b"".join(hashlib.sha256(record).digest() for record in records),),
            "block.check_digests",
        ),
        "status-bits": (
            lambda data: decompress(data, 8),
            (_status_bits(),),
            "status_list.decompress",
        ),
        "status-start": (
            lambda data: decompress_start(data, 4),
            (_status_bits(),),
            "status_list.decompress_start",
        ),
        "public-key": (
            check_public_key,
            (KEYS[EnvelopeType.TOKEN].public_bytes,),
            "curve.check_public_key",
        ),
        "bare-envelope": (
            lambda data: open_envelope(data, EnvelopeType.AUTH, RING),
            (samples.envelopes()[EnvelopeType.AUTH],),
            "envelope.open_envelope",
        ),
    }
    for name, (read, seeds, covered) in table.items():
        yield Reader(name, read, tuple(seeds), _REFUSED, (_CREDENTIAL + covered,))
    keys = (samples.issuer_keys_json(), (FIXTURES / "issuer-keys.json").read_bytes())
    of_keys = (_CREDENTIAL + "keys.parse_issuer_keys",)
    yield Reader("issuer-keys", parse_issuer_keys, keys, (TrustError,), of_keys)


def _scans() -> Iterator[Reader]:
    """What scanners and keys bring is always answered, never refused by an error."""
    notice = samples.envelopes()[EnvelopeType.NOTICE]
    from checkpoint_app.credential import notice_text

    seeds = (*SCANS, notice_text.to_digits(notice).encode())
    covers = tuple(
        _CREDENTIAL + name
        for name in ("scanned.interpret", "token_text.from_digits", "notice_text.from_digits")
    )
    yield Reader("scan-bytes", interpret, seeds, (), covers)
    yield Reader("scan-text", from_text(interpret), seeds, (), covers)
    yield Reader(
        "shown-document",
        from_text(lambda text: shown_document(interpret(text), "serial", by_hand=True)),
        seeds,
        (),
        (_CREDENTIAL + "scanned.shown_document",),
    )


def _files(*names: str) -> tuple[bytes, ...]:
    return tuple((FIXTURES / f"{name}.cbor").read_bytes() for name in names)


def _pages() -> tuple[bytes, ...]:
    signed = samples.envelopes()
    lists = signed[EnvelopeType.STATUS], signed[EnvelopeType.STATE]
    return tuple(samples.manifest(signed[EnvelopeType.BLOCK], *lists)[1])


def _case_entries() -> tuple[bytes, ...]:
    """One of each kind."""
    until, seen = samples.NOW + timedelta(hours=1), (SeenFinding("EXPIRED", "2026-05-01"),)
    contents: tuple[CaseContent, ...] = (
        Opened(UUID(int=3), "refer", "NUMBER", "A1", 7, "MS 671", seen),
        Taken(until),
        Released(),
        Decided(CaseOutcome.CLEAR, frozenset({"EXPIRED"}), until, True, "other", (UUID(int=4),)),
        Noted("on paper"),
    )
    return tuple(encode_case_event(_case_event(content)) for content in contents)


def _case_event(content: CaseContent) -> CaseEvent:
    return CaseEvent(
        event_id=UUID(int=1),
        epoch=bytes(16),
        sequence=2,
        previous=bytes(32),
        device=_DEVICE,
        case_id=UUID(int=2),
        permit=samples.permit_number(1),
        port=4,
        lane="7",
        officer="it-1",
        at=samples.NOW,
        content=content,
    )


def _status_bits() -> bytes:
    from checkpoint_app.credential.status_list import compress, pack_entries

    return compress(pack_entries(samples.ENTRIES))
