"""`checkpoint registry devices`, `admit`, `recall`, …: who stands at the ports."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.reference import error_message, message, ports
from sync.registry.command_parts import (
    AddWord,
    RegistrySetting,
    answer,
    port_named,
    registry_paths,
    said,
)

if TYPE_CHECKING:
    from checkpoint_app.domain.port import Port
    from sync.registry.admission import Asking, DeviceRow, Devices
    from sync.registry.publish.publisher import Publisher

_FAILED = 1


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
    word("devices", run_devices, _port_option)
    word("admit", run_admit, _admit_options)
    word("recall", run_recall, _recall_options)
    word("rotate-port-key", run_rotate, _rotate_options)
    word("restored", run_restored, _restored_options)


def run_devices(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Show the devices of a port, or of all."""
    port = port_named(chosen.port) if chosen.port else None
    with _devices(chosen, setting) as devices:
        rows = devices.listed(port)
    for row in rows:
        answer(chosen, setting, _device(row, setting.console.lang), "device")
    if not rows and not chosen.json:
        setting.console.line(message("api.said-no-devices", setting.console.lang))
    return 0


def run_admit(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Show who asks; with a fingerprint, enrol the one that has it."""
    import secrets

    from sync.protocol.enrol_request import same_fingerprint

    port = port_named(chosen.port) if chosen.port else None
    with _devices(chosen, setting) as devices:
        asked = list(_readable(devices, chosen, setting))
        if port is not None:
            asked = [each for each in asked if each.said.port == port.port_id]
        if chosen.fingerprint is None:
            _tell_requests(asked, chosen, setting)
            return 0
        typed = chosen.fingerprint
        meant = [each for each in asked if same_fingerprint(typed, each.said.fingerprint)]
        if not meant:
            raise ConfigError("no request with it", key="api.other-fingerprint")
        device_id = devices.admit(meant[0], typed, secrets.randbelow, port)
    words = meant[0].said
    told = {"device": device_id, "port": words.port, "lane": _plain(words.lane)}
    answer(chosen, setting, told, "admitted")
    return _published(chosen, setting, lambda publisher: publisher.rewrap_port_key(words.port))


def run_recall(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Take a device out of service, and publish that, a new port key and a new baseline."""
    return publish_recall(enter_recall(chosen, setting), chosen, setting)


def enter_recall(chosen: argparse.Namespace, setting: RegistrySetting) -> Port:
    """Take the device out of service, and say so; its port, which `publish_recall` is given next.
    Raises ConfigError."""
    with _devices(chosen, setting) as devices:
        port = devices.recall(chosen.device, chosen.reason)
    told = {"device": chosen.device, "port": port.port_id}
    answer(chosen, setting, told, "recalled")
    return port


def publish_recall(port: Port, chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Publish who was recalled, and the port's data under a new key; the exit code."""

    def publish(publisher: Publisher) -> None:
        publisher.publish_status()  # every lane hears of it before the port's data is sealed anew
        publisher.publish([port.port_id])

    return _published(chosen, setting, publish)


def run_rotate(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """A new key for a port, and a new baseline under it."""
    from dataclasses import asdict

    from sync.registry.serve import open_publisher

    port = port_named(chosen.port)
    with open_publisher(registry_paths(chosen), setting.clock) as publisher:
        published = publisher.rotate_port_key(port.port_id)
    answer(chosen, setting, asdict(published), "published")
    return 0


def run_restored(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """After a backup was put back: go beyond everything that was published since it was made."""
    from dataclasses import asdict

    from sync.registry.restored import after_restore

    done = after_restore(registry_paths(chosen), setting.clock, newer=chosen.newer)
    answer(chosen, setting, asdict(done), "restored")
    if not chosen.json:
        setting.console.line(message("api.said-restored-next", setting.console.lang))
    return 0


@contextmanager
def _devices(chosen: argparse.Namespace, setting: RegistrySetting) -> Iterator[Devices]:
    from sync.registry.admission import Devices
    from sync.registry.db.open import open_database

    engine = open_database(registry_paths(chosen).database)
    try:
        yield Devices(engine, setting.clock, ports())
    finally:
        engine.dispose()


def _published(
    chosen: argparse.Namespace, setting: RegistrySetting, publish: Callable[[Publisher], None]
) -> int:
    """Publish it; what fails is said, and done by the serving registry's next round."""
    from sync.registry.serve import open_publisher

    try:
        with open_publisher(registry_paths(chosen), setting.clock) as publisher:
            publish(publisher)
    except CheckpointError as error:
        lang = setting.console.lang
        if not chosen.json:
            setting.console.line(error_message(error, lang))
            setting.console.line(message("api.said-published-later", lang))
        return _FAILED
    return 0


def _readable(
    devices: Devices, chosen: argparse.Namespace, setting: RegistrySetting
) -> Iterator[Asking]:
    """The requests; files that are none are told of beside them."""
    from sync.registry.admission import UnreadableRequest

    lang = setting.console.lang
    for each in devices.requests(chosen.place):
        if not isinstance(each, UnreadableRequest):
            yield each
        elif chosen.fingerprint is not None:
            continue  # one of the others is meant
        elif chosen.json:
            setting.console.object({"file": each.file, "error": each.key})
        else:
            reason = error_message(each, lang)
            setting.console.line(
                message("api.said-request-unreadable", lang, file=ascii(each.file), reason=reason)
            )


def _tell_requests(
    asked: list[Asking], chosen: argparse.Namespace, setting: RegistrySetting
) -> None:
    lang = setting.console.lang
    for each in asked:
        words = each.said
        told = {
            "file": _plain(each.file),
            "port": words.port,
            "lane": _plain(words.lane),
            "name": _plain(words.name),
            "fingerprint": words.fingerprint,
            "standing": each.standing.value,
        }
        if not chosen.json:
            told["standing"] = message(f"api.said-standing-{each.standing.value}", lang)
        answer(chosen, setting, told, "request")
    if not asked and not chosen.json:
        setting.console.line(message("api.said-no-requests", lang))


def _device(row: DeviceRow, lang: str) -> dict[str, object]:
    return {
        "device": row.device_id,
        "name": _plain(row.name),
        "port": row.port.port_id,
        "lane": _plain(row.lane),
        "fingerprint": row.fingerprint,
        "standing": row.standing.value,
        "state": message(f"api.said-standing-{row.standing.value}", lang),
        "since": datetime.fromtimestamp(row.since, UTC).isoformat().replace("+00:00", "Z"),
    }


def _plain(text: str) -> str:
    """A device's own words for a terminal: signs that steer it become escapes."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _port_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="PORT", help=said("port"))


def _admit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", type=Path, metavar="DIR_OR_FILE", help=said("admit-place"))
    parser.add_argument("--port", metavar="PORT", help=said("port"))
    parser.add_argument("--fingerprint", metavar="DIGITS", help=said("admit-fingerprint"))


def _recall_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("device", metavar="DEVICE", help=said("recall-device"))
    parser.add_argument("--reason", required=True, metavar="TEXT", help=said("recall-reason"))


def _rotate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True, metavar="PORT", help=said("port"))


def _restored_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--newer", type=Path, metavar="DIR", help=said("restored-newer"))
