"""The registry of windows that are drawn and looked at: every page in every state.

A module of entries says::

    @shot("sign-in-wrong-password")
    def wrong_password(scene: Scene) -> None:
        desk = SignInDesk(office, place, scene.room, scene.window)
        scene.put("sign_in", desk.page, bare=True)
        ...

and is named in `tests.ui.screens.gallery`. The entry builds the real window with its real pages
and desks over offices filled with invented people. It is built once for each language; theme and
size then change while it is in sight, as `ui.app.LaneApp` changes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.lane.crew import Crew
from ui.lane.views import BarView
from ui.lane.window import LaneWindow
from ui.room import Room
from ui.theme.current import ThemeHolder
from ui.theme.fonts import load_fonts
from ui.theme.sheet import dress
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue
from ui.workers.errands import Errands

SMALL, LARGE = (1280, 720), (1920, 1080)
_PATIENCE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a window is looked at: light or dark, width and height in logical pixels."""

    dark: bool
    size: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{'dark' if self.dark else 'light'}-{self.size[0]}"


LOOKS = tuple(Look(dark, size) for size in (SMALL, LARGE) for dark in (False, True))


@dataclass
class Scene:
    """What an entry builds in: an open window in one language, its room and threads.

    ``shown`` is what is drawn and checked: the window, unless the entry puts another top-level
    widget there (help). What is to be closed at the end goes to `at_end`.
    """

    app: QApplication
    language: str
    tongue: QtTongue = field(init=False)
    theme: ThemeHolder = field(init=False)
    window: LaneWindow = field(init=False)
    room: Room = field(init=False)
    shown: QWidget = field(init=False)
    failures: list[BaseException] = field(default_factory=list)
    _ends: list[Callable[[], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        load_fonts()
        self.tongue = QtTongue(self.language)
        self.theme = ThemeHolder(Theme(tokens(), False, unit_for(*SMALL)))
        dress(self.app, self.theme.theme)
        self.window = self.shown = LaneWindow(self.theme, self.tongue)
        crew = Crew(*(Errands(each, self.failures.append, self.window) for each in "hdl"))
        self.room = Room(self.window, self.theme, self.tongue, crew)
        self.window.resize(*SMALL)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    @property
    def arabic(self) -> bool:
        return self.language == "ar"

    def said(self, english: str, arabic: str) -> str:
        """Invented words of an entry's own, in the language of the scene."""
        return arabic if self.arabic else english

    def put(
        self, name: str, page: QWidget, bar: BarView | None = None, *, bare: bool = False
    ) -> None:
        """Show a desk's page in the window, as the shell does; ``bare``: without the bar."""
        if bare:
            self.window.be_bare(frozenset({name}))
        if bar is not None:
            self.window.show_bar(bar)
        self.window.set_page(name, page)
        self.window.show_page(name)
        self.settle()

    def at_end(self, end: Callable[[], object]) -> None:
        """Do this before the window goes: close a desk, stop a watch."""
        self._ends.append(end)

    def settle(self) -> None:
        """Until every thread has answered and every layout stands."""
        crew = self.room.crew

        def idle() -> bool:
            return not (crew.hand.busy or crew.desk.busy or crew.line.busy)

        patience = QDeadlineTimer(_PATIENCE_MS)
        while not idle():
            assert not patience.hasExpired(), "a thread does not answer"
            QTest.qWait(1)
        for _ in range(4):
            QCoreApplication.processEvents()

    def wait_a_moment(self, ms: int = 600) -> None:
        """For what a desk puts off until nobody types."""
        QTest.qWait(ms)
        self.settle()

    def press(self, key: Qt.Key, text: str = "") -> None:
        """A key, where the focus is."""
        target = QApplication.focusWidget() or self.shown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(target, event)
        self.settle()

    def look(self, look: Look) -> None:
        """Change light and size while the window is in sight."""
        theme = Theme(tokens(), look.dark, unit_for(*look.size))
        self.shown.resize(QSize(*look.size))
        dress(self.app, theme)
        self.theme.use(theme)
        self.settle()
        self.shown.resize(QSize(*look.size))
        self.settle()

    def close(self) -> None:
        """Nothing of it is left."""
        for end in reversed(self._ends):
            end()
        self.room.crew.dismiss(lambda: None)
        for each in {self.window, self.shown}:
            each.hide()
            each.deleteLater()
        self.tongue.switch("en")
        self.tongue.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        assert self.failures == []


@dataclass(frozen=True, slots=True)
class Shot:
    """An entry. ``may_give_way``: texts that may end in an ellipsis, told whole by their tips;
    ``latin``: words in Latin letters that are meant in Arabic too, beside isolated codes;
    ``by_tab``: whether the Tab key must come to every control that is in sight."""

    name: str
    build: Callable[[Scene], None]
    may_give_way: frozenset[str] = frozenset()
    latin: frozenset[str] = frozenset()
    by_tab: bool = True


SHOTS: dict[str, Shot] = {}


def shot(
    name: str,
    *,
    may_give_way: frozenset[str] = frozenset(),
    latin: frozenset[str] = frozenset(),
    by_tab: bool = True,
) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Enter a window by a name of its own, which is the beginning of its pictures' names."""

    def enter(build: Callable[[Scene], None]) -> Callable[[Scene], None]:
        assert name not in SHOTS, name
        SHOTS[name] = Shot(name, build, may_give_way, latin, by_tab)
        return build

    return enter
