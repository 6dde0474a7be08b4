"""Where hubs may be: named in the port's signed settings, given by hand, found on the network.

An address found on the network (RFC 6762, RFC 6763) is worth nothing by itself: anybody there can
announce one. It is tried, and `PinnedHub` decides.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Protocol

import zeroconf

from checkpoint_app.errors import ConfigError
from sync.client.hub.pinned import checked_hub
from sync.protocol.hub import SERVICE_TYPE

_LOG = logging.getLogger(__name__)
# The key of the announcement's text that says the port.
PORT_KEY = b"port"
MOST_FOUND = 16
_RETRY_SECONDS = 30.0
_ANSWER_MS = 2000
_LAST_PORT = 65_535


class Announced(Protocol):
    """One announcement (`zeroconf.ServiceInfo`)."""

    @property
    def port(self) -> int | None: ...
    @property
    def properties(self) -> Mapping[bytes, bytes | None]: ...
    def parsed_addresses(self) -> list[str]:
        """Its addresses as text."""
        ...


class Finder(Protocol):
    """Looks for hubs on the network."""

    def start(self) -> None:
        """Begin, in the background."""
        ...

    def stop(self) -> None:
        """End; may leave a thread that ends by itself."""
        ...

    def addresses(self) -> tuple[str, ...]:
        """Those announced at this moment, unproven."""
        ...


def announced_addresses(info: Announced, port_id: str) -> tuple[str, ...]:
    """The addresses of a hub that says to be of this port; none for any other, or for nonsense."""
    said = info.properties.get(PORT_KEY)
    number = info.port
    if said != port_id.encode() or number is None or not 0 < number <= _LAST_PORT:
        return ()
    hosts = (_host(text) for text in info.parsed_addresses()[:MOST_FOUND])
    return tuple(f"https://{host}:{number}" for host in hosts if host is not None)


def _host(text: str) -> str | None:
    """An address as it stands in a URL; None for what no hub listens at. A link-local one of IPv6
    needs the name of an interface, which is not said."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if found.is_multicast or found.is_unspecified:
        return None
    match found:
        case IPv4Address():
            return str(found)
        case IPv6Address():
            return None if found.is_link_local else f"[{found}]"


def usable(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those that can be a hub's, each once, in the same order."""
    found: dict[str, None] = {}
    for address in addresses:
        try:
            found[checked_hub(address)] = None
        except ConfigError:
            _LOG.warning("an address in the settings is no hub's")
    return tuple(found)


class NetworkFinder:
    """Listens for announcements. A network without multicast only means that none come; it is
    tried again every half minute."""

    def __init__(self, port_id: str) -> None:
        self._port_id = port_id
        self._found: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def start(self) -> None:
        """See `Finder`."""
        threading.Thread(target=self._run, name="hub-finder", daemon=True).start()

    def stop(self) -> None:
        """See `Finder`."""
        self._stopping.set()

    def addresses(self) -> tuple[str, ...]:
        """See `Finder`."""
        with self._lock:
            found = [address for each in self._found.values() for address in each]
        return tuple(dict.fromkeys(found))[:MOST_FOUND]

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen(zeroconf.Zeroconf)
            except (OSError, zeroconf.Error) as error:
                _LOG.info("hubs cannot be looked for on the network: %s", error)
            self._stopping.wait(_RETRY_SECONDS)

    def _listen(self, opened: Callable[[], zeroconf.Zeroconf]) -> None:
        with opened() as network:
            zeroconf.ServiceBrowser(network, SERVICE_TYPE, handlers=[self._changed])
            self._stopping.wait()

    def _changed(
        self,
        zeroconf: zeroconf.Zeroconf,
        service_type: str,
        name: str,
        state_change: zeroconf.ServiceStateChange,
    ) -> None:
        """The names of the arguments are the library's."""
        gone = state_change.name == "Removed"
        info = None if gone else zeroconf.get_service_info(service_type, name, _ANSWER_MS)
        with self._lock:
            if info is None:
                self._found.pop(name, None)
            elif len(self._found) < MOST_FOUND or name in self._found:
                self._found[name] = announced_addresses(info, self._port_id)
