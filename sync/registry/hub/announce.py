"""A hub makes itself known on its network (RFC 6762, RFC 6763): its port and its instance, nothing
else. Who hears it checks the hub by the signed device list."""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ifaddr
from zeroconf import Error, IPVersion, ServiceInfo, Zeroconf

from sync.protocol.hub import SERVICE_TYPE
from sync.registry.hub.identity import HubIdentity

_log = logging.getLogger(__name__)
_END_SECONDS = 0.4
_VERSION = "1"


def service_of(host: str, port: int, identity: HubIdentity) -> ServiceInfo:
    """What is announced. Its names are made of the instance."""
    instance = identity.instance.hex()
    return ServiceInfo(
        SERVICE_TYPE,
        f"{instance}.{SERVICE_TYPE}",
        parsed_addresses=_addresses(host),
        port=port,
        properties={"port": identity.device.port_id, "instance": instance, "v": _VERSION},
        server=f"umrah-hub-{instance[:16]}.local.",
    )


@contextmanager
def announced(host: str, port: int, identity: HubIdentity) -> Iterator[None]:
    """Announce until the block ends. Where there is no multicast the hub is found by its address
    alone; nothing waits for it, and nothing fails."""
    announcement = _Announcement()
    threading.Thread(
        target=announcement.begin,
        args=(host, port, identity),
        name="hub announcement",
        daemon=True,
    ).start()
    try:
        yield
    finally:
        announcement.end()


class _Announcement:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._zeroconf: Zeroconf | None = None
        self._is_over = False

    def begin(self, host: str, port: int, identity: HubIdentity) -> None:
        """Announce; probing takes about a second."""
        try:
            service = service_of(host, port, identity)
            with self._lock:
                if self._is_over:
                    return
                self._zeroconf = Zeroconf(**_interfaces(host))
            self._zeroconf.register_service(service)
        except (OSError, Error, ValueError) as error:
            _log.warning("the hub is not announced: %s", error)
        except Exception:  # noqa: BLE001 - the hub goes on without it
            _log.exception("announcing the hub failed")

    def end(self) -> None:
        """Take it back, in a little while at most."""
        with self._lock:
            self._is_over = True
            zeroconf = self._zeroconf
        if zeroconf is not None:
            ending = threading.Thread(target=_close, args=(zeroconf,), daemon=True)
            ending.start()
            ending.join(_END_SECONDS)


def _close(zeroconf: Zeroconf) -> None:
    try:
        zeroconf.close()
    except (OSError, Error, RuntimeError) as error:
        _log.warning("the announcement was not taken back: %s", error)


def _interfaces(host: str) -> dict[str, Any]:
    if _is_any(host):
        return {"ip_version": IPVersion.V4Only}
    return {"interfaces": _addresses(host)}


def _addresses(host: str) -> list[str]:
    """The addresses under which the hub is reached."""
    if not _is_any(host):
        return [str(ipaddress.ip_address("127.0.0.1" if host == "localhost" else host))]
    return [
        str(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str) and not ipaddress.ip_address(ip.ip).is_loopback
    ]


def _is_any(host: str) -> bool:
    return host in ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound
