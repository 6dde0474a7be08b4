"""Making a registry."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.reference import ports
from sync.registry.db.open import meta_value, open_database, reading
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.port_settings import SettingsChange
from sync.registry.publish.roles import age_identity_file
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.keys import read_signing_key, receipt_key, signer_keys, write_private
from tests.integration.registry_publish.centre import MovableClock


@pytest.fixture
def paths(tmp_path: Path) -> RegistryPaths:
    made = RegistryPaths(tmp_path / "registry")
    initialise(made, MovableClock(), demo=True)
    return made


def test_without_a_ceremony_nothing_is_published_and_it_says_why(tmp_path: Path) -> None:
    paths = RegistryPaths(tmp_path / "registry")
    initialise(paths, MovableClock(), demo=False)
    assert not paths.metadata.exists()
    assert not paths.offline_keys.exists()
    with pytest.raises(ConfigError) as caught:
        TufRepository(paths)
    assert caught.value.key == "ceremony.first"


def test_a_registry_is_never_made_over_another(paths: RegistryPaths) -> None:
    before = paths.root_metadata.read_bytes()
    with pytest.raises(ConfigError) as caught:
        initialise(paths, MovableClock(), demo=True)
    assert caught.value.key == "registry.exists"
    assert paths.root_metadata.read_bytes() == before


def test_secrets_are_for_their_owner_only(paths: RegistryPaths) -> None:
    secrets = [*paths.data.glob("keys/*/*.key"), paths.admin_token]
    # root and targets, 20 online roles, 17 ports' identities and the inbox's, 8 of the issuer
    assert len(secrets) == 6 + 20 + 18 + 8 + 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    assert len({path.read_text() for path in secrets}) == len(secrets)


def test_issuer_keys_are_published_one_for_each_purpose(paths: RegistryPaths) -> None:
    (published,) = paths.targets.glob("*.issuer-keys.json")
    keyring = parse_issuer_keys(published.read_bytes())
    held = {**signer_keys(paths), EnvelopeType.RECEIPT: receipt_key(paths)}
    assert {key.purpose for key in keyring} == set(held)
    for purpose, key in held.items():
        assert keyring.find(key.kid, purpose) is not None
        assert keyring.was_valid(key.kid, MovableClock().now())


def test_a_demo_says_of_its_one_lane_s_port_that_there_is_one(paths: RegistryPaths) -> None:
    (published,) = paths.targets.glob("*.port-settings.json")
    settings = json.loads(published.read_bytes())["ports"]
    assert settings["CAI-AIR"]["lane"] == {"lanes": 1}
    assert settings["SGA-SEA"]["lane"] == {}


def test_the_registry_has_an_epoch_a_season_and_an_audience(paths: RegistryPaths) -> None:
    engine = open_database(paths.database)
    with reading(engine) as connection:
        assert len(bytes.fromhex(meta_value(connection, "registry_epoch") or "")) == 16
        assert meta_value(connection, "season") == "1448"
        assert meta_value(connection, "audience")
    engine.dispose()


def test_every_port_has_an_identity(paths: RegistryPaths) -> None:
    for port in ports():
        text = age_identity_file(paths, port.port_id).read_text()
        assert text.startswith("AGE-SECRET-KEY-1")


def test_key_files_are_never_overwritten_and_damage_is_told(paths: RegistryPaths) -> None:
    with pytest.raises(StorageError):
        write_private(paths.admin_token, "x")
    file = paths.issuer_keys / "block.key"
    file.write_text("no key")
    with pytest.raises(ConfigError) as caught:
        read_signing_key(paths.issuer_keys, EnvelopeType.BLOCK)
    assert caught.value.key == "registry.key_file"
    file.unlink()
    with pytest.raises(ConfigError):
        signer_keys(paths)


def test_a_demo_may_begin_with_a_hub_and_with_asking(tmp_path: Path) -> None:
    paths, hub = RegistryPaths(tmp_path / "registry"), "https://127.0.0.1:8443"
    change = SettingsChange(hubs={"CAI-AIR": (hub,)}, ask_ms={"SGA-SEA": 400})
    initialise(paths, MovableClock(), demo=True, change=change)
    (published,) = paths.targets.glob("*.port-settings.json")
    settings = json.loads(published.read_bytes())["ports"]
    assert settings["CAI-AIR"]["lane"] == {"lanes": 1, "hubs": [hub]}
    assert settings["SGA-SEA"]["lane"] == {"ask_ms": 400}


def test_settings_of_a_real_registry_are_for_its_ceremony(tmp_path: Path) -> None:
    paths = RegistryPaths(tmp_path / "registry")
    change = SettingsChange(ask_ms={"CAI-AIR": 400})
    with pytest.raises(ConfigError) as caught:
        initialise(paths, MovableClock(), demo=False, change=change)
    assert caught.value.key == "ceremony.settings_signed_later"
    assert not paths.database.exists()
