"""One hub: proven, pulled from in one thread and pushed to in another, again and again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from checkpoint_app.errors import CheckpointError, ProtocolError
from sync.client.hub.gate import Gate
from sync.client.hub.held import HeldByHub
from sync.client.hub.lane import HubLane
from sync.client.hub.listed import PortDevices
from sync.client.hub.pinned import HubIdentity, HubLine, PinnedHub
from sync.client.hub.pulling import Cursors, Pulling
from sync.client.hub.pushing import Pushing
from sync.client.hub.settling import Settling
from sync.client.hub.standing import HubState
from sync.client.hub.taking import Taking, Took
from sync.engine.backoff import Backoff

_LOG = logging.getLogger(__name__)
# On the port's own network: seconds.
_BACKOFF = Backoff(first=0.5, most=10.0)
_NOT_OURS = Backoff(first=4.0, most=60.0)
# The same hub by another address: it is looked at again whether it still is.
_SECOND_ADDRESS = 15.0


class OneHub:
    """``claim`` says whether no other address leads to the same hub now; it holds until
    ``release``. ``changed`` is called when
    the hub is connected or gone, ``took`` with what came. Threads are daemons and end by
    themselves after `stop`; only the gate makes sure that they touch no store."""

    def __init__(
        self,
        address: str,
        lane: HubLane,
        devices: Callable[[], PortDevices | None],
        gate: Gate,
        cursors: Cursors,
        *,
        claim: Callable[[OneHub, HubIdentity], bool],
        release: Callable[[OneHub], None],
        changed: Callable[[], None],
        took: Callable[[Took], None],
    ) -> None:
        self._lane, self._devices, self._gate, self._changed = lane, devices, gate, changed
        self._claim, self._release = claim, release
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._moved = threading.Event()
        self.hub = PinnedHub(address, lane, devices, stopping=self._stopping.is_set)
        self._state = HubState(address, "", False, lane.clock.now())
        held = HeldByHub()
        self._pulling = Pulling(
            lane,
            devices,
            Taking(lane, devices, gate),
            held,
            cursors,
            connected=lambda: self._turn(connected=True),
            took=took,
            pause=self._stopping.wait,
        )
        self._pushing = Pushing(lane, devices, gate, held, self._moved, self._is_over)

        self._line: HubLine | None = None
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("hub-pull", self._pull), ("hub-push", self._push))
        ]

    @property
    def state(self) -> HubState:
        """How it stands."""
        return self._state

    def start(self) -> None:
        """Begin, in the background."""
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """End soon."""
        self._stopping.set()
        self._connected.set()
        self._moved.set()
        line = self._line
        if line is not None:
            line.cut()

    def join(self, seconds: float) -> None:
        """Wait so long at most for the threads to end."""
        for each in self._threads:
            each.join(seconds / len(self._threads))

    def moved(self) -> None:
        """Something was recorded."""
        self._moved.set()

    def settled(self, pause: Callable[[float], bool]) -> bool:
        """See `Settling.run`; a hub that does not answer has not settled."""
        settling = Settling(
            self._lane, self._devices, self._gate, lambda s: pause(s) or self._is_over()
        )
        try:
            line = self.hub.line()
            try:
                return settling.run(line)
            finally:
                line.close()
        except CheckpointError as error:
            _LOG.info("hub %s has not settled: %s", self.hub.address, error)
            return False

    def _is_over(self) -> bool:
        """Whether pushing ends: with the link, or with the stream."""
        return self._stopping.is_set() or not self._connected.is_set()

    def _pull(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            wait, lasted = self._pulled(failures + 1)
            failures = 0 if lasted else failures + 1
            self._stopping.wait(wait)

    def _pulled(self, failures: int) -> tuple[float, bool]:
        """One connection: seconds to wait after it, and whether it stood at all."""
        backoff = _BACKOFF
        try:
            line = self.hub.line()
            if not self._claim(self, line.identity):
                line.close()
                return _SECOND_ADDRESS, True
            self._state = replace(self._state, device_id=line.identity.device_id)
            self._line = line
            try:
                self._pulling.run(line)
                return 0.0, True
            finally:
                self._line = None
                line.close()
        except ProtocolError as error:
            _LOG.warning("hub %s: %s", self.hub.address, error)
            backoff = _NOT_OURS
        except CheckpointError as error:
            _LOG.info("hub %s: %s", self.hub.address, error)
        except Exception:  # noqa: BLE001 - a lane must not stay alone for what one hub did to it
            _LOG.exception("hub %s", self.hub.address)
            backoff = _NOT_OURS
        finally:
            lasted = self._connected.is_set()
            self._release(self)
            self._turn(connected=False)
            self.hub.forget()
        return backoff.wait(1 if lasted else failures, self._lane.jitter), lasted

    def _push(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._connected.wait()
            if self._stopping.is_set():
                return
            try:
                line = self.hub.line()
                try:
                    self._pushing.run(line)
                    failures = 0
                finally:
                    line.close()
            except CheckpointError as error:
                _LOG.info("hub %s takes nothing: %s", self.hub.address, error)
                failures += 1
            except Exception:  # noqa: BLE001 - as above
                _LOG.exception("hub %s", self.hub.address)
                failures += 1
            if failures:
                self._stopping.wait(_BACKOFF.wait(failures, self._lane.jitter))

    def _turn(self, *, connected: bool) -> None:
        if self._stopping.is_set():
            return
        before = self._state
        if connected:
            self._connected.set()
        else:
            self._connected.clear()
        self._moved.set()
        if before.connected != connected:
            self._state = replace(before, connected=connected, since=self._lane.clock.now())
            self._changed()
