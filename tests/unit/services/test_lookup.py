"""The look-up over values alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.block import digests_of, sign_block
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.manifest import sign_manifest
from checkpoint_app.credential.record import encode_record
from checkpoint_app.credential.refresh import sign_refresh
from checkpoint_app.credential.state import sign_state
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.domain.days import day_number
from checkpoint_app.domain.facts import DataKind, RecordState
from checkpoint_app.domain.movement import MovementKind, PastMovement
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.services.lookup import LookUp, Place, look_up, passport_choice
from checkpoint_app.services.stores import CachedRecord, CachedRefresh, ManifestMark
from tests.unit.credential import samples
from tests.unit.credential.samples import DEVICE, KEYS, NONCE, NOW, RING, SCOPE, SEASON
from tests.unit.services.fakes import MemorySnapshot

pytestmark = pytest.mark.requirement("C2")

PERMIT = samples.permit_number(1)
PLACE = Place(SCOPE, SEASON, DEVICE)
BODIES = samples.records()
BLOCK = sign_block(KEYS[EnvelopeType.BLOCK], SEASON, SCOPE, 7, NOW, BODIES)
# The sample records point at entry 31,337 of list 4.
STATUS = sign_status_list(KEYS[EnvelopeType.STATUS], 4, 9, NOW, bytes(40_000))
STATE = sign_state(KEYS[EnvelopeType.STATE], samples.state_table())
MADE, PAGES = samples.manifest(BLOCK, STATUS, STATE)
MANIFEST = sign_manifest(KEYS[EnvelopeType.MANIFEST], MADE)
NEWEST = ManifestMark(12, hashlib.sha256(MANIFEST).digest(), NOW)


def cached(position=0, **changes):
    row = CachedRecord(7, position, BODIES[position], BLOCK, digests_of(BODIES), PAGES[0])
    return replace(row, **changes)


def snapshot(**changes):
    held = MemorySnapshot(MANIFEST, {PERMIT: (cached(),)}, {4: STATUS}, STATE)
    for name, value in changes.items():
        setattr(held, name, value)
    return held


def found(held=None, newest=NEWEST, permit=PERMIT, place=PLACE, claims=None, keys=RING):
    return look_up(held or snapshot(), keys, place, newest, permit, claims)


def test_all_of_it():
    answer = found()
    assert (answer.record_state, answer.record) == (RecordState.FOUND, samples.record(1))
    assert answer.status is PermitStatus.VALID
    assert answer.company_state is EntityState.ACTIVE
    assert answer.agent_state is EntityState.ACTIVE
    assert answer.programme_state is EntityState.CANCELLED
    assert dict(answer.data_issued) == dict.fromkeys(DataKind, NOW)
    assert answer.generation == 12


@pytest.mark.parametrize(
    "newest",
    [
        None,
        ManifestMark(13, bytes(32), NOW),
        ManifestMark(12, bytes(32), NOW),
    ],
)
def test_a_manifest_that_is_not_the_newest(newest):
    answer = found(newest=newest)
    assert (answer.record_state, answer.record) == (RecordState.ALTERED, None)


def test_an_anchor_one_behind_is_a_crash_and_not_an_edit():
    assert found(newest=ManifestMark(11, bytes(32), NOW)).record_state is RecordState.FOUND
    assert found(newest=ManifestMark(0, b"")).record_state is RecordState.FOUND


@pytest.mark.parametrize(
    "place", [Place(SCOPE + 1, SEASON, DEVICE), Place(SCOPE, SEASON + 1, DEVICE)]
)
def test_data_of_another_port_or_season(place):
    assert found(place=place).record_state is RecordState.ALTERED


@pytest.mark.parametrize(
    "changes",
    [
        {"body": BODIES[1]},
        {"body": b""},
        {"position": 2},
        {"position": 200},
        {"block": 8},
        {"envelope": b""},
        {"digests": b""},
        {"page": None},
    ],
)
def test_a_row_that_is_not_what_was_signed(changes):
    answer = found(snapshot(rows={PERMIT: (replace(cached(), **changes),)}))
    assert (answer.record_state, answer.record) == (RecordState.ALTERED, None)


def test_another_permits_row():
    assert found(snapshot(rows={PERMIT: (cached(1),)})).record_state is RecordState.ALTERED


def test_a_superseded_row_put_back():
    number = samples.permit_number(3)
    rows = {number: (cached(2),)}
    assert found(snapshot(rows=rows), permit=number).record_state is RecordState.ALTERED


def test_a_tombstone():
    number = samples.permit_number(9)
    answer = found(snapshot(rows={number: (cached(4),)}), permit=number)
    assert answer.record_state is RecordState.NOT_ON_FILE


def test_keys_that_are_not_known_or_were_over():
    stranger = samples.ring_of({EnvelopeType.MANIFEST: KEYS[EnvelopeType.MANIFEST]})
    assert found(keys=stranger).record_state is RecordState.UNKNOWN_ISSUER


def test_nothing_on_file():
    empty = MemorySnapshot()
    answer = found(empty, ManifestMark(0, b""))
    assert answer == LookUp(
        PERMIT,
        RecordState.NOT_ON_FILE,
        data_issued=tuple((kind, None) for kind in DataKind),
    )
    assert found(empty).record_state is RecordState.NOT_ON_FILE


def test_a_permit_not_on_file_is_still_told_of_by_its_claims():
    answer = found(snapshot(rows={}), claims=samples.claims())
    assert (answer.record_state, answer.status) == (RecordState.NOT_ON_FILE, PermitStatus.VALID)
    assert answer.company_state is EntityState.ACTIVE
    assert answer.agent_state is None


def test_the_age_of_the_data_is_told_for_a_number_without_a_record():
    assert dict(found(snapshot(rows={})).data_issued) == dict.fromkeys(DataKind, NOW)


@pytest.mark.parametrize("changes", [{"lists": {}}, {"lists": {4: b""}}, {"state_bytes": None}])
def test_lists_that_the_manifest_names_must_be_there(changes):
    assert found(snapshot(**changes)).record_state is RecordState.ALTERED


def test_a_list_under_another_number():
    other = sign_status_list(KEYS[EnvelopeType.STATUS], 5, 10, NOW, bytes(40_000))
    assert found(snapshot(lists={4: other})).record_state is RecordState.ALTERED


def test_an_entry_that_was_never_given_out_is_unknown():
    short = sign_status_list(KEYS[EnvelopeType.STATUS], 4, 10, NOW, bytes(10))
    assert found(snapshot(lists={4: short})).status is None


def test_a_list_older_than_the_record_says_nothing():
    older = NOW - timedelta(hours=3)
    status = sign_status_list(KEYS[EnvelopeType.STATUS], 4, 10, older, bytes(40_000))
    answer = found(snapshot(lists={4: status}))
    assert (answer.record_state, answer.status) == (RecordState.FOUND, None)


class TestRefresh:
    def held(self, nonce=NONCE, **changes):
        answer = replace(samples.refresh(), **changes)
        envelope = sign_refresh(KEYS[EnvelopeType.REFRESH], answer)
        return {PERMIT: CachedRefresh(envelope, nonce)}

    def test_a_newer_version_wins_and_brings_its_states(self):
        answer = found(snapshot(kept=self.held(status=PermitStatus.SUSPENDED)))
        assert answer.record == samples.record(1, version=2)
        assert answer.status is PermitStatus.SUSPENDED
        assert answer.programme_state is None

    def test_it_stands_for_a_damaged_base(self):
        rows = {PERMIT: (cached(body=b""),)}
        answer = found(snapshot(kept=self.held(), rows=rows))
        assert answer.record_state is RecordState.FOUND

    def test_an_older_one_does_not_speak(self):
        kept = self.held(issued=NOW - timedelta(seconds=1))
        assert found(snapshot(kept=kept)).record == samples.record(1)

    def test_a_later_list_is_not_hidden_by_it(self):
        later = NOW + timedelta(minutes=1)
        entries = bytearray(40_000)
        entries[31_337] = int(PermitStatus.SUSPENDED)
        status = sign_status_list(KEYS[EnvelopeType.STATUS], 4, 10, later, bytes(entries))
        answer = found(snapshot(kept=self.held(), lists={4: status}))
        assert answer.status is PermitStatus.SUSPENDED

    def test_a_revocation_is_not_lifted_by_it(self):
        entries = bytearray(40_000)
        entries[31_337] = int(PermitStatus.REVOKED)
        earlier = NOW - timedelta(minutes=1)
        status = sign_status_list(KEYS[EnvelopeType.STATUS], 4, 10, earlier, bytes(entries))
        answer = found(snapshot(kept=self.held(), lists={4: status}))
        assert answer.status is PermitStatus.REVOKED

    def test_one_that_was_an_answer_to_another_question(self):
        for kept in (self.held(nonce=bytes(16)), self.held(device="other")):
            assert found(snapshot(kept=kept)).record_state is RecordState.ALTERED

    def test_the_registry_no_longer_knows_it(self):
        answer = found(snapshot(kept=self.held(record=None, status=None)))
        assert (answer.record_state, answer.record) == (RecordState.NOT_ON_FILE, None)

    def test_one_version_in_two_forms(self):
        other = encode_record(replace(samples.record(1), ports=0xFFFF))
        assert found(snapshot(kept=self.held(record=other))).record_state is RecordState.ALTERED

    def test_it_tells_of_movements_once_each(self):
        there = PastMovement(MovementKind.DEPARTED, 16, "", NOW + timedelta(milliseconds=250))
        back = replace(there, kind=MovementKind.RETURNED)
        brought = (replace(there, at=NOW), replace(back, at=NOW))
        kept = self.held(movements=(there,))
        answer = found(Travelled(snapshot(kept=kept), brought))
        assert answer.movements == (replace(back, at=NOW), there)
        older = self.held(issued=NOW - timedelta(seconds=1), movements=(there,))
        assert found(Travelled(snapshot(kept=older), brought)).movements == brought


class Travelled:
    """A snapshot with movements that packs brought."""

    def __init__(self, held, brought):
        self._held, self._brought = held, brought

    def elsewhere(self, permit):
        return self._brought

    def __getattr__(self, name):
        return getattr(self._held, name)


@given(st.data())
def test_any_flipped_bit_is_noticed(data):
    part = data.draw(st.sampled_from(["body", "envelope", "digests", "page"]))
    held = cached()
    content = bytearray(getattr(held, part))
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit >> 3] ^= 1 << (bit & 7)
    answer = found(snapshot(rows={PERMIT: (replace(held, **{part: bytes(content)}),)}))
    assert answer.record_state is not RecordState.FOUND
    assert answer.record is None


@given(st.sampled_from(["manifest_bytes", "state_bytes"]), st.binary(max_size=200))
def test_rubbish_anywhere_is_a_fact_and_no_failure(part, rubbish):
    assert found(snapshot(**{part: rubbish})).record_state is not RecordState.FOUND


class TestPassports:
    def of(self, **changes):
        return LookUp(PERMIT, RecordState.FOUND, replace(samples.record(1), **changes))

    def test_the_one_meant_today_goes_first(self):
        day = day_number(samples.record(1).travel_out)
        past = self.of(
            valid_from=NOW.date() - timedelta(days=90), valid_until=NOW.date() - timedelta(days=80)
        )
        now = self.of()
        altered = LookUp(PERMIT, RecordState.ALTERED)
        passport = samples.record(1).passport
        assert passport_choice([altered, past, now], passport, day) == now
        assert passport_choice([altered, past], passport, day) == past
        assert passport_choice([altered], passport, day) == altered
        assert passport_choice([], passport, day) is None

    def test_a_record_of_another_passport_was_filed_wrongly(self):
        chosen = passport_choice([self.of()], "A99999999", 0)
        assert (chosen.record_state, chosen.record) == (RecordState.ALTERED, None)
