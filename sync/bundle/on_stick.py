"""What lies on a stick already, told by names alone: whose bundle, or none of ours.

Names prove nothing; they only keep one from writing over what belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from checkpoint_app.errors import ConfigError, ProtocolError
from checkpoint_app.reference import ports
from sync.bundle.label import decode_label
from sync.bundle.layout import LABEL_LIMIT, StickLayout
from sync.bundle.stick_files import UNFINISHED, StickFiles

_LAYOUT = StickLayout(Path())
REPOSITORY = _LAYOUT.repository.as_posix()
LABEL, LABEL_TEXT = _LAYOUT.label.as_posix(), _LAYOUT.label_text.as_posix()
# Compared without capitals: sticks may not keep them.
_OWN_NAMES = frozenset(
    {"label.txt", "label.json", "repository", "departures", "holdings", "requests"}
)
# What computers put on every stick by themselves.
_LITTER = frozenset(
    {
        "system volume information",
        "$recycle.bin",
        "recycler",
        "lost+found",
        "desktop.ini",
        "thumbs.db",
        ".ds_store",
        ".fseventsd",
        ".spotlight-v100",
        ".trashes",
    }
)
_LITTER_BEGINS = (".trash-", "._")
_METADATA = re.compile(
    r"metadata/(timestamp|[0-9]{1,9}\.(root|snapshot|targets|status|port-(?P<port>[a-z0-9-]{1,16})))"
    r"\.json"
)
_TARGET = re.compile(
    r"targets/((?P<port>[a-z0-9-]{1,16})/)?[0-9a-f]{64}\.[a-z0-9-]+(\.[a-z0-9-]+)?"
)
_STATUS = "status"


def check_is_ours(files: StickFiles, port_id: str) -> None:
    """Raise ConfigError unless this folder is empty or holds a bundle of this port, whole or torn.

    What a port has put there (departures, holdings, requests) may be of any port.
    """
    for name in map(_folded, files.names()):
        if name not in _OWN_NAMES and not is_litter(name):
            raise ConfigError("other files in the folder", key="stick.not-ours")
    names = [path.removeprefix(f"{REPOSITORY}/") for path in files.listed(REPOSITORY)]
    known = {port.port_id.casefold(): port.port_id for port in ports()}
    for found in [*_ports_in(names), *_labelled(files)]:
        other = known.get(found.casefold())
        if other is None:
            raise ConfigError("a bundle of no port", key="stick.not-ours")
        if other != port_id:
            raise ConfigError(f"a bundle of {other}", key="stick.other-port", port=other)


def is_litter(path: str) -> bool:
    """Whether this is a file or folder that computers leave on sticks."""
    name = path.rpartition("/")[2].casefold()
    return name in _LITTER or name.startswith(_LITTER_BEGINS)


def _ports_in(names: Iterable[str]) -> Iterator[str]:
    """The ports that the files of a repository name. Raises ConfigError for a file of none."""
    for name in map(_folded, names):
        found = _METADATA.fullmatch(name) or _TARGET.fullmatch(name)
        if found is None:
            if is_litter(name):
                continue
            raise ConfigError("other files in the repository", key="stick.not-ours")
        if (port := found["port"]) and port != _STATUS:
            yield port


def _labelled(files: StickFiles) -> Iterator[str]:
    content = files.read(LABEL, LABEL_LIMIT + 1)
    if content is not None:
        with suppress(ProtocolError):  # a spoilt label says nothing
            yield decode_label(content).port


def _folded(name: str) -> str:
    return name.casefold().removesuffix(UNFINISHED)
