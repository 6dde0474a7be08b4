"""Readers of what lies on a lane's or the registry's own disk, and of TUF metadata: whoever has the
folder, and not its keys, may write there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyrage

from checkpoint_app.capture.scanner_names import parse_ports
from checkpoint_app.config import load_settings, parse_settings
from checkpoint_app.credential import canonical
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.errors import (
    ConfigError,
    ProtocolError,
    StorageError,
    TransportError,
    TrustError,
)
from checkpoint_app.paths import LanePaths
from checkpoint_app.store import keys, recovery
from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.journal_mark import JournalMark, read_mark, write_mark
from checkpoint_app.store.keys import FileKeyStore
from sync.client.device import load_device
from sync.registry.ceremony.folder import read_ceremony
from sync.registry.ceremony.key_file import open_key, open_recovery
from sync.registry.ceremony.plan import encode_plan, parse_plan
from sync.registry.ceremony.public_key import PublicHalf, encode_public, parse_public
from sync.registry.paths import RegistryPaths
from sync.registry.publish.lifetimes import parse_lifetimes, read_lifetimes
from sync.registry.publish.quiet_hours import parse_quiet_hours, read_quiet_hours
from sync.registry.publish.roles import read_online_key
from sync.registry.publish.tuf_api import Timestamp
from sync.registry.publish.tuf_repository import read_metadata
from sync.registry.signer.keys import read_private, read_signing_key
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.held import held_distrusted, held_port, read_held, verify_held
from sync.trust.repository import TrustedRepository, check_shipped_root
from tests.fuzz.carried import CARRIED, frozen
from tests.fuzz.reader import Reader, from_file, from_text, scratch
from tests.integration.registry_ceremony.room import GENESIS, SIGNERS, Room, opened_room
from tests.unit.sync.registry.ceremony import samples as ceremonies
from tests.unit.sync.season import NOW

REPOSITORY = CARRIED / "repository"
_PASSWORD = "twelve signs and more"
_SETTINGS = b'language = "en"\ndirection = "departing"\nofficer = "o-1"\nscanner = "serial:auto"\n'
_REGISTRY = (
    b"[lifetimes]\nroot = 365\ntargets = 90\nsnapshot = 30\ntimestamp = 14\n"
    b'[publishing]\npack_anew = "friday"\n'
)
_SCRYPT_HEAD = b"age-encryption.org/v1\n-> scrypt 1q2w3e4r5t6y7u8i9o0pAA 1\n"


def readers() -> Iterator[Reader]:
    yield from _lane_files()
    yield from _set_by_people()
    yield from _set_at_the_registry()
    yield from _ceremony()
    yield from _metadata()
    yield from _recovery()


def _lane_files() -> Iterator[Reader]:
    store = "checkpoint_app.store."
    yield Reader(
        "device.json",
        from_file("device.json", load_device),
        (frozen("device.json"),),
        (ConfigError,),
        ("sync.client.device.load_device",),
    )
    anchor = (
        b'{"generation": 3, "manifest": "'
        + b"0a" * 32
        + (b'", "issued": 1795000000, "floor": 1795000000, "root_version": 2}')
    )
    yield Reader(
        "anchor.json",
        from_file("anchor.json", _anchor),
        (anchor,),
        (),
        (store + "anchor.AnchorFile._read",),
    )
    write_mark(scratch() / "mark", JournalMark(bytes(16), 7))
    mark = (scratch() / "mark").read_bytes()
    yield Reader(
        "journal-mark",
        from_file("mark", read_mark),
        (mark,),
        (),
        (store + "journal_mark.read_mark",),
    )


def _anchor(path: Path) -> object:
    anchor = AnchorFile(path)
    return anchor.newest(), anchor.floor()


def _set_by_people() -> Iterator[Reader]:
    own = (ConfigError,)
    publish = "sync.registry.publish."
    yield Reader(
        "settings.toml",
        lambda data: parse_settings(data.decode("utf-8", "replace")),
        (_SETTINGS,),
        own,
        ("checkpoint_app.config.parse_settings",),
    )
    yield Reader(
        "settings-file",
        from_file("settings.toml", lambda path: load_settings(LanePaths(path.parent))),
        (_SETTINGS,),
        own,
        ("checkpoint_app.config.load_settings",),
    )
    yield Reader(
        "lifetimes",
        lambda data: parse_lifetimes(data.decode("utf-8", "replace")),
        (_REGISTRY,),
        own,
        (publish + "lifetimes.parse_lifetimes",),
    )
    yield Reader(
        "quiet-hours",
        lambda data: parse_quiet_hours(data.decode("utf-8", "replace")),
        (_REGISTRY,),
        own,
        (publish + "quiet_hours.parse_quiet_hours",),
    )
    yield Reader(
        "scanner-setting",
        from_text(parse_ports),
        (b"serial:auto", b"serial:COM5,COM7@115200"),
        own,
        ("checkpoint_app.capture.scanner_names.parse_ports",),
    )
    yield Reader(
        "private-key-file",
        from_file("tuf-snapshot.key", lambda path: (read_private(path), _online(path))),
        (b"0a" * 32 + b"\n",),
        own,
        (
            "sync.registry.signer.keys.read_private",
            publish + "roles.read_online_key",
        ),
    )


def _online(path: Path) -> object:
    return read_online_key(path.parent, "snapshot")


def _set_at_the_registry() -> Iterator[Reader]:
    own, publish = (ConfigError,), "sync.registry.publish."
    yield Reader(
        "registry.toml",
        from_file(
            "registry.toml",
            lambda path: (read_lifetimes(path.parent), read_quiet_hours(path.parent)),
        ),
        (_REGISTRY,),
        own,
        (publish + "lifetimes.read_lifetimes", publish + "quiet_hours.read_quiet_hours"),
    )
    yield Reader(
        "signing-key-file",
        from_file("token.key", lambda path: read_signing_key(path.parent, EnvelopeType.TOKEN)),
        (b"0a" * 32 + b"\n",),
        own,
        ("sync.registry.signer.keys.read_signing_key",),
    )
    yield Reader(
        "registry-metadata",
        _own_metadata,
        ((REPOSITORY / "metadata" / "timestamp.json").read_bytes(),),
        (StorageError,),
        (publish + "tuf_repository.read_metadata",),
    )


def _own_metadata(data: bytes) -> object:
    paths = RegistryPaths(scratch() / "registry")
    paths.metadata.mkdir(parents=True, exist_ok=True)
    (paths.metadata / "timestamp.json").write_bytes(data)
    return read_metadata(paths, "timestamp.json", Timestamp)


def _ceremony() -> Iterator[Reader]:
    folder = "sync.registry.ceremony."
    plan, halves = encode_plan(ceremonies.genesis_plan()), _halves()
    own = (ConfigError,)
    yield Reader(
        "ceremony.json",
        parse_plan,
        (plan,),
        own,
        (folder + "plan.parse_plan", folder + "bounded.decode_json"),
    )
    yield Reader(
        "public-half",
        lambda data: parse_public(data, "root-1.pub.json"),
        halves,
        own,
        (folder + "public_key.parse_public",),
    )
    yield Reader(
        "ceremony-folder",
        _ceremony_part,
        _ceremony_parts(),
        (ConfigError, TrustError, StorageError),
        (folder + "folder.read_ceremony",),
        most=3000,
    )
    head = _SCRYPT_HEAD + b"x" * 43 + b"\n--- " + b"y" * 43 + b"\n" + bytes(60)
    yield Reader(
        "key-file",
        from_file("root-1.key", lambda path: open_key(path, _PASSWORD)),
        (head,),
        own,
        (folder + "key_file.open_key",),
    )
    yield Reader(
        "recovery-key-file",
        from_file("recovery.key", lambda path: open_recovery(path, _PASSWORD)),
        (head,),
        own,
        (folder + "key_file.open_recovery",),
    )


def _halves() -> tuple[bytes, ...]:
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    recovery = PublicHalf.of_recovery("keeper", "2026-11-22T09:00:00Z", recipient)
    return encode_public(ceremonies.half("root-1")), encode_public(recovery)


@cache
def _ceremony_parts() -> tuple[bytes, ...]:
    """Files of a ceremony that is signed, each with its path before a NUL."""
    room: Room = opened_room(scratch() / "ceremony-seed")
    folder = room.begin(GENESIS)
    room.make_keys(folder)
    room.sign(folder, *SIGNERS)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(
        path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() for path in files
    )


def _ceremony_part(data: bytes) -> object:
    """One file of a ceremony is other than it was."""
    name, _, content = data.partition(b"\0")
    seeds = {seed.partition(b"\0")[0]: seed.partition(b"\0")[2] for seed in _ceremony_parts()}
    chosen = name if name in seeds else b"ceremony.json"
    folder = scratch() / "ceremony"
    shutil.rmtree(folder, ignore_errors=True)
    for own, sound in seeds.items():
        path = folder / own.decode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if own == chosen else sound)
    return read_ceremony(folder)


def _metadata() -> Iterator[Reader]:
    """Each file of a repository in turn, by a lane that knows its first root, or all of it."""
    trust = "sync.trust."
    root = (REPOSITORY / "metadata" / "1.root.json").read_bytes()
    refused = (TrustError, TransportError, ProtocolError)
    for path in sorted((REPOSITORY / "metadata").iterdir()):
        if path.name == "1.root.json":
            continue
        yield Reader(
            f"tuf-{path.name}",
            _metadata_reader(path.name, root),
            (path.read_bytes(),),
            refused,
            (trust + "updater.open_updater",),
            most=1500,
        )
    yield Reader(
        "shipped-root",
        lambda data: check_shipped_root(data, allow_demo=False),
        (root,),
        (TrustError,),
        (trust + "repository.check_shipped_root",),
    )
    held = _held(root)
    yield Reader(
        "held.cbor",
        lambda data: verify_held(data, root, allow_demo=False, port_id="CAI-AIR"),
        (held,),
        (TrustError,),
        (trust + "held.verify_held",),
        most=4000,
    )
    yield Reader("held-distrusted", held_distrusted, (held,), (), (trust + "held.held_distrusted",))
    yield Reader(
        "held-port",
        lambda data: held_port(data, "CAI-AIR"),
        (held,),
        (),
        (trust + "held.held_port",),
    )
    yield Reader(
        "held-file",
        from_file("held.cbor", read_held),
        (held,),
        (TrustError, StorageError),
        (trust + "held.read_held",),
    )


def _metadata_reader(name: str, root: bytes) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        folder = scratch() / f"repository-{name}"
        if not folder.exists():
            shutil.copytree(REPOSITORY, folder)
        (folder / "metadata" / name).write_bytes(data)
        lane = scratch() / "trust"
        shutil.rmtree(lane, ignore_errors=True)
        with TrustedRepository(lane, root).session(folder_carrier(folder), NOW) as session:
            view = session.refresh()
            session.ports()
            session.has("status/recalled")
            session.has("CAI-AIR/manifest")
        return view

    return read


def _held(root: bytes) -> bytes:
    """What a lane keeps of the frozen repository."""
    folder = scratch() / "held-seed"
    repository = TrustedRepository(folder, root, port_id="CAI-AIR")
    with repository.session(folder_carrier(REPOSITORY), NOW) as session:
        session.refresh()
        session.held_state()
    return (folder / "held.cbor").read_bytes()


def _recovery() -> Iterator[Reader]:
    """Wrapped keys, and the key that opens them."""
    identity = pyrage.x25519.Identity.generate()
    plain = canonical.encode([1, [[keys.JOURNAL, bytes(32)], [keys.BATCH, bytes(32)]]])

    def wrapped(data: bytes) -> object:
        path = scratch() / "recovery.age"
        path.write_bytes(b"m" * 65 + bytes(pyrage.encrypt(data, [identity.to_public()])))
        shutil.rmtree(scratch() / "keys", ignore_errors=True)
        return recovery.recover(path, FileKeyStore(scratch() / "keys"), str(identity))

    store = "checkpoint_app.store.recovery."
    own: tuple[type[Exception], ...] = (ConfigError, StorageError)
    yield Reader("wrapped-keys", wrapped, (plain,), own, (store + "recover",))
    sealed = b"m" * 65 + bytes(pyrage.encrypt(plain, [identity.to_public()]))
    yield Reader(
        "wrapped-keys-file",
        from_file(
            "recovery.age",
            lambda path: recovery.recover(path, FileKeyStore(scratch() / "kept"), str(identity)),
        ),
        (sealed,),
        own,
        (store + "recover",),
    )
    yield Reader(
        "recovery-identity",
        from_file("identity", lambda path: recovery.read_identity(path, None)),
        (str(identity).encode() + b"\n", b"# made\n" + str(identity).encode()),
        (ConfigError,),
        (store + "read_identity",),
    )
