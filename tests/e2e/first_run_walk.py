"""A new lane's window from its first start: `python -m tests.e2e.first_run_walk FOLDER STORY`.

The program's own command line is run; `Walker` sits beside its window with a keyboard. ``enrol``
goes through the first run with the mistakes that people make, ``again`` starts an enrolled lane.
``ask`` writes a request onto a stick and closes the window, ``answer`` opens it again, takes the
stick that came back, and works.
What a story needs is read from FOLDER/story.json; what was seen is printed as one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QRadioButton

import ui.launch
from checkpoint_app import cli
from checkpoint_app.demo.conductor import Conductor, Playing
from ui.app import LaneApp
from ui.first_run.end_pages import Fingerprint
from ui.first_run.page import Page as FirstRunPage
from ui.first_run.present_scanner import NEEDED
from ui.first_run.steps import Draft, Field, Step, step_of
from ui.first_run.wizard import FirstRun
from ui.lane.verdict_panel import VerdictPanel
from ui.launch import Launch
from ui.start import LaneStart

T = TypeVar("T")
Key = Qt.Key
# Milliseconds between keys: a hand that types, a hand that presses one key, a scanner.
TYPED_MS, PRESSED_MS, SCANNED_MS = 45, 120, 2
# A second Enter right after a scan is still the scanner's (capture.wedge).
AFTER_SCAN_MS = 250
_PATIENCE = 60.0  # s; a window that does not come to it by then never does
_LOOK = 0.02
_NONE, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Mistake:
    """A complaint as it stood in the window: where, beside what, in which words; whether its field
    had the focus; and all that was typed until then."""

    step: str
    field: str
    said: str
    focused: bool
    draft: dict[str, str]


class Walker:
    """A keyboard at the lane's window, used from a thread of its own."""

    def __init__(self, app: LaneApp, conductor: Conductor) -> None:
        self._app, self._conductor = app, conductor
        self._struck = 0
        self.keys = 0  # that a hand struck

    def look(self, seen: Callable[[LaneApp], T]) -> T:
        """Look at the window, in its own thread."""
        return self._conductor.call(partial(seen, self._app))

    def until(self, seen: Callable[[LaneApp], T | None]) -> T:
        """Look until there is something to see."""
        end = time.monotonic() + _PATIENCE
        while not (found := self.look(seen)):
            assert time.monotonic() < end, f"never came: {seen}"
            time.sleep(_LOOK)
        return found

    def type(self, text: str) -> None:
        """Type, as a hand does."""
        self.keys += len(text)
        self._strike([(_key_of(sign), sign, TYPED_MS) for sign in text])

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """One key by itself."""
        self.keys += 1
        text = {Key.Key_Return: "\r", Key.Key_Tab: "\t", Key.Key_Space: " "}.get(key, "")
        self._strike([(int(key), text, PRESSED_MS)], modifiers)

    def replace(self, text: str) -> None:
        """Type something else into the field with the focus."""
        self.press(Key.Key_A, _CONTROL)
        self.type(text)

    def scan(self, text: str) -> None:
        """A scanner that types, Enter at its end."""
        keys = [(_key_of(sign), sign, SCANNED_MS) for sign in text]
        self._strike([(keys[0][0], text[0], PRESSED_MS), *keys[1:], (Key.Key_Return, "\r", 2)])
        self._struck += AFTER_SCAN_MS

    def _strike(
        self, keys: list[tuple[int, str, int]], modifiers: Qt.KeyboardModifier = _NONE
    ) -> None:
        """Keys go down and up as a system tells of them: to the window, with their times. Back
        when the last has had its effect."""
        self.look(partial(self._post, keys, modifiers))
        time.sleep(max(0.0, self._struck / 1000 - time.monotonic()) + 0.07)
        self.look(lambda app: None)

    def _post(
        self, keys: list[tuple[int, str, int]], modifiers: Qt.KeyboardModifier, app: LaneApp
    ) -> None:
        target = app.window.windowHandle()
        for key, text, after in keys:
            self._struck = max(self._struck + after, round(time.monotonic() * 1000))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, modifiers, text)
                event.setTimestamp(self._struck)
                QCoreApplication.postEvent(target, event)


