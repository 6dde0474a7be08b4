"""The first run: each page filled in, one with a complaint, and its end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from checkpoint_app.reference import ports
from sync.protocol.enrolment_code import make_code
from tests.ui.screens.shots import Scene, shot
from ui.first_run.steps import Field
from ui.first_run.wizard import FirstRun

_CODE = make_code(lambda below: below // 7)
_FINGERPRINT = "12345 67890 11223 44556 77889 90012"
# What the file of a stick is called.
_FILE = frozenset({"LABEL", "txt"})
# A language is called by its own name.
_LATIN = frozenset({"English"})


def begin(scene: Scene) -> FirstRun:
    """The first page."""
    run = FirstRun(scene.theme, scene.tongue, tuple(ports()), root=Path("/media/stick/root.json"))
    run.language_chosen.connect(scene.tongue.switch)
    scene.window.set_first_run(run)
    scene.settle()
    return run


def type_text(scene: Scene, text: str) -> None:
    """Typed where the focus is."""
    for sign in text:
        scene.press(Qt.Key.Key_unknown, sign)


def to_place(scene: Scene) -> FirstRun:
    """Port and lane are told."""
    run = begin(scene)
    scene.press(Qt.Key.Key_Return, "\r")
    type_text(scene, scene.said("safaga", "سفاجا"))
    for _ in range(2):
        scene.press(Qt.Key.Key_Tab, "\t")
    type_text(scene, scene.said("2", "٢"))
    return run


def to_camera(scene: Scene) -> FirstRun:
    """What the lane looks through comes next."""
    run = to_place(scene)
    scene.press(Qt.Key.Key_Return, "\r")
    return run


def to_scanner(scene: Scene) -> FirstRun:
    """Then what it is scanned with."""
    run = to_camera(scene)
    scene.press(Qt.Key.Key_Return, "\r")
    return run


def to_connect(scene: Scene) -> FirstRun:
    """Then the registry."""
    run = to_scanner(scene)
    run.go_on()
    scene.settle()
    return run


@shot("first-run-language", latin=_LATIN)
def language(scene: Scene) -> None:
    begin(scene)


@shot("first-run-place")
def place(scene: Scene) -> None:
    to_place(scene)


@shot("first-run-place-missing")
def place_missing(scene: Scene) -> None:
    begin(scene)
    scene.press(Qt.Key.Key_Return, "\r")
    scene.press(Qt.Key.Key_Return, "\r")


@shot("first-run-camera")
def camera(scene: Scene) -> None:
    to_camera(scene)


@shot("first-run-scanner")
def scanner(scene: Scene) -> None:
    to_scanner(scene)


@shot("first-run-connect")
def connect(scene: Scene) -> None:
    run = to_connect(scene)
    type_text(scene, "registry.example")
    run.code_scanned(_CODE)


@shot("first-run-refused")
def refused(scene: Scene) -> None:
    run = to_connect(scene)
    text = scene.said("This code was used already", "استُخدم هذا الرمز من قبل")
    run.show_error(text, Field.CODE)


@shot("first-run-by-stick", latin=_FILE)
def by_stick(scene: Scene) -> None:
    """The request is on its way to the registry."""
    run = begin(scene)
    port, lane = scene.said("Safaga Port", "ميناء سفاجا"), scene.said("2", "٢")
    run.show_request(port, lane, _FINGERPRINT, enrolled=False)


@shot("first-run-working")
def working(scene: Scene) -> None:
    run = begin(scene)
    run.show_busy(scene.said("Enrolling at the registry…", "جارٍ التسجيل لدى السجل…"))


@shot("first-run-done")
def done(scene: Scene) -> None:
    run = begin(scene)
    run.show_done(scene.said("Safaga Port", "ميناء سفاجا"), scene.said("2", "٢"), _FINGERPRINT)
