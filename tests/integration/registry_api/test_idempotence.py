"""However batches arrive, cut, repeated and in whatever order, the registry ends up the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.domain.movement import MovementKind
from tests.integration.registry_api.world import Lane, Registry

MOVEMENTS = 12
KINDS = [kind for kind in MovementKind if kind is not MovementKind.ANNULLED]
# What one lane's officer did: an outcome, or taking back an earlier one (by place).
deeds = st.lists(
    st.one_of(st.sampled_from(KINDS), st.integers(0, MOVEMENTS - 1)),
    min_size=MOVEMENTS,
    max_size=MOVEMENTS,
)
cuts = st.lists(
    st.tuples(st.integers(1, MOVEMENTS), st.integers(1, MOVEMENTS)), min_size=0, max_size=10
)


def journal(lane: Lane, done: list[MovementKind | int]) -> None:
    recorded = []
    for deed in done:
        if isinstance(deed, MovementKind):
            recorded.append(lane.record(deed))
        elif deed < len(recorded):
            target = recorded[deed].movement_id
            recorded.append(lane.record(MovementKind.ANNULLED, annuls=target))
        else:
            recorded.append(lane.record(KINDS[0]))


def expected(lane: Lane, done: list[MovementKind | int]) -> dict[str, int]:
    kinds: list[MovementKind | None] = []
    for deed in done:
        if isinstance(deed, MovementKind):
            kinds.append(deed)
        elif deed < len(kinds):
            if kinds[deed] is not MovementKind.ANNULLED:
                kinds[deed] = None
            kinds.append(MovementKind.ANNULLED)
        else:
            kinds.append(KINDS[0])
    return {kind.name.lower(): kinds.count(kind) for kind in KINDS}


@pytest.mark.requirement("C3")
@pytest.mark.requirement("C4")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds, cuts, st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_batches_gives_the_same_counts(
    done: list[MovementKind | int], pieces: list[tuple[int, int]], shuffle: object
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(Path(folder))
        try:
            lane = Lane(registry)
            journal(lane, done)
            # Every movement is sent at least once, alone or in some longer piece.
            spans = [(min(a, b), max(a, b)) for a, b in pieces]
            spans += [(place, place) for place in range(1, MOVEMENTS + 1)]
            shuffle.shuffle(spans)  # type: ignore[attr-defined]
            for first, last in spans:
                lane.send(first, last)
            receipt = lane.send(1, 1)
            assert receipt.sequence == MOVEMENTS
            assert receipt.chain_hash == chain_hash(lane.movements[-1])
            assert registry.counts()["total"] == expected(lane, done)
            assert len(registry.rows("movement")) == MOVEMENTS
            assert registry.rows("movement_fork") == []
        finally:
            registry.close()
