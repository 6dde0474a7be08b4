"""What an attacker does to what the registry publishes, on the line or on the stick alike.

Each row says what the attacker holds and what the lane must answer, by carrier: people at a stick
are told in words about sticks. An empty answer is for what is passed over: it has no effect.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pyrage
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]  # as for tuf
from tuf.api.metadata import MetaFile  # type: ignore[attr-defined]  # see sync.trust.tuf_api

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from sync.protocol.distrusted_list import encode_distrusted
from sync.trust.names import DISTRUSTED_TARGET, STATUS_TARGET
from sync.trust.pack import PackHeader, PackKind, encode_frame, encode_header
from sync.trust.tuf_api import Metadata, Snapshot, Targets, Timestamp
from tests.integration.sync.publication import PORT
from tests.security.attacks.port import BOTH, Carrier, OfflineRegistry, Port, zstd
from tests.unit.sync.season import NOW, Issuer, PortSeason

Answers = Mapping[Carrier, str]
_NOTHING = "nothing but the carrier"


@dataclass(frozen=True, slots=True)
class Deed:
    """One way to attack: ``act`` changes the registry's folder, the lane answers as said.

    ``new_keys``: a network has the lane remember the stolen keys' high numbers, so that honest data
    is taken again once a ceremony has put other online keys in their place.
    """

    attack: str
    holds: str
    act: Callable[[Port], object]
    answers: Answers
    new_keys: bool = False


def told(network: str, stick: str) -> Answers:
    """The answers by carrier."""
    return {Carrier.NETWORK: network, Carrier.STICK: stick}


def _same(key: str) -> Answers:
    return dict.fromkeys(BOTH, key)


# ---- arbitrary data, endless data, other roots ----


def other_content(port: Port) -> None:
    port.more(20)
    manifest = _newest(port, f"{PORT}/manifest")
    manifest.write_bytes(bytes(manifest.stat().st_size))


def other_metadata(port: Port) -> None:
    """A whole repository by the attacker's own keys, under the right names."""
    stranger = OfflineRegistry(port.folder / "stranger" / "repository", PortSeason())
    stranger.season.add_versions([1])
    stranger.version = port.registry.version
    stranger.publish()
    first = (port.metadata / "1.root.json").read_bytes()
    port.put_back(stranger.folder)
    (port.metadata / "1.root.json").write_bytes(first)


def endless_timestamp(port: Port) -> None:
    with (port.metadata / "timestamp.json").open("r+b") as file:
        file.truncate(10 * 1024**3)  # no bytes on the disk


def endless_pack(port: Port) -> None:
    port.more(20)
    with _newest(port, f"{PORT}/manifest").open("r+b") as file:
        file.truncate(10 * 1024**3)


def endless_root(port: Port) -> None:
    with (port.metadata / "2.root.json").open("wb") as file:
        file.truncate(10 * 1024**3)


def stranger_root(port: Port) -> None:
    """The next root, by other keys."""
    stranger = OfflineRegistry(port.folder / "stranger" / "repository", PortSeason())
    stranger.next_root()
    shutil.copy(stranger.folder / "metadata" / "2.root.json", port.metadata)


def skipped_root(port: Port) -> None:
    """A genuine root under a number before its own."""
    port.registry.next_root()
    port.registry.next_root()
    (port.metadata / "3.root.json").replace(port.metadata / "2.root.json")


def distant_root(port: Port) -> None:
    """A root of a number that nobody asks for."""
    stranger = OfflineRegistry(port.folder / "stranger" / "repository", PortSeason())
    (port.metadata / "9.root.json").write_bytes(stranger.write_root(version=9))


# ---- older, frozen, mixed, of another place ----


def older_whole(port: Port) -> None:
    old = port.saved()
    port.more(20)
    port.bring()
    port.put_back(old)


def expired(port: Port) -> None:
    port.more(20)
    port.lane.clock.at = NOW + timedelta(days=31)


def older_targets(port: Port) -> None:
    port.more(20)
    _shift(port, "targets")


def older_role(port: Port) -> None:
    port.more(20)
    _shift(port, f"port-{PORT}")


def other_ports_pack(port: Port) -> None:
    season = port.registry.season
    season.bit = 4
    other = season.manifest_pack()
    season.bit = 3
    port.registry.publish({f"{PORT}/manifest": other})


