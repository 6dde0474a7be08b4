"""Where a lane's files lie inside its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

APP_NAME = "umrah-checkpoint"


def default_data_dir() -> Path:
    """The data folder of this user on this system; not made here."""
    import platformdirs  # not needed where a folder is named

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


@dataclass(frozen=True, slots=True)
class LanePaths:
    """One lane's data folder. Nothing is made until `make` is called."""

    root: Path

    @property
    def records(self) -> Path:
        """The registry's data; rebuildable."""
        return self.root / "records.db"

    @property
    def journal(self) -> Path:
        """The port's own scans and movements; never lost."""
        return self.root / "journal.db"

    @property
    def keys(self) -> Path:
        """Key files (0600), where the system has no key store."""
        return self.root / "keys"

    @property
    def trust(self) -> Path:
        """TUF metadata and targets."""
        return self.root / "trust"

    @property
    def held(self) -> Path:
        """The newest state of the trust data that was verified whole."""
        return self.trust / "held.cbor"

    @property
    def shipped_root(self) -> Path:
        """The registry's first root.json: the one thing believed without proof."""
        return self.root / "root.json"

    @property
    def anchor(self) -> Path:
        """Newest manifest and time floor, kept outside the databases."""
        return self.root / "anchor.json"

    @property
    def device(self) -> Path:
        """What enrolment gave: device, port, lane, registry. Not secret."""
        return self.root / "device.json"

    @property
    def staff(self) -> Path:
        """The list of the port's people, sealed with a key of the key store."""
        return self.root / "staff.sealed"

    @property
    def recovery(self) -> Path:
        """The lane's keys, wrapped for the offline recovery key."""
        return self.root / "recovery.age"

    @property
    def asked(self) -> Path:
        """What this lane asks for by stick, until it is enrolled. Not secret."""
        return self.root / "asked.json"

    @property
    def settings(self) -> Path:
        """What people set for this lane (TOML)."""
        return self.root / "settings.toml"

    @property
    def window(self) -> Path:
        """Held by the one window of this lane."""
        return self.root / "window.lock"

    @property
    def log(self) -> Path:
        """The rotating log, without personal data."""
        return self.root / "log" / "checkpoint.log"

    def make(self) -> None:
        """Make the folder, readable by its owner only. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
