"""Departures by stick: out of the outbox, into the registry, and back as acknowledgements."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import CheckpointError, ConfigError, StorageError
from sync.bundle.departures_file import departures_file, open_departures
from sync.registry.api.ingest import Tally
from sync.registry.inbox import FROM_RECALLED, RECEIVED, Taken
from tests.integration.bundle.loop_world import (
    BIT,
    Lane,
    World,
    departures_on,
    new_identity,
)
from tests.unit.sync.bundle.memory_stick import MemoryStick

# Movements of a span, two batches: files in these tests are small.
SPAN = 512


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "world")
    yield made
    made.close()


@pytest.fixture
def lane(world: World) -> Lane:
    return world.lane()


def tally(taken: Taken, device: str = "lane-1") -> Tally:
    return taken.devices[device][1]


def refused(taken: Taken) -> set[str]:
    return {each.error.key for each in taken.refused}


@pytest.mark.requirement("C2", "C3")
def test_departures_go_out_are_taken_in_once_and_are_acknowledged(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(600)
    done = lane.departures().export(stick)
    assert (done.movements, done.files, done.written, done.removed) == (600, 1, 1, 0)
    assert lane.journal.pending() == 600
    taken = world.take(stick)
    assert tally(taken) == Tally(new=600)
    assert (taken.files, taken.holdings, taken.refused) == (1, 1, [])
    assert world.count("movement") == 600
    assert tally(world.take(stick)) == Tally(known=600)
    assert world.count("movement") == 600
    assert world.count("quarantine") == world.count("movement_fork") == 0
    assert world.actions().count(RECEIVED) == 2

    assert lane.take_receipts().acknowledged == 600
    done = lane.departures().export(stick)
    assert (done.movements, done.files, done.removed) == (0, 0, 1)
    assert departures_on(stick) == []


def test_the_same_again_writes_nothing_and_more_movements_replace_the_file(
    world: World, lane: Lane
) -> None:
    stick = world.stick("stick")
    lane.record(10)
    lane.departures().export(stick)
    (before,) = departures_on(stick)
    at = before.stat().st_mtime_ns, before.read_bytes()
    assert lane.departures().export(stick).written == 0
    assert (before.stat().st_mtime_ns, before.read_bytes()) == at
    assert len(lane.departures().loop().epochs) == 1
    lane.record(5)
    done = lane.departures().export(stick)
    assert (done.movements, done.written, done.removed) == (15, 1, 1)
    (after,) = departures_on(stick)
    assert after.name != before.name
    assert tally(world.take(stick)) == Tally(new=15)


def test_names_tell_nothing_and_differ_from_lane_to_lane(world: World, lane: Lane) -> None:
    stick, other = world.stick("stick"), world.lane("lane-2")
    for each in (lane, other):
        each.record(3)
        each.departures().export(stick)
    names = [path.name for path in departures_on(stick)]
    assert len(names) == 2
    assert all(len(name) == 68 and int(name[:64], 16) for name in names)
    taken = world.take(stick)
    assert set(taken.devices) == {"lane-1", "lane-2"}
    assert world.count("movement") == 6


def test_a_stick_that_was_lost_is_written_anew_and_may_turn_up(world: World, lane: Lane) -> None:
    lost, fresh = world.stick("lost"), world.stick("fresh")
    lane.record(4)
    lane.departures().export(lost)
    lane.record(2)
    assert lane.departures().export(fresh).movements == 6
    assert tally(world.take(fresh)) == Tally(new=6)
    assert tally(world.take(lost)) == Tally(known=4)
    assert world.count("movement") == 6


def test_a_file_that_is_damaged_on_the_stick_is_written_again(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(4)
    lane.departures().export(stick)
    (path,) = departures_on(stick)
    path.write_bytes(path.read_bytes()[:-1])
    assert refused(world.take(stick)) == {"departures.torn"}
    assert lane.departures().export(stick).written == 1
    assert world.take(stick).is_well


def test_what_was_torn_while_it_was_written_is_cleared_away(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(4)
    (stick / "departures").mkdir()
    (stick / "departures" / f"{5:064x}.age.part").write_bytes(b"half")
    assert refused(world.take(stick)) == {"departures.unfinished"}
    assert lane.departures().export(stick).written == 1
    assert world.take(stick).is_well


def test_only_what_is_not_acknowledged_stays_on_the_stick(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(SPAN + 300)
    assert lane.departures(span=SPAN).export(stick).files == 2
    lane.send(SPAN // 256)
    assert lane.take_receipts().acknowledged == SPAN
    done = lane.departures(span=SPAN).export(stick)
    assert (done.movements, done.files, done.written, done.removed) == (300, 1, 0, 1)
    assert tally(world.take(stick)) == Tally(new=300)
    assert world.count("movement") == SPAN + 300


def test_a_backlog_lies_in_files_of_some_megabytes(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(9000)
    assert lane.departures().export(stick).files == 2
    assert max(path.stat().st_size for path in departures_on(stick)) < 4_000_000


def test_a_journal_put_back_from_a_backup_takes_off_no_file_that_it_does_not_know(
    world: World, lane: Lane
) -> None:
    stick = world.stick("stick")
    lane.record(3)
    lane.journal.close()
    kept = lane.folder.with_name("backup")
    shutil.copytree(lane.folder, kept)
    lane.opened()
    lane.record(2)
    lane.departures().export(stick)
    lane.journal.close()
    for path in kept.glob("journal.db"):
        shutil.copy(path, lane.folder / path.name)
    for name in ("journal.db-wal", "journal.db-shm"):
        (lane.folder / name).unlink(missing_ok=True)
    lane.opened()
    lane.record(1)
    lane.departures().export(stick)
    assert world.take(stick).is_well
    assert world.count("movement") == 6


def test_the_outbox_is_walked_batch_by_batch_through_every_epoch(lane: Lane) -> None:
    lane.record(600)
    lane.journal.close()
    (lane.folder / "journal.db.mark").unlink()  # as after a restored backup: a new epoch
    lane.opened()
    lane.record(300)
    whole = lane.journal.outbox.seal_batches(99, lane.batch_key, "lane-1")
    assert [(each.first, each.last) for each in whole] == [
        *((1, 256), (257, 512), (513, 600)),
        *((1, 256), (257, 300)),
    ]
    walked, beyond = [], None
    while page := lane.journal.outbox.seal_batches(1, lane.batch_key, "lane-1", beyond=beyond):
        walked += page
        beyond = page[-1].epoch, page[-1].last
    assert walked == whole
    stick = lane.world.stick("stick")
    assert lane.departures().export(stick).movements == 900
    assert tally(lane.world.take(stick)) == Tally(new=900)


STEPS = st.sampled_from(
    ["record", "export a", "export b", "in a", "in b", "send", "receipts", "lose a", "tear b"]
)


@pytest.mark.requirement("C2", "C3")
@settings(max_examples=25)
@given(steps=st.lists(STEPS, max_size=14), seed=st.integers(0, 2**32))
def test_line_and_sticks_in_any_mixture_count_every_movement_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    world = World(tmp_path_factory.mktemp("mixture") / "world")
    lane, recorded = world.lane(), 0
    for step in steps:
        what, _, name = step.partition(" ")
        stick = world.stick(name or "a")
        if what == "record":
            count = chance.randrange(1, 400)
            lane.record(count)
            recorded += count
        elif what == "export":
            lane.departures().export(stick)
        elif what == "in":
            world.take(stick)
        elif what == "send":
            lane.send(chance.randrange(1, 3))
        elif what == "receipts":
            lane.take_receipts()
        elif what == "lose":
            shutil.rmtree(stick)
        elif files := departures_on(stick):
            torn = chance.choice(files)
            torn.write_bytes(torn.read_bytes()[: chance.randrange(torn.stat().st_size + 1)])
        assert world.count("movement") <= recorded
        assert lane.departures().loop().pending == lane.journal.pending()
    last = world.stick("last")
    lane.departures().export(last)
    assert world.take(last).is_well
    lane.take_receipts()
    assert lane.journal.pending() == 0
    assert world.count("movement") == recorded
    assert world.count("quarantine") == world.count("movement_fork") == 0
    world.close()


def test_the_loop_is_told_at_the_port(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    loop = lane.departures().loop()
    assert (loop.exported_at, loop.receipted, loop.pending, loop.underway) == (None, None, 0, 0)
    lane.record(5)
    lane.departures().export(stick)
    lane.record(2)
    loop = lane.departures().loop()
    assert loop.exported_at is not None
    assert (loop.exported, loop.pending, loop.underway) == (5, 7, 5)
    world.take(stick)
    lane.take_receipts()
    loop = lane.departures().loop()
    assert loop.receipted is not None
    assert (loop.pending, loop.underway) == (2, 0)
    (epoch,) = loop.epochs
    assert (epoch.recorded, epoch.exported, epoch.acknowledged) == (7, 5, 5)


def test_without_an_inbox_nothing_is_written(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record()
    with pytest.raises(ConfigError) as told:
        lane.departures(inbox="").export(stick)
    assert told.value.key == "departures.no-inbox"
    assert list(stick.iterdir()) == []


class FullStick(MemoryStick):
    """Holds one file, then fails as its ``key`` says."""

    key = "stick.full"

    def put(self, path: str, content: object) -> None:
        if self.files:
            raise StorageError("no", key=self.key)
        super().put(path, content)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("stick.full", "departures.full"),
        ("stick.read-only", "departures.read-only"),
        ("stick.not-written", "departures.not-written"),
    ],
)
def test_a_stick_that_takes_no_more_is_told_and_nothing_is_lost(
    world: World, lane: Lane, key: str, words: str
) -> None:
    stick = FullStick()
    stick.key = key
    lane.record(2 * SPAN)
    with pytest.raises(StorageError) as told:
        lane.departures(span=SPAN).export_to(stick)
    assert told.value.key == words
    assert len(stick.files) == 1
    assert lane.journal.pending() == 2 * SPAN
    assert lane.departures().loop().underway == SPAN
    real = world.stick("real")
    assert lane.departures().export(real).movements == 2 * SPAN
    assert tally(world.take(real)) == Tally(new=2 * SPAN)


def test_no_folder_and_links_are_told(world: World, lane: Lane) -> None:
    lane.record()
    with pytest.raises(ConfigError) as told:
        lane.departures().export(world.folder / "media" / "not-in")
    assert told.value.key == "stick.no-folder"
    stick, elsewhere = world.stick("stick"), world.stick("elsewhere")
    (stick / "departures").symlink_to(elsewhere)
    with pytest.raises(CheckpointError) as linked:
        lane.departures().export(stick)
    assert linked.value.key == "departures.link"
    assert list(elsewhere.iterdir()) == []


# -- what a stick may bring to the registry --------------------------------------------------------


def good_and(world: World, lane: Lane, *others: bytes) -> Path:
    """A stick with one good file and others."""
    stick = world.stick("stick")
    lane.record(3)
    lane.departures().export(stick)
    for number, content in enumerate(others):
        (stick / "departures" / f"{number:064x}.age").write_bytes(content)
    return stick


def made(world: World, *batches: bytes, recipient: str = "") -> bytes:
    return departures_file(BIT, batches, None, recipient or world.inbox_recipient)


def batch_of(lane: Lane) -> bytes:
    (batch,) = lane.journal.outbox.seal_batches(1, lane.batch_key, lane.device_id)
    return batch.envelope


def test_every_truncation_is_told_as_torn(world: World, lane: Lane) -> None:
    lane.record()
    content = made(world, batch_of(lane))
    for length in range(len(content)):
        with pytest.raises(CheckpointError) as told:
            open_departures(content[:length], world.identities)
        assert told.value.key == "departures.torn"
    for length in range(0, len(content), 97):
        stick = world.stick(f"torn-{length}")
        (stick / "departures").mkdir()
        (stick / "departures" / f"{1:064x}.age").write_bytes(content[:length])
        (stick / "departures" / f"{2:064x}.age").write_bytes(content)
        taken = world.take(stick)
        assert refused(taken) == {"departures.torn"}
        assert sum((tally(taken).new, tally(taken).known)) == 1
    assert world.count("movement") == 1


@pytest.mark.requirement("C3")
def test_bad_files_are_each_told_and_the_good_one_is_taken(world: World, lane: Lane) -> None:
    stranger = Lane(world, "stranger", enrolled=False)
    stranger.record()
    other = world.lane("lane-2")
    other.record()
    flipped = bytearray(batch_of(other))
    flipped[-1] ^= 1
    stick = good_and(
        world,
        lane,
        made(world, batch_of(other), recipient=recipient_of_other()),
        made(world, batch_of(stranger)),
        made(world, bytes(flipped)),
        made(world, b"", b"\xff" * 40),
        b"",
        b"age-encryption.org/v1\n" * 4000,
    )
    folder = stick / "departures"
    (folder / ("e" * 64 + ".age.part")).write_bytes(b"half")
    (folder / "notes.txt").write_text("hello")
    (folder / "System Volume Information").mkdir()
    (folder / ("f" * 64 + ".age")).mkdir()
    (folder / ("d" * 64 + ".age")).symlink_to("/etc/passwd")
    taken = world.take(stick)
    assert tally(taken) == Tally(new=3)
    assert world.count("movement") == 3
    assert refused(taken) == {
        "departures.not-for-us",
        "departures.unknown-device",
        "departures.batch-refused",
        "departures.torn",
        "departures.unfinished",
        "departures.malformed",
        "departures.unreadable",
        "departures.linked",
    }
    stranger.journal.close()


def recipient_of_other() -> str:
    from sync.trust.packing import recipient_of

    return recipient_of(new_identity())


def test_a_batch_in_another_device_s_name_is_refused(world: World, lane: Lane) -> None:
    other = world.lane("lane-2")
    other.record()
    forged = other.journal.outbox.seal_batches(1, lane.batch_key, "lane-2")[0].envelope
    stick = good_and(world, lane, made(world, forged))
    taken = world.take(stick)
    assert refused(taken) == {"departures.batch-refused"}
    assert set(taken.devices) == {"lane-1"}


def test_a_bad_batch_hides_neither_those_before_nor_those_after(world: World, lane: Lane) -> None:
    lane.record(600)
    batches = lane.journal.outbox.seal_batches(3, lane.batch_key, "lane-1")
    first, _, third = (batch.envelope for batch in batches)
    stick = world.stick("stick")
    (stick / "departures").mkdir()
    content = made(world, first, b"nothing", third)
    (stick / "departures" / f"{1:064x}.age").write_bytes(content)
    taken = world.take(stick)
    assert refused(taken) == {"departures.batch-refused"}
    assert tally(taken) == Tally(new=256 + 88)
    assert lane.take_receipts().acknowledged == 256
    assert lane.departures().export(stick).movements == 600 - 256
    assert tally(world.take(stick)).new == 256
    lane.take_receipts()
    assert lane.journal.pending() == 0


def test_a_former_inbox_key_still_opens(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(2)
    lane.departures().export(stick)
    world.identities.insert(0, new_identity())
    assert tally(world.take(stick)) == Tally(new=2)
    assert lane.departures().export(stick).written == 1


def test_an_old_stick_replayed_changes_nothing(world: World, lane: Lane) -> None:
    stick, old = world.stick("stick"), world.folder / "old"
    lane.record(4)
    lane.departures().export(stick)
    shutil.copytree(stick, old)
    world.take(stick)
    lane.take_receipts()
    lane.record(2)
    lane.departures().export(stick)
    world.take(stick)
    assert tally(world.take(old)) == Tally(known=4)
    assert world.count("movement") == 6
    assert world.count("holding") == 1


@pytest.mark.requirement("C3")
def test_a_cloned_lane_is_raised_as_a_fork_and_both_are_kept(world: World, lane: Lane) -> None:
    lane.record(2)
    twin = lane.cloned()
    lane.record(1, passport="A00000001")
    twin.record(1, passport="A00000002")
    mine, theirs = world.stick("mine"), world.stick("theirs")
    lane.departures().export(mine)
    twin.departures().export(theirs)
    assert tally(world.take(mine)) == Tally(new=3)
    taken = world.take(theirs)
    assert tally(taken) == Tally(known=2, forks=1)
    assert not taken.is_well
    assert (world.count("movement"), world.count("movement_fork")) == (3, 1)
    assert "movement.fork" in world.actions()
    assert twin.take_receipts().fork


@pytest.mark.requirement("C3", "A15")
def test_a_recalled_device_s_movements_count_and_are_marked(world: World, lane: Lane) -> None:
    stick = world.stick("stick")
    lane.record(3)
    world.register.recall("lane-1")
    lane.departures().export(stick)
    taken = world.take(stick)
    assert tally(taken) == Tally(new=3)
    assert taken.devices["lane-1"][0].recalled
    assert world.actions()[-1] == FROM_RECALLED
    assert lane.take_receipts().acknowledged == 3


def test_progress_is_told_file_by_file_and_a_failure_leaves_what_was_taken(
    world: World, lane: Lane
) -> None:
    stick = world.stick("stick")
    lane.record(3 * SPAN)
    lane.departures(span=SPAN).export(stick)
    heard: list[tuple[int, int]] = []

    def told(done: int, files: int) -> None:
        heard.append((done, files))
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.inbox().take(stick, told)
    assert heard == [(0, 3), (1, 3), (2, 3)]
    assert world.count("movement") == 2 * SPAN
    assert world.actions() == [RECEIVED]
    assert tally(world.take(stick)) == Tally(new=SPAN, known=2 * SPAN)


def test_requests_are_named_and_no_stick_is_told(world: World, lane: Lane) -> None:
    stick = good_and(world, lane)
    (stick / "requests").mkdir()
    (stick / "requests" / "0011.json").write_bytes(b"{}")
    assert world.take(stick).requests == ["0011.json"]
    with pytest.raises(ConfigError) as told:
        world.take(world.folder / "nowhere")
    assert told.value.key == "departures.no-stick"


def test_statements_of_others_are_refused_and_older_ones_passed_over(
    world: World, lane: Lane
) -> None:
    from sync.bundle.stick_receipt import StickDevice, encode_receipt

    other = world.lane("lane-2")
    stick = world.stick("stick")
    (stick / "holdings").mkdir()
    device = StickDevice("lane-1", "registry.test", lane.auth_key, lambda size: bytes(size))
    early = encode_receipt(lane.holding(), device)
    late = encode_receipt(lane.holding(), device)
    (stick / "holdings" / "lane-1.cbor").write_bytes(late)
    assert world.take(stick).holdings == 1
    (stick / "holdings" / "lane-1.cbor").write_bytes(early)
    taken = world.take(stick)
    assert (taken.holdings, taken.refused) == (0, [])
    liar = StickDevice("lane-1", "registry.test", other.auth_key, lambda size: bytes(size))
    (stick / "holdings" / "lane-1.cbor").write_bytes(encode_receipt(lane.holding(), liar))
    (stick / "holdings" / "x.cbor").write_bytes(b"\x80")
    assert refused(world.take(stick)) == {"departures.holding-refused"}
    assert world.count("holding") == 1