def _key_of(sign: str) -> int:
    return int(Key.Key_0) + int(sign) if sign.isascii() and sign.isdigit() else int(Key.Key_unknown)


@dataclass(frozen=True, slots=True)
class Plan:
    """What people at a new lane have in hand. ``port`` is looked for by ``search``, after
    ``other`` had been chosen by mistake."""

    language: str
    search: str
    other: str
    lane: str
    officer: str
    source: str
    address: str
    dead_address: str
    code: str
    wrong_code: str
    scanned_code: bool
    root: str
    missing_root: str
    token: str
    stick: str = ""
    missing_stick: str = ""


class Enrolling:
    """The whole way, with every mistake once."""

    def __init__(self, walker: Walker, plan: Plan) -> None:
        self._walker, self._plan = walker, plan
        self._mistakes: list[Mistake] = []

    def walk(self) -> dict[str, object]:
        """Walk it; what was seen on the way."""
        self._walker.until(lambda app: app.first_run)
        before = self._walker.look(lambda app: app.window.page)
        senses = self._to_connect()
        self._connect()
        done = self._walker.look(_done)
        self._walker.press(Key.Key_Return)
        opened = self._open()
        return {
            "page": before,
            "senses": senses,
            "mistakes": [asdict(each) for each in self._mistakes],
            "done": done,
            **opened,
        }

    def _to_connect(self) -> dict[str, object]:
        """As far as the registry's page; what camera and scanner did on the way."""
        walker, plan = self._walker, self._plan
        if plan.language != walker.look(lambda app: app.tongue.language):
            walker.press(Key.Key_Left)  # Arabic, its own first, is on the right
        walker.press(Key.Key_Return)
        self._at(Step.PLACE)
        walker.type(plan.other)
        self._to(Field.LANE)
        walker.type(plan.lane)
        walker.press(Key.Key_Return)
        self._at(Step.OFFICER)
        self._to_recording()
        walker.type(plan.source)
        pictured = walker.until(_pictured)
        self._to(Field.OFFICER)
        walker.type(plan.officer)
        walker.press(Key.Key_Return)
        self._at(Step.SCANNER)
        released = walker.look(_senses_of)
        verdict = self._try_scanner()
        walker.press(Key.Key_Return)
        self._at(Step.CONNECT)
        return {
            "pictured": pictured,
            "released": released,
            "verdict": verdict,
            "left": walker.look(_senses_of),
        }

    def _try_scanner(self) -> str:
        """Scan the codes of the screen; what is said of the scanner."""
        for symbol in NEEDED:
            self._walker.until(partial(_shows_sample, symbol.key))
            self._walker.scan(symbol.content)
        return self._walker.until(_judged)

    def _connect(self) -> None:
        """Everything is wrong at first, and set right one by one as the window names it."""
        walker, plan = self._walker, self._plan
        self._to(Field.REGISTRY)
        walker.type(plan.dead_address)
        self._to(Field.CODE)
        walker.type(plan.wrong_code)
        self._to(Field.ROOT)
        walker.type(plan.missing_root)
        self._send()
        walker.replace(plan.root)
        self._send()
        self._tick_demo()
        self._send()
        walker.replace(plan.address)
        self._send()
        self._give_code()
        self._send()
        walker.replace(plan.search)
        for step in (Step.OFFICER, Step.SCANNER, Step.CONNECT):
            walker.press(Key.Key_Return)
            self._at(step)
        walker.press(Key.Key_Return)
        self._at(Step.DONE)

    def _give_code(self) -> None:
        if self._plan.scanned_code:
            self._walker.scan(self._plan.code)
        else:
            self._walker.replace(self._plan.code)

    def _send(self) -> None:
        """Enrol, and note what stands against it."""
        before = self._mistakes[-1].said if self._mistakes else ""
        self._walker.press(Key.Key_Return)
        self._mistakes.append(self._walker.until(partial(_mistake, before=before)))

    def _at(self, step: Step) -> None:
        self._walker.until(lambda app: _pages(app).step is step)

    def _to(self, field: Field) -> None:
        """By the Tab key to a field."""
        while not self._walker.look(partial(_has_focus, field)):
            self._walker.press(Key.Key_Tab)

    def _to_recording(self) -> None:
        while not self._walker.look(_beyond_sources):
            self._walker.press(Key.Key_Tab)

    def _tick_demo(self) -> None:
        while not self._walker.look(lambda app: isinstance(_pages(app).focusWidget(), QCheckBox)):
            self._walker.press(Key.Key_Tab)
        self._walker.press(Key.Key_Space)

    def _open(self) -> dict[str, object]:
        """The lane after its first round, and its first pilgrim."""
        walker = self._walker
        empty = walker.until(_stands)
        walker.until(_synced)
        walker.scan(self._plan.token)
        answered = walker.until(partial(_stands, other_than=empty["tone"]))
        walker.press(Key.Key_F2)
        recorded = walker.until(partial(_recorded, before=answered["outcome"]))
        return {"opened": empty, "answered": answered, "recorded": recorded}


