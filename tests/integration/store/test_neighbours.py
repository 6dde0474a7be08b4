"""What other devices of the port recorded: kept once, in any order, and in every history."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from checkpoint_app.credential.movement_bytes import chain_hash, encode_movement
from checkpoint_app.credential.receipt import Receipt
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.services.stores import (
    HistoryMovedOnError,
    NeighbourBatch,
    NeighbourHead,
    NeighbourReach,
)
from checkpoint_app.store import journal_history, journal_outcomes
from checkpoint_app.store.journal import open_journal
from checkpoint_app.store.journal_schema import PORT_TABLES
from tests.integration.store.port import (
    DAY,
    HOUR,
    KEY,
    annul,
    batch_of,
    batches_of,
    deciding,
    draft,
    hand_over,
    move,
    opening,
    scan_of,
)
from tests.unit.credential.samples import NOW, SCOPE, permit_number

B, C = "CAI-AIR-08", "CAI-AIR-09"
PERMIT = permit_number(1)


def told(journal, permit=PERMIT):
    return [(each.kind.name, each.lane, each.at) for each in journal.history(permit).movements]


@pytest.mark.requirement("C1")
class TestHistory:
    def test_a_departure_at_another_lane_is_one_here(self, lane, others):
        move(others[0].journal, lane="8")
        before = lane.journal.history(PERMIT)
        assert before.movements == ()
        assert hand_over(others[0].journal, B, lane.journal) == 1
        after = lane.journal.history(PERMIT)
        assert [(each.kind, each.lane) for each in after.movements] == [
            (MovementKind.DEPARTED, "8")
        ]
        assert after.seen != before.seen
        assert after.last_at is None, "this lane's clock is judged by its own entries"
        assert lane.journal.history(permit_number(2)).movements == ()

    def test_a_verdict_from_before_it_came_is_not_recorded(self, lane, others):
        move(others[0].journal)
        seen = lane.journal.history(PERMIT).seen
        hand_over(others[0].journal, B, lane.journal)
        scan = scan_of()
        with pytest.raises(HistoryMovedOnError):
            lane.journal.record_scan(scan, draft(scan), seen=seen)
        with pytest.raises(HistoryMovedOnError):
            lane.journal.record_outcomes([draft(scan)], seen=seen)
        assert lane.journal.scan(scan.scan_id) is None
        seen = lane.journal.history(PERMIT).seen
        assert lane.journal.record_scan(scan, draft(scan), seen=seen) is not None

    def test_merged_by_time_each_journal_in_its_own_order(self, lane, others):
        move(lane.journal, at=NOW + HOUR, lane="7")
        second = others[0].journal
        move(second, at=NOW + 2 * HOUR, lane="8")
        move(second, kind=MovementKind.RETURNED, at=NOW, lane="8")  # its clock was put back
        move(others[1].journal, kind=MovementKind.RETURNED, at=NOW + HOUR / 2, lane="9")
        hand_over(second, B, lane.journal, at=NOW + 3 * HOUR)
        hand_over(others[1].journal, C, lane.journal, at=NOW + 3 * HOUR)
        assert told(lane.journal) == [
            ("RETURNED", "9", NOW + HOUR / 2),
            ("DEPARTED", "7", NOW + HOUR),
            ("DEPARTED", "8", NOW + 2 * HOUR),
            ("RETURNED", "8", NOW + 2 * HOUR + timedelta(milliseconds=1)),
        ]

    def test_whatever_the_order_of_arrival(self, lane, others, tmp_path):
        first, second = others
        move(first.journal, at=NOW + HOUR)
        move(second.journal, kind=MovementKind.RETURNED, at=NOW)
        annul(second.journal, move(second.journal, kind=MovementKind.DEFERRED))
        parts = [
            *(batches_of(first.journal, B)),
            *(batches_of(second.journal, C, 1, 1)),
            *(batches_of(second.journal, C, 2, 2)),
            *(batches_of(second.journal, C, 3, 3)),
        ]
        found = []
        for place, order in enumerate(permutations(parts)):
            (tmp_path / str(place)).mkdir()
            journal = open_journal(tmp_path / str(place) / "journal.db", lane.keys, lane.clock)
            for batch in order:
                journal.take_neighbour(batch, NOW)
            counted = sorted(map(repr, journal.movements_between(*DAY)))
            found.append((told(journal), counted, journal.neighbours_reached()))
            journal.close()
            if place == 5:
                break
        assert all(each == found[0] for each in found)
        assert [kind for kind, _, _ in found[0][0]] == ["RETURNED", "DEPARTED"]

    def test_only_its_own_device_takes_a_movement_back(self, lane, others):
        departed = move(others[0].journal)
        own = move(lane.journal, serial=2)
        annul(others[1].journal, departed)
        annul(others[1].journal, own)
        annul(lane.journal, departed)
        hand_over(others[0].journal, B, lane.journal)
        hand_over(others[1].journal, C, lane.journal)
        assert [kind for kind, _, _ in told(lane.journal)] == ["DEPARTED"]
        assert len(lane.journal.history(permit_number(2)).movements) == 1
        seen = lane.journal.history(PERMIT).seen
        annul(others[0].journal, departed)
        hand_over(others[0].journal, B, lane.journal)
        assert told(lane.journal) == []
        assert lane.journal.history(PERMIT).seen != seen

    def test_only_indexed_look_ups_of_the_permit(self, lane):
        conn = lane.journal._database.connection()
        statements = (
            journal_history.PAST,
            journal_outcomes.OUTCOMES,
            journal_outcomes.REFERRALS,
            journal_history.NEWEST,
        )
        for sql in statements:
            plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", (PERMIT,))]
            read = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
            assert read
            assert [
                step for step in read if step.startswith("SCAN") and "CONSTANT" not in step
            ] == []
            assert not any("AUTOMATIC" in step for step in plan)


@pytest.mark.requirement("C3")
class TestTaking:
    def test_the_same_batch_again_and_in_other_cuts(self, lane, others):
        for serial in range(1, 8):
            move(others[0].journal, serial)
        (whole,) = batches_of(others[0].journal, B)
        assert lane.journal.take_neighbour(whole, NOW) == 7
        assert lane.journal.take_neighbour(whole, NOW) == 0
        assert hand_over(others[0].journal, B, lane.journal) == 0
        (part,) = batches_of(others[0].journal, B, 3, 5)
        assert lane.journal.take_neighbour(part, NOW) == 0
        assert len(lane.journal.movements_between(*DAY)) == 7
        envelopes = lane.journal.neighbour_batches(B, whole.epoch, 1, 7)
        assert envelopes == (whole.envelope,)
        assert lane.journal.neighbour_batches(B, whole.epoch, 8, 9) == ()
        assert lane.journal.neighbour_batches(C, whole.epoch, 1, 7) == ()

    def test_what_is_here_as_ranges(self, lane, others):
        for serial in range(1, 10):
            move(others[0].journal, serial)
        epoch = others[0].journal.epoch
        for first, last, ranges in (
            (4, 5, ((4, 5),)),
            (8, 9, ((4, 5), (8, 9))),
            (1, 2, ((1, 2), (4, 5), (8, 9))),
            (2, 4, ((1, 5), (8, 9))),
            (6, 7, ((1, 9),)),
        ):
            (batch,) = batches_of(others[0].journal, B, first, last)
            lane.journal.take_neighbour(batch, NOW)
            assert lane.journal.neighbours_reached() == (NeighbourReach(B, epoch, ranges),)
        lane.close()
        lane.open()
        assert lane.journal.neighbours_reached() == (NeighbourReach(B, epoch, ((1, 9),)),)

    def test_both_of_a_fork_are_kept_and_told_of(self, lane, others):
        first, second = others
        departed = move(first.journal, 1)
        forged = replace(departed, permit=permit_number(2))
        body = encode_movement(forged)
        (true,) = batches_of(first.journal, B)
        false = replace(true, bodies=(body,), envelope=b"another")
        assert lane.journal.take_neighbour(true, NOW) == 1
        assert lane.journal.take_neighbour(false, NOW) == 1
        assert lane.journal.take_neighbour(false, NOW) == 0
        assert second.journal.take_neighbour(false, NOW) == 1
        assert second.journal.take_neighbour(true, NOW) == 1
        for journal in (lane.journal, second.journal):
            assert len(journal.history(permit_number(1)).movements) == 1
            assert len(journal.history(permit_number(2)).movements) == 1
            ((_, detail),) = journal.audited("neighbour.fork")
            assert detail == f"{B} {true.epoch.hex()} 1 (1)"
            assert len(journal.neighbour_batches(B, true.epoch, 1, 1)) == 2

    def test_what_cannot_be_read_holds_its_place(self, lane, others):
        made = [move(others[0].journal, serial) for serial in (1, 2, 3)]
        (batch,) = batches_of(others[0].journal, B)
        elsewhere = encode_movement(replace(made[1], sequence=9))
        strange = replace(batch, bodies=(b"\xff", elsewhere, batch.bodies[2]))
        assert lane.journal.take_neighbour(strange, NOW) == 3
        assert [len(told(lane.journal, permit_number(serial))) for serial in (1, 2, 3)] == [0, 0, 1]
        assert len(lane.journal.movements_between(*DAY)) == 1
        assert lane.journal.neighbours_reached()[0].ranges == ((1, 3),)
        assert lane.journal.take_neighbour(batch, NOW) == 2, "beside what was there"

    def test_of_another_port(self, lane, others, tmp_path):
        move(others[0].journal, port=SCOPE + 1)
        journal = open_journal(tmp_path / "here.db", lane.keys, lane.clock, port=SCOPE)
        hand_over(others[0].journal, B, journal)
        assert journal.history(PERMIT).movements == ()
        assert journal.neighbours_reached()[0].ranges == ((1, 1),)
        journal.close()

    def test_own_entries_that_come_back_are_not_counted_twice(self, lane, others):
        own = move(lane.journal)
        hand_over(lane.journal, "own", lane.journal)
        assert len(lane.journal.history(PERMIT).movements) == 1
        assert len(lane.journal.movements_between(*DAY)) == 1
        hand_over(lane.journal, "own", others[0].journal)
        hand_over(lane.journal, "spare", others[0].journal)
        assert len(others[0].journal.movements_between(*DAY)) == 1
        assert own.sequence == 1

    def test_a_batch_of_nobody_or_of_nothing(self, lane):
        for device, first, bodies in (("", 1, (b"x",)), (B, 0, (b"x",)), (B, 1, ())):
            with pytest.raises(ValueError, match="a batch of"):
                lane.journal.take_neighbour(
                    NeighbourBatch(device, bytes(16), first, bodies, b""), NOW
                )

    @settings(
        max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(st.lists(st.binary(max_size=80), min_size=1, max_size=4), st.integers(1, 1 << 40))
    def test_any_bytes(self, lane, bodies, first):
        batch = NeighbourBatch(B, b"e" * 16, first, tuple(bodies), b"any")
        assert lane.journal.take_neighbour(batch, NOW) <= len(bodies)
        assert lane.journal.take_neighbour(batch, NOW) == 0

    @pytest.mark.parametrize("table", PORT_TABLES)
    def test_nothing_is_edited_or_taken_out(self, lane, others, table):
        scan = scan_of()
        others[0].journal.record_scan(scan, draft(scan, MovementKind.REFERRED), case=opening())
        hand_over(others[0].journal, B, lane.journal)
        lane.journal.take_head(NeighbourHead(B, bytes(16), 4, NOW, NOW))
        lane.journal.keep_copy(B, "audit", 1, [(1, "said")])
        conn = lane.journal._database.connection()
        assert conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET number = number"):
            with pytest.raises(dbapi2.IntegrityError, match="only added to"):
                conn.execute(sql)


class TestHeads:
    def test_the_newest_statement_of_each_device(self, lane):
        older = NeighbourHead(B, b"e" * 16, 7, NOW, NOW + HOUR)
        newer = replace(older, at=NOW + timedelta(seconds=1), heard_at=NOW + 2 * HOUR)
        other = replace(older, device=C)
        for head in (newer, older, other, replace(other, heard_at=NOW + 9 * HOUR)):
            lane.journal.take_head(head)
        assert lane.journal.neighbour_heads() == (newer, other)
        lane.close()
        lane.open()
        assert lane.journal.neighbour_heads() == (newer, other)

    def test_a_journal_that_grew_is_newer_whatever_its_clock_says(self, lane):
        ahead = NeighbourHead(B, b"e" * 16, 7, NOW + 24 * HOUR, NOW)
        right = replace(ahead, last=8, at=NOW)
        lane.journal.take_head(ahead)
        lane.journal.take_head(right)
        assert lane.journal.neighbour_heads() == (right,)

    def test_a_device_that_only_says_it_is_there_is_written_down_now_and_then(self, lane):
        head = NeighbourHead(B, b"e" * 16, 7, NOW, NOW)
        for second in range(0, 1800, 10):
            at = NOW + timedelta(seconds=second)
            lane.journal.take_head(replace(head, at=at, heard_at=at))
        conn = lane.journal._database.connection()
        assert conn.execute("SELECT count(*) FROM neighbour_head").fetchone() == (3,)
        assert lane.journal.neighbour_heads()[0].heard_at == NOW + timedelta(seconds=1790)


@pytest.mark.requirement("C4")
def test_the_port_is_counted_and_what_was_taken_back_is_not(lane, others):
    move(lane.journal, 1, lane="7")
    for serial in (2, 3, 4):
        departed = move(others[0].journal, serial, lane="8")
    annul(others[0].journal, departed)
    move(others[0].journal, 5, at=NOW + 48 * HOUR, lane="8")
    others[0].journal.record_case(deciding(departed.movement_id))
    hand_over(others[0].journal, B, lane.journal)
    counted = lane.journal.movements_between(*DAY)
    kinds = sorted((each.kind.name, each.annulled, each.lane) for each in counted)
    assert kinds == [
        ("ANNULLED", False, "7"),
        ("DEPARTED", False, "7"),
        ("DEPARTED", False, "8"),
        ("DEPARTED", False, "8"),
        ("DEPARTED", True, "8"),
    ]
    assert {each.service for each in counted} == {"MS671"}


TAKER = """
import sys
from datetime import datetime
from pathlib import Path
from checkpoint_app.clock import SystemClock
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.journal import open_journal
from tests.integration.store.port import NOW, batch_of

