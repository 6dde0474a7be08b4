"""What a lane holds is told once, and again only when it is other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from checkpoint_app.errors import CheckpointError, TransportError
from sync.client.calls import RefusedError
from sync.client.holdings import Holdings
from sync.protocol.holdings import Holding, decode_holding
from sync.protocol.problems import ProblemKind

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
HELD = Holding("d1", 1, 4, NOW, 2, 3, 0, NOW)


@dataclass
class Line:
    """`Calls` that fail as told, and keep what came."""

    failure: CheckpointError | None = None
    came: list[Holding] = field(default_factory=list)

    def call(self, method: str, path: str, *, limit: int, body: bytes = b"", **_: Any) -> bytes:
        self.came.append(decode_holding(body))
        if self.failure is not None:
            raise self.failure
        return b"\x82\x01\x00"


@dataclass
class Held:
    """What stands at the lane."""

    now: Holding = HELD

    def __call__(self, view: object) -> Holding:
        return self.now


def test_it_is_told_when_it_is_news() -> None:
    line, held = Line(), Held()
    holdings = Holdings(line, held)
    holdings.tell(None)  # type: ignore[arg-type]  # the view is for whoever says what is held
    held.now = replace(HELD, at=NOW + timedelta(minutes=1), pending=9)
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    assert line.came == [HELD]
    held.now = replace(held.now, notices=tuple(bytes((n,)) * 32 for n in range(70)))
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    assert len(line.came) == 2
    assert len(line.came[1].notices) == 64


def test_a_failure_is_made_good_later() -> None:
    line, held = Line(TransportError("no line")), Held()
    holdings = Holdings(line, held)
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    line.failure = None
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    assert line.came == [HELD, HELD]


def test_an_older_registry_is_asked_once() -> None:
    line = Line(RefusedError(404, ProblemKind.NOT_FOUND))
    holdings = Holdings(line, Held())
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    holdings.tell(None)  # type: ignore[arg-type]  # as above
    assert len(line.came) == 1
