"""`checkpoint hub`: this PC as the hub of its port."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from checkpoint_app.commands import hub_port
from checkpoint_app.commands.setting import Setting
from checkpoint_app.hub_box import HubBox, open_hub
from checkpoint_app.reference import ports
from sync.registry.api.waitress_server import Address
from sync.registry.hub.identity import HubIdentity


def hub(chosen: Namespace, setting: Setting) -> int:
    """Carry out one step of `checkpoint hub`: of a hub, or of a lane that knows its port."""
    of_lane = LANE_STEPS.get(chosen.step)
    if of_lane is not None:
        return of_lane(chosen, setting)
    STEPS[chosen.step](chosen, setting, open_hub(setting.paths, setting.clock))
    return 0


def serve(chosen: Namespace, setting: Setting, box: HubBox) -> None:
    """Serve the lanes of the port until stopped; says where once it does."""

    def ready(address: str, identity: HubIdentity) -> None:
        tell_listening(address, identity, chosen, setting)

    box.serve(Address(chosen.host, chosen.port), announce=not chosen.no_announce, ready=ready)


def bundle_in(chosen: Namespace, setting: Setting, box: HubBox) -> None:
    """Take a stick into the mirror, for all lanes; beside a hub that serves, too."""
    taken = box.take(chosen.folder)
    if chosen.json:
        setting.console.object({"ok": True, "version": taken.version, "files": taken.files_fetched})
    else:
        setting.console.say("cli.hub_stick_taken")


def tell_listening(
    address: str, identity: HubIdentity, chosen: Namespace, setting: Setting
) -> None:
    """Say where the hub listens, and who it is."""
    console, port_id = setting.console, identity.device.port_id
    if chosen.json:
        console.object(
            {
                "listening": address,
                "port": port_id,
                "instance": identity.instance.hex(),
                "certificate": identity.fingerprint.hex(),
            }
        )
        return
    port = ports().by_id(port_id)
    name = port.name_ar if console.lang == "ar" else port.name_en
    console.say("cli.hub_listening", address=address, port=name)


STEPS: Mapping[str, Callable[[Namespace, Setting, HubBox], None]] = {
    "serve": serve,
    "bundle-in": bundle_in,
}
LANE_STEPS: Mapping[str, Callable[[Namespace, Setting], int]] = {
    "succeed": hub_port.succeed_,
    "copy": hub_port.copy,
    "status": hub_port.status,
}