def other_season(port: Port) -> None:
    port.registry.publish(season=1447)


# ---- a key of each role in the wrong hands ----


def timestamp_of_nothing(port: Port) -> None:
    """The timestamp's key alone: it vouches for a snapshot of the attacker's."""
    version = _next(port)
    snapshot = Snapshot(version=version, expires=port.registry.expires)
    _sign(port, snapshot, port.registry.signers["timestamp"], f"{version}.snapshot.json")
    port.registry.write_timestamp()


def timestamp_of_older(port: Port) -> None:
    """The timestamp's key alone: it vouches for an older snapshot."""
    port.more(20)
    port.bring()
    _next(port)

    def older(timestamp: Timestamp) -> None:
        timestamp.snapshot_meta = MetaFile(1)

    port.registry.write_timestamp(older)


def snapshot_without_port(port: Port) -> None:
    """Snapshot and timestamp: the port's records are left out."""
    _snapshot(port, lambda meta: meta.pop(f"port-{PORT}.json"))


def snapshot_of_older(port: Port) -> None:
    port.more(20)
    port.bring()
    _snapshot(port, lambda meta: meta.update({"status.json": MetaFile(1)}))


def snapshot_of_forged(port: Port) -> None:
    """Snapshot and timestamp: a port role that the attacker signed with what it has."""
    role = f"port-{PORT}"
    signed = Targets(version=99, expires=port.registry.expires)
    _sign(port, signed, port.registry.signers["snapshot"], f"99.{role}.json")
    _snapshot(port, lambda meta: meta.update({f"{role}.json": MetaFile(99)}))


def status_of_own_issuer(port: Port) -> None:
    """The role for bad news alone: a list of an issuer's of the attacker's own."""
    season = port.registry.season
    forged = replace(season, issuer=Issuer(), revoked=set(), status_version=9)
    port.registry.publish(status={STATUS_TARGET: forged.status_pack()})


def status_replayed(port: Port) -> None:
    """The role for bad news alone: the list of before the revocation, under a new name."""
    season = port.registry.season
    old = season.status_pack()
    season.revoked, season.status_version = {7, 8}, 2
    port.more(20)
    port.bring()
    port.registry.publish(status={STATUS_TARGET: old})


def status_unrevoking(port: Port) -> None:
    """The role for bad news and the issuer's key for lists: a newer list without the revocation."""
    freed = replace(port.registry.season, revoked=set(), status_version=9)
    port.registry.publish(status={STATUS_TARGET: freed.status_pack()})


def status_in_two_forms(port: Port) -> None:
    """The same, under the version that is here."""
    freed = replace(port.registry.season, revoked=set())
    port.registry.publish(status={STATUS_TARGET: freed.status_pack()})


def status_left_out(port: Port) -> None:
    """The role for bad news alone: a pack without any list. What is held stays in force."""
    header = encode_header(PackHeader(PackKind.STATUS, 255, 1))
    port.registry.publish(status={STATUS_TARGET: zstd(header)})


def status_trusting_again(port: Port) -> None:
    """The role for bad news alone: a key that was distrusted is trusted again."""
    kid = port.registry.season.issuer.keys["REFRESH"].kid
    port.registry.news[DISTRUSTED_TARGET] = encode_distrusted({kid: NOW})
    port.registry.publish()
    port.bring()
    port.registry.publish(status={DISTRUSTED_TARGET: encode_distrusted({})})


def status_saying_nothing_of_keys(port: Port) -> None:
    """The same by leaving the list out."""
    kid = port.registry.season.issuer.keys["REFRESH"].kid
    port.registry.news[DISTRUSTED_TARGET] = encode_distrusted({kid: NOW})
    port.registry.publish()
    port.bring()
    said = port.registry.news.pop(DISTRUSTED_TARGET)
    port.registry.publish()
    port.registry.news[DISTRUSTED_TARGET] = said


def status_beyond_its_paths(port: Port) -> None:
    """The role for bad news names files that are not its own."""
    own = Issuer().json()
    port.registry.publish(status={"issuer-keys.json": own, f"{PORT}/manifest": own})


