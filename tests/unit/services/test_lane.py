"""The lane where disk has no part in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app import reference
from checkpoint_app.credential.token_text import to_digits
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind, PastMovement
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.services.lane import LaneService, LaneSettings
from checkpoint_app.services.outcomes import SAME_RETURN, has_just_returned, kind_of
from tests.unit.credential.samples import DEVICE, NOW, SCOPE, SEASON, permit_number
from tests.unit.services.fakes import (
    MemoryAnchor,
    MemoryClock,
    MemoryJournal,
    MemorySnapshot,
    MemoryTrust,
)


def service(records=None, journal=None, direction=Direction.DEPARTING):
    return LaneService(
        records=records or MemorySnapshot(),
        journal=journal or MemoryJournal(),
        anchor=MemoryAnchor(),
        trust=MemoryTrust(),
        clock=MemoryClock(),
        settings=LaneSettings(SCOPE, "7", "o-114", direction, DEVICE, SEASON),
        table=reference.findings(),
    )


@pytest.mark.requirement("C1")
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200), st.from_regex(r"7[0-9]{60,90}")))
def test_whatever_is_scanned_is_answered_journalled_and_not_clear(reading):
    journal = MemoryJournal()
    answer = service(journal=journal).scan(reading)
    assert answer.verdict.kind is not VerdictKind.CLEAR
    assert answer.verdict.findings
    assert [each.scan_id for each in journal.scans] == [answer.scan_id]


@given(st.binary(max_size=300))
def test_rubbish_instead_of_a_token_is_refused(token):
    answer = service().scan(to_digits(permit_number(1), token), record=False)
    assert answer.verdict.kind in (VerdictKind.REFUSE, VerdictKind.REFER, None)


def test_no_verdict_where_the_journal_cannot_keep_it():
    full = StorageError("full", key="store.disk_full")
    with pytest.raises(StorageError):
        service(journal=MemoryJournal(failure=full)).scan(str(permit_number(1)))


def test_a_cache_that_cannot_be_read_is_a_finding():
    damaged = StorageError("damaged", key="store.damaged")
    journal = MemoryJournal()
    answer = service(MemorySnapshot(failure=damaged), journal).scan(str(permit_number(1)))
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.RECORD_ALTERED in answer.verdict.codes
    assert (answer.note, journal.scans[0].permit) == ("lane.cache_damaged", permit_number(1))
    locked = StorageError("locked", key="store.locked")
    answer = service(MemorySnapshot(failure=locked)).scan(str(permit_number(1)))
    assert answer.verdict.kind is VerdictKind.REFER
    assert {Code.NOT_ON_FILE, Code.DATA_STALE} <= set(answer.verdict.codes)
    assert answer.note == "lane.cache_unread"


def test_without_a_tie_to_the_registry_there_is_no_refresh():
    with pytest.raises(ConfigError) as caught:
        service().refresh(permit_number(1))
    assert caught.value.key == "lane.no_source"


@pytest.mark.parametrize(
    ("direction", "verdict", "kind"),
    [
        (Direction.DEPARTING, VerdictKind.CLEAR, MovementKind.DEPARTED),
        (Direction.DEPARTING, VerdictKind.REFER, MovementKind.REFERRED),
        (Direction.DEPARTING, VerdictKind.REFUSE, MovementKind.REFUSED),
        (Direction.RETURNING, VerdictKind.CLEAR, MovementKind.RETURNED),
        (Direction.RETURNING, VerdictKind.REFUSE, MovementKind.RETURNED),
        (Direction.DEPARTING, None, None),
        (Direction.RETURNING, None, None),
    ],
)
def test_the_movement_that_a_verdict_stands_for(direction, verdict, kind):
    assert kind_of(direction, verdict) is kind


def test_a_return_is_another_one_after_a_departure_or_a_while():
    def past(kind, hours):
        return PastMovement(kind, SCOPE, "7", NOW - timedelta(hours=hours))

    returned, departed = past(MovementKind.RETURNED, 2), past(MovementKind.DEPARTED, 1)
    referred = past(MovementKind.REFERRED, 1)
    assert has_just_returned((returned,), NOW)
    assert has_just_returned((returned, referred), NOW)
    assert not has_just_returned((returned, departed), NOW)
    assert not has_just_returned((returned,), NOW + SAME_RETURN)
    assert not has_just_returned((), NOW)
    assert not has_just_returned((returned,), NOW - timedelta(days=1)), "the clock went back"
