"""Trust taken from an issuer key at night cannot be given back by what is not the offline keys."""

from __future__ import annotations

from datetime import timedelta

import cbor2
import pytest

from checkpoint_app.errors import TrustError
from checkpoint_app.store.anchor import AnchorFile
from sync.client.lane_trust import LaneTrust
from sync.protocol.distrusted_list import encode_distrusted
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.names import DISTRUSTED_TARGET
from sync.trust.repository import TrustedRepository
from tests.integration.sync.publication import PORT, Publication
from tests.unit.sync.season import NOW, PortSeason

pytestmark = pytest.mark.requirement("C2")


@pytest.fixture
def published(tmp_path):
    made = Publication(tmp_path / "registry", PortSeason())
    made.season.add_versions([1])
    return made


def kid(published):
    return published.season.issuer.keys["STATUS"].kid


def publish(published, distrusted):
    """A state of the repository with this list of keys; None for no list."""
    more = {} if distrusted is None else {DISTRUSTED_TARGET: encode_distrusted(distrusted)}
    published.publish(status=more)


def bring(published, tmp_path):
    """A round of a lane; what it then trusts."""
    repository = TrustedRepository(tmp_path / "trust", published.root)
    carrier = folder_carrier(published.folder)
    with repository.session(carrier, NOW) as session:
        return session.refresh()


def held(published, tmp_path):
    return TrustedRepository(tmp_path / "trust", published.root).load_local()


def test_a_distrusted_key_stays_so_over_a_restart(tmp_path, published):
    publish(published, {kid(published): NOW})
    for view in (bring(published, tmp_path), held(published, tmp_path)):
        assert not view.keys.was_valid(kid(published), NOW)
        assert view.keys.was_valid(kid(published), NOW - timedelta(seconds=1))
    trust = LaneTrust(
        TrustedRepository(tmp_path / "trust", published.root),
        AnchorFile(tmp_path / "anchor.json"),
        PORT,
    )
    assert trust.load() is None
    assert not trust.issuer_keys().was_valid(kid(published), NOW)


@pytest.mark.parametrize("fresh", [None, {}, "later"], ids=["no list", "forgotten", "later"])
def test_an_online_key_does_not_trust_it_again(tmp_path, published, fresh):
    publish(published, {kid(published): NOW})
    bring(published, tmp_path)
    before = (tmp_path / "trust" / "held.cbor").read_bytes()
    publish(published, {kid(published): NOW + timedelta(days=1)} if fresh == "later" else fresh)
    with pytest.raises(TrustError) as refused:
        bring(published, tmp_path)
    assert refused.value.key == "trust.distrust_forgotten"
    assert (tmp_path / "trust" / "held.cbor").read_bytes() == before
    assert not held(published, tmp_path).keys.was_valid(kid(published), NOW)


def test_the_list_cannot_be_cut_out_of_what_is_held(tmp_path, published):
    publish(published, {kid(published): NOW})
    bring(published, tmp_path)
    path = tmp_path / "trust" / "held.cbor"
    version, roots, metadata, files, lists = cbor2.loads(path.read_bytes())
    spoilt = [
        [version, roots, metadata, files, None],
        [version, roots, [*metadata[:3], None], files, None],
        [version, roots, metadata, files, encode_distrusted({})],
        [version, roots, metadata, files, [None, *lists[1:]]],
        [version, roots, metadata, files, [encode_distrusted({}), *lists[1:]]],
        [2, roots, metadata, files, None],
        [1, roots, *metadata[:3], files],
    ]
    for state in spoilt:
        path.write_bytes(cbor2.dumps(state, canonical=True))
        with pytest.raises(TrustError):
            held(published, tmp_path)
