"""The lane's window: bar, verdict, person, findings, camera, last scans, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.lane.bar import Bar
from ui.lane.key_bar import KeyBar
from ui.lane.lane_page import LanePage
from ui.lane.roles import tell_roles
from ui.lane.states import SourceState
from ui.lane.toast import Toast
from ui.lane.views import BarView, Mark, ScanRowView, VerdictView
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from ui.workers.camera import CameraState, Pictured

_LANE, _DAY, _FIRST_RUN = "lane", "day", "first_run"
# How a source stands (`ui.workers.camera.Presence`, by name), to the preview.
_SOURCES = {
    "OPENED": SourceState.LIVE,
    "ABSENT": SourceState.LOST,
    "ENDED": SourceState.ENDED,
}


class LaneWindow(QMainWindow):
    """All that an officer sees. It shows what it is given and tells what the officer asked for;
    it decides nothing.

    ``resized`` is emitted when a new size has settled, ``first_painted`` after the first paint.
    """

    acted = Signal(object)  # Action
    number_given = Signal(str)
    tail_given = Signal(str)
    visa_picked = Signal(object)  # str | None
    undo_asked = Signal(str)  # scan_id
    direction_asked = Signal()
    officer_given = Signal(str)
    desks_asked = Signal()
    language_asked = Signal()
    theme_asked = Signal()
    resized = Signal()
    first_painted = Signal()
    closing = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tell_roles()
        self._holder, self._tongue = holder, tongue
        self._painted = False
        self._officer = ""
        self._bare = frozenset({_FIRST_RUN})
        self._staffed = False
        self._bar, self._keys = Bar(holder, tongue), KeyBar(holder)
        self._lane = LanePage(holder, tongue)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {_LANE: self._lane}
        self._stack.addWidget(self._lane)
        self._toast = Toast(holder, self._stack)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self.resized)
        self._compose()
        self._connect()
        self.retranslate()

    @property
    def page(self) -> str:
        """The page shown: ``lane``, ``day``, ``first_run``, or a desk's."""
        shown = self._stack.currentWidget()
        return next(name for name, page in self._pages.items() if page is shown)

    # What it shows.
    def show_bar(self, view: BarView) -> None:
        """What is always in sight."""
        self._officer = view.officer
        self._bar.show_view(view)

    def show_verdict(self, view: VerdictView) -> None:
        """The verdict, who, what was found, and the keys that fit."""
        self._lane.show_verdict(view)
        self._keys.show_actions(view.actions)

    def show_scans(self, rows: tuple[ScanRowView, ...]) -> None:
        """The last scans, newest first."""
        self._lane.scans.show_rows(rows)

    @Slot(object)
    def show_picture(self, pictured: Pictured) -> None:
        """A newer picture of the camera."""
        self._lane.camera.show_picture(pictured)

    @Slot(object)
    def show_source(self, state: CameraState) -> None:
        """The camera, film or folder stands otherwise."""
        self._lane.camera.show_source(_SOURCES[state.presence.name])

    def expect_source(self) -> None:
        """A camera, film or folder is about to be opened."""
        self._lane.camera.show_source(SourceState.OPENING)

    def lack_source(self) -> None:
        """There is no camera, film or folder."""
        self._lane.camera.show_source(SourceState.NONE)

    @Slot(str, object)
    def say(self, text: str, mark: Mark) -> None:
        """A remark, or why something could not be done."""
        self._toast.say(text, mark)
        self._place_toast()

    def show_page(self, name: str) -> None:
        """Show the lane or a page that was set. Raises KeyError for one that was not."""
        self._stack.setCurrentWidget(self._pages[name])
        self._keys.setVisible(name == _LANE)
        self._bar.setVisible(name not in self._bare)
        self._toast.end()

    def set_day_page(self, page: QWidget) -> None:
        """The page of the day, once."""
        self._set_page(_DAY, page)

    def set_page(self, name: str, page: QWidget) -> None:
        """A page of a desk, once for each name."""
        self._set_page(name, page)

    def has_page(self, name: str) -> bool:
        """Whether a page of that name was set."""
        return name in self._pages

    def be_bare(self, names: frozenset[str]) -> None:
        """Pages that are shown without the bar: nobody has signed in there."""
        self._bare = frozenset({_FIRST_RUN}) | names

    def be_staffed(self, *, staffed: bool) -> None:
        """Where people sign in nobody types an officer's name."""
        self._staffed = staffed

    def put_over(self, strip: QWidget) -> None:
        """A strip over every page, under the bar."""
        self._over.addWidget(strip)

    @property
    def pages(self) -> QWidget:
        """What a sheet lies over: every page, without the bar."""
        return self._stack

    def set_first_run(self, page: QWidget) -> None:
        """What a new lane is asked, in place of all else until ``show_page("lane")``."""
        self._set_page(_FIRST_RUN, page)
        self.show_page(_FIRST_RUN)

    # Without a barcode.
    @Slot()
    def open_no_barcode(self, *, needs_tail: bool = False) -> None:
        """Ask for a number, a passport or the kind of visa."""
        self._lane.open_no_barcode("", needs_tail=needs_tail)

    @Slot(str)
    def open_no_barcode_with(self, digits: str) -> None:
        """The same with digits that were typed; more of them when it is open already."""
        if self.page == _LANE:
            self._lane.open_no_barcode(digits, needs_tail=False)

    def close_no_barcode(self) -> None:
        """Back to the verdict."""
        self._lane.close_card()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now. Pages that were set see to theirs."""
        self.setWindowTitle(self._tongue.translate("LaneWindow", "Umrah checkpoint"))
        self._bar.retranslate()
        self._lane.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """No button has the focus before somebody asks for one by the Tab key."""
        super().showEvent(event)
        self._lane.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of the new size once it has settled."""
        super().resizeEvent(event)
        self._settled.start(self._theme.ms("resize"))
        self._place_toast()

    def event(self, event: QEvent) -> bool:
        """Tell of the first paint, after it."""
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that it closes."""
        self.closing.emit()
        super().closeEvent(event)

    @property
    def lane_page(self) -> LanePage:
        """The lane's page, for who works on it."""
        return self._lane

    @property
    def _theme(self) -> Theme:
        return self._holder.theme

    def _compose(self) -> None:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._over = QVBoxLayout()
        layout.addWidget(self._bar)
        layout.addLayout(self._over)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._keys)
        self.setCentralWidget(middle)
        outer = self.layout()
        assert outer is not None
        # The theme follows the window's size: what it is made of must not hold it large.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def _connect(self) -> None:
        self._bar.direction_asked.connect(self.direction_asked)
        self._bar.officer_asked.connect(self._open_officer)
        self._bar.language_asked.connect(self.language_asked)
        self._bar.theme_asked.connect(self.theme_asked)
        self._keys.acted.connect(self.acted)
        self._lane.scans.undo_asked.connect(self.undo_asked)
        self._lane.number_given.connect(self.number_given)
        self._lane.tail_given.connect(self.tail_given)
        self._lane.visa_picked.connect(self.visa_picked)
        self._lane.officer_given.connect(self.officer_given)

    @Slot()
    def _open_officer(self) -> None:
        if self._staffed:
            self.desks_asked.emit()
        elif self.page == _LANE:
            self._lane.open_officer(self._officer)

    def _set_page(self, name: str, page: QWidget) -> None:
        old = self._pages.get(name)
        if old is not None:
            self._stack.removeWidget(old)
        self._pages[name] = page
        self._stack.addWidget(page)

    def _place_toast(self) -> None:
        """A page with keys of its own at its foot tells how tall they are."""
        if self._toast.text:
            self._toast.place(int(getattr(self._stack.currentWidget(), "foot", 0)))
