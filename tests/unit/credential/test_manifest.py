"""Blocks, pages, segments and the manifest over them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.block import (
    Block,
    check_block,
    check_records,
    digests_of,
    sign_block,
)
from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, Rejection
from checkpoint_app.credential.manifest import (
    PAGE_BLOCKS,
    PageEntry,
    Segment,
    build_pages,
    check_manifest,
    check_page,
    check_pages,
    check_segments,
    decode_page,
    decode_segments,
    encode_page,
    encode_segments,
    sign_manifest,
    superseded_bitmap,
)
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, NOW, RING, SCOPE, SEASON, SEGMENTS

BLOCK_KEY, MANIFEST_KEY = KEYS[EnvelopeType.BLOCK], KEYS[EnvelopeType.MANIFEST]
BLOCK = samples.envelopes()[EnvelopeType.BLOCK]
MADE, PAGES = samples.manifest(BLOCK, b"status", b"state")


def refused(call, *arguments) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        call(*arguments)
    return refusal.value.reason


def test_a_block_says_what_was_signed():
    records = samples.records()
    digests = digests_of(records)
    hashed = hashlib.sha256(digests).digest()
    block = check_block(BLOCK, RING)
    assert block == Block(SEASON, SCOPE, 7, 5, NOW, hashed)
    assert check_records(block, records) == digests


def test_other_records_are_not_the_blocks():
    block, records = check_block(BLOCK, RING), samples.records()
    assert refused(check_records, block, records[:-1]) is Rejection.WRONG_COUNT
    assert refused(check_records, block, records[::-1]) is Rejection.WRONG_DIGEST
    assert refused(check_records, block, [*records[:-1], b""]) is Rejection.WRONG_DIGEST


@pytest.mark.parametrize("count", [0, 257])
def test_a_block_holds_1_to_256_records(count):
    made = refused(sign_block, BLOCK_KEY, SEASON, SCOPE, 1, NOW, [b"r"] * count)
    assert made is Rejection.WRONG_COUNT
    payload = [1, SEASON, SCOPE, 7, count, 1_800_000_000, bytes(32)]
    envelope = BLOCK_KEY.sign_envelope(encode(payload))
    assert refused(check_block, envelope, RING) is Rejection.BAD_CONTENT


@given(st.integers(1, 256).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1)))))
def test_bitmaps_mark_exactly_the_superseded(case):
    count, positions = case
    entry = PageEntry(1, bytes(32), count, superseded_bitmap(count, positions))
    assert {place for place in range(count) if entry.is_superseded(place)} == positions
    assert entry.live == count - len(positions)
    assert decode_page(encode_page([entry])) == (entry,)


def test_pages_hold_64_blocks_and_come_back():
    entries = [PageEntry(n, bytes(32), 256, b"") for n in range(3, 3 + 2 * 150, 2)]
    built = build_pages(entries)
    assert [len(decode_page(data)) for _, data in built] == [PAGE_BLOCKS, PAGE_BLOCKS, 22]
    manifest = replace(MADE, pages=tuple(row for row, _ in built), live_count=150 * 256)
    assert check_manifest(sign_manifest(MANIFEST_KEY, manifest), RING) == manifest
    assert check_pages(manifest, [data for _, data in built]) == tuple(entries)
    assert manifest.page_for(2) is None
    assert manifest.page_for(3) == built[0][0]
    assert manifest.page_for(129) == built[0][0]
    assert manifest.page_for(130) is None
    assert manifest.page_for(131) == built[1][0]
    assert manifest.page_for(301) == built[2][0]
    assert manifest.page_for(302) is None


def test_a_scope_may_be_empty():
    empty = replace(MADE, pages=(), live_count=0, status_lists=())
    assert check_manifest(sign_manifest(MANIFEST_KEY, empty), RING) == empty
    assert check_pages(empty, []) == ()
    assert empty.page_for(1) is None


def test_missing_changed_or_turned_pages_are_noticed():
    entries = [PageEntry(n, bytes(32), 256, b"") for n in range(1, 130)]
    built = build_pages(entries)
    pages = [data for _, data in built]
    manifest = replace(MADE, pages=tuple(row for row, _ in built), live_count=129 * 256)
    assert check_pages(manifest, pages)
    assert refused(check_pages, manifest, pages[:-1]) is Rejection.WRONG_COUNT
    assert refused(check_pages, manifest, pages[::-1]) is Rejection.WRONG_DIGEST
    fewer = replace(manifest, live_count=129 * 256 - 1)
    assert refused(check_pages, fewer, pages) is Rejection.WRONG_COUNT


def test_a_page_row_must_name_its_first_and_last_block():
    (data,) = PAGES
    row = MADE.pages[0]
    assert check_page(row, data)
    assert refused(check_page, row._replace(last_block=9), data) is Rejection.BAD_CONTENT


ENTRY = [5, bytes(32), 9, b""]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [ENTRY, ENTRY],
        [[6, *ENTRY[1:]], ENTRY],
        [ENTRY[:3]],
        [[*ENTRY, 1]],
        [[0, *ENTRY[1:]]],
        [[5, bytes(31), 9, b""]],
        [[5, bytes(32), 0, b""]],
        [[5, bytes(32), 257, b""]],
        [[5, bytes(32), 9, b"\x01"]],
        [[5, bytes(32), 9, b"\x00\x00"]],
        [[5, bytes(32), 9, b"\x00\x02"]],
        [[n, bytes(32), 9, b""] for n in range(1, 66)],
        5,
    ],
)
def test_pages_of_another_form_are_refused(rows):
    assert refused(decode_page, encode(rows)) is Rejection.BAD_CONTENT


PAGE_A, PAGE_B = [5, 9, bytes(32)], [10, 12, bytes(32)]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (1, 0),
        (2, 256),
        (3, 0),
        (6, [PAGE_B, PAGE_A]),
        (6, [PAGE_A, PAGE_A]),
        (6, [PAGE_A, [9, 12, bytes(32)]]),
        (6, [[9, 5, bytes(32)]]),
        (6, [[5, 9, bytes(31)]]),
        (6, [[True, 9, bytes(32)]]),
        (6, [PAGE_A, 5]),
        (7, [[4, 9, bytes(32)], [4, 10, bytes(32)]]),
        (7, [[4, 0, bytes(32)]]),
        (8, -1),
        (9, b""),
        (10, bytes(33)),
    ],
)
def test_manifests_of_another_form_are_refused(place, value):
    envelope = sign_manifest(MANIFEST_KEY, MADE)
    content = decode(decode(envelope[1:], limit=4096)[2], limit=4096)
    content[place] = value
    signed = MANIFEST_KEY.sign_envelope(encode(content))
    assert refused(check_manifest, signed, RING) is Rejection.BAD_CONTENT


def test_segments_come_back_under_their_digest():
    data = encode_segments(SEGMENTS)
    assert check_segments(MADE, data) == SEGMENTS
    other = encode_segments([*SEGMENTS, Segment("CAI-AIR/" + "0b" * 16, 9, 9, 1, 1)])
    assert refused(check_segments, MADE, other) is Rejection.WRONG_DIGEST
    assert refused(decode_segments, encode([["t", 5, 4, 1, 1]])) is Rejection.BAD_CONTENT


def test_lists_may_be_newer_than_the_manifest_never_older_or_other():
    assert MADE.accepts_status(4, 9, b"status")
    assert MADE.accepts_status(4, 10, b"other")
    assert not MADE.accepts_status(4, 9, b"other")
    assert not MADE.accepts_status(4, 8, b"status")
    assert not MADE.accepts_status(5, 9, b"status")
    assert MADE.accepts_state(6, b"state")
    assert MADE.accepts_state(7, b"other")
    assert not MADE.accepts_state(6, b"other")
    assert not MADE.accepts_state(5, b"state")
