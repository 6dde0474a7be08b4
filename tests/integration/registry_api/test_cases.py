"""Entries of cases in a journal's batches: kept once, of the one chain, never counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from checkpoint_app.credential.entry_bytes import encode_case_event
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.domain.cases import (
    CaseContent,
    CaseEventKind,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    Taken,
)
from checkpoint_app.domain.movement import MovementKind
from sync.protocol import routes
from tests.integration.registry_api.test_newer_lane import sent_unread
from tests.integration.registry_api.world import NOON, Lane, Registry, record_case

pytestmark = pytest.mark.requirement("C4")
UNTIL = NOON + timedelta(hours=1)
CONTENTS: dict[CaseEventKind, CaseContent] = {
    CaseEventKind.OPENED: Opened(UUID(int=5), "REFER", "PERMIT", "A1", 7, "MS671", ()),
    CaseEventKind.TAKEN: Taken(UNTIL),
    CaseEventKind.RELEASED: Released(),
    CaseEventKind.DECIDED: Decided(CaseOutcome.CLEAR, frozenset(), UNTIL, False, "checked"),
    CaseEventKind.NOTED: Noted("seen"),
}


def kept(registry: Registry) -> list[tuple[object, ...]]:
    with registry.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT device_id, epoch, sequence, case_id, kind, permit, port, at_ms, body"
            " FROM case_event ORDER BY sequence"
        )
        return [tuple(row) for row in rows]


def total(registry: Registry) -> dict[str, int]:
    return registry.counts()["total"]  # type: ignore[return-value]


@pytest.mark.parametrize("kind", CONTENTS)
def test_an_entry_is_kept_between_movements(
    registry: Registry, lane: Lane, kind: CaseEventKind
) -> None:
    referral = lane.record(MovementKind.REFERRED)
    event = record_case(lane, CONTENTS[kind], case_id=referral.movement_id)
    lane.record()
    receipt = lane.send()
    assert (receipt.sequence, receipt.chain_hash) == (3, chain_hash(lane.movements[-1]))
    at = int(NOON.timestamp()) * 1000
    row = (lane.device_id, lane.epoch, 2, referral.movement_id.bytes, int(kind))
    assert kept(registry) == [(*row, event.permit, lane.port, at, lane.movements[1])]
    assert registry.rows("quarantine") == []
    assert {name: n for name, n in total(registry).items() if n} == {"departed": 1, "referred": 1}


def test_the_same_entry_again_changes_nothing(registry: Registry, lane: Lane) -> None:
    for content in CONTENTS.values():
        record_case(lane, content)
    first, before = lane.send(), kept(registry)
    assert len(before) == len(CONTENTS)
    assert lane.send() == lane.send(2, 3) == first
    assert kept(registry) == before
    assert registry.rows("movement") == registry.rows("quarantine") == []
    assert not any(total(registry).values())


def test_a_gap_is_filled_by_entries_too(registry: Registry, lane: Lane) -> None:
    for content in (*CONTENTS.values(), Noted("and again")):
        record_case(lane, content)
        lane.record()
    assert lane.send(4, 12).sequence == 0
    assert lane.send(1, 2).sequence == 2
    assert lane.send(3, 3).sequence == 12
    assert registry.rows("quarantine") == []
    assert (len(kept(registry)), len(registry.rows("movement"))) == (6, 6)


def test_another_entry_under_a_taken_sequence_is_a_fork(registry: Registry, lane: Lane) -> None:
    lane.record()
    event = record_case(lane, Noted("first"))
    receipt, before = lane.send(), kept(registry)
    lane.movements[1] = encode_case_event(replace(event, content=Noted("second")))
    assert lane.send() == receipt
    lane.movements[1] = lane.movements[0]  # a movement where an entry was
    assert lane.send() == receipt
    assert kept(registry) == before
    assert len(registry.rows("movement_fork")) == 2


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"port": 9}, "other-port"), ({"sequence": 9}, "misplaced"), ({"epoch": bytes(16)}, "mis")],
)
def test_what_does_not_belong_is_set_aside(
    registry: Registry, lane: Lane, values: dict[str, object], reason: str
) -> None:
    record_case(lane, Noted("there"), **values)
    lane.record()
    assert lane.send().sequence == 2
    assert kept(registry) == []
    assert str(registry.rows("quarantine")[0][6]).startswith(reason)


def test_an_id_is_one_entry_s_or_one_movement_s(registry: Registry, lane: Lane) -> None:
    movement = lane.record()
    lane.send()
    record_case(lane, Noted("there"), event_id=movement.movement_id)
    assert lane.send().sequence == 2
    assert kept(registry) == []
    assert [row[6] for row in registry.rows("quarantine")] == ["movement-id-taken"]


def test_a_broken_chain_is_flagged_and_the_entry_kept(registry: Registry, lane: Lane) -> None:
    lane.record()
    record_case(lane, Noted("there"), previous=b"\1" * 32)
    assert lane.send().sequence == 2
    assert len(kept(registry)) == 1
    assert [row[6] for row in registry.rows("quarantine")] == ["chain-broken"]


def test_what_an_older_registry_set_aside_is_taken_up(registry: Registry, lane: Lane) -> None:
    lane.record()
    for content in CONTENTS.values():
        record_case(lane, content)
    sent_unread(registry, lane)
    assert registry.services.ingest.reread() == 6
    assert registry.rows("quarantine") == []
    assert len(kept(registry)) == 5
    assert total(registry)["departed"] == 1
    assert registry.services.ingest.reread() == 0
    assert lane.send().sequence == 6
    assert len(kept(registry)) == 5


def test_the_receipt_is_of_the_whole_chain(registry: Registry, lane: Lane) -> None:
    record_case(lane, Noted("there"))
    answer = lane.post(routes.MOVEMENTS, lane.batch())
    receipt = lane.checked(answer.content)
    assert (receipt.sequence, receipt.chain_hash) == (1, chain_hash(lane.movements[0]))
