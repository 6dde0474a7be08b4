"""A lane over real encrypted stores: verdicts, movements, refresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.envelope import CredentialError, EnvelopeType
from checkpoint_app.credential.record import Tombstone
from checkpoint_app.credential.token_text import from_digits, to_digits
from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.domain.visa import VisaKind
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.identifiers import uuid7
from tests.integration.services.world import pilgrim, token_of
from tests.unit.credential import samples

CLEAR, REFER, REFUSE = VerdictKind.CLEAR, VerdictKind.REFER, VerdictKind.REFUSE


def said(answer):
    return answer.verdict.kind, set(answer.verdict.codes)


@pytest.mark.requirement("C1")
def test_a_good_permit_is_clear_and_departs(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    answer = lane.service().scan(token_of(record), symbology="QR Code")
    assert said(answer) == (CLEAR, set())
    assert (answer.record, answer.permit, answer.generation) == (record, record.number, 1)
    assert answer.movement.kind is MovementKind.DEPARTED
    kept = lane.journal.scan(answer.scan_id)
    assert (kept.verdict, kept.permit, kept.symbology) == ("clear", record.number, "QR Code")
    assert (answer.movement.company, answer.movement.service) == (1077, "MS671")


def test_the_second_departure_is_referred(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    service = lane.service()
    service.scan(token_of(record))
    lane.clock.advance(minutes=5)
    again = service.scan(token_of(record))
    assert said(again) == (REFER, {Code.ALREADY_DEPARTED_HERE})
    assert [past.kind for past in again.movements] == [MovementKind.DEPARTED]


def test_looking_without_recording_leaves_no_trace(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    answer = lane.service().scan(token_of(record), record=False)
    assert (answer.scan_id, answer.movement) == (None, None)
    assert lane.journal.pending() == 0
    assert lane.journal.last_at() is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (PermitStatus.REVOKED, (REFUSE, {Code.REVOKED})),
        (PermitStatus.SUSPENDED, (REFER, {Code.SUSPENDED})),
    ],
)
def test_bad_news_from_the_status_list(lane, status, expected):
    record = pilgrim()
    lane.registry.add(record)
    lane.registry.statuses[record.status_index] = status
    lane.publish()
    assert said(lane.service().scan(token_of(record))) == expected


def test_a_newer_list_is_used_before_the_next_manifest(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    lane.registry.statuses[record.status_index] = PermitStatus.REVOKED
    lane.registry.companies[record.company] = EntityState.SUSPENDED
    lane.registry.publish_status(lane.records)
    kind, codes = said(lane.service().scan(token_of(record)))
    assert kind is REFUSE
    assert codes == {Code.REVOKED, Code.COMPANY_SUSPENDED}


def test_a_record_newer_than_its_status_list_is_referred(lane):
    record = pilgrim(issued=lane.registry.issued + timedelta(minutes=1))
    lane.registry.add(record)
    lane.publish()
    assert said(lane.service().scan(token_of(record))) == (REFER, {Code.DATA_STALE})


@pytest.mark.requirement("C2")
def test_the_newest_record_decides(lane):
    record = pilgrim()
    lane.registry.add(record, pilgrim(2))
    lane.publish()
    newer = replace(record, version=2, issue=2, ports=0b1)
    lane.registry.add(newer)
    lane.publish()
    answer = lane.service().scan(token_of(record))
    assert said(answer) == (REFER, {Code.SUPERSEDED, Code.WRONG_PORT})
    assert answer.record == newer


def test_a_tombstone_is_not_on_file(lane):
    record = pilgrim()
    lane.registry.add(record, pilgrim(2))
    lane.publish()
    lane.registry.add(Tombstone(record.number, 2))
    lane.publish()
    kind, codes = said(lane.service().scan(str(record.number)))
    assert kind is REFER
    assert Code.NOT_ON_FILE in codes


def test_not_on_file_then_refreshed(lane):
    lane.registry.add(pilgrim(2))
    lane.publish()
    record = pilgrim()
    service = lane.service()
    first = service.scan(token_of(record))
    assert first.verdict.kind is REFER
    assert Code.NOT_ON_FILE in first.verdict.codes
    lane.registry.current[record.number] = record
    lane.registry.issued += timedelta(minutes=1)
    assert service.refresh(record.number)
    answer = service.scan(token_of(record))
    assert said(answer) == (CLEAR, set())
    assert answer.record == record


def test_a_refresh_does_not_hide_a_later_revocation(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    lane.registry.issued += timedelta(minutes=1)
    service = lane.service()
    service.refresh(record.number)
    lane.registry.issued += timedelta(minutes=1)
    lane.registry.statuses[record.status_index] = PermitStatus.REVOKED
    lane.registry.publish_status(lane.records)
    assert service.scan(token_of(record)).verdict.kind is REFUSE


def test_a_refresh_that_the_registry_knows_nothing_of(lane):
    record = pilgrim()
    lane.registry.add(pilgrim(2))
    lane.publish()
    lane.registry.issued += timedelta(minutes=1)
    assert not lane.service().refresh(record.number)
    assert Code.NOT_ON_FILE in lane.service().scan(token_of(record)).verdict.codes


def test_an_answer_to_another_question_is_not_kept(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    kept = lane.registry.fetch(record.number, bytes(16))
    lane.registry.fetch = lambda permit, nonce: kept
    with pytest.raises(CredentialError):
        lane.service().refresh(record.number)


def test_a_refresh_older_than_the_data_here_is_refused(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    lane.registry.issued -= timedelta(minutes=1)
    with pytest.raises(CredentialError):
        lane.service().refresh(record.number)


def test_a_number_needs_the_passport(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    service = lane.service()
    alone = service.scan(str(record.number))
    assert said(alone) == (REFER, {Code.DOCUMENT_NEEDED})
    with_tail = service.scan(str(record.number), document=PresentedDocument(record.passport[-4:]))
    assert said(with_tail) == (CLEAR, set())
    other = service.scan(str(record.number), document=PresentedDocument("9999"))
    assert Code.DOCUMENT_MISMATCH in other.verdict.codes


def test_a_passport_opens_the_permit_meant_today(lane):
    past = pilgrim(2, passport="A00000001", valid_from=samples.record().valid_from)
    past = replace(
        past,
        valid_from=past.valid_from - timedelta(days=60),
        valid_until=past.valid_until - timedelta(days=60),
    )
    record = pilgrim(1, passport="A00000001")
    lane.registry.add(past, record)
    lane.publish()
    answer = lane.service().scan("A00000001", by_hand=True)
    assert answer.interpretation.kind is ReadingKind.PASSPORT
    assert (answer.permit, answer.record) == (record.number, record)
    assert answer.verdict.kind is CLEAR


@pytest.mark.requirement("C2")
def test_a_passport_that_a_barcode_names_is_still_to_be_shown(lane):
    record = pilgrim(1, passport="A00000001")
    lane.registry.add(record)
    lane.publish()
    printed = lane.service().scan("A00000001", symbology="QRCode")
    assert said(printed) == (REFER, {Code.DOCUMENT_NEEDED})
    assert printed.permit == record.number
    shown = PresentedDocument("0001", number="A00000001")
    matched = lane.service().scan("A00000001", symbology="QRCode", document=shown)
    assert matched.verdict.kind is CLEAR
    home = lane.service(direction=Direction.RETURNING).scan("A00000001", symbology="QRCode")
    assert (home.verdict.kind, home.movement.passport) == (CLEAR, "A00000001")


def test_a_forged_token_is_refused_and_told_apart_from_an_unknown_issuer(lane):
    record = pilgrim()
    lane.registry.add(record)
    lane.publish()
    stranger = samples.key_for(EnvelopeType.TOKEN, "stranger")
    unknown = lane.service().scan(token_of(record, stranger))
    assert said(unknown) == (REFER, {Code.UNKNOWN_ISSUER})
    digits = token_of(pilgrim(2))
    forged = lane.service().scan(forge(digits, record.number))
    assert forged.verdict.kind is REFUSE
    assert forged.movement.kind is MovementKind.REFUSED


def forge(digits: str, number: int) -> str:
    """Somebody else's token under this number."""
    return to_digits(number, from_digits(digits).token)


