"""Where a registry keeps what its ceremonies need, under its data folder."""

from __future__ import annotations

from pathlib import Path

from sync.registry.paths import RegistryPaths


def begun_folder(paths: RegistryPaths, ceremony: str) -> Path:
    """What the registry keeps of a ceremony that it began: the plan, to know it again."""
    return paths.data / "ceremonies" / ceremony


def pending_online(paths: RegistryPaths, ceremony: str) -> Path:
    """Online keys made for a ceremony, until it is finished."""
    return paths.online_keys / f"pending-{ceremony}"


def pending_issuer(paths: RegistryPaths, ceremony: str) -> Path:
    """The signer's keys made for a ceremony, until it is finished."""
    return paths.issuer_keys / f"pending-{ceremony}"


def first_issuer_keys(paths: RegistryPaths) -> Path:
    """The content of issuer-keys.json as the registry was made with, for its first ceremony."""
    return paths.data / "keys" / "issuer-keys.json"