def port_of_own_issuer(port: Port) -> None:
    """A port's role alone: records of an issuer's of the attacker's own."""
    season = port.registry.season
    sound, season.issuer = season.issuer, Issuer()
    season.add_versions([77])
    season.issuer = sound
    port.registry.publish()


def port_manifest_of_own(port: Port) -> None:
    season = port.registry.season
    sound, season.issuer = season.issuer, Issuer()
    forged = season.manifest_pack()
    season.issuer = sound
    port.registry.publish({f"{PORT}/manifest": forged})


def port_older_manifest(port: Port) -> None:
    """A port's role alone: the port's manifest of before, by the issuer's own hand."""
    season = port.registry.season
    old = season.manifest_pack()
    port.more(20)
    port.bring()
    port.registry.publish({f"{PORT}/manifest": old})


def port_dropped_delta(port: Port) -> None:
    """A port's role alone: a delta that the manifest lists is not published."""
    season = port.registry.season
    target = season.add_versions([20])
    dropped = season.packs.pop(target)
    port.registry.publish()
    season.packs[target] = dropped


def port_dropped_segment(port: Port) -> None:
    """The issuer's list of packs itself lacks one."""
    season = port.registry.season
    season.add_versions([20])
    season.segments.pop()
    port.registry.publish()


def port_bomb(port: Port) -> None:
    season = port.registry.season
    header = encode_header(PackHeader(PackKind.MANIFEST, season.bit, season.generation))
    plain = header + encode_frame(bytes(1_000_000)) * 30
    recipient = season.identity.to_public()
    bomb = bytes(pyrage.encrypt(zstd(plain), [recipient]))
    port.registry.publish({f"{PORT}/manifest": bomb})


def port_key_of_own(port: Port) -> None:
    """A port's role alone: the port's key is sealed for the attacker's device."""
    season = port.registry.season
    honest, season.device = season.device, pyrage.x25519.Identity.generate()
    port.registry.publish({f"{PORT}/manifest": season.manifest_pack(issued=NOW)})
    season.device = honest


def port_unrevoking(port: Port) -> None:
    """A port's role alone: lists are none of its business."""
    freed = replace(port.registry.season, revoked=set(), status_version=9)
    port.registry.publish({STATUS_TARGET: freed.status_pack()})


def targets_by_one(port: Port) -> None:
    """One of the offline keys for targets and every online key: other issuer keys."""
    registry = port.registry
    registry.present["targets"] = registry.offline["targets"][:1]
    registry.season.issuer = Issuer()
    registry.publish()


def root_by_one(port: Port) -> None:
    """One of the offline keys for roots: a root with the attacker's keys for everything else."""
    registry = port.registry
    one = registry.offline["root"][0]
    registry.offline["root"] = [one, *(CryptoSigner.generate_ed25519() for _ in range(2))]
    registry.present["root"] = registry.offline["root"]
    registry.new_online_keys()
    registry.publish()


def issuer_key_alone(name: str) -> Callable[[Port], None]:
    """One of the issuer's keys, and no role of the repository: a file is put in another's place."""

    def act(port: Port) -> None:
        season = port.registry.season
        port.more(20)
        forged = replace(season, revoked=set(), status_version=9, state_version=9)
        target, content = {
            "STATUS": (STATUS_TARGET, forged.status_pack()),
            "STATE": (STATUS_TARGET, forged.status_pack()),
            "MANIFEST": (f"{PORT}/manifest", season.manifest_pack(live_count=0)),
            "BLOCK": (season.segments[-1].target, season.packs[season.segments[0].target]),
        }[name]
        path = _newest(port, target)
        length = path.stat().st_size
        path.write_bytes(content.ljust(length, b"\0")[:length])

    return act


def wrong_purpose(port: Port) -> None:
    """The issuer's key for the state table signs a manifest, and has a port's role for it."""
    season = port.registry.season
    keys = season.issuer.keys
    same = SigningKey.from_private_bytes(keys["STATE"].private_bytes(), EnvelopeType.MANIFEST)
    season.issuer = Issuer({**keys, "MANIFEST": same})
    forged = season.manifest_pack()
    season.issuer = Issuer(keys)
    port.registry.publish({f"{PORT}/manifest": forged})


# ---- tools of the trade ----


def _next(port: Port) -> int:
    port.registry.version += 1
    return port.registry.version


