"""Published receipts: what is new takes effect, what was overtaken says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.credential.receipt import Receipt
from sync.engine.receipts import ReceiptsTaken, take_published
from tests.unit.sync.client.memory_outbox import EPOCH, MemoryOutbox
from tests.unit.sync.season import NOW

DEVICE = "d-1"
NOTHING = ReceiptsTaken()


@pytest.fixture
def outbox() -> MemoryOutbox:
    made = MemoryOutbox()
    for serial in range(10):
        made.record(bytes([serial]) * 40)
    return made


def receipt(outbox: MemoryOutbox, sequence: int, *, minutes: int = 0) -> Receipt:
    movements = outbox.books[EPOCH].movements
    chain = chain_hash(movements[sequence - 1]) if sequence else bytes(32)
    return Receipt(DEVICE, EPOCH, sequence, chain, b"r" * 16, NOW + timedelta(minutes=minutes))


@pytest.mark.requirement("C3")
def test_what_the_registry_holds_is_let_go_of(outbox: MemoryOutbox) -> None:
    assert take_published(outbox, DEVICE, [receipt(outbox, 7)]) == ReceiptsTaken(acknowledged=7)
    assert outbox.pending() == 3


def test_the_same_again_does_nothing(outbox: MemoryOutbox) -> None:
    receipts = [receipt(outbox, 7)]
    take_published(outbox, DEVICE, receipts)
    assert take_published(outbox, DEVICE, receipts) == NOTHING


def test_a_receipt_overtaken_by_a_later_one_has_nothing_sent_again(outbox: MemoryOutbox) -> None:
    take_published(outbox, DEVICE, [receipt(outbox, 9, minutes=5)])
    assert take_published(outbox, DEVICE, [receipt(outbox, 4)]) == NOTHING
    assert outbox.pending() == 1


def test_two_receipts_of_one_second_count_as_the_longer_one(outbox: MemoryOutbox) -> None:
    take_published(outbox, DEVICE, [receipt(outbox, 4)])
    assert take_published(outbox, DEVICE, [receipt(outbox, 6)]).acknowledged == 2
    assert take_published(outbox, DEVICE, [receipt(outbox, 4)]) == NOTHING


def test_a_registry_that_went_back_gets_what_it_lacks(outbox: MemoryOutbox) -> None:
    take_published(outbox, DEVICE, [receipt(outbox, 9)])
    taken = take_published(outbox, DEVICE, [receipt(outbox, 4, minutes=5)])
    assert taken == ReceiptsTaken(resend=True)
    assert outbox.pending() == 6


def test_other_movements_under_our_numbers_are_a_fork_and_nothing_goes(
    outbox: MemoryOutbox,
) -> None:
    strange = replace(receipt(outbox, 4), chain_hash=bytes(32))
    assert take_published(outbox, DEVICE, [strange]) == ReceiptsTaken(fork=True)
    assert outbox.pending() == 10


def test_receipts_of_other_devices_and_journals_are_passed_over(outbox: MemoryOutbox) -> None:
    ours = receipt(outbox, 4)
    others = [replace(ours, device="d-2"), replace(ours, epoch=b"x" * 16)]
    assert take_published(outbox, DEVICE, others) == NOTHING
    assert outbox.pending() == 10
