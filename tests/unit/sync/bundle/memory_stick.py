"""A stick in memory that notes each step, as `sync.bundle.stick_files.StickFiles` asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class MemoryStick:
    """``files`` by path; ``steps`` are ``+path`` for a file written and ``-path`` for one removed
    that was there."""

    files: dict[str, bytes] = field(default_factory=dict)
    space: int = 1_000_000_000
    steps: list[str] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted({path.split("/")[0] for path in self.files}))

    def listed(self, path: str) -> Mapping[str, int]:
        below = f"{path}/"
        return {own: len(data) for own, data in self.files.items() if own.startswith(below)}

    def read(self, path: str, limit: int) -> bytes | None:
        found = self.files.get(path)
        return None if found is None else found[:limit]

    def holds(self, path: str, length: int, sha256: str) -> bool:
        found = self.files.get(path)
        return found is not None and hashlib.sha256(found).hexdigest() == sha256

    def put(self, path: str, content: Iterable[bytes]) -> None:
        self.files[path] = b"".join(content)
        self.steps.append(f"+{path}")

    def remove(self, path: str) -> None:
        if self.files.pop(path, None) is not None:
            self.steps.append(f"-{path}")

    def free(self) -> int:
        return self.space

    def room_for(self, length: int) -> int:
        return length
