"""What a port's supervisor is told of all ports, over a signed request."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.tally import Tally
from sync.client.counts import RegistryCounts
from sync.protocol import routes
from tests.integration.registry_api.world import BEARER, NOON, Lane, Registry


class SignedCalls:
    """`sync.client.calls.Calls` to an application in this process."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    def call(
        self,
        method: str,
        path: str,
        *,
        limit: int,
        body: bytes = b"",
        content_type: str | None = None,
    ) -> bytes:
        headers = self.lane.headers(method, path, body)
        answer = self.lane.registry.client.simulate_request(method, path, headers=headers)
        assert answer.status_code == 200, answer.text
        assert len(answer.content) <= limit
        assert answer.headers["content-type"] == routes.CBOR
        return answer.content


@pytest.mark.requirement("C4")
def test_all_ports_together_are_told_to_a_device(registry: Registry, lane: Lane) -> None:
    for hours in (0, 0, 1):
        lane.record(at=NOON + timedelta(hours=hours))
    lane.record(MovementKind.REFERRED)
    safaga = Lane(registry, "SGA-SEA")
    safaga.record(MovementKind.RETURNED, direction=Direction.RETURNING, company=None)
    lane.send()
    safaga.send()
    told = RegistryCounts(SignedCalls(lane)).of(date(2026, 3, 5))
    assert told.as_of == registry.clock.now()
    assert told.total == Tally(departed=3, returned=1, referred=1)
    ports = dict(told.ports)
    assert (len(ports), ports["SGA-SEA"]) == (17, Tally(returned=1))
    assert dict(told.hours) == {12: Tally(2, 1, 1), 13: Tally(1)}
    assert [each.company for each in told.companies] == [7, None]
    page = registry.counts()
    assert page["total"]["departed"] == told.total.departed  # type: ignore[index]


@pytest.mark.parametrize("headers", [{}, BEARER])
def test_nobody_else_is_told(registry: Registry, headers: dict[str, str]) -> None:
    answer = registry.client.simulate_get(routes.NATION, headers=headers)
    assert answer.status_code == 401


def test_an_odd_day_is_refused(registry: Registry, lane: Lane) -> None:
    path = f"{routes.NATION}?day=2026-3-5"
    headers = lane.headers("GET", path, b"")
    assert registry.client.simulate_get(path, headers=headers).status_code == 422