class ByStick(Enrolling):
    """A lane without a line, in two sittings."""

    def ask(self) -> dict[str, object]:
        """As far as the request, with a folder that is not there and a stick without an answer."""
        walker, plan = self._walker, self._plan
        walker.until(lambda app: app.first_run)
        self._to_connect()
        walker.press(Key.Key_Left if plan.language == "ar" else Key.Key_Right)
        self._to(Field.FOLDER)
        walker.type(plan.missing_stick)
        self._to(Field.ROOT)
        walker.type(plan.root)
        self._tick_demo()
        self._send()
        walker.replace(plan.stick)
        walker.press(Key.Key_Return)
        self._at(Step.STICK)
        keys, asked = walker.keys, walker.look(_shown_fingerprint)
        walker.type(plan.stick)
        self._send()
        return {
            "asked": asked,
            "keys": keys,
            "mistakes": [asdict(each) for each in self._mistakes],
        }

    def answer(self) -> dict[str, object]:
        """Straight to the request; the stick that came back; the first pilgrim."""
        walker, plan = self._walker, self._plan
        walker.until(lambda app: app.first_run)
        self._at(Step.STICK)
        resumed = walker.look(_shown_fingerprint)
        draft = {name: str(value) for name, value in asdict(walker.look(_draft)).items()}
        walker.type(plan.missing_stick)
        self._send()
        walker.replace(plan.stick)
        walker.press(Key.Key_Return)
        self._at(Step.DONE)
        done = walker.look(_done)
        keys = walker.keys
        walker.press(Key.Key_Return)
        return {
            "resumed": resumed,
            "draft": draft,
            "mistakes": [asdict(each) for each in self._mistakes],
            "done": done,
            "keys": keys,
            **self._open(),
        }


def again(walker: Walker, _plan: Plan) -> dict[str, object]:
    """An enrolled lane: what stands once it is open."""
    return {"first_run": walker.look(_asked_anew), "opened": walker.until(_stands)}


def _asked_anew(app: LaneApp) -> bool:
    return app.first_run is not None


def _pages(app: LaneApp) -> FirstRun:
    assert app.first_run is not None
    return app.first_run.pages


def _mistake(app: LaneApp, before: str) -> Mistake | None:
    """The complaint in sight, unless it is the one of before."""
    pages = _pages(app)
    page = next((each for each in pages.findChildren(FirstRunPage) if each.isVisible()), None)
    if page is None:
        return None
    for field, row in page.fields.items():
        if row.problem not in ("", before):
            focused = QApplication.focusWidget() is row.focus
            draft = {name: str(value) for name, value in asdict(pages.draft).items()}
            return Mistake(pages.step.value, field.value, row.problem, focused, draft)
    return None


def _has_focus(field: Field, app: LaneApp) -> bool:
    pages = _pages(app)
    assert step_of(field) is pages.step
    return any(
        page.fields[field].focus is QApplication.focusWidget()
        for page in pages.findChildren(FirstRunPage)
        if field in page.fields
    )


def _beyond_sources(app: LaneApp) -> bool:
    """Whether the focus has come to the line after the radio buttons."""
    focus = QApplication.focusWidget()
    radios = _pages(app).findChildren(QRadioButton)
    return isinstance(focus, QLineEdit) and not _has_focus(Field.OFFICER, app) and bool(radios)