folder = Path(sys.argv[1])
journal = open_journal(folder / "journal.db", FileKeyStore(folder / "keys"), SystemClock())
for path in sorted((folder / "batches").iterdir()):
    journal.take_neighbour(batch_of(path.read_bytes()), NOW)
    print(path.name, flush=True)
"""


@pytest.mark.requirement("C3")
def test_killed_while_it_takes_batches_nothing_is_half_there(lane, others):
    for serial in range(1, 121):
        move(others[0].journal, serial)
    folder = lane.folder / "batches"
    folder.mkdir()
    for first in range(1, 121, 10):
        (batch,) = batches_of(others[0].journal, B, first, first + 9)
        (folder / f"{first:04}").write_bytes(batch.envelope)
    lane.close()
    program = subprocess.Popen(
        [sys.executable, "-c", TAKER, str(lane.folder)], stdout=subprocess.PIPE, text=True
    )
    answered = [program.stdout.readline().strip() for _ in range(4)]
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    assert answered == ["0001", "0011", "0021", "0031"]
    lane.open()
    ((first, last),) = lane.journal.neighbours_reached()[0].ranges
    assert (first, last % 10) == (1, 0)
    assert last >= 40
    assert len(lane.journal.movements_between(*DAY)) == last
    assert hand_over(others[0].journal, B, lane.journal) == 120 - last
    assert len(lane.journal.movements_between(*DAY)) == 120


@pytest.mark.requirement("C3")
class TestRelay:
    def test_whatever_the_registry_has_acknowledged(self, lane):
        made = [move(lane.journal, serial) for serial in range(1, 301)]
        outbox = lane.journal.outbox
        sealed = outbox.seal_batches(9, KEY, B)
        outbox.acknowledge(receipt_of(made[-1]))
        assert outbox.pending() == 0
        epoch = lane.journal.epoch
        relayed = outbox.relay_batches(epoch, 1, 1000, KEY, B)
        assert [(each.first, each.last) for each in relayed] == [(1, 256), (257, 300)]
        assert batch_of(relayed[0].envelope).bodies == batch_of(sealed[0].envelope).bodies
        (some,) = outbox.relay_batches(epoch, 250, 260, KEY, B)
        assert batch_of(some.envelope).bodies == tuple(map(encode_movement, made[249:260]))
        assert len(outbox.relay_batches(epoch, 1, 300, KEY, B, limit=1)) == 1
        for first, last in ((301, 400), (7, 6), (-5, 0)):
            assert outbox.relay_batches(epoch, first, last, KEY, B) == []
        assert outbox.relay_batches(bytes(16), 1, 5, KEY, B) == []
        assert outbox.seal_batches(9, KEY, B) == []

    def test_what_went_out_is_not_numbered_anew(self, lane):
        move(lane.journal)
        lane.journal._database.checkpoint()
        copy = (lane.folder / "journal.db").read_bytes()
        second = move(lane.journal, 2)
        lane.journal.outbox.relay_batches(second.epoch, 1, 2, KEY, B)
        lane.close()
        for path in lane.folder.glob("journal.db-*"):
            path.unlink()
        (lane.folder / "journal.db").write_bytes(copy)
        lane.open()
        assert lane.journal.opening_note == "store.journal_restored"
        assert move(lane.journal, 3).epoch != second.epoch

    def test_what_a_restored_copy_lacks_comes_back_from_the_others(self, lane, others):
        move(lane.journal)
        lane.journal._database.checkpoint()
        copy = (lane.folder / "journal.db").read_bytes()
        move(lane.journal, 2)
        hand_over(lane.journal, "own", others[0].journal)
        lane.close()
        for path in lane.folder.glob("journal.db-*"):
            path.unlink()
        (lane.folder / "journal.db").write_bytes(copy)
        lane.open()
        (reach,) = others[0].journal.neighbours_reached()
        (envelope,) = others[0].journal.neighbour_batches("own", reach.epoch, 1, 2)
        assert lane.journal.take_neighbour(batch_of(envelope), NOW) == 1
        assert [len(told(lane.journal, permit_number(each))) for each in (1, 2)] == [1, 1]


def receipt_of(movement):
    digest = chain_hash(encode_movement(movement))
    return Receipt(B, movement.epoch, movement.sequence, digest, b"r" * 16, NOW)
