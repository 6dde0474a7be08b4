"""Status lists, the state table and notices."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, Rejection
from checkpoint_app.credential.notice import Change, NoticeKind, check_notice, sign_notice
from checkpoint_app.credential.state import EntityStates, check_state, sign_state
from checkpoint_app.credential.status_list import (
    ENTRIES,
    check_status_list,
    decompress,
    pack_entries,
    sign_status_list,
)
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from tests.unit.credential import samples
from tests.unit.credential.samples import KEYS, NOW, RING, SEASON

STATUS_KEY = KEYS[EnvelopeType.STATUS]
STATE_KEY = KEYS[EnvelopeType.STATE]
NOTICE_KEY = KEYS[EnvelopeType.NOTICE]


def refused(call, *arguments) -> Rejection:
    with pytest.raises(CredentialError) as refusal:
        call(*arguments)
    return refusal.value.reason


def status_list(entries: bytes):
    return check_status_list(sign_status_list(STATUS_KEY, 4, 9, NOW, entries), RING)


def test_entries_mean_valid_revoked_suspended():
    listed = status_list(bytes([0, 1, 2, 3, 1]))
    assert (listed.list_id, listed.version, listed.issued) == (4, 9, NOW)
    states = [listed.status(index) for index in range(6)]
    valid, revoked, suspended = PermitStatus
    assert states == [valid, revoked, suspended, None, revoked, None]


def test_what_was_never_given_out_is_unknown_not_valid():
    listed = status_list(b"")
    for index in (-1, 0, 1, ENTRIES - 1, ENTRIES, 2**64):
        assert listed.status(index) is None


def test_a_full_list_is_looked_up_at_its_ends():
    entries = bytes([1] + [0] * (ENTRIES - 2) + [2])
    listed = status_list(entries)
    assert listed.status(0) is PermitStatus.REVOKED
    assert listed.status(ENTRIES - 1) is PermitStatus.SUSPENDED
    assert refused(status_list, entries + b"\0") is Rejection.BAD_CONTENT
    assert refused(status_list, bytes([4])) is Rejection.BAD_CONTENT


@pytest.mark.parametrize("asked", [0, 3, 4, 40_001, ENTRIES - 4, ENTRIES - 1])
def test_a_scan_unpacks_no_more_than_it_asks_for(asked):
    entries = bytes([0, 1, 2, 3] * (ENTRIES // 4))
    envelope = sign_status_list(STATUS_KEY, 4, 9, NOW, entries)
    whole, part = check_status_list(envelope, RING), check_status_list(envelope, RING, up_to=asked)
    assert len(part.packed) == asked // 4 + 1
    assert whole.packed.startswith(part.packed)
    assert part.status(asked) is whole.status(asked)
    assert part.status(ENTRIES - 1) in (None, whole.status(ENTRIES - 1))


def test_a_list_that_ends_too_soon_answers_nothing():
    short = claims(_65533={"bits": 2, "lst": zlib.compress(bytes(8))})
    assert check_status_list(short, RING, up_to=31).status(31) is PermitStatus.VALID
    with pytest.raises(CredentialError):
        check_status_list(short, RING, up_to=32)


def test_a_list_that_clears_a_revocation_is_noticed():
    older = status_list(bytes([0, 1, 2, 3]))
    assert not status_list(bytes([1, 1, 0, 0])).clears_revocation_of(older)
    assert not older.clears_revocation_of(older)
    for value in (0, 2, 3):
        assert status_list(bytes([0, value, 2, 3])).clears_revocation_of(older)
    assert status_list(b"").clears_revocation_of(older)


def claims(**changes) -> bytes:
    content = {
        2: "umrah:status:4",
        6: 1_800_000_000,
        65533: {"bits": 2, "lst": zlib.compress(bytes(16_384))},
        -70002: 9,
    }
    content.update({int(name[1:]): value for name, value in changes.items()})
    return STATUS_KEY.sign_envelope(encode(content))


@pytest.mark.parametrize(
    "lst",
    [
        b"",
        b"none",
        zlib.compress(bytes(16_383)),
        zlib.compress(bytes(16_385)),
        zlib.compress(bytes(50_000_000)),
        zlib.compress(bytes(16_384))[:-1],
        zlib.compress(bytes(16_384)) + b"\0",
        zlib.compress(bytes(16_384)) * 2,
    ],
)
def test_lists_of_another_size_and_bombs_are_refused(lst):
    envelope = claims(_65533={"bits": 2, "lst": lst})
    assert refused(check_status_list, envelope, RING) is Rejection.BAD_CONTENT


@pytest.mark.parametrize(
    "changes",
    [
        {"_2": "umrah:status:04"},
        {"_2": "umrah:status:٤"},
        {"_2": "umrah:status:"},
        {"_2": "status:4"},
        {"_2": "umrah:status:4294967296"},
        {"_2": 4},
        {"_65533": {"bits": 1, "lst": zlib.compress(bytes(16_384))}},
        {"_65533": {"bits": 2}},
        {"_65533": {"bits": 2, "lst": zlib.compress(bytes(16_384)), "aggregation_uri": "x"}},
        {"_65533": []},
        {"_6": -1},
        {"_5": 1},
    ],
)
def test_lists_of_another_form_are_refused(changes):
    assert check_status_list(claims(), RING).list_id == 4
    assert refused(check_status_list, claims(**changes), RING) is Rejection.BAD_CONTENT


def test_packing_and_the_bound_of_unpacking():
    assert pack_entries(b"") == b""
    assert pack_entries(bytes([0, 0, 0, 2])) == b"\x80"
    assert refused(decompress, zlib.compress(bytes(100)), 99) is Rejection.BAD_CONTENT


def test_the_state_table_names_the_exceptions():
    table = check_state(sign_state(STATE_KEY, samples.state_table()), RING)
    assert table == samples.state_table()
    assert table.company(17) is EntityState.SUSPENDED
    assert table.company(1500) is EntityState.CANCELLED
    assert table.company(18) is EntityState.ACTIVE
    assert table.agent(2000) is EntityState.ACTIVE
    assert table.programme(412) is EntityState.CANCELLED


@pytest.mark.parametrize("number", [0, -1, 1881, 2**64])
def test_a_number_never_given_out_is_unknown_not_active(number):
    assert samples.state_table().company(number) is None


def test_active_entries_take_no_room():
    table = samples.state_table()
    padded = replace(table, agents=EntityStates(2000, {5: EntityState.ACTIVE}))
    assert sign_state(STATE_KEY, padded) == sign_state(STATE_KEY, table)


EMPTY = [9, []]


@pytest.mark.parametrize(
    "companies",
    [
        [9],
        [9, [[3, 0]]],
        [9, [[3, 3]]],
        [9, [[10, 1]]],
        [9, [[0, 1]]],
        [9, [[3, 1], [3, 1]]],
        [9, [[4, 1], [3, 1]]],
        [9, [[3]]],
        [9, [[3, True]]],
        [9, {}],
        [-1, []],
        None,
    ],
)
def test_tables_of_another_form_are_refused(companies):
    content = [1, SEASON, 6, 1_800_000_000, companies, EMPTY, EMPTY]
    envelope = STATE_KEY.sign_envelope(encode(content))
    assert refused(check_state, envelope, RING) is Rejection.BAD_CONTENT


def test_a_notice_comes_back_and_is_small_enough_for_one_code():
    notice = samples.notice()
    envelope = sign_notice(NOTICE_KEY, notice)
    assert check_notice(envelope, RING) == notice
    full = replace(notice, changes=(Change(NoticeKind.PERMIT, 10**12, 1),) * 32)
    assert len(sign_notice(NOTICE_KEY, full)) < 1024


@pytest.mark.parametrize("count", [0, 33])
def test_a_notice_has_1_to_32_changes(count):
    changes = (Change(NoticeKind.COMPANY, 17, 1),) * count
    notice = replace(samples.notice(), changes=changes)
    assert refused(sign_notice, NOTICE_KEY, notice) is Rejection.WRONG_COUNT
    payload = [1, SEASON, 1_800_000_000, [[0, 17, 1]] * count]
    envelope = NOTICE_KEY.sign_envelope(encode(payload))
    assert refused(check_notice, envelope, RING) is Rejection.WRONG_COUNT