@pytest.mark.parametrize("text", ["https://example.org/x", "hello", "", "7" * 200])
def test_what_is_no_permit_is_journalled_and_judges_nobody(lane, text):
    answer = lane.service().scan(text)
    assert answer.verdict.kind is None
    assert answer.movement is None
    assert lane.journal.scan(answer.scan_id).verdict is None


class TestReturning:
    def test_a_return_is_recorded_with_a_record(self, lane):
        record = pilgrim()
        lane.registry.add(record)
        lane.publish()
        lane.service().scan(token_of(record))
        lane.clock.advance(hours=1)
        answer = lane.service(Direction.RETURNING).scan(token_of(record))
        assert answer.verdict.kind is CLEAR
        assert answer.movement.kind is MovementKind.RETURNED

    def test_without_a_record_and_without_the_officers_key(self, lane):
        answer = lane.service(Direction.RETURNING).scan("A12345678", outcome=None)
        assert answer.verdict.kind is CLEAR
        assert answer.movement.kind is MovementKind.RETURNED
        assert (answer.movement.permit, answer.movement.passport) == (None, "A12345678")

    def test_the_same_return_scanned_again_is_one(self, lane):
        record = pilgrim()
        lane.registry.add(record)
        lane.publish()
        service = lane.service(Direction.RETURNING)
        assert service.scan(token_of(record)).movement is not None
        lane.clock.advance(minutes=2)
        second = service.scan(token_of(record))
        assert (second.movement, second.verdict.kind) == (None, CLEAR)
        assert lane.journal.scan(second.scan_id) is not None

    def test_a_forged_print_does_not_close_its_victims_departure(self, lane):
        victim = pilgrim()
        lane.registry.add(victim, pilgrim(2))
        lane.publish()
        service = lane.service(Direction.RETURNING)
        answer = service.scan(forge(token_of(pilgrim(2)), victim.number))
        assert answer.movement.kind is MovementKind.RETURNED
        assert answer.movement.permit is None


