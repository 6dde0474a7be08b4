"""Every movement once: two lanes at a time, clocks set back, officers' keys, forged prints."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkpoint_app.credential.token_text import from_digits, to_digits
from checkpoint_app.domain.facts import PresentedDocument, SecondLineOutcome
from checkpoint_app.domain.finding import Finding
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.outcomes import draft_of
from checkpoint_app.services.stores import ScanEntry
from checkpoint_app.store.journal import open_journal
from tests.integration.services.world import pilgrim, token_of
from tests.unit.credential.samples import NOW

pytestmark = pytest.mark.requirement("C6")

DEPARTED, RETURNED = MovementKind.DEPARTED, MovementKind.RETURNED


def kinds_of(lane, permit):
    """What stands in the journal of a permit."""
    return [past.kind for past in lane.journal.history(permit).movements]


class TestTwoLanesOnOneJournal:
    def test_both_have_looked_before_either_writes(self, lane, record):
        """The second must notice what the first has written since it looked."""
        first, second = lane.service(), lane.service(lane="8")
        decided = threading.Event()
        held = lane.journal.record_scan
        answers = []

        class Between:
            """The second lane's journal: while it is about to write, the first lane scans."""

            def __getattr__(self, name):
                return getattr(lane.journal, name)

            def record_scan(self, *args, **kwargs):
                if not decided.is_set():
                    decided.set()
                    answers.append(first.scan(token_of(record)))
                return held(*args, **kwargs)

        second._journal = second._gathering._journal = Between()
        answers.append(second.scan(token_of(record)))
        assert [answer.verdict.kind for answer in answers] == [
            VerdictKind.CLEAR,
            VerdictKind.REFER,
        ]
        assert Code.ALREADY_DEPARTED_HERE in answers[1].verdict.codes
        assert kinds_of(lane, record.number) == [DEPARTED, MovementKind.REFERRED]

    @pytest.mark.parametrize("direction", list(Direction))
    def test_at_the_very_same_time(self, lane, record, direction):
        other = open_journal(lane.folder / "journal.db", lane.keys, lane.clock, busy_ms=5000)
        service = lane.service(direction)
        twin = lane.service(direction, lane="8")
        twin._journal = twin._gathering._journal = other
        start = threading.Barrier(4)

        def scan(service: LaneService):
            start.wait()
            return service.scan(token_of(record))

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(scan, [service, twin, service, twin]))
        other.close()
        counted = DEPARTED if direction is Direction.DEPARTING else RETURNED
        assert sum(a.movement is not None and a.movement.kind is counted for a in answers) == 1
        assert kinds_of(lane, record.number).count(counted) == 1


class TestOfficersKeys:
    def test_two_clear_scans_are_one_departure(self, lane, record):
        service = lane.service()
        scans = [service.scan(token_of(record), outcome=None) for _ in range(2)]
        service.outcome(scans[0].scan_id, DEPARTED)
        with pytest.raises(ConfigError) as caught:
            service.outcome(scans[1].scan_id, DEPARTED)
        assert caught.value.key == "lane.already_recorded"
        assert kinds_of(lane, record.number) == [DEPARTED]

    def test_a_return_clears_nobody_for_departure(self, lane, record):
        lane.registry.statuses[record.status_index] = PermitStatus.REVOKED
        lane.publish()
        answer = lane.service(Direction.RETURNING).scan(token_of(record))
        assert answer.verdict.kind is VerdictKind.CLEAR
        with pytest.raises(ConfigError):
            lane.service().outcome(answer.scan_id, DEPARTED)

    @pytest.mark.parametrize("kind", [MovementKind.REFUSED, MovementKind.DEFERRED])
    def test_nobody_who_returns_is_held(self, lane, record, kind):
        service = lane.service(Direction.RETURNING)
        answer = service.scan(token_of(record))
        with pytest.raises(ConfigError):
            service.outcome(answer.scan_id, kind)
        assert kinds_of(lane, record.number) == [RETURNED]

    def test_who_leaves_has_not_returned(self, lane, record):
        service = lane.service()
        answer = service.scan(token_of(record))
        with pytest.raises(ConfigError):
            service.outcome(answer.scan_id, RETURNED)

    def test_taken_back_and_left_again(self, lane, record):
        service = lane.service()
        first = service.scan(token_of(record))
        service.undo(first.scan_id)
        second = service.scan(token_of(record))
        assert second.verdict.kind is VerdictKind.CLEAR
        with pytest.raises(ConfigError):
            service.outcome(first.scan_id, DEPARTED)
        assert service.scan(token_of(record)).verdict.kind is VerdictKind.REFER
        assert kinds_of(lane, record.number).count(DEPARTED) == 1


