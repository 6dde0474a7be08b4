"""The age identities that open what ports seal for the registry."""

from __future__ import annotations

from sync.registry.paths import RegistryPaths
from sync.registry.publish import roles
from sync.registry.signer.keys import read_private


def inbox_identities(paths: RegistryPaths) -> tuple[str, ...]:
    """The inbox's identity, and former ones that lie beside it (``age-inbox-….key``): sticks may be
    weeks under way. Empty where there is none. Raises ConfigError for one that cannot be read."""
    newest = roles.inbox_identity_file(paths)
    former = sorted(newest.parent.glob(f"{newest.stem}-*{newest.suffix}"))
    return tuple(read_private(file) for file in (newest, *former) if file.exists())
