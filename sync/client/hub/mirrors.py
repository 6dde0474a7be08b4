"""The hubs' copies of the repository, as carriers for the way down (`sync.client.carriers`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from checkpoint_app.errors import CheckpointError
from sync.client.carriers import FOR_HUBS
from sync.client.http import RegistryHttp
from sync.client.http_fetcher import network_carrier
from sync.client.hub.pinned import PinnedHub
from sync.trust.carrier import Carrier

_LOG = logging.getLogger(__name__)


class Mirrors:
    """Gives the carriers of the hubs that are connected, the same one for the same certificate of
    the same address. For one thread, that of the way down."""

    def __init__(self, connected: Callable[[], Sequence[PinnedHub]]) -> None:
        self._connected = connected
        self._open: dict[tuple[str, bytes], tuple[RegistryHttp, Carrier]] = {}

    def __call__(self) -> Sequence[Carrier]:
        """Those of now; a hub that does not prove itself has none."""
        known, self._open = self._open, {}
        for hub in self._connected():
            try:
                name = hub.address, hub.prove().instance
                self._open[name] = known.pop(name) if name in known else self._opened(hub)
            except CheckpointError as error:
                _LOG.info("no mirror at %s: %s", hub.address, error)
        for http, _ in known.values():
            http.close()
        return [carrier for _, carrier in self._open.values()]

    def close(self) -> None:
        """Close what is open. The way down must have ended."""
        for http, _ in self._open.values():
            http.close()
        self._open = {}

    @staticmethod
    def _opened(hub: PinnedHub) -> tuple[RegistryHttp, Carrier]:
        http = hub.http(FOR_HUBS)
        return http, network_carrier(http)
