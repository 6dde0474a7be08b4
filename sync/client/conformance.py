"""`python -m sync.client.conformance`: this program's updater behind the command line of the TUF
conformance suite, so that an outside suite can judge the code that the lanes run.

What verifies and fetches is `sync.trust.updater` and `HttpFetcher`; only what is this project's own
is left out: its targets, its signed fields, staging, the time floor and the state held for a start
without network. The reference time is the computer's.

``--metadata-dir`` holds python-tuf's files under their names without versions, and beside them the
root that `init` was given, from which each later command verifies anew.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.errors import CheckpointError, ConfigError, StorageError, TrustError
from sync.client.http import RegistryHttp, checked_address
from sync.client.http_fetcher import HttpFetcher
from sync.trust.carrier import Carrier
from sync.trust.repository import check_shipped_root
from sync.trust.tuf_api import FetcherInterface, Updater
from sync.trust.updater import LIMITS, described, fetched, open_updater, refresh

# Not *.json: only roles that were verified are named so.
_SHIPPED = "shipped.root"
_OK, _FAILED = 0, 1
_SYSTEM_CLOCK = SystemClock()


class OriginFetcher(FetcherInterface):
    """Fetches whole web addresses: the suite names a server for metadata and one for targets."""

    def __init__(self) -> None:
        self._by_origin: dict[str, RegistryHttp] = {}

    def _fetch(self, url: str) -> Iterator[bytes]:
        origin = origin_of(url)
        if origin not in self._by_origin:
            self._by_origin[origin] = RegistryHttp(origin)
        return HttpFetcher(self._by_origin[origin]).fetch(url.removeprefix(origin))

    def close(self) -> None:
        """Close all connections."""
        for http in self._by_origin.values():
            http.close()


def origin_of(url: str) -> str:
    """Scheme, host and port of a web address. Raises ConfigError."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ConfigError("not a web address", key="sync.address") from None
    return checked_address(f"{parts.scheme}://{parts.netloc}")


def initialise(chosen: argparse.Namespace, _clock: Clock) -> None:
    """Trust this root from now on. Raises TrustError, StorageError."""
    root = _bounded(chosen.trusted_root)
    check_shipped_root(root, allow_demo=False)
    try:
        chosen.metadata_dir.mkdir(parents=True, exist_ok=True)
        for name in (_SHIPPED, "root.json"):
            _replace(chosen.metadata_dir / name, root)
    except OSError as error:
        raise StorageError(f"metadata folder: {error}", key="trust.folder") from error


def refreshed(chosen: argparse.Namespace, clock: Clock) -> None:
    """Bring the top-level metadata up to date; raises as `sync.trust.updater.refresh`."""
    _with_updater(chosen, clock, lambda _: None)


def downloaded(chosen: argparse.Namespace, clock: Clock) -> None:
    """Bring targets up to date, after the metadata; all by one updater, as a lane does. Errors as
    `refreshed`, and TrustError for a target that is not published."""

    def download(updater: Updater) -> None:
        for name in chosen.target_name:
            _download(updater, name, chosen.target_dir)

    _with_updater(chosen, clock, download)


def _download(updater: Updater, name: str, folder: Path) -> None:
    target = described(updater, name)
    if target is None:
        raise TrustError("not published", key="trust.incomplete")
    # One name for all contents of a target, and one that no signed text can choose.
    fetched(updater, target, folder / hashlib.sha256(name.encode()).hexdigest())


Command = Callable[[argparse.Namespace, Clock], None]
# What each command does, and the options it cannot do without.
COMMANDS: Mapping[str, tuple[Command, tuple[str, ...]]] = {
    "init": (initialise, ("trusted_root",)),
    "refresh": (refreshed, ("metadata_url",)),
    "download": (downloaded, ("metadata_url", "target_name", "target_base_url", "target_dir")),
}


def main(arguments: Sequence[str] | None = None, clock: Clock = _SYSTEM_CLOCK) -> int:
    """Run one command of the suite's client protocol; 0 when all of it succeeded, else 1."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    command, needed = COMMANDS[chosen.command]
    if missing := [name for name in needed if getattr(chosen, name) is None]:
        parser.error(f"{chosen.command} needs {', '.join(missing)}")
    try:
        command(chosen, clock)
    except CheckpointError as error:
        sys.stderr.write(f"{error.key}: {error}\n")
        return _FAILED
    return _OK


class _Parser(argparse.ArgumentParser):
    """Ends in 1 on a wrong command line: the protocol knows 0 and 1 only."""

    def error(self, message: str) -> NoReturn:
        self.exit(_FAILED, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="sync.client.conformance", allow_abbrev=False)
    parser.add_argument("--metadata-dir", type=Path, required=True)
    parser.add_argument("--metadata-url")
    parser.add_argument("--target-name", action="append")
    parser.add_argument("--target-base-url")
    parser.add_argument("--target-dir", type=Path)
    parser.add_argument("command", choices=tuple(COMMANDS))
    parser.add_argument("trusted_root", type=Path, nargs="?")
    return parser


def _with_updater(
    chosen: argparse.Namespace, clock: Clock, then: Callable[[Updater], None]
) -> None:
    """Refresh all top-level metadata, then do this with it."""
    root = _bounded(chosen.metadata_dir / _SHIPPED)
    fetcher = OriginFetcher()
    targets_url = chosen.target_base_url or chosen.metadata_url
    for url in (chosen.metadata_url, targets_url):
        origin_of(url)
    carrier = Carrier(fetcher, chosen.metadata_url, targets_url, staged=False)
    targets = chosen.target_dir or chosen.metadata_dir
    try:
        updater = open_updater(chosen.metadata_dir, targets, carrier, root, clock.now())
        refresh(updater)
        then(updater)
    finally:
        fetcher.close()


def _bounded(path: Path) -> bytes:
    """A root's bytes. Raises StorageError, and TrustError for one too long."""
    try:
        with path.open("rb") as file:
            root = file.read(LIMITS.root_max_length + 1)
    except OSError as error:
        raise StorageError(f"root: {error}", key="trust.folder") from error
    if len(root) > LIMITS.root_max_length:
        raise TrustError("a root too long", key="trust.too_long")
    return root


def _replace(path: Path, content: bytes) -> None:
    """At once, and without writing through the link that python-tuf keeps by the name root.json."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


if __name__ == "__main__":
    sys.exit(main())
