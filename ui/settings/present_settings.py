"""The page of settings: what there is to choose, and what each change would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checkpoint_app.config import LOCKS, Settings
from ui.settings.port import Device, Devices
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue, fill

# Whoever works here chooses these for their own eyes and ears; the others are the lane's.
PERSONAL = ("language", "digits", "theme", "sound")
OF_LANE = ("source", "scanner", "direction", "lock_after", "hub", "log_level")
_NAMES: Mapping[str, Phrase] = {
    "language": Phrase("Settings", "Language"),
    "digits": Phrase("Settings", "Digits in Arabic"),
    "theme": Phrase("Settings", "Colours"),
    "sound": Phrase("Settings", "Sounds"),
    "source": Phrase("Settings", "Camera"),
    "scanner": Phrase("Settings", "Serial scanner"),
    "direction": Phrase("Settings", "Way the lane begins"),
    "lock_after": Phrase("Settings", "Lock without a touch"),
    "hub": Phrase("Settings", "Address of the port's hub"),
    "log_level": Phrase("Settings", "Detail of the log"),
}
_CHOICES: Mapping[str, Mapping[str, Phrase]] = {
    "language": {"ar": Phrase("Settings", "العربية"), "en": Phrase("Settings", "English")},
    "digits": {
        "arabic": Phrase("Settings", "Arabic-Indic digits"),
        "latin": Phrase("Settings", "Latin digits"),
    },
    "theme": {"light": Phrase("Settings", "Light"), "dark": Phrase("Settings", "Dark")},
    "sound": {"on": Phrase("Settings", "On"), "off": Phrase("Settings", "Off")},
    "direction": {
        "departing": Phrase("Settings", "Departing"),
        "returning": Phrase("Settings", "Returning"),
    },
    "log_level": {
        "WARNING": Phrase("Settings", "Little"),
        "INFO": Phrase("Settings", "Usual"),
        "DEBUG": Phrase("Settings", "Much"),
    },
}
_EFFECTS: Mapping[tuple[str, str], Phrase] = {
    ("language", "ar"): Phrase("Settings", "Every window speaks Arabic, from right to left."),
    ("language", "en"): Phrase("Settings", "Every window speaks English, from left to right."),
    ("digits", "arabic"): Phrase(
        "Settings", "Counts and times are written in Arabic-Indic digits in Arabic."
    ),
    ("digits", "latin"): Phrase(
        "Settings", "Counts and times are written in Latin digits in Arabic too."
    ),
    ("theme", "light"): Phrase("Settings", "Dark letters on a light ground, for a bright hall."),
    ("theme", "dark"): Phrase("Settings", "Light letters on a dark ground, for the night."),
    ("sound", "on"): Phrase("Settings", "Every verdict has its tone."),
    ("sound", "off"): Phrase("Settings", "Verdicts are silent: look at each one."),
    ("direction", "departing"): Phrase(
        "Settings", "The lane begins with departures, from its next start."
    ),
    ("direction", "returning"): Phrase(
        "Settings", "The lane begins with returns, from its next start."
    ),
    ("log_level", "WARNING"): Phrase(
        "Settings", "Only what goes wrong is written down, from the next start."
    ),
    ("log_level", "INFO"): Phrase(
        "Settings", "What IT usually needs is written down, from the next start."
    ),
    ("log_level", "DEBUG"): Phrase(
        "Settings", "Everything is written down, from the next start; the disk fills sooner."
    ),
}
_NOTHING = ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change that is not saved yet: what, from what to what, and what comes of it."""

    name: str
    before: str
    after: str
    effect: str


def name_of(field: str, tongue: Tongue) -> str:
    """What a setting is called."""
    return _NAMES[field].said(tongue)


def choices_of(
    field: str, now: str, devices: Devices, tongue: Tongue
) -> tuple[tuple[str, str], ...]:
    """What can be chosen: setting and text. What stands now is always among it."""
    found = {key: value_name(field, key, devices, tongue) for key in _keys(field, devices)}
    if now not in found:
        found[now] = value_name(field, now, devices, tongue)
    return tuple(found.items())


def value_name(field: str, value: str, devices: Devices, tongue: Tongue) -> str:
    """What a value is called."""
    if field in _CHOICES and value in _CHOICES[field]:
        return _CHOICES[field][value].said(tongue)
    if field == "lock_after":
        return _lock_name(value, tongue)
    if not value:
        return _none_name(field, tongue)
    known = {each.setting: each.title for each in _plugged(field, devices)}
    if value in known:
        return known[value]
    if value == "serial:auto":
        return tongue.translate("Settings", "Whichever is plugged in")
    return tongue.code(value)


def changes(
    before: Settings, after: Settings, devices: Devices, tongue: Tongue
) -> tuple[ChangeView, ...]:
    """What would be changed, in the page's order."""
    found = []
    for field in (*PERSONAL, *OF_LANE):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found.append(
                ChangeView(
                    name_of(field, tongue),
                    value_name(field, old, devices, tongue),
                    value_name(field, new, devices, tongue),
                    effect_of(field, new, devices, tongue),
                )
            )
    return tuple(found)


def effect_of(field: str, value: str, devices: Devices, tongue: Tongue) -> str:
    """What comes of a value, in a sentence."""
    if (field, value) in _EFFECTS:
        return _EFFECTS[field, value].said(tongue)
    name = value_name(field, value, devices, tongue)
    if field == "lock_after":
        return tongue.translate(
            "Settings",
            "The window locks when nobody has touched it for %n minutes.",
            None,
            int(value),
        )
    return fill(_sentence(field, value, tongue), name=name)


def changed_of_lane(before: Settings, after: Settings) -> bool:
    """Whether a change is the lane's, not only of who looks at it."""
    return any(getattr(before, field) != getattr(after, field) for field in OF_LANE)


def _keys(field: str, devices: Devices) -> Iterator[str]:
    if field in _CHOICES:
        yield from _CHOICES[field]
    elif field == "lock_after":
        yield from LOCKS
    elif field in ("source", "scanner"):
        yield _NOTHING
        if field == "scanner":
            yield "serial:auto"
        yield from (each.setting for each in _plugged(field, devices))


def _plugged(field: str, devices: Devices) -> tuple[Device, ...]:
    if field == "source":
        return devices.cameras
    return devices.scanners if field == "scanner" else ()


def _none_name(field: str, tongue: Tongue) -> str:
    if field == "source":
        return tongue.translate("Settings", "No camera: scanner and keys alone")
    if field == "scanner":
        return tongue.translate("Settings", "None: scanners that type need no setting")
    return tongue.translate("Settings", "Found by itself")


def _lock_name(value: str, tongue: Tongue) -> str:
    return tongue.translate("Settings", "After %n minutes", None, int(value))


def _sentence(field: str, value: str, tongue: Tongue) -> str:
    say = tongue.translate
    if field == "source":
        return (
            say("Settings", "The lane looks through {name} at once; the picture shows it.")
            if value
            else say("Settings", "The camera is let go; permits are read by the scanner alone.")
        )
    if field == "scanner":
        return (
            say("Settings", "The lane listens to this serial scanner at once: {name}.")
            if value
            else say("Settings", "No serial port is used; scanners that type go on working.")
        )
    return (
        say("Settings", "From the next start the lane also asks the hub at {name}.")
        if value
        else say("Settings", "From the next start hubs are found by signed settings alone.")
    )