def _sign(port: Port, signed: object, signer: CryptoSigner, name: str) -> None:
    port.registry._write(signed, [signer], name)


def _snapshot(port: Port, change: Callable[[dict[str, MetaFile]], object]) -> None:
    """The newest snapshot once more, changed, and the timestamp over it."""
    before = Metadata[Snapshot].from_file(str(_newest_snapshot(port))).signed
    snapshot = Snapshot(version=_next(port), expires=before.expires, meta=dict(before.meta))
    change(snapshot.meta)
    signer = port.registry.signers["snapshot"]
    _sign(port, snapshot, signer, f"{snapshot.version}.snapshot.json")
    port.registry.write_timestamp()


def _newest_snapshot(port: Port) -> Path:
    return port.metadata / f"{port.registry.version}.snapshot.json"


def _shift(port: Port, role: str) -> None:
    version = port.registry.version
    shutil.copy(
        port.metadata / f"{version - 1}.{role}.json", port.metadata / f"{version}.{role}.json"
    )


def _newest(port: Port, target: str) -> Path:
    """The file that the newest metadata names for a target."""
    for path in port.metadata.glob(f"{port.registry.version}.*.json"):
        signed = Metadata.from_file(str(path)).signed
        if isinstance(signed, Targets) and target in signed.targets:
            return port.registry.folder / "targets" / signed.targets[target].get_prefixed_paths()[0]
    raise AssertionError(target)


_ONLINE = "the timestamp key"
_SNAPSHOT = "the timestamp and snapshot keys"
_STATUS = "the key of the role for bad news, and those of timestamp and snapshot"
_PORT = "the key of a port's role, and those of timestamp and snapshot"

