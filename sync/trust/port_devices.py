"""Who stands at a port, as a lane keeps it: checked again from the roles' signatures at every load.

The list of devices is the port's role's. A round over a bad line may bring newer top-level metadata
and not that role; the list from before is then kept beside it, under the signatures that it came
with, and without any device that the newer bad news recall.
"""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.errors import ProtocolError, TrustError
from sync.protocol.device_list import DeviceList, decode_device_list, decode_recalled
from sync.trust.names import PORT_ROLE, PortTargets
from sync.trust.tuf_api import Metadata, Targets, TrustedMetadataSet


@dataclass(frozen=True, slots=True)
class HeldPort:
    """A port's device list and the metadata of the port's role that names it, as bytes."""

    port_id: str
    metadata: bytes
    devices: bytes


def verified_devices(trusted: TrustedMetadataSet, part: HeldPort) -> DeviceList:
    """The list, its role's signatures checked under the verified top-level targets.

    An older version of the role than the snapshot lists will do, a newer one will not. Raises
    TrustError, tuf's RepositoryError (see `trust_errors`), and ProtocolError for a list that is
    signed and of no form known here.
    """
    role = PORT_ROLE + part.port_id
    listed = trusted.snapshot.meta.get(f"{role}.json")
    metadata = Metadata[Targets].from_bytes(part.metadata)
    if listed is None or not isinstance(metadata.signed, Targets):
        raise TrustError(f"{role} is not published", key="trust.incomplete")
    try:
        trusted.targets.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except ValueError as error:
        raise TrustError(f"{role} is no role", key="trust.incomplete") from error
    if metadata.signed.version > listed.version:
        raise TrustError(f"{role} of another state", key="trust.mixed")
    described = metadata.signed.targets.get(PortTargets(part.port_id).devices)
    if described is None:
        raise TrustError(f"{role} without devices", key="trust.incomplete")
    described.verify_length_and_hashes(part.devices)
    return decode_device_list(part.devices, part.port_id)


def recalled_ids(content: bytes | None) -> frozenset[str] | None:
    """The device ids in a verified list of the recalled, none without one; None for a list that
    only a later program reads."""
    if content is None:
        return frozenset()
    try:
        return frozenset(each.device_id for each in decode_recalled(content).recalled)
    except ProtocolError:
        return None
