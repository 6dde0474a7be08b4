"""What ports and registry sign to each other: movements, receipts, refreshes, requests."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.auth import check_auth, device_request, sign_auth
from checkpoint_app.credential.batch import check_batch, sign_batch
from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    Rejection,
    open_envelope,
)
from checkpoint_app.credential.movement_bytes import (
    MOVEMENT_LIMIT,
    chain_hash,
    decode_movement,
    encode_movement,
    service_and_hand,
)
from checkpoint_app.credential.receipt import check_receipt, sign_receipt
from checkpoint_app.credential.record import (
    RECORD_LIMIT,
    Tombstone,
    encode_record,
    encode_tombstone,
)
from checkpoint_app.credential.refresh import (
    MOST_MOVEMENTS,
    check_refresh,
    read_refresh,
    sign_refresh,
)
from checkpoint_app.domain.movement import Direction, Movement, MovementKind, PastMovement
from sync.protocol import limits
from tests.unit.credential import samples
from tests.unit.credential.samples import DEVICE, EPOCH, KEYS, NONCE, NOW, RING

BATCH_KEY, AUTH_KEY = KEYS[EnvelopeType.BATCH], KEYS[EnvelopeType.AUTH]
REFRESH_KEY, RECEIPT_KEY = KEYS[EnvelopeType.REFRESH], KEYS[EnvelopeType.RECEIPT]
MOVEMENT = samples.movement()
WORDS = st.text(st.characters(max_codepoint=0x7F), max_size=20)
COUNTS = st.integers(1, 2**63 - 1)
MOVEMENTS = st.builds(
    Movement,
    movement_id=st.uuids(),
    epoch=st.binary(min_size=16, max_size=16),
    sequence=COUNTS,
    previous=st.binary(min_size=32, max_size=32),
    kind=st.sampled_from(MovementKind),
    direction=st.sampled_from(Direction),
    permit=st.none() | st.integers(0, 99).map(samples.permit_number),
    issue=st.none() | COUNTS,
    passport=WORDS,
    company=st.none() | st.integers(0, 2**63 - 1),
    service=WORDS,
    port=st.integers(0, 254),
    lane=WORDS,
    officer=WORDS,
    at=st.integers(0, 4_000_000_000_000).map(
        lambda ms: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    ),
    findings=st.lists(WORDS, max_size=6).map(tuple),
    annuls=st.none() | st.uuids(),
    automatic=st.booleans(),
)


def refused(call, *arguments, **named) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        call(*arguments, **named)
    return refusal.value.reason


@given(MOVEMENTS)
def test_any_movement_comes_back(movement):
    assert decode_movement(encode_movement(movement)) == movement
    assert service_and_hand(encode_movement(movement)) == (movement.service, movement.automatic)


@pytest.mark.parametrize("data", [b"", b"\x00", encode([1] * 18), encode([1] * 19)])
def test_what_is_no_movement_is_not_counted(data):
    with pytest.raises(CredentialError):
        service_and_hand(data)


def test_a_movement_is_chained_by_sha_256():
    data = encode_movement(MOVEMENT)
    assert chain_hash(data) == hashlib.sha256(data).digest()
    assert decode(data, limit=MOVEMENT_LIMIT)[15] == 1_793_525_400_250


def test_an_overlong_movement_is_not_written():
    long = replace(MOVEMENT, findings=("X" * 60,) * 30)
    assert refused(encode_movement, long) is Rejection.TOO_LARGE


def test_a_batch_carries_its_movements_unread():
    movements = [encode_movement(MOVEMENT), b"not a movement"]
    batch = check_batch(sign_batch(BATCH_KEY, DEVICE, EPOCH, 41, movements), RING)
    assert (batch.device, batch.epoch, batch.first_sequence) == (DEVICE, EPOCH, 41)
    assert batch.movements == tuple(movements)
    assert batch.kid == BATCH_KEY.kid


@pytest.mark.parametrize("count", [0, 257])
def test_a_batch_has_1_to_256_movements(count):
    made = refused(sign_batch, BATCH_KEY, DEVICE, EPOCH, 1, [b"m"] * count)
    assert made is Rejection.WRONG_COUNT
    envelope = BATCH_KEY.sign_envelope(encode([1, DEVICE, EPOCH, 1, [b"m"] * count]))
    assert refused(check_batch, envelope, RING) is Rejection.WRONG_COUNT


def test_the_largest_batch_of_real_movements_fits():
    movements = [encode_movement(replace(MOVEMENT, sequence=n)) for n in range(1, 257)]
    assert len(check_batch(sign_batch(BATCH_KEY, DEVICE, EPOCH, 1, movements), RING).movements)


def test_a_receipt_comes_back():
    assert check_receipt(sign_receipt(RECEIPT_KEY, samples.receipt()), RING) == samples.receipt()


QUESTION = {"nonce": NONCE, "device": DEVICE, "permit": samples.permit_number(1)}


def test_a_refresh_answers_one_question():
    answer = samples.refresh()
    envelope = sign_refresh(REFRESH_KEY, answer)
    assert check_refresh(envelope, RING, **QUESTION) == answer
    assert read_refresh(envelope, RING) == answer
    assert answer.decoded() == samples.record(1, version=2)


@pytest.mark.parametrize(
    "other",
    [{"nonce": bytes(16)}, {"device": "CAI-AIR-08"}, {"permit": samples.permit_number(2)}],
)
def test_an_answer_to_another_question_is_refused(other):
    envelope = sign_refresh(REFRESH_KEY, samples.refresh())
    reason = refused(check_refresh, envelope, RING, **{**QUESTION, **other})
    assert reason is Rejection.NOT_OUR_QUESTION


def test_a_permit_that_the_registry_does_not_know_has_no_record_and_no_status():
    unknown = replace(
        samples.refresh(), record=None, status=None, company_state=None, agent_state=None
    )
    answer = check_refresh(sign_refresh(REFRESH_KEY, unknown), RING, **QUESTION)
    assert answer == unknown
    assert answer.decoded() is None


def test_a_refresh_with_another_permits_record_is_refused():
    foreign = encode_record(samples.record(2))
    tombstone = encode_tombstone(Tombstone(samples.permit_number(1), 3))
    for record in (foreign, tombstone):
        envelope = sign_refresh(REFRESH_KEY, replace(samples.refresh(), record=record))
        assert refused(check_refresh, envelope, RING, **QUESTION) is Rejection.WRONG_NUMBER


AWAY = PastMovement(MovementKind.DEPARTED, 16, "", NOW - timedelta(milliseconds=1))


def test_a_refresh_tells_of_movements_after_its_ten_fields():
    told = tuple(replace(AWAY, at=NOW + timedelta(milliseconds=n)) for n in range(20))
    envelope = sign_refresh(REFRESH_KEY, replace(samples.refresh(), movements=told))
    assert check_refresh(envelope, RING, **QUESTION).movements == told[-MOST_MOVEMENTS:]
    assert len(fields_of(envelope)) == 11
    assert len(fields_of(sign_refresh(REFRESH_KEY, samples.refresh()))) == 10


def test_the_longest_refresh_fits_its_envelope_and_the_answer_to_a_request():
    longest = replace(AWAY, kind=MovementKind.RETURNED, at=datetime(9999, 12, 31, tzinfo=UTC))
    answer = replace(samples.refresh(), movements=(longest,) * MOST_MOVEMENTS)
    grown = len(sign_refresh(REFRESH_KEY, answer)) - len(encode_record(samples.record(1, 2)))
    assert grown + RECORD_LIMIT < min(LIMITS[EnvelopeType.REFRESH], limits.REFRESH_ANSWER)


@pytest.mark.parametrize(
    "more",
    [
        [5],
        [[[0, 16]]],
        [[[2, 16, 5]]],
        [[[0, 255, 5]]],
        [[[0, -1, 5]]],
        [[[0, 16, -1]]],
        [[[0, 16, None]]],
        [[[0, 16, 5]] * 17],
        [[], []],
    ],
)
def test_movements_that_are_none_are_refused(more):
    fields = [*fields_of(sign_refresh(REFRESH_KEY, samples.refresh())), *more]
    envelope = REFRESH_KEY.sign_envelope(encode(fields))
    assert refused(check_refresh, envelope, RING, **QUESTION) is Rejection.BAD_CONTENT


def fields_of(envelope):
    opened = open_envelope(envelope, EnvelopeType.REFRESH, RING)
    return decode(opened.payload, limit=LIMITS[EnvelopeType.REFRESH])


@given(st.recursive(st.none() | st.integers() | st.binary(max_size=9), st.lists, max_leaves=9))
def test_nothing_but_its_own_error_escapes_from_an_eleventh_field(more):
    fields = [*fields_of(sign_refresh(REFRESH_KEY, samples.refresh())), more]
    try:
        encoded = encode(fields)
    except CredentialError:
        return
    with suppress(CredentialError):
        check_refresh(REFRESH_KEY.sign_envelope(encoded), RING, **QUESTION)


REQUEST = {"method": "POST", "path": "/api/v1/refresh", "body": b"{}", "audience": "here"}


def signed_request() -> bytes:
    return sign_auth(
        AUTH_KEY, device_request(NONCE, "POST", "/api/v1/refresh", b"{}", "here", DEVICE)
    )


def test_a_request_is_proven_as_signed():
    auth = check_auth(signed_request(), RING, **REQUEST)
    assert (auth.device, auth.nonce, auth.kid) == (DEVICE, NONCE, AUTH_KEY.kid)


@pytest.mark.parametrize(
    "other",
    [{"method": "GET"}, {"path": "/api/v1/refresh?a"}, {"body": b"{ }"}, {"audience": "there"}],
)
def test_a_signature_serves_no_other_request(other):
    reason = refused(check_auth, signed_request(), RING, **{**REQUEST, **other})
    assert reason is Rejection.NOT_OUR_QUESTION


def test_times_are_whole_seconds():
    late = replace(samples.receipt(), issued=NOW + timedelta(milliseconds=999))
    assert check_receipt(sign_receipt(RECEIPT_KEY, late), RING).issued == NOW
