"""This device, and what it trusts, as their page shows them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkpoint_app.reference import ports
from ui.it_desk.present_data import NO_BANNER, BannerView
from ui.it_desk.words import moment, short_moment
from ui.lane.views import FactView, Mark
from ui.lane.words import lane_name, port_name
from ui.widgets.table_view import CellView, ColumnView, RowView, TableView
from ui.wording.phrase import Phrase
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from ui.it_desk.port import DeviceStanding, KeyShown

# Of a key's id so many signs tell it apart.
_SIGNS = 8
# A root that ends so soon needs its ceremony now: people and sticks take weeks.
_CEREMONY_NEAR = timedelta(days=45)
_PURPOSES: Mapping[str, Phrase] = {
    "token": Phrase("It", "Permits"),
    "block": Phrase("It", "Records"),
    "manifest": Phrase("It", "Manifests"),
    "status": Phrase("It", "Revocations"),
    "state": Phrase("It", "Companies and programmes"),
    "notice": Phrase("It", "Notices"),
    "receipt": Phrase("It", "Receipts"),
    "refresh": Phrase("It", "Refreshes"),
}
STEPS = (
    Phrase("It", "At the registry, issue a one-time code for the port and the lane"),
    Phrase("It", "On the new computer start the program: its first page asks for that code"),
    Phrase("It", "Compare both fingerprints by voice before the first pilgrim is scanned"),
    Phrase("It", "Reset this computer only once its movements are acknowledged: recall it at the "
                 "registry, then start anew"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviceView:
    """The page. ``groups`` are the fingerprint's digits, ``spoken`` the same for a screen
    reader."""

    banner: BannerView
    groups: tuple[str, ...]
    spoken: str
    facts: tuple[FactView, ...]
    keys: TableView
    parts: TableView


def present_device(device: DeviceStanding, tongue: Tongue) -> DeviceView:
    """Who this lane is."""
    return DeviceView(
        banner=_banner(device, tongue),
        groups=tuple(device.fingerprint.split()),
        spoken=f"{tongue.translate('It', 'Fingerprint')}: {device.fingerprint}",
        facts=_facts(device, tongue),
        keys=_keys(device, tongue),
        parts=_parts(device, tongue),
    )


def _banner(device: DeviceStanding, tongue: Tongue) -> BannerView:
    if device.recalled:
        return BannerView(remark("alarm.recalled", tongue), Mark.BAD)
    if device.word_until is None:
        told = tongue.translate("It", "Nothing is trusted yet. Sync now, or bring a stick")
        return BannerView(told, Mark.BAD)
    if device.word_until <= device.at:
        told = tongue.translate("It", "The registry's word has ended. Sync now, or bring a stick")
        return BannerView(told, Mark.BAD)
    if device.root_ends is not None and device.root_ends - device.at < _CEREMONY_NEAR:
        told = tongue.translate("It", "The root keys end soon: the registry must hold its ceremony")
        return BannerView(told, Mark.WARNING)
    return NO_BANNER


def _facts(device: DeviceStanding, tongue: Tongue) -> tuple[FactView, ...]:
    say = tongue.translate
    recalled = say("It", "Recalled") if device.recalled else say("It", "In service")
    return (
        FactView(say("It", "Port"), port_name(ports().by_id(device.port), tongue)),
        FactView(say("It", "Lane"), lane_name(device.lane, tongue)),
        FactView(say("It", "Device"), tongue.code(device.device_id)),
        FactView(
            say("It", "State"), recalled, Mark.BAD if device.recalled else Mark.GOOD
        ),
        FactView(
            say("It", "Registry"),
            tongue.code(device.registry) or say("It", "By stick: no address"),
        ),
        FactView(
            say("It", "Devices of the port"),
            "–" if device.devices is None else tongue.number(device.devices),
        ),
        FactView(say("It", "Root version"), _number(device.root_version, tongue)),
        FactView(say("It", "Root keys end"), moment(device.root_ends, tongue)),
        FactView(say("It", "Word holds until"), moment(device.word_until, tongue)),
    )  # fmt: skip


def _keys(device: DeviceStanding, tongue: Tongue) -> TableView:
    say = tongue.translate
    return TableView(
        title=say("It", "Keys of the registry"),
        columns=(
            ColumnView(say("It", "Signs"), share=2),
            ColumnView(say("It", "Key"), code=True, share=2),
            ColumnView(say("It", "Good until"), share=2),
        ),
        rows=tuple(_key(key, device.at, tongue) for key in device.keys),
        empty=say("It", "No keys yet. Sync now, or bring a stick"),
    )


def _key(key: KeyShown, now: datetime, tongue: Tongue) -> RowView:
    purpose = _PURPOSES.get(key.purpose)
    ended = Mark.BAD if key.ended else Mark.PLAIN
    return RowView(
        f"{key.purpose}.{key.key_id}",
        (
            CellView(tongue.code(key.purpose) if purpose is None else purpose.said(tongue)),
            CellView(tongue.code(key.key_id[:_SIGNS]), key.key_id, detail=key.key_id),
            CellView(
                short_moment(key.until, now, tongue),
                key.until,
                ended,
                icon="warning" if key.ended else "",
            ),
        ),
    )


def _parts(device: DeviceStanding, tongue: Tongue) -> TableView:
    say = tongue.translate
    return TableView(
        title=say("It", "Versions"),
        columns=(
            ColumnView(say("It", "Part"), code=True, share=2),
            ColumnView(say("It", "Version"), number=True),
        ),
        rows=tuple(
            RowView(
                part.name,
                (
                    CellView(tongue.code(part.name), part.name),
                    CellView(tongue.code(part.version) or "–"),
                ),
            )
            for part in device.parts
        ),
    )


def _number(value: int | None, tongue: Tongue) -> str:
    return "–" if value is None else tongue.number(value)