DEEDS: Mapping[str, Deed] = {
    "another content under a signed name": Deed(
        "arbitrary", _NOTHING, other_content, told("trust.altered", "bundle.altered")
    ),
    "a repository by keys of its own": Deed(
        "arbitrary", _NOTHING, other_metadata, told("trust.unsigned", "bundle.unsigned")
    ),
    "a timestamp of 10 GB": Deed(
        "endless data", _NOTHING, endless_timestamp, told("trust.too_long", "bundle.too_long")
    ),
    "a pack of 10 GB": Deed(
        "endless data", _NOTHING, endless_pack, told("trust.too_long", "bundle.too_long")
    ),
    "a root of 10 GB": Deed(
        "endless data", _NOTHING, endless_root, told("trust.too_long", "bundle.too_long")
    ),
    "the next root, by a stranger": Deed(
        "extraneous root", _NOTHING, stranger_root, told("trust.unsigned", "bundle.unsigned")
    ),
    "a later root under the next number": Deed(
        "extraneous root", _NOTHING, skipped_root, told("trust.rolled_back", "bundle.mixed")
    ),
    "a root under a far number": Deed("extraneous root", _NOTHING, distant_root, told("", "")),
    "all of it as it was before": Deed(
        "rollback", _NOTHING, older_whole, told("trust.rolled_back", "bundle.older")
    ),
    "an older snapshot under a new timestamp": Deed(
        "rollback", _ONLINE, timestamp_of_older, told("trust.rolled_back", "bundle.older")
    ),
    "nothing new until it has expired": Deed(
        "freeze", _NOTHING, expired, told("trust.expired", "bundle.expired")
    ),
    "older targets under the newest snapshot": Deed(
        "mix-and-match", _NOTHING, older_targets, told("trust.rolled_back", "bundle.mixed")
    ),
    "an older port's role under the newest snapshot": Deed(
        "mix-and-match", _NOTHING, older_role, told("trust.rolled_back", "bundle.mixed")
    ),
    "another port's manifest": Deed(
        "wrong-port", _PORT, other_ports_pack, _same("trust.wrong_pack")
    ),
    "another season's manifest": Deed(
        "wrong-port", f"{_PORT}, and the issuer's", other_season, _same("trust.wrong_pack")
    ),
    "a snapshot of its own": Deed(
        "key compromise: timestamp",
        _ONLINE,
        timestamp_of_nothing,
        told("trust.unsigned", "bundle.unsigned"),
    ),
    "a snapshot without the port": Deed(
        "key compromise: snapshot",
        _SNAPSHOT,
        snapshot_without_port,
        told("trust.malformed", "bundle.malformed"),
    ),
    "a snapshot that names older bad news": Deed(
        "key compromise: snapshot",
        _SNAPSHOT,
        snapshot_of_older,
        told("trust.rolled_back", "bundle.older"),
    ),
    "a snapshot that names a forged role": Deed(
        "key compromise: snapshot",
        _SNAPSHOT,
        snapshot_of_forged,
        told("trust.unsigned", "bundle.unsigned"),
        new_keys=True,
    ),
    "a status list of its own": Deed(
        "key compromise: status",
        _STATUS,
        status_of_own_issuer,
        told("credential.unknown_key", "bundle.unsigned"),
    ),
    "files that are not the role's": Deed(
        "key compromise: status", _STATUS, status_beyond_its_paths, told("", "")
    ),
    "no status list any more": Deed(
        "key compromise: status", _STATUS, status_left_out, told("", "")
    ),
    "the status list of before": Deed(
        "un-revoking by a status or port role",
        _STATUS,
        status_replayed,
        told("trust.rolled_back", "bundle.older"),
    ),
    "a newer list without the revocation": Deed(
        "un-revoking by a status or port role",
        f"{_STATUS}, and the issuer's for lists",
        status_unrevoking,
        _same("trust.revocation_cleared"),
    ),
    "another list of the same version": Deed(
        "un-revoking by a status or port role",
        f"{_STATUS}, and the issuer's for lists",
        status_in_two_forms,
        told("trust.mixed", "bundle.mixed"),
    ),
    "a list among a port's files": Deed(
        "un-revoking by a status or port role", _PORT, port_unrevoking, told("", "")
    ),
    "a distrusted key trusted again": Deed(
        "un-revoking by a status or port role",
        _STATUS,
        status_trusting_again,
        _same("trust.distrust_forgotten"),
    ),
    "the list of distrusted keys left out": Deed(
        "un-revoking by a status or port role",
        _STATUS,
        status_saying_nothing_of_keys,
        _same("trust.distrust_forgotten"),
    ),
    "records of its own": Deed(
        "key compromise: port",
        _PORT,
        port_of_own_issuer,
        told("credential.unknown_key", "bundle.unsigned"),
    ),
    "a manifest of its own": Deed(
        "key compromise: port",
        _PORT,
        port_manifest_of_own,
        told("credential.unknown_key", "bundle.unsigned"),
    ),
    "the issuer's manifest of before": Deed(
        "key compromise: port",
        _PORT,
        port_older_manifest,
        told("trust.rolled_back", "bundle.older"),
    ),
    "a pack that unpacks without end": Deed(
        "key compromise: port", _PORT, port_bomb, told("trust.bomb", "bundle.bomb")
    ),
    "the port's key sealed for a device of its own": Deed(
        "key compromise: port",
        _PORT,
        port_key_of_own,
        told("trust.not_for_us", "bundle.not_for_us"),
    ),
    "a listed delta is not there": Deed(
        "dropped delta", _PORT, port_dropped_delta, told("trust.incomplete", "bundle.torn")
    ),
    "a delta that no list of packs has": Deed(
        "dropped delta",
        f"{_PORT}, and the issuer's",
        port_dropped_segment,
        told("trust.incomplete", "bundle.torn"),
    ),
    "targets signed by one of two": Deed(
        "key compromise: targets",
        "one offline key for targets, and every online one",
        targets_by_one,
        told("trust.unsigned", "bundle.unsigned"),
    ),
    "a root signed by one of two": Deed(
        "key compromise: root",
        "one offline key for roots, and every online one",
        root_by_one,
        told("trust.unsigned", "bundle.unsigned"),
    ),
    **{
        f"{name.lower()} by the issuer's key alone": Deed(
            "key compromise: issuer",
            f"the issuer's {name.lower()} key and no role",
            issuer_key_alone(name),
            told("trust.altered", "bundle.altered"),
        )
        for name in ("BLOCK", "MANIFEST", "STATUS", "STATE")
    },
    "a manifest by the key for state tables": Deed(
        "one signed type as another",
        f"{_PORT}, and the issuer's for state tables",
        wrong_purpose,
        told("credential.unknown_key", "bundle.unsigned"),
    ),
}
