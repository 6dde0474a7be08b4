"""The folders that a session works in, and what of them outlasts it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sync.trust.tuf_api import Snapshot, Targets, Timestamp

_ROOTS = "root_history"
_LAST_TO_COMMIT = (f"{Targets.type}.json", f"{Snapshot.type}.json", f"{Timestamp.type}.json")


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of a session. Target files are looked for in ``targets``, new ones come to ``fresh``:
    the same from a network."""

    metadata: Path
    targets: Path
    fresh: Path

    def root(self, version: int) -> Path:
        """Where python-tuf keeps a root that it has verified."""
        return self.metadata / _ROOTS / f"{version}.root.json"


def lay_out(places: Places, metadata: Path, *, known: bool) -> None:
    """Copy metadata, or of it only the roots, to where a session works apart."""
    shutil.rmtree(places.metadata.parent, ignore_errors=True)
    if known:
        shutil.copytree(metadata, places.metadata, symlinks=True)
    else:
        places.metadata.mkdir(parents=True)
        if (metadata / _ROOTS).is_dir():
            shutil.copytree(metadata / _ROOTS, places.metadata / _ROOTS)
    places.fresh.mkdir()


def commit(staged: Path, metadata: Path) -> None:
    """Move verified roles over, each at once, those that others rest on last."""
    keep_roots(staged, metadata)
    names = [path.name for path in staged.glob("*.json") if path.name != "root.json"]
    for name in sorted(names, key=lambda name: (name in _LAST_TO_COMMIT, _order(name), name)):
        (staged / name).replace(metadata / name)


def _order(name: str) -> int:
    return _LAST_TO_COMMIT.index(name) if name in _LAST_TO_COMMIT else -1


def keep_roots(staged: Path, metadata: Path) -> None:
    """Copy root versions that python-tuf has verified and kept."""
    history = metadata / _ROOTS
    history.mkdir(exist_ok=True)
    for path in staged.glob(f"{_ROOTS}/*.root.json"):
        if not (history / path.name).exists():
            unfinished = history / f"{path.name}.part"
            shutil.copyfile(path, unfinished)
            unfinished.replace(history / path.name)
