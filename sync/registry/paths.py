"""Where things lie in a registry's data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RegistryPaths:
    """The layout under one data folder. Nothing is made by asking."""

    data: Path

    @property
    def database(self) -> Path:
        return self.data / "registry.db"

    @property
    def publisher_lock(self) -> Path:
        """A database of its own: whoever holds its lock is the publisher."""
        return self.data / "publisher-lock.db"

    @property
    def metadata(self) -> Path:
        """TUF metadata, served at ``/tuf/metadata/``."""
        return self.data / "repo" / "metadata"

    @property
    def targets(self) -> Path:
        """TUF targets, served at ``/tuf/targets/``; file names carry their digest."""
        return self.data / "repo" / "targets"

    @property
    def root_metadata(self) -> Path:
        """The first root: what a lane is installed with."""
        return self.metadata / "1.root.json"

    @property
    def offline_keys(self) -> Path:
        """Root and targets keys. In production these are on no computer of the registry."""
        return self.data / "keys" / "offline"

    @property
    def online_keys(self) -> Path:
        """TUF's online roles, the ports' age identities, and the receipt key."""
        return self.data / "keys" / "online"

    @property
    def issuer_keys(self) -> Path:
        """The signer's own; in production readable by its user only."""
        return self.data / "keys" / "issuer"

    @property
    def admin_token(self) -> Path:
        return self.data / "admin-token"