def test_a_visa_kind_instead_of_a_barcode(lane):
    exempt = lane.service().scan_visa(VisaKind("commercial", False, "", ""))
    assert said(exempt) == (CLEAR, {Code.EXEMPT_VISA})
    assert exempt.movement is None
    other = lane.service().scan_visa(VisaKind("umrah", True, "", ""))
    assert other.verdict.kind is REFER
    assert lane.service().scan_visa(None).verdict.kind is REFER


class TestOutcomes:
    def test_the_officers_key_after_a_scan_without_one(self, lane):
        record = pilgrim()
        lane.registry.add(record)
        lane.publish()
        service = lane.service()
        answer = service.scan(token_of(record), outcome=None)
        assert answer.movement is None
        movement = service.outcome(answer.scan_id, MovementKind.DEPARTED)
        assert (movement.kind, movement.permit) == (MovementKind.DEPARTED, record.number)
        assert (movement.company, movement.automatic) == (record.company, False)
        assert service.outcome(answer.scan_id, MovementKind.DEPARTED) == movement

    def test_a_change_of_mind_takes_the_departure_back(self, lane):
        record = pilgrim()
        lane.registry.add(record)
        lane.publish()
        service = lane.service()
        answer = service.scan(token_of(record))
        service.outcome(answer.scan_id, MovementKind.DEFERRED)
        kinds = [each.kind for each in lane.journal.movements_of_scan(answer.scan_id)]
        assert kinds == [MovementKind.DEPARTED, MovementKind.ANNULLED, MovementKind.DEFERRED]
        assert said(service.scan(token_of(record))) == (CLEAR, set())

    def test_undo(self, lane):
        record = pilgrim()
        lane.registry.add(record)
        lane.publish()
        service = lane.service()
        answer = service.scan(token_of(record))
        taken_back = service.undo(answer.scan_id)
        assert taken_back.annuls == answer.movement.movement_id
        assert service.undo(answer.scan_id) is None
        assert service.scan(token_of(record)).verdict.kind is CLEAR

    def test_no_departure_that_the_verdict_did_not_allow(self, lane):
        service = lane.service()
        answer = service.scan(token_of(pilgrim()))
        with pytest.raises(ConfigError) as caught:
            service.outcome(answer.scan_id, MovementKind.DEPARTED)
        assert caught.value.key == "lane.not_cleared"
        with pytest.raises(ConfigError) as caught:
            service.outcome(uuid7(samples.NOW), MovementKind.DEFERRED)
        assert caught.value.key == "lane.scan_unknown"


class TestClock:
    def test_a_clock_set_back_is_noticed_and_everything_is_kept(self, lane):
        record = pilgrim()
        lane.registry.add(record, pilgrim(2))
        lane.publish()
        service = lane.service()
        service.scan(token_of(pilgrim(2)))
        lane.clock.advance(minutes=-8)
        answer = service.scan(token_of(record))
        assert said(answer) == (REFER, {Code.CLOCK_SUSPECT})
        assert lane.journal.scan(answer.scan_id) is not None
        assert service.scan(token_of(record)).verdict.kind is REFER, "still behind"
        lane.journal.accept_clock(lane.clock.now(), "it-1")
        lane.clock.advance(minutes=1)
        assert Code.CLOCK_SUSPECT not in service.scan(token_of(record)).verdict.codes

    def test_a_clock_before_the_floor_does_not_make_an_expired_permit_good(self, lane):
        record = pilgrim()
        lane.registry.add(record)
        lane.publish()
        lane.trust.floor = replace(lane.trust.floor, at=samples.NOW + timedelta(days=30))
        kind, codes = said(lane.service().scan(token_of(record)))
        assert kind is REFER
        assert {Code.CLOCK_SUSPECT, Code.EXPIRED} <= codes
