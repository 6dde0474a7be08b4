"""Files of a ceremony: read within bounds, and only where they are plain files."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from checkpoint_app.errors import ConfigError, StorageError
from sync.registry.publish.files import write_whole

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def read_bounded(path: Path, limit: int) -> bytes:
    """The file's bytes. Raises ConfigError for one that is missing, no plain file or too long,
    StorageError for one that cannot be read."""
    try:
        if path.is_symlink() or not path.is_file():
            raise ConfigError(f"no file {path.name}", key="ceremony.no_file", file=path.name)
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise StorageError(f"{path.name}: {error}", key="ceremony.disk", file=path.name) from error
    if len(content) > limit:
        raise malformed(path.name)
    return content


def files_in(folder: Path, pattern: str, most: int) -> list[Path]:
    """The files of a folder that match, in order; none when there is no such folder.

    Raises ConfigError when there are more than ``most``.
    """
    try:
        found = sorted(folder.glob(pattern))
    except OSError as error:
        raise StorageError(f"{folder.name}: {error}", key="ceremony.disk", file=folder.name) from (
            error
        )
    if len(found) > most:
        raise malformed(folder.name)
    return found


def write_file(path: Path, content: bytes) -> None:
    """Put a file in place, whole. Raises StorageError."""
    try:
        write_whole(path, content)
    except StorageError as error:
        raise StorageError(str(error), key="ceremony.disk", file=path.name) from error


def decode_json(data: bytes, kind: type[_Struct], name: str) -> _Struct:
    """A JSON file of a known form. Raises ConfigError, naming the file."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed(name) from error


def encode_json(value: object) -> bytes:
    """JSON for people to read, too: indented, keys in the order of the form."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def malformed(name: str) -> ConfigError:
    """The error of a file that is not of its form."""
    return ConfigError(f"{name} is not of its form", key="ceremony.malformed", file=name)
