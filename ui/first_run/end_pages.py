"""The program's own pages of the first run: it works, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.first_run.page import Page
from ui.first_run.views import PlaceView
from ui.lane.painting import Align, Sheet
from ui.lane.panel import PaintedPanel
from ui.lane.views import Tone
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.progress import ProgressRow
from ui.widgets.shape import ToneMark
from ui.widgets.themed import ThemedWidget

_FRAMES = 30  # of one turn
_WHOLE, _ARC = 360 * 16, 100 * 16  # sixteenths of a degree, as QPainter counts
_IN_A_ROW = 3


class WorkingPage(Page):
    """A turning ring, and what is being done; of what tells how far it has come, that and the way
    to stop it. ``cancelled`` when somebody wants it to end."""

    cancelled = Signal()

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._said = FitLabel(holder, "lead", lines=0, align=Qt.AlignmentFlag.AlignCenter)
        self._progress = ProgressRow(holder)
        self._progress.cancelled.connect(self.cancelled)
        self.rows.addStretch(1)
        self.rows.addWidget(BusyRing(holder), 0, Qt.AlignmentFlag.AlignHCenter)
        self.rows.addWidget(self._said)
        self.rows.addWidget(self._progress)
        self.rows.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter struck twice stops nothing
        self.say("")
        self.space()

    @property
    def first_focus(self) -> QWidget | None:
        """The page itself: what stops the work is the next stop of the Tab key."""
        return self

    @property
    def can_stop(self) -> bool:
        """Whether there is a way to stop it."""
        return not self._progress.isHidden()

    def say(self, text: str, cancel: str = "") -> None:
        """What is being done now, and what stopping it is called; empty: it cannot be stopped."""
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self.setAccessibleName(text)
        self._progress.setVisible(bool(cancel))
        self._progress.say("", cancel)
        self._progress.begin()

    def show_progress(self, share: float | None, rest: str) -> None:
        """How much is done, 0 to 1, None while that is not known; and what remains."""
        self._progress.show_progress(share, rest)


class BusyRing(ThemedWidget):
    """Turns while it is in sight."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._frame = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    @property
    def turning(self) -> bool:
        """Whether it turns."""
        return self._timer.isActive()

    def sizeHint(self) -> QSize:
        """A square."""
        side = self.theme.px("shape.l")
        return QSize(side, side)

    def showEvent(self, event: QShowEvent) -> None:
        """Turn."""
        self._timer.start(self.theme.ms("pulse") // _FRAMES)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring, and the arc that goes round on it."""
        theme, width = self.theme, self.theme.exact("line.edge")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = width / 2
        ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setPen(QPen(theme.colour("line"), width))
        painter.drawEllipse(ring)
        painter.setPen(
            QPen(theme.colour("accent"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        painter.drawArc(ring, -self._frame * _WHOLE // _FRAMES, _ARC)
        painter.end()

    @Slot()
    def _turn(self) -> None:
        self._frame = (self._frame + 1) % _FRAMES
        self.update()


class DonePage(Page):
    """Where this lane is now, and its fingerprint, large enough to be read out."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._place = FitLabel(holder, "lead", lines=0)
        self._compare = FitLabel(holder, "strong", "ink_soft")
        self._fingerprint = Fingerprint(holder)
        top = QHBoxLayout()
        top.addWidget(ToneMark(holder, Tone.CLEAR, "shape.l"))
        top.addWidget(self._place, 1)
        self.rows.addLayout(top)
        self.rows.addWidget(self._compare)
        self.rows.addWidget(self._fingerprint)
        self.rows.addStretch(1)
        self.space()

    def show_place(self, view: PlaceView) -> None:
        """What came of the enrolment."""
        self._place.setText(view.place)
        self._place.setAccessibleName(view.place)
        self._compare.setText(view.compare)
        self._fingerprint.show_groups(view.groups, view.spoken)


class Fingerprint(PaintedPanel):
    """Groups of digits, each in a box, in rows from left to right in either language: they are
    compared with what the registry shows."""

    role = QAccessible.Role.StaticText

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._groups: tuple[str, ...] = ()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def show_groups(self, groups: tuple[str, ...], spoken: str) -> None:
        """Other digits."""
        self._groups = groups
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.renew()

    def sizeHint(self) -> QSize:
        """The rows."""
        rows = -(-len(self._groups) // _IN_A_ROW)
        gap = self.theme.px("space.s")
        return QSize(self.theme.px("field.width"), rows * (self._box() + gap))

    def minimumSizeHint(self) -> QSize:
        """No lower."""
        return self.sizeHint()

    def arrange(self, sheet: Sheet) -> None:
        """The boxes."""
        theme, gap, tall = self.theme, self.theme.exact("space.s"), self._box()
        wide = (sheet.width - gap * (_IN_A_ROW - 1)) / _IN_A_ROW
        for number, group in enumerate(self._groups):
            row, column = divmod(number, _IN_A_ROW)
            x, y = column * (wide + gap), row * (tall + gap)
            radius, hair = theme.exact("radius.s"), theme.exact("line.hair")
            ground, edge = theme.colour("sunken"), theme.colour("line")
            sheet.box(x, y, wide, tall, ground, radius=radius, border=edge, line=hair)
            digits = sheet.written(group, "code")
            top = y + (tall - digits.height) / 2
            sheet.put(digits, x, top, wide, theme.colour("ink"), Align.CENTRE)

    def _box(self) -> int:
        return self.theme.px("first_run.choice")
