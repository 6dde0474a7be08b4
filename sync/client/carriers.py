"""The way down with hubs beside the registry: what one cannot bring, another may.

A hub is trusted with nothing. Where the registry answers, all metadata are its own, and a hub only
spares the line: target files come from it where it has them, and count once the registry's
metadata vouch for them. Where the registry cannot be reached, a hub's mirror is read like any other
copy of the repository. Whoever brings what does not verify is left out for an hour, and the round
is done again without it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeVar

from tuf.api.exceptions import DownloadError, DownloadHTTPError

from checkpoint_app.clock import Clock
from checkpoint_app.errors import TransportError, TrustError
from sync.client.http import Patience
from sync.trust.carrier import Carrier
from sync.trust.updater import CheckingFetcher

_LOG = logging.getLogger(__name__)
_Done = TypeVar("_Done")
Hubs = Callable[[], Sequence[Carrier]]
# A hub stands on the port's own network: a segment of 8 MiB comes through it in seconds.
FOR_HUBS = Patience(connect=2.0, silence=5.0, whole=60.0)
# Seconds without a hub: after what did not verify, and after a file that broke off.
UNTRUE_FOR = 3600.0
BROKEN_FOR = 300.0
# How long one hub may keep a round that the registry could have served, in seconds.
MOST_SECONDS = 120.0
# A mirror that is older than what is here, or has run out: of no use now, and no lie.
_OLD = frozenset({"trust.rolled_back", "trust.expired"})
_STOPPED = "sync.stopped"
_HASHED = re.compile(r"([0-9a-f]{64})\.[^/]+")
_CHUNK = 256 * 1024


def no_hubs() -> Sequence[Carrier]:
    """For a lane that knows no hub."""
    return ()


class WaysDown:
    """The registry, if its address is known, and hubs. For one thread.

    ``hubs`` is asked at every round; it gives the same Carrier for the same hub as long as that
    lasts, since by it the hub is known that is left out.
    """

    def __init__(self, registry: Carrier | None, hubs: Hubs, clock: Clock) -> None:
        self._registry = registry
        self._hubs = hubs
        self._clock = clock
        self._left_out: dict[Carrier, float] = {}
        self._by_hub = False

    @property
    def by_hub(self) -> bool:
        """Whether the last round that succeeded read a hub's mirror instead of the registry."""
        return self._by_hub

    def take(self, take_in: Callable[[Carrier], _Done]) -> _Done:
        """One round; ``take_in`` may be called again with another carrier.

        Raises what the registry's round raised when no hub could bring one either, and
        TransportError ``sync.unreachable`` for a lane that has neither.
        """
        try:
            done = self._from_registry(take_in)
        except TransportError as failure:
            if failure.key == _STOPPED or not failure.retryable:
                raise
            done = self._from_mirrors(take_in, failure)
            self._by_hub = True
            return done
        self._by_hub = False
        return done

    def _from_registry(self, take_in: Callable[[Carrier], _Done]) -> _Done:
        if self._registry is None:
            raise TransportError("no address of the registry", key="sync.unreachable")
        hubs = self._in_use()
        if not hubs:
            return take_in(self._registry)
        helped = HubFirst(self._registry, hubs, self._clock)
        try:
            return take_in(helped.carrier)
        except (TransportError, TrustError) as failure:
            if failure.key == _STOPPED or helped.suspect is None:
                raise
            seconds = BROKEN_FOR if helped.broke_off else UNTRUE_FOR
            self._leave_out(helped.suspect, seconds, str(failure))
        finally:
            for hub in helped.slow:
                self._leave_out(hub, BROKEN_FOR, "too slow")
        return take_in(self._registry)

    def _from_mirrors(self, take_in: Callable[[Carrier], _Done], failure: TransportError) -> _Done:
        for hub in self._in_use():
            try:
                return take_in(hub)
            except TransportError as error:
                if error.key == _STOPPED:
                    raise
                _LOG.info("a hub's mirror brought nothing: %s", error)
            except TrustError as error:
                if error.key in _OLD:
                    _LOG.info("a hub's mirror is older: %s", error)
                else:
                    self._leave_out(hub, UNTRUE_FOR, str(error))
        raise failure

    def _in_use(self) -> list[Carrier]:
        now = self._clock.monotonic()
        self._left_out = {hub: until for hub, until in self._left_out.items() if until > now}
        return [hub for hub in self._hubs() if hub not in self._left_out]

    def _leave_out(self, hub: Carrier, seconds: float, why: str) -> None:
        _LOG.warning("a hub is left out for %d s: %s", seconds, why)
        until = self._clock.monotonic() + seconds
        self._left_out[hub] = max(until, self._left_out.get(hub, until))


class HubFirst(CheckingFetcher):
    """The registry's files, of which targets come from a hub that has them. For one round.

    ``suspect`` is the hub whose file did not come through or is not what its name says;
    ``broke_off`` tells the first from the second. ``slow`` are hubs that took too long in all.
    """

    def __init__(self, registry: Carrier, hubs: Sequence[Carrier], clock: Clock) -> None:
        self._registry = registry
        self._hubs = list(hubs)
        self._clock = clock
        self._spent = dict.fromkeys(hubs, 0.0)
        self.suspect: Carrier | None = None
        self.broke_off = False

    @property
    def carrier(self) -> Carrier:
        """The registry as a carrier, fetched from so."""
        registry = self._registry
        return Carrier(self, registry.metadata_url, registry.targets_url, staged=False)

    @property
    def slow(self) -> list[Carrier]:
        """See the class."""
        return [hub for hub, seconds in self._spent.items() if seconds > MOST_SECONDS]

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(self._registry.targets_url)
        if name != url and _digest(name) is not None:
            for hub in tuple(self._hubs):
                chunks = self._opened(hub, name)
                if chunks is not None:
                    self.suspect = hub
                    return self._told(hub, chunks)
        return self._registry.fetcher.fetch(url)

    def _opened(self, hub: Carrier, name: str) -> Iterator[bytes] | None:
        """The hub's file; None where it has none. A hub that does not answer is not asked again."""
        if self._spent[hub] > MOST_SECONDS:
            return None
        with self._timed(hub):
            try:
                return hub.fetcher.fetch(hub.targets_url + name)
            except DownloadError as error:
                if not isinstance(error, DownloadHTTPError) or error.status_code != 404:
                    self._hubs.remove(hub)
                return None

    def _told(self, hub: Carrier, chunks: Iterator[bytes]) -> Generator[bytes, None, None]:
        """The hub's chunks. Until `check` has seen them all, the hub is under suspicion."""
        with self._timed(hub):
            try:
                yield from chunks
            except DownloadError:
                self.broke_off = True
                raise
            finally:
                if isinstance(chunks, Generator):
                    chunks.close()

    @contextmanager
    def _timed(self, hub: Carrier) -> Iterator[None]:
        begun = self._clock.monotonic()
        try:
            yield
        finally:
            self._spent[hub] += self._clock.monotonic() - begun

    def check(self, url: str, file: IO[bytes], most: int) -> None:
        """See `CheckingFetcher`: a hub's file is what its name says, or the hub is to blame."""
        if self.suspect is None:
            return
        digest = hashlib.sha256()
        file.seek(0, os.SEEK_SET)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        if digest.hexdigest() != _digest(url):
            raise DownloadError("a hub's file is not what its name says")
        self.suspect = None


def _digest(path: str) -> str | None:
    """The SHA-256 (hex) that a target's file is named by (consistent snapshots, TUF 6.2)."""
    found = _HASHED.fullmatch(path.rpartition("/")[2])
    return None if found is None else found[1]