def _done(app: LaneApp) -> dict[str, str]:
    return {"title": _pages(app).accessibleName(), "fingerprint": _shown_fingerprint(app)}


def _shown_fingerprint(app: LaneApp) -> str:
    shown = next(each for each in _pages(app).findChildren(Fingerprint) if each.isVisible())
    return shown.accessibleName()


def _draft(app: LaneApp) -> Draft:
    return _pages(app).draft


def _pictured(app: LaneApp) -> bool:
    """Whether the camera's page shows what the source sees."""
    return not _pages(app).camera_page.picture.picture_place().isEmpty()


def _senses_of(app: LaneApp) -> dict[str, bool]:
    """What is held: the camera, the scanner."""
    assert app.first_run is not None
    return {"camera": app.first_run.camera.running, "scanner": app.first_run.scanner.listening}


def _shows_sample(key: str, app: LaneApp) -> bool:
    symbol = _pages(app).scanner_page.sample.symbol
    return symbol is not None and symbol.key == key


def _judged(app: LaneApp) -> str:
    """What is said of the scanner, once there is nothing more to scan."""
    page = _pages(app).scanner_page
    return page.verdict.text if page.sample.symbol is None else ""


def _stands(app: LaneApp, other_than: str = "") -> dict[str, str] | None:
    """The open lane's window; None before it has answered."""
    if app.post is None or app.post.desk.turn is None or app.window.page != "lane":
        return None
    panel = app.window.findChild(VerdictPanel)
    assert isinstance(panel, VerdictPanel)
    view = panel.view
    if view.tone.value in (other_than, "reading"):
        return None
    turn = app.post.desk.turn
    return {
        "language": app.tongue.language,
        "tone": view.tone.value,
        "word": view.word,
        "outcome": view.outcome,
        "permit": str(turn.answer.permit) if turn.answer else "",
        "officer": turn.officer,
    }


def _synced(app: LaneApp) -> bool:
    """Whether the window's own round brought the records, as the bar shows."""
    health = None if app.post is None else app.post.bar.health
    return health is not None and bool(health.generation) and all(one.age for one in health.data)


def _recorded(app: LaneApp, before: str) -> str:
    stands = _stands(app)
    return stands["outcome"] if stands is not None and stands["outcome"] != before else ""


STORIES: dict[str, Callable[[Walker, Plan], dict[str, object]]] = {
    "enrol": lambda walker, plan: Enrolling(walker, plan).walk(),
    "again": again,
    "ask": lambda walker, plan: ByStick(walker, plan).ask(),
    "answer": lambda walker, plan: ByStick(walker, plan).answer(),
}


def play(story: str, plan: Plan, app: LaneApp, conductor: Conductor) -> dict[str, object]:
    """Play one story, and close the window as people do."""
    walker = Walker(app, conductor)
    try:
        return STORIES[story](walker, plan)
    finally:
        walker.look(lambda shown: shown.window.close())


class Company(QObject):
    """Has a story played beside the window as soon as there is one."""

    def __init__(self, launch: Launch, story: str, plan: Plan) -> None:
        super().__init__(launch)
        self._story, self._plan = story, plan
        self._conductor = Conductor()
        self.playing: Playing[dict[str, object]] | None = None
        launch.made.connect(self._meet)

    @Slot(object)
    def _meet(self, app: LaneApp) -> None:
        self.playing = Playing(
            partial(play, self._story, self._plan, app, self._conductor), self._conductor.over
        )
        self.playing.start()


def main(folder: Path, story: str) -> int:
    """Run the program's own command line, a walker joined to its window."""
    plan = Plan(**json.loads((folder / "story.json").read_text("utf-8")))
    company: list[Company] = []
    run = ui.launch.run

    def attended(start: LaneStart) -> int:
        return run(start, attend=lambda launch: company.append(Company(launch, story, plan)))

    ui.launch.run = attended  # type: ignore[assignment]  # the same, with somebody at the keyboard
    code = cli.main(["--data", str(folder / "lane"), "lane", "--demo-root"])
    playing = company[0].playing
    assert playing is not None
    playing.join()
    print(json.dumps(playing.outcome()), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
