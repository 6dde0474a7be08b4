"""`checkpoint hub`: this PC as the hub of its port."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from checkpoint_app.commands import hub_port
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.signing_in import at_post
from checkpoint_app.domain.roles import Deed
from checkpoint_app.hub_box import HubBox, open_hub
from checkpoint_app.main import open_stores
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
    """Serve the lanes of the port until stopped; says where once it does. Needs nobody: it is the
    computer's own service, and passes on only what each lane has signed or sealed."""

    def ready(address: str, identity: HubIdentity) -> None:
        tell_listening(address, identity, chosen, setting)

    box.serve(Address(chosen.host, chosen.port), announce=not chosen.no_announce, ready=ready)


def bundle_in(chosen: Namespace, setting: Setting, box: HubBox) -> None:
    """Take a stick into the mirror, for all lanes; beside a hub that serves, too."""
    with _carrying(chosen, setting):
        taken = box.take(chosen.folder)
    if chosen.json:
        setting.console.object({"ok": True, "version": taken.version, "files": taken.files_fetched})
    else:
        setting.console.say("cli.hub_stick_taken")


@contextmanager
def _carrying(chosen: Namespace, setting: Setting) -> Iterator[None]:
    """Whoever brings a stick may, where the lane of this folder has a list of staff; a folder whose
    stores were never opened has none."""
    if not setting.paths.journal.exists():
        yield
        return
    with (
        open_stores(setting.paths, setting.clock) as stores,
        at_post(chosen, setting, stores, Deed.CARRY_STICK, needed=True) as post,
    ):
        yield
        post.note("stick.to-hub")


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
