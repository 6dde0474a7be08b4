"""Where things lie on a stick. Nothing in a name is personal.

``<folder>/`` is what people name to the commands::

    LABEL.txt                what this is, for people, in both languages; proves nothing
    label.json               the same for programs; proves nothing
    repository/metadata/     TUF metadata: every root, then the port's part; timestamp.json last
    repository/targets/      target files, each under the digest in its name
    departures/<hex>.age     from the port: device-signed movement batches, for the registry alone
    holdings/<device>.cbor   from the port: what that device holds now, signed
    requests/<hex>.json      from the port: devices that ask to be enrolled

What goes outward and what comes back lie apart: a new bundle over an old one removes nothing that
the registry has not taken in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LABEL_LIMIT = 16 * 1024
DEPARTURES_LIMIT = 32 * 1024 * 1024
# Files that one folder on a stick may hold before a reader gives up.
MOST_FILES = 4096


@dataclass(frozen=True, slots=True)
class StickLayout:
    """The paths of one bundle's folder. Nothing is made by asking."""

    folder: Path

    @property
    def label_text(self) -> Path:
        return self.folder / "LABEL.txt"

    @property
    def label(self) -> Path:
        return self.folder / "label.json"

    @property
    def repository(self) -> Path:
        """What `sync.trust.folder_fetcher.folder_carrier` is given."""
        return self.folder / "repository"

    @property
    def metadata(self) -> Path:
        return self.repository / "metadata"

    @property
    def targets(self) -> Path:
        return self.repository / "targets"

    @property
    def departures(self) -> Path:
        return self.folder / "departures"

    @property
    def holdings(self) -> Path:
        return self.folder / "holdings"

    @property
    def requests(self) -> Path:
        return self.folder / "requests"