class TestClock:
    def test_a_return_from_the_future_hides_no_departure(self, lane, record):
        """The clock was ahead when the pilgrim came home; it was put right since."""
        lane.service().scan(token_of(record))
        lane.clock.advance(minutes=4)
        lane.service(Direction.RETURNING).scan(token_of(record))
        lane.clock.advance(minutes=-3)
        service = lane.service()
        assert service.scan(token_of(record)).verdict.kind is VerdictKind.CLEAR
        second = service.scan(token_of(record))
        assert second.verdict.kind is VerdictKind.REFER
        assert Code.ALREADY_DEPARTED_HERE in second.verdict.codes

    @pytest.mark.parametrize("direction", list(Direction))
    @pytest.mark.parametrize("at", [datetime.min, datetime.max, datetime(1969, 12, 31)])
    def test_however_wrong(self, lane, record, direction, at):
        """Nobody is cleared by such a clock, whoever returns is recorded, and work goes on."""
        lane.clock.at = at.replace(tzinfo=UTC)
        service = lane.service(direction)
        answers = [service.scan(token_of(record)) for _ in range(2)]
        assert all(Code.CLOCK_SUSPECT in answer.verdict.codes for answer in answers)
        if direction is Direction.RETURNING:
            assert answers[0].movement.kind is RETURNED
        else:
            assert answers[0].verdict.kind is VerdictKind.REFER
        lane.clock.at = NOW
        lane.journal.accept_clock(NOW, "it-1")
        lane.clock.advance(minutes=1)
        answer = lane.service().scan(token_of(record))
        assert answer.verdict.kind is VerdictKind.CLEAR
        assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.REFER

    def test_a_departure_from_the_future_is_closed_by_its_return(self, lane, record):
        lane.service().scan(token_of(record))
        lane.clock.advance(minutes=-3)
        lane.service(Direction.RETURNING).scan(token_of(record))
        lane.clock.advance(minutes=1)
        assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.CLEAR


def forged(victim):
    """A token that is not the victim's, under the victim's number."""
    return to_digits(victim.number, from_digits(token_of(pilgrim(2))).token)


class TestForgedPrints:
    def test_under_a_number_that_is_none(self, lane, record):
        """What is journalled must be readable, here and at the registry."""
        token = from_digits(token_of(record)).token
        answer = lane.service().scan(to_digits(record.number ^ 1, token))
        assert answer.verdict.kind is VerdictKind.REFUSE
        assert answer.movement.permit is None
        assert lane.journal.movements_of_scan(answer.scan_id) == (answer.movement,)

    def test_a_return_is_recorded_though_its_victim_has_just_returned(self, lane, record):
        service = lane.service(Direction.RETURNING)
        service.scan(token_of(record))
        answer = service.scan(forged(record))
        assert answer.movement.kind is RETURNED
        assert (answer.movement.permit, answer.movement.company) == (None, None)
        assert answer.movement.passport != record.passport

    def test_a_return_undone_and_entered_again(self, lane, record):
        lane.service().scan(token_of(record))
        lane.clock.advance(minutes=1)
        service = lane.service(Direction.RETURNING)
        answer = service.scan(forged(record))
        service.undo(answer.scan_id)
        assert service.outcome(answer.scan_id, RETURNED).permit is None
        assert DEPARTED in kinds_of(lane, record.number)
        assert RETURNED not in kinds_of(lane, record.number)


class TestSecondLine:
    def decide(self, lane, record, *codes, lift=False):
        outcome = SecondLineOutcome(
            record.number,
            frozenset(codes),
            lane.clock.now() + timedelta(hours=2),
            lift,
            lane.clock.now(),
        )
        lane.journal.record_second_line(outcome, lane.clock.now(), "s-1")

    def test_it_covers_one_departure(self, lane, record):
        service = lane.service()
        lane.registry.companies[record.company] = 1
        lane.publish()
        service.scan(token_of(record))
        self.decide(lane, record, Code.COMPANY_SUSPENDED, Code.ALREADY_DEPARTED_HERE)
        lane.clock.advance(minutes=1)
        assert service.scan(token_of(record)).verdict.kind is VerdictKind.CLEAR
        lane.clock.advance(minutes=1)
        assert service.scan(token_of(record)).verdict.kind is VerdictKind.REFER

    def test_it_does_not_cover_a_forged_print(self, lane, record):
        self.decide(lane, record, *[code for code in Code if code is not Code.BAD_SIGNATURE])
        assert lane.service().scan(forged(record)).verdict.kind is VerdictKind.REFUSE
        self.decide(lane, record, Code.BAD_SIGNATURE)
        assert lane.service().scan(forged(record)).verdict.kind is VerdictKind.REFUSE

    def test_a_code_of_a_later_program_covers_nothing(self, lane, record):
        self.decide(lane, record, Code.EXPIRED)
        with lane.journal._database.writing() as conn:
            conn.execute(
                "INSERT INTO second_line (at, permit, covers, until, lifts_refusal, officer)"
                " VALUES (0, ?, '[\"NEVER_HEARD_OF\"]', 0, 0, '')",
                (record.number,),
            )
        assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.CLEAR


class TestWhateverIsWritten:
    LONG = "\U0001f54b" * 64

    @pytest.mark.parametrize(
        "text", [LONG, "\u0958" * 64, "ا" * 64, "\udcff\ud800", "\x00", "x" * 5000]
    )
    def test_names_of_any_length_and_kind(self, lane, record, text):
        service = lane.service(Direction.RETURNING, officer=text, lane=text)
        answer = service.scan(str(pilgrim(9).number), document=PresentedDocument(text, text))
        assert answer.movement.kind is RETURNED
        assert lane.journal.movements_of_scan(answer.scan_id) == (answer.movement,)

    def test_a_movement_with_every_finding_fits(self, lane, record):
        entry = ScanEntry(
            scan_id=uuid7(NOW),
            at=NOW,
            reading="TOKEN",
            symbology="",
            permit=record.number,
            direction=Direction.DEPARTING,
            verdict="refer",
            findings=tuple(Finding(code) for code in Code),
            officer="ا" * 200,
            lane=self.LONG,
            port=254,
            generation=2**62,
        )
        known = replace(record, passport=self.LONG, service=self.LONG, company=2**62, issue=2**62)
        draft = draft_of(entry, MovementKind.REFERRED, known, automatic=True)
        draft = replace(draft, annuls=entry.scan_id)
        movement = lane.journal.record_scan(entry, draft)
        assert lane.journal.movements_of_scan(entry.scan_id) == (movement,)
