"""A lane decides by what is trusted now, whichever process brought it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checkpoint_app.current_trust import CurrentTrust
from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.freshness import Freshness, grade
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.store.anchor import AnchorFile
from sync.client.lane_trust import LaneTrust
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.repository import TrustedRepository
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, PortSeason


class Standing:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def published(tmp_path: Path) -> Publication:
    publication = Publication(tmp_path / "registry", PortSeason())
    publication.season.add_versions([1])
    publication.publish()
    return publication


def bring(published: Publication, folder: Path) -> None:
    """What another process does when it syncs."""
    with TrustedRepository(folder, published.root).session(
        folder_carrier(published.folder), NOW
    ) as session:
        session.refresh()


def test_what_another_process_brings_is_seen_and_its_end_is_noticed(
    tmp_path: Path, published: Publication
) -> None:
    folder, clock = tmp_path / "trust", Standing()
    lane = LaneTrust(
        TrustedRepository(folder, published.root), AnchorFile(tmp_path / "anchor.json"), PORT
    )
    trust = CurrentTrust(lane, folder / "held.cbor", clock)
    assert not list(trust.issuer_keys())
    assert trust.lane_rules() == LaneRules()

    bring(published, folder)
    assert list(trust.issuer_keys())
    assert dict(trust.grades())[DataKind.RECORDS].ageing == timedelta(hours=1)
    assert trust.lane_rules() == LaneRules(lanes=3)

    clock.at = published.expires + timedelta(seconds=1)
    grades = dict(trust.grades())
    assert {grade(kind, timedelta(0), grades) for kind in DataKind} == {Freshness.STALE}

    published.expires = clock.at + timedelta(days=1)
    published.publish()
    bring(published, folder)
    assert grade(DataKind.STATUS, timedelta(0), dict(trust.grades())) is Freshness.FRESH
