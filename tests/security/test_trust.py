"""The trust data on a lane's disk: replaced, put back, or spoilt, it vouches for nothing."""

from __future__ import annotations

import random
import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.domain.facts import CompiledRule, DataKind
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.freshness import Freshness, grade
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.main import open_stores, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.keys import FileKeyStore, check_root
from sync.client.device import Device, save_device
from sync.client.http import FOR_PACKS, Patience
from sync.client.lane_trust import LaneTrust
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.repository import TrustedRepository
from tests.integration.services.world import StandingClock, token_of
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, SEASON, PortSeason

pytestmark = pytest.mark.requirement("C2")


@pytest.fixture
def published(tmp_path):
    publication = Publication(tmp_path / "registry", PortSeason())
    publication.season.add_versions([1])
    publication.publish()
    bring(publication, tmp_path / "trust")
    return publication


def bring(publication, folder):
    """A round of a lane whose trust folder this is; answers its issuer keys."""
    repository = TrustedRepository(folder, publication.root)
    with repository.session(folder_carrier(publication.folder), NOW) as session:
        session.refresh()
        return session.files["issuer-keys.json"]


def trust_at(tmp_path, publication):
    repository = TrustedRepository(tmp_path / "trust", publication.root)
    return LaneTrust(repository, AnchorFile(tmp_path / "anchor.json"), PORT)


def test_a_repository_of_an_attackers_own(tmp_path, published):
    other = Publication(tmp_path / "other", PortSeason())
    other.publish()
    shutil.rmtree(tmp_path / "trust")
    bring(other, tmp_path / "trust")
    trust = trust_at(tmp_path, published)
    assert trust.load() is not None
    assert not list(trust.issuer_keys())
    assert bring(published, tmp_path / "trust") == published.season.issuer.json()
    assert trust.load() is None


def test_a_target_replaced_on_disk(tmp_path, published):
    other = PortSeason().issuer.json()
    for path in (tmp_path / "trust" / "targets").iterdir():
        path.write_bytes(other)
    assert bring(published, tmp_path / "trust") == published.season.issuer.json()


def test_a_held_state_of_garbage_is_refused_and_nothing_else(tmp_path, published):
    held = tmp_path / "trust" / "held.cbor"
    content = held.read_bytes()
    chance = random.Random(1448)
    trust = trust_at(tmp_path, published)
    spoilt = [b"", b"\x9f", b"\x81" * 5000, bytes(4096), content[:-1], content + b"\0"]
    for _ in range(150):
        place = chance.randrange(len(content))
        spoilt.append(content[:place] + chance.randbytes(1) + content[place + 1 :])
    for data in spoilt:
        held.write_bytes(data)
        error = trust.load()
        assert error is not None or data == content or list(trust.issuer_keys())
    with held.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    assert trust.load() is not None


def test_an_older_state_put_back(tmp_path, published):
    held = tmp_path / "trust" / "held.cbor"
    older = held.read_bytes()
    published.issued = NOW + timedelta(days=3)
    published.season.issuer = PortSeason().issuer
    published.publish()
    bring(published, tmp_path / "trust")
    running = trust_at(tmp_path, published)
    assert running.load() is None
    newest = [key.public for key in running.issuer_keys()]
    held.write_bytes(older)
    assert running.load() is not None, "the newer one stays in force"
    assert [key.public for key in running.issuer_keys()] == newest
    started = trust_at(tmp_path, published)
    assert started.load() is None
    stale = {grade(kind, timedelta(0), dict(started.grades())) for kind in DataKind}
    assert stale == {Freshness.STALE}, "and a lane begun with the older one clears nobody"


def test_another_root_than_at_enrolment(tmp_path, published):
    paths = LanePaths(tmp_path)
    nowhere = "http://127.0.0.1:9"
    device = Device(
        device_id="d",
        port_id=PORT,
        lane="7",
        season=SEASON,
        registry=nowhere,
        registry_epoch="00",
        audience="a",
        name="n",
        fingerprint="f",
    )
    save_device(paths.device, device)
    paths.shipped_root.write_bytes(published.root)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "kept").write_bytes(b"files it is")
    with open_stores(paths, StandingClock(NOW)) as stores:
        assert list(stores.trust.issuer_keys())
        with open_sync(stores, StandingClock(NOW)) as client:
            down, up = client._ways._registry.fetcher._http, client._upload._calls._http
            assert (down._patience, up._patience) == (FOR_PACKS, Patience())
    paths.shipped_root.write_bytes(Publication(tmp_path / "other", PortSeason()).root)
    with pytest.raises(StorageError) as caught, ExitStack() as opened:
        opened.enter_context(open_stores(paths, StandingClock(NOW)))
    assert caught.value.key == "store.root_replaced"
    check_root(FileKeyStore(paths.keys), published.root)


@pytest.mark.parametrize(
    "error", [ValueError, RecursionError, MemoryError, KeyError, StopIteration]
)
def test_a_rule_that_raises_clears_nobody(lane, record, error):
    def holds(_variables):
        raise error("rule")

    day = record.valid_from
    rule = CompiledRule("r", Code.WRONG_DATE, day, day + timedelta(days=90), holds, True)
    good = replace(rule, rule_id="good", holds=lambda _: True)
    lane.trust.rules = lambda: (good, rule)
    answer = lane.service().scan(token_of(record))
    assert answer.verdict.kind is VerdictKind.REFER
    assert Code.RULE_FAILED in answer.verdict.codes
    lane.trust.rules = lambda: (good,)
    assert lane.service().scan(token_of(record)).verdict.kind is VerdictKind.CLEAR
