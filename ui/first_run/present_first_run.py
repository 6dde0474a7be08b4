"""From the first run's values to what it draws: its words, its ports, its complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ui.first_run.steps import ORDER, Draft, Field, Problem, SourceKind, Step, before, problems
from ui.first_run.views import (
    FieldView,
    PlaceView,
    PortView,
    Progress,
    RailView,
    StepView,
)
from ui.lane.words import label, port_name
from ui.wording.phrase import Phrase
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.port import Port
    from checkpoint_app.errors import CheckpointError

_SEA = "sea"
_TITLES: Mapping[Step, Phrase] = {
    Step.LANGUAGE: Phrase("FirstRun", "Which language do you read?"),
    Step.PLACE: Phrase("FirstRun", "Where is this lane?"),
    Step.OFFICER: Phrase("FirstRun", "Who is at it, and what reads the permits?"),
    Step.CONNECT: Phrase("FirstRun", "Connect to the registry"),
    Step.WORKING: Phrase("FirstRun", "Connecting"),
    Step.DONE: Phrase("FirstRun", "This lane is enrolled"),
}
_LEADS: Mapping[Step, Phrase] = {
    Step.LANGUAGE: Phrase("FirstRun", "It can be changed later with F11."),
    Step.PLACE: Phrase("FirstRun", "The enrolment code is good for this port and lane only."),
    Step.OFFICER: Phrase("FirstRun", "A barcode scanner works in any case. Both can change later."),
    Step.CONNECT: Phrase("FirstRun", "IT gives you the address, the one-time code and the file."),
    Step.WORKING: Phrase("FirstRun", "This may take a minute. Nothing that you typed is lost."),
    Step.DONE: Phrase(
        "FirstRun", "Compare these numbers with the registry's before the first pilgrim."
    ),
}
_NAMES: Mapping[Step, Phrase] = {
    Step.LANGUAGE: Phrase("FirstRun", "Language"),
    Step.PLACE: Phrase("FirstRun", "Port and lane"),
    Step.OFFICER: Phrase("FirstRun", "Officer and camera"),
    Step.CONNECT: Phrase("FirstRun", "Registry"),
}
_PROGRESS: Mapping[Progress, Phrase] = {
    Progress.DONE: Phrase("FirstRun", "Step {number}, {name}: done"),
    Progress.CURRENT: Phrase("FirstRun", "Step {number}, {name}: now"),
    Progress.AHEAD: Phrase("FirstRun", "Step {number}, {name}: to come"),
}
_NEXT: Mapping[Step, Phrase] = {
    Step.CONNECT: Phrase("FirstRun", "Enrol"),
    Step.DONE: Phrase("FirstRun", "Start"),
}
_ON = Phrase("FirstRun", "Next")
_BACK = Phrase("FirstRun", "Back")
_LABELS: Mapping[Field, Phrase] = {
    Field.LANGUAGE: Phrase("FirstRun", "Language"),
    Field.PORT: Phrase("FirstRun", "Port"),
    Field.LANE: Phrase("FirstRun", "Lane"),
    Field.OFFICER: Phrase("FirstRun", "Officer's name"),
    Field.SOURCE: Phrase("FirstRun", "Permits are read by"),
    Field.REGISTRY: Phrase("FirstRun", "Registry's address"),
    Field.CODE: Phrase("FirstRun", "Enrolment code"),
    Field.ROOT: Phrase("FirstRun", "Registry's root file"),
}
_HINTS: Mapping[Field, Phrase] = {
    Field.LANE: Phrase("FirstRun", "The number on the counter, for example 2"),
    Field.OFFICER: Phrase("FirstRun", "It is written with every outcome"),
    Field.REGISTRY: Phrase("FirstRun", "For example registry.example"),
    Field.CODE: Phrase("FirstRun", "18 digits, typed or scanned"),
    Field.ROOT: Phrase("FirstRun", "The file root.json that came with this program"),
}
_MISSING: Mapping[Field, Phrase] = {
    Field.LANGUAGE: Phrase("FirstRun", "Choose a language"),
    Field.PORT: Phrase("FirstRun", "Choose a port"),
    Field.LANE: Phrase("FirstRun", "Type the lane's number"),
    Field.OFFICER: Phrase("FirstRun", "Type the officer's name"),
    Field.SOURCE: Phrase("FirstRun", "Choose a video file or a folder"),
    Field.REGISTRY: Phrase("FirstRun", "Type the registry's address"),
    Field.CODE: Phrase("FirstRun", "Type the enrolment code"),
    Field.ROOT: Phrase("FirstRun", "Choose the registry's root file"),
}
_PROBLEMS: Mapping[Problem, Phrase] = {
    Problem.TOO_LONG: Phrase("FirstRun", "That is too long; shorten it"),
    Problem.CODE_UNFINISHED: Phrase("FirstRun", "The code has 18 digits; some are missing"),
    Problem.CODE_MISTYPED: Phrase("FirstRun", "A digit of the code is wrong; check each group"),
    Problem.NOT_AN_ADDRESS: Phrase("FirstRun", "This is not an address; check its spelling"),
}
_SOURCES: Mapping[SourceKind, Phrase] = {
    SourceKind.CAMERA: Phrase("FirstRun", "Camera {number}"),
    SourceKind.RECORDING: Phrase("FirstRun", "A video file, or a folder of pictures"),
    SourceKind.SCANNER: Phrase("FirstRun", "A barcode scanner only"),
}
_KINDS: Mapping[bool, Phrase] = {
    True: Phrase("FirstRun", "Seaport"),
    False: Phrase("FirstRun", "Airport"),
}
# Sentences of a lane at work, as they are said where no lane works yet.
_BEFORE_ANY_SCAN: Mapping[str, str] = {
    "sync.broken_off": "window.enrol_broken_off",
    "sync.too_slow": "window.enrol_too_slow",
    "sync.registry_trouble": "window.enrol_trouble",
    "sync.unreachable": "window.enrol_unreachable",
}
_PORT_ICONS: Mapping[bool, str] = {True: "ship", False: "plane"}
# Letters that people write one for another when they look for a name.
_FOLDED = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ًٌٍَُِّْـ")


def present_step(step: Step, tongue: Tongue) -> StepView:
    """A page's words. The two pages of the program's own have no step of the rail ahead."""
    return StepView(
        step=step,
        title=_TITLES[step].said(tongue),
        lead=_LEADS[step].said(tongue),
        next=_NEXT.get(step, _ON).said(tongue),
        back="" if before(step) is None else _BACK.said(tongue),
        rail=tuple(_rail(at, step, tongue) for at in range(len(ORDER))),
    )


def present_field(field: Field, problem: str, tongue: Tongue) -> FieldView:
    """A field's words, with the sentence of what is wrong about it, if anything."""
    hint = _HINTS.get(field)
    return FieldView(
        field,
        _LABELS[field].said(tongue),
        "" if hint is None else hint.said(tongue),
        problem,
    )


def complaints(draft: Draft, step: Step, tongue: Tongue) -> dict[Field, str]:
    """What keeps this page from being left, in words, by field."""
    return {
        field: _complaint(field, problem).said(tongue)
        for field, problem in problems(draft, step).items()
    }


def present_ports(ports: Iterable[Port], sought: str, tongue: Tongue) -> tuple[PortView, ...]:
    """The ports whose names or codes hold each word of ``sought``, in either language."""
    words = _folded(sought).split()
    return tuple(
        PortView(
            port.port_id,
            port_name(port, tongue),
            _PORT_ICONS[port.mode == _SEA],
            _KINDS[port.mode == _SEA].said(tongue),
        )
        for port in ports
        if all(word in _folded(_all_names(port)) for word in words)
    )


def present_place(port: str, lane: str, fingerprint: str, tongue: Tongue) -> PlaceView:
    """The enrolled place. ``port`` is its name; ``fingerprint`` groups of digits with spaces."""
    compare = tongue.translate("FirstRun", "Fingerprint of this device")
    return PlaceView(
        place=fill(
            tongue.translate("FirstRun", "{port}, lane {lane}"), port=port, lane=label(lane, tongue)
        ),
        compare=compare,
        groups=tuple(fingerprint.split()),
        spoken=f"{compare}: {fingerprint}",
    )


def present_refusal(error: CheckpointError, tongue: Tongue, **values: object) -> str:
    """Why the enrolment failed. ``values`` go before the error's own."""
    key = _BEFORE_ANY_SCAN.get(error.key, error.key)
    return remark(key, tongue, **{**error.params, **values})


def source_name(kind: SourceKind, camera: int, tongue: Tongue) -> str:
    """What reads the permits. Cameras are counted from 1 by people, from 0 by the system."""
    return fill(_SOURCES[kind].said(tongue), number=tongue.number(camera + 1))


def _complaint(field: Field, problem: Problem) -> Phrase:
    return _MISSING[field] if problem is Problem.MISSING else _PROBLEMS[problem]


def _rail(at: int, step: Step, tongue: Tongue) -> RailView:
    now = ORDER.index(step) if step in ORDER else len(ORDER)
    progress = (Progress.AHEAD, Progress.CURRENT, Progress.DONE)[(at <= now) + (at < now)]
    number, name = tongue.number(at + 1), _NAMES[ORDER[at]].said(tongue)
    spoken = fill(_PROGRESS[progress].said(tongue), number=number, name=name)
    return RailView(number, name, progress, spoken)


def _all_names(port: Port) -> str:
    return " ".join((port.name_en, port.name_ar, port.iata, port.locode, port.port_id))


def _folded(text: str) -> str:
    return text.casefold().translate(_FOLDED)
